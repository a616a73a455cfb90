"""What picture generators leave behind in text: settings, work plans, job numbers; recognised by form, never by a bare word.

`residues` looks through every text field of a file. Each form asks for several keys at once, for a single word such as
«prompt» or «parameters» occurs in any file. Forms: ``reference/markers.md`` §4 of the project's research.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from forensics.metadata import comfy, webui
from forensics.metadata.generators import family
from forensics.metadata.record import Metadata, Tag
from forensics.metadata.settings import Extent, Settings, json_object, of_json
from forensics.text import clean

Kind = Literal["parameters", "workflow", "job", "signature", "software_name"]

LONGEST = 4_000_000  # characters of one field that are looked at
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_JOB = re.compile(rf"Job ID:\s*{_UUID}", re.IGNORECASE)
_GROK = re.compile(r"^\s*Signature:\s*[A-Za-z0-9+/=_-]{64,}\s*$")
_FLAGS = re.compile(
    r"(?<=\s--)(?:ar (?=\d+:\d)|v (?=\d)|niji(?= ?\d?)|stylize (?=\d)|style (?=raw)|chaos (?=\d)|sref )"
)
_TEXT_FIELDS = {"png_text", "comment"}
_EXIF_FIELDS = {
    "UserComment",
    "ImageDescription",
    "Make",
    "Model",
    "Software",
    "Artist",
    "XPComment",
    "DocumentName",
    "XPKeywords",
    "HostComputer",
    "XPTitle",
}
_XMP_FIELDS = {"UserComment", "description", "Description", "parameters", "prompt", "workflow", "Parameters"}
_DREAM = re.compile(r"^\".*\"(?=.* -s ?\d+)(?=.* -S ?\d+)(?=.* -C ?[\d.]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Residue:
    """One trace. ``generator`` is the program, ``model`` what it ran, as the file names them, fit to print.

    ``extent``: «whole» where it started from nothing, «part» where it filled a part of another picture.
    ``fits`` is False where the trace cannot be that of this picture: a plan that makes none, or another size.
    ``prompt`` is a person's text: for the privacy check, never for a finding.
    """

    kind: Kind
    generator: str
    field: str
    where: str
    model: str = ""
    extent: Extent = "unknown"
    fits: bool = True
    prompt: str = ""


def residues(found: Metadata, width: int = 0, height: int = 0) -> tuple[Residue, ...]:
    """Every trace in the text fields of a picture of ``width`` by ``height`` pixels (0: not known), in file order."""
    seen: dict[tuple[str, str], Residue] = {}
    for one in (*_in_texts(found, width, height), *_in_fields(found)):
        before = seen.get((one.kind, one.generator))
        if before is None or (one.model and not before.model):
            seen[one.kind, one.generator] = one
    return tuple(seen.values())


def _in_texts(found: Metadata, width: int, height: int) -> Iterator[Residue]:
    for tag in found.tags:
        if _is_text(tag):
            one = in_text(tag.text[:LONGEST], f"{tag.group}:{tag.name}", tag.where, width, height)
            if one is not None:
                yield one


def _is_text(tag: Tag) -> bool:
    if tag.where == "exif":
        return tag.name in _EXIF_FIELDS
    if tag.where == "iptc":
        return tag.name == "Caption-Abstract"
    return tag.where in _TEXT_FIELDS or (tag.where == "xmp" and tag.name.rpartition("/")[2] in _XMP_FIELDS)


def in_text(text: str, field: str, where: str, width: int = 0, height: int = 0) -> Residue | None:
    """The trace that one text is, if it is one; ``field`` and ``where`` say where the text was read."""
    settings = webui.parsed(text)
    if settings is not None:
        return _parameters(settings, field, where)
    content = json_object(text)
    if content is not None:
        graph = comfy.parsed(content)
        if graph is not None:
            fits = graph.makes_pictures and not graph.excludes(width, height)
            return Residue("workflow", "ComfyUI", field, where, graph.model, graph.extent, fits, graph.prompt)
        settings = of_json(content)
        return _parameters(settings, field, where) if settings else None
    if _JOB.search(text):
        return Residue("job", "Midjourney", field, where, extent="whole", prompt=text[:LONGEST])
    if len(set(_FLAGS.findall(text))) >= 2:
        return Residue("parameters", "Midjourney", field, where, prompt=text[:LONGEST])
    if field == "PNG:Dream" and _DREAM.search(text):
        return Residue("parameters", "InvokeAI", field, where, prompt=text)
    return None


def _in_fields(found: Metadata) -> Iterator[Residue]:
    """Traces that several fields make together, and mere names."""
    yield from _separate_fields(found)
    yield from _novelai(found)
    yield from _grok(found)
    source, comment = found.first("PNG:Source"), found.first("PNG:Comment")
    if source and comment and "luma ai" in f"{source.text} {comment.text}".lower():
        yield Residue("signature", "Luma", "PNG:Source", "png_text", extent="whole")
    make = found.first("IFD0:Make")
    if make and make.text.strip().lower() == "ideogram ai":
        yield Residue("signature", "Ideogram", "IFD0:Make", "exif", extent="whole")
    yield from _names(found)


# The pair of fields that Grok signs, in each of the places where it writes them: number, then signature.
_GROK_PAIRS = (
    ("IFD0:Artist", "IFD0:ImageDescription"),
    ("XMP-dc:creator", "XMP-dc:description"),
    ("IPTC:By-line", "IPTC:Caption-Abstract"),
)


def _grok(found: Metadata) -> Iterator[Residue]:
    for number, text in _GROK_PAIRS:
        artist, signature = found.first(number), found.first(text)
        numbered = artist is not None and re.fullmatch(_UUID, artist.text.strip(), re.IGNORECASE)
        if numbered and signature and _GROK.match(signature.text):
            yield Residue("signature", "Grok (xAI)", text, signature.where, extent="whole")


def _separate_fields(found: Metadata) -> Iterator[Residue]:
    """Programs that write one PNG field for each setting."""
    fields = {tag.name: tag.text for tag in found.tags if tag.group == "PNG"}
    settings = of_json(fields)
    if settings is not None:
        yield _parameters(settings, "PNG:prompt", "png_text")


def _parameters(settings: Settings, field: str, where: str) -> Residue:
    return Residue(
        "parameters", settings.program, field, where, settings.model, settings.extent, prompt=settings.prompt
    )


def _novelai(found: Metadata) -> Iterator[Residue]:
    """Title, Software and Source; the settings in Comment are found on their own."""
    software, source = found.first("PNG:Software"), found.first("PNG:Source")
    if software and software.text.strip() == "NovelAI" and source and found.first("PNG:Comment"):
        prompt = found.first("PNG:Description")
        model = clean(source.text, 60)
        yield Residue("parameters", "NovelAI", "PNG:Source", "png_text", model, prompt=prompt.text if prompt else "")


_NAME_FIELDS = (
    "IFD0:Software",
    "XMP-xmp:CreatorTool",
    "PNG:Software",
    "PNG:Source",
    "XMP-photoshop:Source",
    "IPTC:Source",
    "PNG:postprocessing",
    "PNG:extras",
    "PNG:hf-job-id",
    "PNG:generator",
    "PNG:Generator",
    "XMP-tiff:Software",
)
_ENLARGED = re.compile(r"Postprocess upscale (?:by|to)|Upscaler 1:|GFPGAN|CodeFormer", re.IGNORECASE)


def _names(found: Metadata) -> Iterator[Residue]:
    """The name of a service or of a program, alone: a hint that decides nothing."""
    for name in _NAME_FIELDS:
        tag = found.first(name)
        if tag is None:
            continue
        if tag.name in ("postprocessing", "extras"):
            known = "AUTOMATIC1111" if _ENLARGED.search(tag.text[:LONGEST]) else ""
        elif tag.name == "hf-job-id":
            known = "Hugging Face"
        else:
            known = family(tag.value)
        if known:
            yield Residue("software_name", known, name, tag.where, fits=False)
