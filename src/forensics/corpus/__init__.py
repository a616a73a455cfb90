"""The librarian's collection: records, fingerprints, ledger, index, matching.

A corpus is imported when one is opened: a fingerprint alone needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forensics.corpus.collection import Corpus, open_corpus

__all__ = ["Corpus", "open_corpus"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from forensics.corpus import collection

    return getattr(collection, name)
