"""A new file made of the pixels alone: the only cleaning that leaves nothing behind.

The orientation is applied, the colours are brought to sRGB so that no profile is needed, colour under full transparency
is blanked, and a text hidden in the lowest bits is erased. An animation keeps its first frame.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from forensics.picture import Picture, as_shown
from forensics.pixels.stealth import hidden_text

WRITTEN_AS = {
    "JPEG": "JPEG",
    "HEIF": "JPEG",
    "AVIF": "JPEG",
    "WEBP": "WEBP",
    "PNG": "PNG",
    "GIF": "PNG",
    "BMP": "PNG",
    "TIFF": "PNG",
}
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
QUALITY = 92
_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    ' Iptc4xmpExt:DigitalSourceType="{address}"/></rdf:RDF></x:xmpmeta>'
)


def fresh(picture: Picture, format_: str, origin: str | None = None) -> bytes:
    """The picture as a new file of ``format_`` (JPEG, PNG, WEBP). ``origin`` is a code of IPTC's DigitalSourceType to declare."""
    image = _plain(_in_srgb(picture), format_)
    image = as_shown(image, picture.orientation)
    image.info = {}
    buffer = io.BytesIO()
    image.save(buffer, format_, **_options(format_, origin))
    return buffer.getvalue()


def _in_srgb(picture: Picture) -> Image.Image:
    image = picture.image
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a damaged profile, or one of another colour space
        return image
    return turned or image


def _plain(image: Image.Image, format_: str) -> Image.Image:
    """A copy that holds pixels and nothing else, in a mode that the format knows."""
    if "transparency" in image.info or image.mode in ("PA", "LA", "RGBa", "La"):
        image = image.convert("RGBA")
    elif image.mode == "P":
        image = image.convert("RGB")
    if format_ == "PNG" and image.mode in ("1", "L", "I;16", "I"):
        return image.copy()
    if image.mode == "RGBA" and format_ != "JPEG":
        return Image.fromarray(_without_hidden(np.array(image)))
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    pixels = np.array(image.convert("RGB"))
    return Image.fromarray(pixels if format_ == "JPEG" else _without_hidden(pixels))


def _without_hidden(pixels: np.ndarray) -> np.ndarray:
    """Colours that full transparency hides become black; a text in the lowest bits goes with these bits."""
    if pixels.shape[2] == 4:
        pixels[pixels[:, :, 3] == 0] = 0
    return pixels & 0xFE if hidden_text(pixels) is not None else pixels


def _options(format_: str, origin: str | None) -> dict[str, object]:
    options: dict[str, object] = {} if format_ == "PNG" else {"quality": QUALITY}
    if origin is None:
        return options
    if format_ != "PNG":
        return {**options, "xmp": packet(origin).encode()}
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet(origin))
    return {"pnginfo": info}


def packet(origin: str) -> str:
    """The XMP that declares one code of IPTC's DigitalSourceType, and nothing else."""
    return _PACKET.format(address=_VOCABULARY + origin)
