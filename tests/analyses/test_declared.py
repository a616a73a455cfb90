"""Unsigned labels: each one is found, with its generator where one is named; what they all mean for the reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.analyses import Context, declared
from forensics.lang import LANGUAGES, load
from forensics.lang.wording import of_finding
from forensics.metadata.labels import SOURCE_TYPES
from forensics.model import Finding, Generated, Sign
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from made import jpeg, segment
from markers import IPTC, LABELS, NEAR_MISSES, TRACES, source_type, xmp_jpeg

GENERATION = {
    "generated",
    "part_generated",
    "synthetic_part",
    "tc260",
    "ai_fields",
    "credit_generated",
    "credit_edited",
}


def found(tmp_path: Path, data: bytes) -> list[Finding]:
    path = tmp_path / "picture"
    path.write_bytes(data)
    return list(declared.run(Picture.read(path), Context()).findings)


@pytest.mark.parametrize("name", LABELS)
def test_each_label_in_a_clean_picture_is_found(name: str, tmp_path: Path) -> None:
    data, code, generator = LABELS[name]
    first = found(tmp_path, data)[0]
    assert (first.code, first.values["generator"], first.sign) == (code, generator, Sign.DECLARATION)
    assert first.values["where"] and first.values["field"]
    report = examine_picture(Picture.read(tmp_path / "picture"), Context(), ("declared", "traces", "metadata"))
    assert report.reading.generated.statement is Generated.DECLARED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*LABELS, *TRACES])
def test_every_label_and_trace_has_words_without_gaps(name: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes((LABELS.get(name) or TRACES[name])[0])
    catalogue = load(language)
    report = examine_picture(Picture.read(path), Context(), ("declared", "traces"))
    for finding in report.findings():
        words = of_finding(finding, catalogue)
        assert "{" not in words.says + words.teacher and "tc260_" not in words.says
        assert catalogue.text("format", "unknown") not in words.says


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_each_near_miss_declares_no_generation(name: str, tmp_path: Path) -> None:
    assert not GENERATION & {one.code.removeprefix("declared.") for one in found(tmp_path, NEAR_MISSES[name])}


@pytest.mark.parametrize("code", SOURCE_TYPES)
def test_all_twenty_codes_of_iptc_are_known(code: str, tmp_path: Path) -> None:
    (finding,) = found(tmp_path, xmp_jpeg(source_type(IPTC + code)))
    assert finding.code == f"declared.{SOURCE_TYPES[code]}"
    assert finding.values["value"] == code
    assert len(SOURCE_TYPES) == 20


def test_an_unknown_code_is_shown_and_means_nothing(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, xmp_jpeg(source_type("http://example.org/robotMade")))
    assert finding.code == "declared.unknown_type"


@pytest.mark.parametrize("code", ["algorithmicMedia", "computationalCapture", "algorithmicallyEnhanced", "composite"])
def test_codes_that_sound_like_ai_and_are_not(code: str, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(xmp_jpeg(source_type(IPTC + code)))
    statement = examine_picture(Picture.read(path), Context(), ("declared",)).reading.generated.statement
    assert statement in (Generated.UNDECIDED, Generated.CAPTURE_DECLARED)


def test_a_damaged_packet_declares_nothing(tmp_path: Path) -> None:
    broken = b"http://ns.adobe.com/xap/1.0/\0" + source_type(IPTC + "trainedAlgorithmicMedia").encode()
    assert found(tmp_path, jpeg(segment(0xE1, broken))) == []
