"""The librarian's collection: records, store, fingerprints, index, matching."""

from __future__ import annotations

from forensics.errors import UsageError


class Corpus:
    """A described collection opened for matching."""


def open_corpus(name: str) -> Corpus:
    """The corpus of that name under the corpora folder, or at that path. Raises `UsageError("unknown_corpus")`."""
    raise UsageError("unknown_corpus", corpus=name, choices="")
