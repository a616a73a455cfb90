"""What a file says of the camera and of the shot: make and model, settings, software."""

from __future__ import annotations

from forensics.metadata.generators import family
from forensics.metadata.numbers import number
from forensics.metadata.record import Metadata, Tag

_LONGEST = 80
# Games write the EXIF block of a camera into the pictures of their photo mode.
_GAMES = (
    "gran turismo",
    "polyphony digital",
    "forza",
    "photo mode",
    "playstation",
    "xbox",
    "nvidia",
    "unreal",
    "unity",
)
_FIRMWARE = ("Ver.", "Version", "Firmware")


def camera(metadata: Metadata) -> str | None:
    """«Nikon D70»: make and model, the make said once; None where neither is named."""
    make, model = (_name(metadata.first(f"IFD0:{field}", f"XMP-tiff:{field}")) for field in ("Make", "Model"))
    if model is None:
        return make.value if make else None
    if make is None or model.value.lower().startswith(make.value.split()[0].lower()):
        return model.value
    return f"{make.value} {model.value}"


def is_device(named: str) -> bool:
    """Whether a name may be that of a device: it has letters, and is not that of a game."""
    return sum(letter.isalpha() for letter in named) >= 2 and not any(game in named.lower() for game in _GAMES)


def _name(tag: Tag | None) -> Tag | None:
    """A make or a model; other programs keep whole texts there (ComfyUI its work plan), generators their own name."""
    return None if tag is None or len(tag.text) > _LONGEST or "{" in tag.text or family(tag.value) else tag


def settings(metadata: Metadata) -> list[str]:
    """Exposure time, aperture, sensitivity and focal length as photographers write them; only those that are filled."""
    shown = (
        _exposure(number(metadata.first("ExifIFD:ExposureTime", "XMP-exif:ExposureTime"))),
        _measured("f/{:g}", number(metadata.first("ExifIFD:FNumber", "XMP-exif:FNumber"))),
        _measured("ISO {:.0f}", number(metadata.first("ExifIFD:ISO", "XMP-exif:ISO"))),
        _measured("{:g} mm", number(metadata.first("ExifIFD:FocalLength", "XMP-exif:FocalLength"))),
    )
    return [one for one in shown if one]


def software(metadata: Metadata) -> str | None:
    """The program that names itself as the writer; a bare version number is the camera's own firmware and is left out."""
    for tag in metadata.find(
        "IFD0:Software", "XMP-xmp:CreatorTool", "XMP-tiff:Software", "PNG:Software", "IPTC:OriginatingProgram"
    ):
        if tag.value and not is_firmware(tag.value, metadata):
            return tag.value
    return None


def is_firmware(text: str, metadata: Metadata) -> bool:
    """Whether a Software field is what a camera writes at every shot: a version alone, or its own name with one."""
    make, model = (metadata.first(name) for name in ("IFD0:Make", "IFD0:Model"))
    names = [tag.value.lower() for tag in (make, model) if tag]
    words = [word for name in names for word in name.split() if len(word) > 2]
    lowered = text.lower()
    return (
        text.startswith(_FIRMWARE)
        or not any(letters.isalpha() and len(letters) > 3 for letters in _words(text))
        or any(word in lowered for word in words)
    )


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalpha() else " " for letter in text).split()


def _exposure(seconds: float | None) -> str | None:
    if not seconds or not 1e-6 < seconds < 1e6:
        return None
    return f"1/{1 / seconds:.0f} s" if seconds < 0.3 else f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


def _measured(form: str, value: float | None) -> str | None:
    return form.format(round(value, 2)) if value and 0 < value < 1e7 else None
