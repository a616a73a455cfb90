"""One picture: its bytes, what it is, and its pixels, each read once and only when asked for.

Limits come before any decoder, and only formats on an allow-list, recognised by content, reach one.
"""

from __future__ import annotations

import io
import logging
import re
import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PIL import Image, ImageFile

from forensics.errors import UnreadableInput
from forensics.text import clean_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else its complaints on damaged files reach stderr

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_SCAN = re.compile(b"\xff\xda")  # twice as quick as counting the bytes
ImageFile.MAXBLOCK = 1 << 22  # pixels leave Pillow in pieces of this size; with larger ones an array costs half
# What a decoded picture keeps beside its pixels: else Pillow writes the comment of a JPEG or a GIF into every copy.
_KEPT = ("exif", "icc_profile", "transparency")
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LAST_BYTES = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: decoded pixels, bytes on disk, scans of a progressive JPEG (each scan is a full pass)."""

    max_pixels: int = 50_000_000
    max_bytes: int = 200_000_000
    max_scans: int = 100


class Picture:
    """A picture read from disk. Arrays are ``(height, width)`` or ``(height, width, 3)``, uint8, as stored (not turned)."""

    def __init__(self, path: Path, data: bytes, format_: str, limits: Limits) -> None:
        self.path = path
        self.data = data
        self.format = format_
        self.limits = limits
        self._once: dict[Callable[[Picture], Any], Any] = {}
        self._small: dict[tuple[int, str], Image.Image] = {}
        self._check_scans()
        with self._opened() as opened:
            self.width, self.height = opened.size
            self.mode = opened.mode
            self._check_pixels()  # before the frames are counted, which may decode them
            self.frames = self._frames(opened)

    @classmethod
    def read(cls, path: Path, limits: Limits = Limits()) -> Picture:
        """Read and recognise a file. Raises `UnreadableInput` with the reason; pixels are decoded later."""
        data = _bytes_of(path, limits)
        return cls(path, data, _recognised(path, data), limits)

    @property
    def shown_path(self) -> str:
        """The path as it may be printed."""
        return clean_name(str(self.path))

    @cached_property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()

    @cached_property
    def orientation(self) -> int:
        """The EXIF orientation, 1 to 8; 1 where there is none, where it makes no sense, or where decoding has applied it."""
        if self.format == "TIFF":  # Pillow turns it while it decodes, and gives the turned size from the start
            return 1
        try:
            with self._opened() as opened, _quiet():
                value = opened.getexif().get(0x0112, 1)
        except Exception:  # a damaged EXIF block must not hide the pixels
            return 1
        return value if isinstance(value, int) and 1 <= value <= 8 else 1

    @cached_property
    def image(self) -> Image.Image:
        """The first frame, decoded in its own mode."""
        with self._opened() as opened:
            return self._loaded(opened)

    @cached_property
    def luma(self) -> NDArray[np.uint8]:
        """Luminance. For a JPEG this is the decoder's own Y, from which the stored coefficients can be found again."""
        import numpy as np

        return np.asarray(self.luma_image)

    @cached_property
    def luma_image(self) -> Image.Image:
        """The same as an image."""
        if self._is_grey:
            return self.image.convert("L")
        if self.format != "JPEG" or self.mode not in ("RGB", "L"):
            return self.rgb_image.convert("L")
        with self._opened() as opened:
            opened.draft("L", opened.size)
            return self._loaded(opened)

    def small(self, side: int, mode: Literal["L", "RGB"] = "L") -> Image.Image:
        """The first frame, reduced to no less than ``side`` on its shorter side: for a JPEG nothing larger is ever decoded.

        Made from the full pixels where another analysis has decoded them already.
        """
        key = (side, mode)
        if key not in self._small:
            self._small[key] = self._reduced(side, mode)
        return self._small[key]

    @property
    def _is_grey(self) -> bool:
        """Grey and nothing else: by way of colours such a page would take six times the memory. JPEG has ways of its own."""
        return self.format != "JPEG" and self.mode in ("1", "L") and "transparency" not in self.image.info

    def _reduced(self, side: int, mode: Literal["L", "RGB"]) -> Image.Image:
        if self._is_grey:
            return self.luma_image.reduce(_times(self.luma_image.size, side)).convert(mode)
        decoded = self._decoded(mode)
        if decoded is not None:
            return decoded.reduce(_times(decoded.size, side))
        with self._opened() as opened:
            if self.format == "JPEG" and self.mode in ("RGB", "L"):
                times = _times(opened.size, side)
                opened.draft(mode, (opened.width // times, opened.height // times))
            loaded = self._loaded(opened)
        flat = loaded if loaded.mode == mode else _to_rgb(loaded).convert(mode)
        return flat.reduce(_times(flat.size, side))

    def _decoded(self, mode: str) -> Image.Image | None:
        if mode == "L" and "luma_image" in self.__dict__:
            return self.luma_image
        if "image" in self.__dict__ or "rgb_image" in self.__dict__:
            return self.rgb_image.convert(mode)
        return None

    @cached_property
    def rgb_image(self) -> Image.Image:
        """Eight bits a channel; transparency laid on white."""
        return _to_rgb(self.image)

    @property
    def rgb(self) -> NDArray[np.uint8]:
        import numpy as np

        return np.asarray(self.rgb_image)

    def sampled(self, step: int) -> NDArray[np.uint8]:
        """``(height, width, 3)``: one pixel in ``step`` down and across, without a copy of the whole in colours."""
        import numpy as np

        size = (max(1, self.width // step), max(1, self.height // step))
        return np.asarray(_to_rgb(self.image.resize(size, Image.Resampling.NEAREST)))

    def once(self, make: Callable[[Picture], T]) -> T:
        """``make(self)``, computed once and shared by all analyses that ask for it."""
        if make not in self._once:
            self._once[make] = make(self)
        result: T = self._once[make]
        return result

    def free(self) -> None:
        """Drop full-size arrays; they are decoded again if asked for."""
        for name in ("image", "luma", "luma_image", "rgb_image"):
            self.__dict__.pop(name, None)
        self._once.clear()
        self._small.clear()

    def _opened(self) -> Image.Image:
        if self.format == "HEIF":
            from pi_heif import register_heif_opener  # type: ignore[attr-defined]

            register_heif_opener()
        # Our own limit is checked before anything is decoded; GIF alone makes room for its first frame when it is opened.
        Image.MAX_IMAGE_PIXELS = self.limits.max_pixels if self.format == "GIF" else None
        try:
            with _quiet():
                return Image.open(io.BytesIO(self.data), formats=[self.format])
        except Exception as fault:  # every decoder fails in its own way; all of them mean the same to a user
            raise self._unreadable("header") from fault

    def _loaded(self, opened: Image.Image) -> Image.Image:
        try:
            with _quiet():
                opened.load()
                opened.info = {name: opened.info[name] for name in _KEPT if name in opened.info}
                return opened.copy() if opened.readonly or self.frames > 1 else opened
        except MemoryError:
            raise
        except Exception as fault:
            raise self._unreadable("pixels") from fault

    def _frames(self, opened: Image.Image) -> int:
        try:
            with _quiet():
                return int(getattr(opened, "n_frames", 1))
        except Exception as fault:  # counting walks the directories of a TIFF file, which may be damaged
            raise self._unreadable("header") from fault

    def _unreadable(self, detail: str) -> UnreadableInput:
        end = _LAST_BYTES.get(self.format)
        if end is not None and end not in self.data[-4096:]:
            return UnreadableInput("truncated", path=self.shown_path)
        return UnreadableInput("unreadable", path=self.shown_path, detail=detail)

    def _check_scans(self) -> None:
        if self.format == "JPEG" and len(_SCAN.findall(self.data)) > self.limits.max_scans:
            raise UnreadableInput("unreadable", path=self.shown_path, detail="scans")

    def _check_pixels(self) -> None:
        if self.width * self.height > self.limits.max_pixels:
            raise UnreadableInput("too_many_pixels", path=self.shown_path, width=self.width, height=self.height)


@contextmanager
def _quiet() -> Iterator[None]:
    """What a decoder has to say of a damaged file goes nowhere: the reader is told once, in our words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _bytes_of(path: Path, limits: Limits) -> bytes:
    shown = clean_name(str(path))
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise UnreadableInput("is_folder", path=shown)
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableInput("not_regular", path=shown)
        if facts.st_size == 0:
            raise UnreadableInput("empty_file", path=shown)
        if facts.st_size > limits.max_bytes:
            raise UnreadableInput("too_many_bytes", path=shown, size=facts.st_size, limit=limits.max_bytes)
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableInput("not_found", path=shown) from fault
    except PermissionError as fault:
        raise UnreadableInput("permission", path=shown) from fault
    except (OSError, ValueError) as fault:  # a name too long, a NUL in it, a loop of links, a disk that fails
        raise UnreadableInput("not_found", path=shown) from fault


def _recognised(path: Path, data: bytes) -> str:
    found = sniff(data[:64])
    if found not in FORMATS:
        raise UnreadableInput(
            "unsupported_format", path=clean_name(str(path)), format=found or None, choices=", ".join(FORMATS)
        )
    return found


def as_shown(stored: Image.Image, orientation: int) -> Image.Image:
    """A stored picture turned as its EXIF orientation asks."""
    method = _TURNED.get(orientation)
    return stored if method is None else stored.transpose(method)


def sniff(head: bytes) -> str:
    """The format that the first 64 bytes announce; an empty string when they announce none that is known."""
    for magic, name in (
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF87a", "GIF"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"II+\0", "TIFF"),
        (b"MM\0+", "TIFF"),
        (b"BM", "BMP"),
        (b"%PDF", "PDF"),
        (b"%!PS", "PostScript"),
        (b"8BPS", "PSD"),
        (b"PK\x03\x04", "ZIP"),
    ):
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    return ""


def _iso_media(head: bytes) -> str:
    brands = {head[8:12], *(head[i : i + 4] for i in range(16, min(len(head), int.from_bytes(head[:4], "big")), 4))}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & _HEIF_BRANDS else "MP4"


def _times(size: tuple[int, int], side: int) -> int:
    """By how much a picture may be divided and keep ``side`` pixels on its shorter side."""
    return max(1, min(size) // side)


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode.startswith(("I", "F")):
        image = _to_eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen-bit and float pictures scaled to 0–255; Pillow's own conversion cuts instead."""
    import numpy as np

    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    top = 65535.0 if values.max(initial=0) > 255 else 255.0
    return Image.fromarray(np.clip(values * (255 / top), 0, 255).astype(np.uint8))
