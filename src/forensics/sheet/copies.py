"""What happens to a picture on its way: saved again, sent, captured, cropped, stripped, mirrored. For watching clues die."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageOps

from forensics.picture import Picture, as_shown

MESSAGING_SIDE = 1600
SCREEN = (1080, 1920)
_KEPT_SEGMENTS = ((0xE0, b"JFIF"), (0xE2, b"ICC_PROFILE"), (0xEE, b"Adobe"))  # needed to show the colours
_SUFFIXES = {"JPEG": ".jpg", "TIFF": ".tif", "HEIF": ".heic"}


@dataclass(frozen=True, slots=True)
class Copy:
    """``name`` is a key of ``[trap.copies]``; ``suffix`` the ending of the file."""

    name: str
    data: bytes
    suffix: str


def copies(picture: Picture) -> tuple[Copy, ...]:
    """The picture as it was, then each of its copies, made from it alone and not one from another."""
    suffix = _SUFFIXES.get(picture.format, f".{picture.format.lower()}")
    return (
        Copy("original", picture.data, suffix),
        *(Copy(name, *make(picture)) for name, make in _MADE.items()),
    )


def _resaved(picture: Picture) -> tuple[bytes, str]:
    """As any program saves it: quality 75, the camera's lines kept."""
    return _jpeg(picture.rgb_image, 75, exif=_exif(picture))


def _sent(picture: Picture) -> tuple[bytes, str]:
    """As messaging sends it: 1600 pixels, quality 70, nothing beside the pixels."""
    image = _upright(picture)
    image.thumbnail((MESSAGING_SIDE, MESSAGING_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(image, 70)


def _captured(picture: Picture) -> tuple[bytes, str]:
    """As a telephone captures its own screen: the picture between two plain bars, as PNG."""
    shown = ImageOps.pad(_upright(picture), SCREEN, Image.Resampling.BICUBIC, color=(18, 18, 20))
    out = io.BytesIO()
    shown.save(out, "PNG")
    return out.getvalue(), ".png"


def _cropped(picture: Picture) -> tuple[bytes, str]:
    """A tenth less on each side, off the grid of blocks where there is one, saved well."""
    image = picture.rgb_image
    left, top = (side // 10 | 1 if side >= 10 else 0 for side in image.size)
    box = (left, top, max(image.width - left, left + 1), max(image.height - top, top + 1))
    return _jpeg(image.crop(box), 90, exif=_exif(picture))


def _stripped(picture: Picture) -> tuple[bytes, str]:
    """The same pixels without a line beside them; a JPEG is not decoded."""
    if picture.format == "JPEG":
        return without_segments(picture.data), ".jpg"
    out = io.BytesIO()
    _upright(picture).save(out, "PNG")
    return out.getvalue(), ".png"


def _mirrored(picture: Picture) -> tuple[bytes, str]:
    """Left and right exchanged, as people do to escape a search."""
    return _jpeg(ImageOps.mirror(_upright(picture)), 85)


_MADE: dict[str, Callable[[Picture], tuple[bytes, str]]] = {
    "resaved": _resaved,
    "sent": _sent,
    "captured": _captured,
    "cropped": _cropped,
    "stripped": _stripped,
    "mirrored": _mirrored,
}


def without_segments(data: bytes) -> bytes:
    """A JPEG without its application segments and comments, its coefficients untouched; from the first scan on, as it was.

    A file whose segments cannot be followed is returned as it is.
    """
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return b"".join((*kept, data[at : end + 2 if end > at else len(data)]))
        if length < 2:
            break
        beside = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not beside or any(marker == one and data.startswith(start, at + 4) for one, start in _KEPT_SEGMENTS):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return data


def _upright(picture: Picture) -> Image.Image:
    return as_shown(picture.rgb_image.copy(), picture.orientation)


def _exif(picture: Picture) -> bytes:
    found = picture.image.info.get("exif", b"")
    return found if isinstance(found, bytes) and len(found) < 60_000 else b""


def _jpeg(image: Image.Image, quality: int, exif: bytes = b"") -> tuple[bytes, str]:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
    return out.getvalue(), ".jpg"
