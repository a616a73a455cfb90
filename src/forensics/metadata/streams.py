"""Compressed streams inside containers, opened within a limit."""

from __future__ import annotations

import zlib


def inflated(data: bytes, most: int) -> bytes | None:
    """A zlib stream, or None where it is damaged or longer than ``most`` bytes; a stream cut short gives what there is."""
    stream = zlib.decompressobj()
    try:
        out = stream.decompress(data, most)
    except zlib.error:
        return None
    return None if stream.unconsumed_tail else out
