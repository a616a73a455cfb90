"""One immutable file of the index: arrays that are mapped into memory, never loaded, and shared by every process that reads.

A JSON header names each array, its type, its shape, its place and its CRC-32; the arrays follow, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forensics.corpus.hashes import BANDED_FROM, Hashes, as_rows, banded
from forensics.files import write_fault

_MAGIC = b"FORENSX1"
_MOST_HEADER = 100_000
_VERIFIED = 8_000_000  # bytes: smaller files are checked in full when they are opened
_TYPES = {"u1", "<u2", "<u4", "<u8"}


class Damaged(Exception):
    """The file is not what was written; the index has to be built again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture to be found again: ``key`` of the ledger, ``file`` relative to the corpus, size in pixels, ``sha256`` 32 bytes.

    ``pdq`` and ``parts`` are empty for a plain picture: it is found by its checksum alone.
    """

    key: int
    file: str
    sha256: bytes
    width: int
    height: int
    pdq: bytes
    parts: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment opened for reading. ``whole`` and ``parts``: hashes; ``whole_of``, ``part_of``: the picture of each row."""

    path: Path
    keys: NDArray[np.uint64]
    whole: Hashes
    whole_of: NDArray[np.uint32]
    parts: Hashes
    part_of: NDArray[np.uint32]
    arrays: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.keys)

    def entry(self, number: int) -> Entry:
        """The picture at this place, without its hashes."""
        start, end = (int(place) for place in self.arrays["name_ends"][number : number + 2])
        width, height = (int(side) for side in self.arrays["sizes"][number])
        name = bytes(self.arrays["names"][start:end]).decode("utf-8", "replace")
        return Entry(int(self.keys[number]), name, bytes(self.arrays["sha256"][number]), width, height, b"", b"")

    def entries(self) -> list[Entry]:
        """Every picture with its hashes, to be written into a larger segment."""
        whole, parts = self._hashes(self.whole, self.whole_of), self._hashes(self.parts, self.part_of)
        bare = (self.entry(number) for number in range(len(self)))
        return [
            Entry(one.key, one.file, one.sha256, one.width, one.height, whole.get(n, b""), parts.get(n, b""))
            for n, one in enumerate(bare)
        ]

    @staticmethod
    def _hashes(hashes: Hashes, of: NDArray[np.uint32]) -> dict[int, bytes]:
        together: dict[int, bytes] = {}
        for number, row in zip(of.tolist(), np.asarray(hashes.rows), strict=True):
            together[number] = together.get(number, b"") + row.tobytes()
        return together

    def same_bytes(self, sha256: bytes) -> list[int]:
        """The places of the pictures with this checksum."""
        head = np.frombuffer(sha256[:8], "<u8")[0]
        heads, order = self.arrays["sha_heads"], self.arrays["sha_order"]
        first, last = np.searchsorted(heads, head), np.searchsorted(heads, head, side="right")
        return [int(n) for n in order[first:last] if bytes(self.arrays["sha256"][n]) == sha256]


def write_segment(path: Path, entries: Sequence[Entry]) -> Path:
    """Write the pictures as one segment, whole or not at all. Raises `CannotWrite`."""
    arrays = _arrays(entries)
    places, end = {}, 0
    for name, array in arrays.items():
        places[name] = {"type": array.dtype.str.lstrip("|"), "shape": array.shape, "at": end, "crc": _crc(array)}
        end += -(-array.nbytes // 64) * 64
    header = json.dumps({"bytes": end, "arrays": places}).encode()
    start = -(-(16 + len(header)) // 64) * 64
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write((_MAGIC + len(header).to_bytes(8, "little") + header).ljust(start, b"\0"))
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data)
                file.write(bytes(-array.nbytes % 64))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise write_fault(path, fault) from fault
    return path


def _arrays(entries: Sequence[Entry]) -> dict[str, NDArray[Any]]:
    names = [entry.file.encode("utf-8", "surrogateescape") for entry in entries]
    sha256 = np.frombuffer(b"".join(entry.sha256 for entry in entries), np.uint8).reshape(-1, 32)
    heads = np.ascontiguousarray(sha256[:, :8]).view("<u8").reshape(-1)
    order = np.argsort(heads, kind="stable")
    arrays: dict[str, NDArray[Any]] = {
        "keys": np.array([entry.key for entry in entries], "<u8"),
        "sizes": np.array([(entry.width, entry.height) for entry in entries], "<u4").reshape(-1, 2),
        "sha256": sha256,
        "sha_heads": heads[order],
        "sha_order": order.astype("<u4"),
        "names": np.frombuffer(b"".join(names), np.uint8),
        "name_ends": np.cumsum([0, *map(len, names)]).astype("<u8"),
    }
    for layer in ("pdq", "parts"):
        arrays |= _layer(layer, [getattr(entry, layer) for entry in entries])
    return arrays


def _layer(name: str, hashes: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    rows = as_rows(np.frombuffer(b"".join(hashes), np.uint8))
    of = np.repeat(np.arange(len(hashes), dtype="<u4"), [len(one) // 32 for one in hashes])
    arrays: dict[str, NDArray[Any]] = {name: rows, f"{name}_of": of}
    if len(rows) >= BANDED_FROM:
        arrays[f"{name}_order"], arrays[f"{name}_starts"] = banded(rows)
    return arrays


def open_segment(path: Path) -> Segment:
    """Map a segment. Raises `Damaged` when it was cut, overwritten or is missing."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
            length = int.from_bytes(head[8:], "little")
            if head[:8] != _MAGIC or length > _MOST_HEADER:
                raise Damaged
            header = json.loads(file.read(length))
        start = -(-(16 + length) // 64) * 64
        if path.stat().st_size != start + header["bytes"]:
            raise Damaged
        mapped = np.memmap(path, np.uint8, "r")
        arrays = {name: _mapped(mapped, start, place) for name, place in header["arrays"].items()}
        if header["bytes"] <= _VERIFIED:
            _verify(arrays, header["arrays"])
        return _segment(path, arrays)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Damaged from fault


def verify_segment(path: Path) -> None:
    """Read every byte and compare with the checksums. Raises `Damaged`."""
    segment = open_segment(path)
    with path.open("rb") as file:
        length = int.from_bytes(file.read(16)[8:], "little")
        header = json.loads(file.read(length))
    _verify(segment.arrays, header["arrays"])


def _segment(path: Path, arrays: Mapping[str, NDArray[Any]]) -> Segment:
    layers = {
        name: Hashes(arrays[name], arrays.get(f"{name}_order"), arrays.get(f"{name}_starts"))
        for name in ("pdq", "parts")
    }
    return Segment(path, arrays["keys"], layers["pdq"], arrays["pdq_of"], layers["parts"], arrays["parts_of"], arrays)


def _mapped(mapped: NDArray[np.uint8], start: int, place: Mapping[str, Any]) -> NDArray[Any]:
    if place["type"] not in _TYPES:
        raise Damaged
    kind, shape = np.dtype(place["type"]), tuple(place["shape"])
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    at = start + int(place["at"])
    if at + size > len(mapped):
        raise Damaged
    array: NDArray[Any] = np.asarray(mapped[at : at + size]).view(kind).reshape(shape)
    return array


def _verify(arrays: Mapping[str, NDArray[Any]], places: Mapping[str, Any]) -> None:
    for name, array in arrays.items():
        if _crc(array) != places[name]["crc"]:
            raise Damaged


def _crc(array: NDArray[Any]) -> int:
    return zlib.crc32(np.ascontiguousarray(array).data)
