"""Pictures, records and names that hold what must never be run or shown raw, and how to tell that it was.

Every payload holds the word CANARY, or asks for something whose answer would show (``1337``).
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from pypdf import PdfReader

from made import XMP_HEADER as XMP
from made import chunk, exif, iptc, jpeg, png, saved, segment, xmp

MARKUP = (
    "<script>CANARY(1)</script>",
    "<img src=x onerror=CANARY(2)>",
    '" onmouseover="CANARY(3)" x=\'',
    "' onfocus='CANARY(4)",
    "</title></textarea></style></script>--><canary>",
    "]]><canary/>",
    "<iframe src=http://canary.invalid/>",
    "[x](javascript:CANARY)",
)
TEMPLATES = (
    "CANARY{{7*191}}",
    "{% for i in range(3) %}CANARY{% endfor %}",
    "CANARY${7*191}",
    "#(7*191)",
    '#link("http://canary.invalid")[x]',
    "{0.__class__} %s {} {CANARY}",
    "~=} {=CANARY ~x}",
    "]]> &canary; @CANARY",
)
FORMULAS = ("=1+1", "+1+CANARY", "-2+CANARY", "@SUM(1)", "\t=1+1", "\r=1+1", '"\r\n=1+1,"', "\uff1d1+1")
ESCAPES = (
    "\x1b[31mCANARY\x1b[0m",
    "\x1b]0;CANARY\x07",
    "\x1b]8;;http://canary.invalid\x1b\\x\x1b]8;;\x1b\\",
    "\x9b31mCANARY",
    "[red]CANARY[/red] [/] [bold",
    "ok\r\nINFO CANARY",
    "gpj\u202egnp.CANARY\u2066\u200b",
    "CANARY\x00\x08\x08",
)
ALL = (*MARKUP, *TEMPLATES, *FORMULAS, *ESCAPES)
TOGETHER = tuple(" ".join(one) for one in (MARKUP, TEMPLATES, ESCAPES))
HIDDEN = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"^\s*[=+@\t\r\uff1d]|^\s*-(?![\d.,\s]*$)")  # a number may be negative


def hostile_jpeg(text: str, size: tuple[int, int] = (160, 120)) -> bytes:
    """The text wherever a JPEG holds text that is shown."""
    said = text.encode("utf-8", "surrogateescape").replace(b"\0", b"?")
    plain = text.replace("\0", "?")
    inner = _xml(plain)
    packet = xmp(
        f"<dc:creator><rdf:Seq><rdf:li>{inner}</rdf:li></rdf:Seq></dc:creator><xmp:CreatorTool>{inner}</xmp:CreatorTool>"
        f"<photoshop:Credit>Made with Google AI {inner}</photoshop:Credit>"
        f"<Iptc4xmpExt:AISystemUsed>{inner}</Iptc4xmpExt:AISystemUsed>"
    )
    dated = f"2024:01:02 03:04:05 {plain}"
    shot = {0x9003: dated, 0x9286: b"UNICODE\0" + plain.encode("utf-16-le", "surrogatepass"), 0xA434: plain}
    names = dict.fromkeys((0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298), plain) | {0x0132: dated}
    base = saved(size=size, exif=exif(names, shot, {0x1D: dated}), quality=88)
    return jpeg(
        segment(0xE1, XMP + packet),
        iptc((5, said), (55, b"20240102" + said), (60, b"030405" + said), (80, said), (110, said), (120, said)),
        segment(0xFE, said),
        base=base,
    )


def hostile_png(text: str) -> bytes:
    """The text in the blocks of a PNG, as names and as what a generator would have written."""
    said = text.encode("latin-1", "replace").replace(b"\0", b"?")
    return png(
        chunk(b"tEXt", said[:70] + b"\0" + said),
        chunk(b"tEXt", b"Software\0" + said),
        chunk(b"tEXt", b"parameters\0" + said + b"\nSteps: 20, Sampler: Euler a, Seed: 1, Size: 64x48, Model: " + said),
        chunk(b"iTXt", b"Title\0\0\0\0\0" + text.encode("utf-8", "replace").replace(b"\0", b"?")),
    )


def _xml(text: str) -> str:
    kept = "".join(char for char in text if char in "\t\n\r" or 32 <= ord(char) < 0xD800)
    return kept.replace("&", "&amp;").replace("<", "&lt;")


def hostile_name(text: str) -> str:
    """The text as a file name."""
    return text.replace("/", "\u2215").replace("\0", "")[:80]


def leaks(folder: Path) -> list[str]:
    """What is raw in the files of a folder: ``file: why``."""
    return [f"{path.name}: {why}" for path in sorted(folder.rglob("*")) if path.is_file() for why in leaks_in(path)]


def leaks_in(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    match path.suffix:
        case ".html":
            yield from in_html(data.decode())
        case ".csv":
            yield from in_table(data.decode("utf-8-sig"))
        case ".json" | ".jsonl":
            yield from in_json(data.decode())
        case ".pdf":
            yield from in_pdf(data)
        case ".odt" | ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                for name in parts.namelist():
                    if name.endswith((".xml", ".rels")):
                        yield from in_xml(parts.read(name))
        case ".xml":
            yield from in_xml(data)
        case ".txt":
            yield from in_gift(data.decode())


class _Elements(HTMLParser):
    """Elements, attributes and script that no template of ours wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        if tag in ("canary", "iframe", "object", "embed"):
            self.found.append(f"element {tag}")
        for name, value in attributes:
            bad = "javascript:" in (value or "").lower() or (value or "").strip().startswith("http://canary")
            if name.startswith("on") or (bad and name in ("href", "src", "action", "data")):
                self.found.append(f"attribute {name} of {tag}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style" and "CANARY" in data:
            self.found.append("text in style")
        if self._inside == "script" and "CANARY" in data:
            try:
                json.loads(data)
            except ValueError:
                self.found.append("text in script")


def in_html(text: str) -> Iterator[str]:
    parser = _Elements()
    parser.feed(text)
    yield from parser.found
    yield from in_text(text)


def in_text(text: str) -> Iterator[str]:
    """Signs that cannot be seen, and templates that were filled in."""
    if found := HIDDEN.search(text):
        yield f"hidden sign {text[max(0, found.start() - 20) : found.end() + 10]!a}"
    if "CANARY1337" in text or "CANARYCANARYCANARY" in text:
        yield "template filled in"


def in_table(text: str) -> Iterator[str]:
    separator = ";" if text.partition("\n")[0].count(";") > 1 else ","
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield from (f"formula {cell[:20]!a}" for cell in row if FORMULA.search(cell))
    yield from in_text(text)


def in_json(text: str) -> Iterator[str]:
    for line in [text] if text.lstrip().startswith(('{"schema"', "{\n")) else text.splitlines():
        yield from _in_value(json.loads(line, parse_constant=_refused))
    text.encode("utf-8")


def _refused(name: str) -> None:
    raise ValueError(name)


def _in_value(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from in_text(value)
    elif isinstance(value, list | dict):
        for one in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _in_value(one)


def in_pdf(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    if re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", data):
        yield "action"
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            if "canary" in str(note.get_object().get("/A", "")).lower():
                yield "link"
        if "1337" in page.extract_text():
            yield "text evaluated"


def in_xml(data: bytes) -> Iterator[str]:
    """Elements that no writer of ours made, links out, and the HTML inside questions."""
    for element in ElementTree.fromstring(data).iter():
        name = str(element.tag).rpartition("}")[2]
        if name in ("canary", "script", "iframe"):
            yield f"element {name}"
        if any("canary.invalid" in value or "javascript:" in value for value in _links(element.attrib)):
            yield f"link in {name}"
        if element.get("format") == "html":
            yield from (why for text in element.findall("text") for why in in_html(text.text or ""))
        yield from in_text(element.text or "")


def _links(attributes: dict[str, str]) -> Iterator[str]:
    return (value for name, value in attributes.items() if name.rpartition("}")[2].lower() in ("href", "target", "src"))


def in_gift(text: str) -> Iterator[str]:
    for block in text.strip().split("\n\n"):
        free = re.sub(r"\\.", "", block)
        if not block.startswith(("::", "$CATEGORY: ")) or "\n" in block:
            yield f"block {block[:20]!a}"
        if max(free.count("{"), free.count("}")) > 1:
            yield f"braces {block[:60]!a}"
        if block.startswith("::") and not re.match(r"::(?:\\.|[^:\\])*::\[plain\]", block):
            yield from in_html(block)
    yield from in_text(text)
