"""What the numbered fields of EXIF directories are called: Pillow's table, and exiftool's names where they differ."""

from __future__ import annotations

from functools import cache

from PIL.ExifTags import GPSTAGS, TAGS

_RENAMED = {
    0x0100: "ImageWidth",
    0x0101: "ImageHeight",
    0x010D: "DocumentName",
    0x0132: "ModifyDate",
    0x0201: "ThumbnailOffset",
    0x0202: "ThumbnailLength",
    0x0213: "YCbCrPositioning",
    0x02BC: "ApplicationNotes",
    0x83BB: "IPTC-NAA",
    0x8649: "PhotoshopSettings",
    0x8773: "ICC_Profile",
    0x8827: "ISO",
    0x8830: "SensitivityType",
    0x9004: "CreateDate",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0x9201: "ShutterSpeedValue",
    0x9204: "ExposureCompensation",
    0x9214: "SubjectArea",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
    0xA000: "FlashpixVersion",
    0xA002: "ExifImageWidth",
    0xA003: "ExifImageHeight",
    0xA405: "FocalLengthIn35mmFormat",
    0xA430: "OwnerName",
    0xA431: "SerialNumber",
    0xA432: "LensInfo",
}


_INTEROP = {
    1: "InteropIndex",
    2: "InteropVersion",
    0x1000: "RelatedImageFileFormat",
    0x1001: "RelatedImageWidth",
    0x1002: "RelatedImageHeight",
}
_MULTI_PICTURE = {
    0xB000: "MPFVersion",
    0xB001: "NumberOfImages",
    0xB002: "MPImageList",
    0xB003: "ImageUIDList",
    0xB004: "TotalFrames",
}


@cache
def names_in(directory: str) -> dict[int, str]:
    """The names of a directory («IFD0», «GPS», «MPF0»…)."""
    if directory == "GPS":
        return dict(GPSTAGS)
    if directory == "InteropIFD":
        return _INTEROP
    return _MULTI_PICTURE if directory.startswith("MPF") else {**TAGS, **_RENAMED}
