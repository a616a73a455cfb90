"""The extensions of a GIF file (GIF89a, sections 23 to 26; XMP part 3, 1.1.2)."""

from __future__ import annotations

from forensics.metadata.record import Block, Container

MOST_BLOCKS = 20_000
MOST_COMMENTS = 100
_XMP = b"XMP DataXMP"
_MAGIC_TRAILER = 257  # bytes that let a reader without XMP find its way to the end of the packet


def walk(data: bytes) -> Container:
    """Comments, XMP and the profile; picture data is stepped over."""
    blocks: list[Block] = []
    at = 13 + _table(data, 10)
    for _ in range(MOST_BLOCKS):
        mark = data[at : at + 1]
        if mark == b";":
            return Container(tuple(blocks), at + 1)
        if mark == b"!":
            label, start = data[at + 1 : at + 2], at + 2
            at = _after(data, start)
            block = _extension(label, data, start, at)
            if block is not None and len(blocks) < MOST_COMMENTS:
                blocks.append(block)
        elif mark == b",":
            at = _after(data, at + 11 + _table(data, at + 9))
        else:
            break
    return Container(tuple(blocks))


def _table(data: bytes, at: int) -> int:
    """The size in bytes of the colour table that the packed byte at ``at`` announces."""
    packed = data[at] if at < len(data) else 0
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _after(data: bytes, at: int) -> int:
    """The offset behind a chain of sub-blocks."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _joined(data: bytes, at: int) -> bytes:
    parts = []
    while at < len(data) and data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(parts)


def _extension(label: bytes, data: bytes, start: int, end: int) -> Block | None:
    if label == b"\xfe":
        return Block("comment", _joined(data, start), start, "GIF")
    if label != b"\xff":
        return None
    name = data[start + 1 : start + 12]
    if name == _XMP:
        return Block("xmp", data[start + 12 : max(start + 12, end - _MAGIC_TRAILER)], start + 12, "GIF")
    if name == b"ICCRGBG1012":
        return Block("icc", _joined(data, start + 12), start + 12, "GIF")
    return None
