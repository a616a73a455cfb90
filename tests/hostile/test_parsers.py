"""Damaged files at random: no parser of ours raises, hangs or crashes an analysis, whatever the bytes.

``FORENSICS_FUZZ=2000`` looks longer; what it finds is kept in ``FOUND`` as a test.
"""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from forensics.analyses import Context
from forensics.batch.row import read_header
from forensics.errors import UnreadableInput
from forensics.model import Report
from forensics.picture import Limits, Picture, sniff
from forensics.pipeline import examine_picture

EXAMPLES = int(os.environ.get("FORENSICS_FUZZ", "60"))
TESTS = ("file", "metadata", "declared", "traces", "personal", "consistency")
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>"
FOUND = [
    b"\xff\xd8\xff\xe1\x00\x08Exif\0\0",
    b"\xff\xd8\xff\xe1\x00\x10Exif\0\0II+\0\0\0\0\0",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00eXIf\x00\x00\x00\x00",
    b"GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\xff",
    b"RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff",
    b"II*\0\x08\0\0\0\xff\xff",
    b"\0\0\0\x18ftypavif\0\0\0\0avifmif1\0\0\0\x01meta\0\0\0\0\0\0\0\0",
]


@cache
def seeds() -> tuple[bytes, ...]:
    """A sound file of each format, with metadata of every kind that Pillow writes."""
    image = Image.linear_gradient("L").resize((48, 32)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = "Maker", "2024:01:02 03:04:05", 6
    text = PngImagePlugin.PngInfo()
    text.add_text("parameters", "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler, Seed: 1, Size: 48x32")
    text.add_text("prompt", '{"1": {"class_type": "KSampler", "inputs": {"seed": 1}}}', zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    ways = [
        ("JPEG", {"exif": exif, "comment": b"hello", "xmp": XMP}),
        ("JPEG", {"progressive": True}),
        ("PNG", {"pnginfo": text, "exif": exif}),
        ("WEBP", {"exif": exif, "xmp": XMP}),
        ("GIF", {"comment": b"hello"}),
        ("TIFF", {"description": "hello"}),
        ("BMP", {}),
        ("AVIF", {"exif": exif, "xmp": XMP}),
    ]
    return tuple(saved(image, format_, **way) for format_, way in ways)


def saved(image: Image.Image, format_: str, **way: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_, **way)
    return stream.getvalue()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with a few places overwritten, cut out, repeated or inserted."""
    data = bytearray(draw(st.sampled_from(seeds())))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, min(len(data), 900) - 1)))
        length = draw(st.integers(0, 12))
        match draw(st.sampled_from(["overwrite", "cut", "insert", "repeat", "end"])):
            case "overwrite":
                extreme = st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80"])
                new = draw(st.one_of(st.binary(max_size=8), extreme))
                data[at : at + len(new)] = new
            case "cut":
                del data[at : at + length]
            case "insert":
                data[at:at] = draw(st.binary(max_size=16))
            case "repeat":
                data[at:at] = data[at : at + 4 * length]
            case "end":
                del data[at + 64 :]
    return bytes(data)


def examined(data: bytes) -> Report | None:
    try:
        picture = Picture(Path("x.jpg"), data, sniff(data[:64]) or "JPEG", Limits(max_pixels=1_000_000))
        return examine_picture(picture, Context(depth="quick"), TESTS)
    except UnreadableInput:
        return None


def crashes(data: bytes) -> list[str]:
    report = examined(data)
    return [] if report is None else [one.analysis for one in report.evidence if one.reason == "crash"]


@settings(max_examples=EXAMPLES, deadline=10_000, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 1000)
@given(damaged())
def test_no_damage_crashes_an_analysis(data: bytes) -> None:
    assert not crashes(data)


@pytest.mark.parametrize("data", FOUND, ids=lambda data: data[:12].hex())
def test_what_was_found_stays_mended(data: bytes) -> None:
    assert not crashes(data)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_line_of_a_journal_is_sound_or_refused(line: bytes) -> None:
    read_header(line)
