"""Pictures signed for the test by a throw-away authority: integrity, trust and statement, each on its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forensics.analyses import Context, provenance
from forensics.metadata.c2pa import Credential, read_credential
from forensics.metadata.rubric import all_signals, statement
from forensics.model import Edited, Evidence, Extent, Generated, Sign, Status
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from forensics.reading import read
from made import saved

pytest.importorskip("c2pa", reason="c2pa-python signs the pictures of these tests")
signing = pytest.importorskip("signing", reason="cryptography makes the certificates of these tests")


@cache
def authority() -> Any:
    return signing.authority()


@cache
def signed(said: str, format_: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    made: bytes = signing.signed(saved(format_, size=size), f"image/{format_.lower()}", said, authority())
    return made


def credential(data: bytes, format_: str = "JPEG", known: bool = False) -> Credential:
    found = read_credential(data, format_, authority().root if known else None)
    assert found is not None
    return found


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_every_container_is_read(format_: str) -> None:
    found = credential(signed("generated", format_), format_)
    assert (found.integrity, found.trust, statement(found)) == ("intact", "unknown", "generated")


@pytest.mark.parametrize(
    ("said", "generated", "extent", "edited"),
    [
        ("generated", Generated.DECLARED_VERIFIED, Extent.WHOLE, Edited.UNDECIDED),
        ("part", Generated.DECLARED_VERIFIED, Extent.PART, Edited.DECLARED_VERIFIED),
        ("captured", Generated.CAPTURE_VERIFIED, None, Edited.UNDECIDED),
        ("edited", Generated.CAPTURE_VERIFIED, None, Edited.DECLARED_VERIFIED),
    ],
)
def test_a_known_signer_is_read_as_verified(
    said: str, generated: Generated, extent: Extent | None, edited: Edited
) -> None:
    found = credential(signed(said), known=True)
    assert (found.integrity, found.trust) == ("intact", "known")
    findings = tuple(provenance.findings(found))
    assert findings[0].sign is Sign.VERIFIED_DECLARATION
    assert findings[0].values["variant"] == said
    reading = read([Evidence("provenance", "1", Status.OK, findings)])
    assert (reading.generated.statement, reading.generated.extent) == (generated, extent)
    assert reading.edited.statement is edited


@pytest.mark.parametrize(
    ("said", "statement"),
    [("generated", "declared"), ("part", "declared"), ("captured", "capture_declared"), ("edited", "capture_declared")],
)
def test_an_unknown_signer_is_as_good_as_none(said: str, statement: str, tmp_path: Path) -> None:
    path = tmp_path / "signed.jpg"
    path.write_bytes(signed(said))
    report = examine_picture(Picture.read(path), Context(), ("provenance",))
    assert report.findings()[0].values["variant"] == "unknown"
    assert report.reading.generated.statement == statement


def test_a_picture_changed_since_is_altered_and_named_so(tmp_path: Path) -> None:
    data = bytearray(signed("captured", size=(256, 256)))
    data[-40] ^= 1
    found = credential(bytes(data), known=True)
    assert (found.integrity, found.trust) == ("altered", "known")
    assert next(provenance.findings(found)).values["variant"] == "altered"


def test_a_certificate_out_of_date_is_expired_and_not_altered() -> None:
    import encypher_c2pa

    later = encypher_c2pa.verify(
        signed("captured"), "image/jpeg", validation_time="2050-01-01T00:00:00Z", telemetry=False
    )
    codes = {one["code"] for one in later["validation_results"]["failure"]}
    assert {"claimSignature.outsideValidity", "signingCredential.expired"} & codes
    assert later["hard_binding"] == "match"


def test_an_edit_of_a_generated_picture_keeps_the_line() -> None:
    child = signing.signed(saved(), "image/jpeg", "edited", authority(), parent=signed("generated"))
    found = credential(child, known=True)
    assert len(found.manifests) == 2
    assert {"fullyGenAIMedia", "perceptibleNonGenAI"} <= set(all_signals(found))
    assert statement(found) == "generated"


def test_a_known_signer_does_not_answer_for_an_unknown_parent() -> None:
    stranger = signing.authority("Un autre atelier")
    parent = signing.signed(saved(), "image/jpeg", "captured", stranger)
    found = credential(signing.signed(saved(), "image/jpeg", "edited", authority(), parent=parent), known=True)
    assert [manifest.vouched for manifest in found.manifests] == [True, False]
    bare = signing.signed(saved(), "image/jpeg", "composed", authority(), parent=parent)
    findings = tuple(provenance.findings(credential(bare, known=True)))
    assert findings[0].values["captured"] and not findings[0].values["capture_vouched"]
    reading = read([Evidence("provenance", "1", Status.OK, findings)])
    assert reading.generated.statement is Generated.CAPTURE_DECLARED


def test_a_parent_that_did_not_hold_is_not_walked() -> None:
    parent = bytearray(signed("generated", size=(256, 256)))
    parent[-40] ^= 1
    found = credential(signing.signed(saved(), "image/jpeg", "composed", authority(), parent=bytes(parent)), known=True)
    assert len(found.manifests) == 1
    assert statement(found) == "composed"


def test_an_ai_edit_of_a_capture_is_a_part() -> None:
    child = signing.signed(saved(), "image/jpeg", "part", authority(), parent=signed("captured"))
    assert statement(credential(child)) == "part"


def test_a_cut_statement_is_never_called_altered_or_crashing() -> None:
    data = signed("generated", "PNG")
    at = data.index(b"caBX")
    for cut in (40, 400, 4_000):
        broken = data[: at + 4 + cut] + b"\0" * 64 + data[at + 4 + cut + 64 :]
        found = read_credential(broken, "PNG")
        assert found is None or found.integrity in ("unreadable", "altered")


def test_a_statement_kept_on_the_internet_is_named_and_not_fetched(tmp_path: Path) -> None:
    from made import png, xmp
    from markers import chunk

    terms = 'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="https://example.org/one.c2pa"'
    path = tmp_path / "remote.png"
    path.write_bytes(png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp("", terms))))
    (finding,) = provenance.run(Picture.read(path), Context()).findings
    assert (finding.code, finding.values["variant"], finding.sign) == ("provenance.c2pa", "remote", Sign.NOT_APPLICABLE)
    assert read([Evidence("provenance", "1", Status.OK, (finding,))]).generated.statement is Generated.UNDECIDED


@pytest.mark.shared
def test_a_hash_that_cannot_be_made_is_no_alteration(shared: Path) -> None:
    data = (shared / "data/hostile/c2pa-rs/fixtures__no_alg.jpg").read_bytes()
    assert credential(data).integrity == "unreadable"


def test_the_official_reader_agrees_on_integrity() -> None:
    import io

    import c2pa

    for said in signing.STATEMENTS:
        state = c2pa.Reader("image/jpeg", io.BytesIO(signed(said))).get_validation_state()
        assert state in ("Valid", "Trusted"), said
        assert credential(signed(said)).integrity == "intact"
