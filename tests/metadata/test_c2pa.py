"""Content Credentials: what the labelled files say, and what a chance run of the right letters does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.analyses import Context
from forensics.metadata.c2pa import read_credential, trust_list_date
from forensics.metadata.private import privacy
from forensics.metadata.rubric import signals, statement
from forensics.picture import Picture
from forensics.pipeline import examine_picture

EXPECTED = {
    "ai/awesome-gpt4o-images__example-anime-nostalgic-poster.png": ("intact", "expired", "generated"),
    "ai/c2pa-rs__ocsp.jpg": ("intact", "expired", "part"),
    "camera/public-testfiles__nikon-20221019-building.jpeg": ("intact", "expired", "captured"),
    "camera/public-testfiles__truepic-20230212-camera.jpg": ("unreadable", "expired", "captured"),
    "camera/verification-plugin__test-c2pa.jpg": ("unreadable", "expired", "other"),
    "edited/public-testfiles__adobe-20220124-CA.jpg": ("intact", "unknown", "edited"),
    "edited/public-testfiles__adobe-20220124-E-sig-CA.jpg": ("altered", "unknown", "edited"),
    "edited/public-testfiles__adobe-20220124-XCA.jpg": ("altered", "unknown", "edited"),
}


@pytest.mark.shared
@pytest.mark.parametrize("path", EXPECTED)
def test_integrity_trust_and_statement_of_real_files(path: str, shared: Path) -> None:
    data = (shared / "data" / "eval" / path).read_bytes()
    found = read_credential(data, "PNG" if path.endswith("png") else "JPEG")
    assert found is not None
    assert (found.integrity, found.trust, statement(found)) == EXPECTED[path]


@pytest.mark.shared
def test_the_ingredients_are_walked_to_the_generator(shared: Path) -> None:
    data = (shared / "data/eval/ai/c2pa-rs__ocsp.jpg").read_bytes()
    found = read_credential(data, "JPEG")
    assert found is not None
    assert [signals(manifest) for manifest in found.manifests] == [
        ("ambiguousActions", "partlyGenAICreation", "perceptibleGenAI"),
        ("ambiguousActions", "fullyGenAIMedia"),
    ]


@pytest.mark.shared
def test_one_changed_byte_of_the_picture_is_altered(shared: Path) -> None:
    data = bytearray((shared / "data/eval/ai/c2pa-rs__ocsp.jpg").read_bytes())
    data[-1000] ^= 1
    found = read_credential(bytes(data), "JPEG")
    assert found is not None and found.integrity == "altered"


@pytest.mark.shared
def test_place_devices_and_people_in_the_statement_are_personal_data(shared: Path) -> None:
    nikon = Picture.read(shared / "data/eval/camera/public-testfiles__nikon-20221019-building.jpeg")
    signed = {kind for kind, tags in nikon.once(privacy).found.items() if any(tag.where == "c2pa" for tag in tags)}
    assert signed == {"gps", "serial", "owner"}
    report = examine_picture(nikon, Context(), ("provenance", "personal"))
    text = str([dict(one.values) for one in report.findings()])
    assert {"personal.gps", "personal.serial", "personal.owner"} <= set(report.reading.personal_data)
    assert not any(secret in text for secret in ("40,44", "73,59", "0030079", "20048824", "Parsons", "Taro"))


def test_the_words_alone_are_not_a_statement(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "plain.jpg"
    Image.new("RGB", (32, 32), "teal").save(path, comment=b"c2pa jumb jumd c2pa.claim")
    assert read_credential(path.read_bytes(), "JPEG") is None


def test_the_date_of_the_trust_list_is_known() -> None:
    assert trust_list_date() >= "2026-09-24"
