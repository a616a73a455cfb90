"""The librarian's collection: records, fingerprints, ledger, index, matching."""

from forensics.corpus.collection import Corpus, open_corpus

__all__ = ["Corpus", "open_corpus"]
