"""Pictures for a sheet: made anew from the pixels and turned upright, so that nothing of the file travels with them."""

from __future__ import annotations

import io

from PIL import Image

from forensics.model import Figure, Region
from forensics.picture import Picture, as_shown
from forensics.sheet.worksheet import SheetPicture, Zone

LONGEST_SIDE = 1400
THUMBNAIL_SIDE = 420
_GROUND = 50  # percentile of a map below which paper stays white
_FLATTEST = 90.0  # levels: a map with less contrast than this is not stretched into noise
_DARKEST = 0.88


def sheet_picture(picture: Picture, alt: str, caption: str, longest: int = LONGEST_SIDE) -> SheetPicture:
    """The picture as a plain JPEG, at most ``longest`` pixels on its longer side."""
    image = as_shown(picture.rgb_image.copy(), picture.orientation)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return SheetPicture(_jpeg(image), image.width, image.height, alt, caption)


def smaller(shown: SheetPicture, longest: int = THUMBNAIL_SIDE) -> SheetPicture:
    """A thumbnail of a sheet's picture."""
    image = Image.open(io.BytesIO(shown.jpeg))
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return SheetPicture(_jpeg(image), image.width, image.height, shown.alt, shown.caption)


def upright_map(figure: Figure, orientation: int, longest: int = LONGEST_SIDE) -> bytes:
    """The PNG of a map in grey, turned and reduced like its picture."""
    image = as_shown(Image.open(io.BytesIO(figure.png)).convert("L"), orientation)
    image.thumbnail((longest, longest), Image.Resampling.BILINEAR)
    return _png(image)


def on_white(png: bytes) -> bytes:
    """The map for paper: inverted, its ordinary ground left white, so that a photocopier keeps what stands out."""
    import numpy as np

    levels = np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=np.float32)
    ground, top = np.percentile(levels, (_GROUND, 99.6))
    ink = np.clip((levels - ground) / max(float(top - ground), _FLATTEST), 0, 1)
    return _png(Image.fromarray((255 * (1 - _DARKEST * ink)).astype(np.uint8)))


def zone_of(region: Region, width: int, height: int, orientation: int) -> Zone:
    """A region in pixels of the stored picture (``width`` × ``height``) as a zone of the upright one."""
    x, y = region.x / width, region.y / height
    w, h = region.width / width, region.height / height
    left, top = _turned_corner(x, y, w, h, orientation)
    turned = orientation >= 5
    return Zone(region.number, left, top, h if turned else w, w if turned else h)


def _turned_corner(x: float, y: float, w: float, h: float, orientation: int) -> tuple[float, float]:
    """Where the top left corner of a box lies once the picture is upright (all in fractions)."""
    right, bottom = 1 - x - w, 1 - y - h
    corners = {
        2: (right, y),
        3: (right, bottom),
        4: (x, bottom),
        5: (y, x),
        6: (bottom, x),
        7: (bottom, right),
        8: (y, right),
    }
    return corners.get(orientation, (x, y))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
