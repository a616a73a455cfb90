"""What a JPEG file says before its first scan: quantisation tables, sampling, kind of coding, application segments.

Source: ITU-T T.81 (1992), Annex B.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forensics.picture import Picture

_ZIGZAG_ROWS_COLUMNS = sorted(
    ((row, column) for row in range(8) for column in range(8)),
    key=lambda at: (sum(at), at[0] if sum(at) % 2 else at[1]),
)
ZIGZAG = tuple(8 * row + column for row, column in _ZIGZAG_ROWS_COLUMNS)
_MOST_SEGMENTS = 2000
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}


@dataclass(frozen=True, slots=True)
class Component:
    """A colour component: its identifier, sampling factors 1 to 4 and the number of its quantisation table."""

    identifier: int
    horizontal: int
    vertical: int
    table: int


@dataclass(frozen=True, slots=True)
class Header:
    """``tables`` by number, 64 steps each in natural (row by row) order, 1 to 65,535; ``applications`` holds
    the number and the first 32 bytes of each APPn segment."""

    tables: dict[int, NDArray[np.int32]]
    components: tuple[Component, ...]
    progressive: bool
    applications: tuple[tuple[int, bytes], ...]

    def component_tables(self) -> tuple[NDArray[np.int32], ...]:
        """The table of each component, luminance first; those that the file does not define are left out."""
        return tuple(self.tables[one.table] for one in self.components if one.table in self.tables)

    @property
    def stores_luminance(self) -> bool:
        """Whether the first component is the luminance that the decoder gives back, at full size."""
        if not self.components or self.components[0].table not in self.tables:
            return False
        if len(self.components) == 1:
            return True
        colours = bytes(one.identifier for one in self.components) == b"RGB" or self._adobe_transform == 0
        first = self.components[0]
        finest = all(one.horizontal <= first.horizontal and one.vertical <= first.vertical for one in self.components)
        return len(self.components) == 3 and finest and not colours

    @property
    def _adobe_transform(self) -> int | None:
        """0: stored as RGB or CMYK, 1: YCbCr, 2: YCCK (Adobe Technical Note 5116); None where the file does not say."""
        for number, body in self.applications:
            if number == 14 and body[:5] == b"Adobe" and len(body) > 11:
                return body[11]
        return None

    @property
    def sampling(self) -> str:
        """The usual name, such as «4:2:0»; «4:0:0» for a grey picture; empty where there is no usual name."""
        if len(self.components) == 1:
            return "4:0:0"
        if len(self.components) < 3 or any((c.horizontal, c.vertical) != (1, 1) for c in self.components[1:3]):
            return ""
        names = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}
        return names.get((self.components[0].horizontal, self.components[0].vertical), "")


def header(picture: Picture) -> Header:
    """The header of a JPEG picture; for `Picture.once`."""
    return parse(picture.data)


def parse(data: bytes) -> Header:
    """Walk the segments up to the first scan. A damaged segment ends the walk; what was read before it is kept."""
    tables: dict[int, NDArray[np.int32]] = {}
    components: tuple[Component, ...] = ()
    progressive = False
    applications: list[tuple[int, bytes]] = []
    for marker, body in _segments(data):
        if marker == 0xDB:
            tables.update(_tables(body))
        elif marker in _FRAMES:
            components, progressive = _components(body), marker in _PROGRESSIVE
        elif 0xE0 <= marker <= 0xEF:
            applications.append((marker - 0xE0, body[:32]))
    return Header(tables, components, progressive, tuple(applications))


def _segments(data: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    at = 2
    while at + 4 <= len(data) and len(found) < _MOST_SEGMENTS and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in (0xDA, 0xD9) or length < 2 or at + 2 + length > len(data):
            break
        found.append((marker, data[at + 4 : at + 2 + length]))
        at += 2 + length
    return found


def _tables(body: bytes) -> dict[int, NDArray[np.int32]]:
    tables = {}
    while body:
        wide, number = body[0] >> 4, body[0] & 15
        size = 128 if wide else 64
        if len(body) < 1 + size:
            break
        steps = np.empty(64, np.int32)
        steps[list(ZIGZAG)] = np.frombuffer(body[1 : 1 + size], ">u2" if wide else "u1")
        tables[number] = np.maximum(steps, 1)
        body = body[1 + size :]
    return tables


def _components(body: bytes) -> tuple[Component, ...]:
    count = body[5] if len(body) > 5 else 0
    parts = (body[6 + 3 * i : 9 + 3 * i] for i in range(min(count, 4)))
    return tuple(Component(part[0], part[1] >> 4, part[1] & 15, part[2]) for part in parts if len(part) == 3)
