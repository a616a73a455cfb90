"""The file itself: its name against its content, comments, what follows the picture, a second picture."""

from __future__ import annotations

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.metadata import private
from forensics.metadata.record import Metadata
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture
from forensics.text import clean

_EXTENSIONS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif", "mpo", "insp"},
    "PNG": {"png", "apng"},
    "WEBP": {"webp"},
    "GIF": {"gif"},
    "TIFF": {"tif", "tiff", "dng", "nef", "cr2", "arw"},
    "BMP": {"bmp", "dib"},
    "AVIF": {"avif", "avifs"},
    "HEIF": {"heic", "heif", "hif"},
}


def run(picture: Picture, context: Context) -> Outcome:
    """Facts that a browser, a phone or an application leaves every day; none says anything on the scene."""
    read = metadata.read(picture)
    return Outcome(
        (*_extension(picture), *_comment(picture, read, context), *_second_picture(picture, read), *_trailing(read))
    )


def _extension(picture: Picture) -> tuple[Finding, ...]:
    extension = picture.path.suffix.lower().removeprefix(".")
    if not extension or extension in _EXTENSIONS[picture.format]:
        return ()
    values = {"extension": clean(extension, 20), "format": picture.format}
    return (Finding("file.extension_differs", Sign.WEAK_CLUE, PointsTo.NONE, values),)


def _comment(picture: Picture, read: Metadata, context: Context) -> tuple[Finding, ...]:
    comment = read.first("File:Comment", "PNG:Comment")
    if comment is None:
        return ()
    shown = context.show_personal or picture.once(private.privacy).may_show(comment)
    values = {"value": comment.value} if shown else {"hidden": ["value"]}
    return (Finding("file.comment", Sign.WEAK_CLUE, PointsTo.NONE, {**values, "where": comment.where}),)


def _second_picture(picture: Picture, read: Metadata) -> tuple[Finding, ...]:
    if read.pictures < 2:
        return ()
    return (Finding("file.second_picture", Sign.WEAK_CLUE, PointsTo.NONE, {"pictures": read.pictures}),)


def _trailing(read: Metadata) -> tuple[Finding, ...]:
    if read.trailer is None:
        return ()
    start, end = read.trailer
    values = {"size": end - start, "holds": read.trailer_holds}
    return (Finding("file.trailing", Sign.WEAK_CLUE, PointsTo.NONE, values),)


ANALYSIS = Analysis(
    "file",
    "1",
    ("file.extension_differs", "file.comment", "file.trailing", "file.second_picture"),
    run,
    order=10,
)
