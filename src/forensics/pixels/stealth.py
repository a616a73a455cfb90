"""Settings hidden in the least significant bits («stealth PNG info»: NovelAI, reForge, SwarmUI, sd-webui-stealth-pnginfo).

Bits run down the columns, the most significant first: 15 bytes of magic, 32 bits of length (in bits), the payload.
The magic lies in the alpha channel, or in red, green and blue in turn. By chance it occurs once in 2¹²⁰.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

MAGIC = {
    b"stealth_pnginfo": ("alpha", False),
    b"stealth_pngcomp": ("alpha", True),
    b"stealth_rgbinfo": ("rgb", False),
    b"stealth_rgbcomp": ("rgb", True),
}
MOST_BYTES = 2_000_000
_HEAD = 15
_GZIP = 16 + zlib.MAX_WBITS


def hidden_text(pixels: NDArray[np.uint8]) -> str | None:
    """The hidden text of a picture, ``(height, width, 3 or 4)`` in its own values; None where there is none."""
    if pixels.ndim != 3 or pixels.shape[2] < 3 or pixels.dtype != np.uint8:
        return None
    channels = [pixels[:, :, :3]] if pixels.shape[2] == 3 else [pixels[:, :, 3:4], pixels[:, :, :3]]
    for channel in channels:
        magic = _bytes(channel, 0, _HEAD)
        if magic in MAGIC:
            return _payload(channel, MAGIC[magic][1])
    return None


def _payload(channel: NDArray[np.uint8], compressed: bool) -> str | None:
    size = int.from_bytes(_bytes(channel, _HEAD, 4), "big") // 8
    room = channel.size // 8 - _HEAD - 4
    if not 0 < size <= min(room, MOST_BYTES):
        return None
    data = _bytes(channel, _HEAD + 4, size)
    if compressed:
        data = _unpacked(data)
    return data.decode("utf-8", "replace") if data else None


def _unpacked(data: bytes) -> bytes:
    stream = zlib.decompressobj(_GZIP)
    try:
        return stream.decompress(data, MOST_BYTES)
    except zlib.error:
        return b""


def _bytes(channel: NDArray[np.uint8], start: int, count: int) -> bytes:
    """``count`` bytes from the lowest bits, down the columns; only the columns that hold them are touched."""
    height, _, depth = channel.shape
    first, last = start * 8, (start + count) * 8
    columns = slice(first // (height * depth), -(-last // (height * depth)))
    bits = (channel[:, columns] & 1).swapaxes(0, 1).reshape(-1)
    offset = columns.start * height * depth
    return np.packbits(bits[first - offset : last - offset]).tobytes()
