"""The reading: every combination stated, and what no combination may do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensics.model import Edited, Evidence, Extent, Finding, Generated, PointsTo, Reading, Sign, Status
from forensics.reading import read


def c2pa(said: str, integrity: str = "intact", trust: str = "known", captured: bool = False) -> Finding:
    values = {"statement": said, "integrity": integrity, "trust": trust, "captured": captured or said == "captured"}
    return Finding("provenance.c2pa", Sign.DECLARATION, PointsTo.NONE, values)


def wrapped(said: str) -> Finding:
    """A statement that the known signer of the file did not make itself, nor find trusted."""
    inner = c2pa(said)
    return replace(inner, values={**inner.values, "vouched": False, "capture_vouched": False})


def trace(what: str, extent: str = "unknown", sign: Sign = Sign.CLUE) -> Finding:
    return Finding(f"traces.{what}", sign, PointsTo.GENERATED, {"extent": extent})


def declared(what: str, points_to: PointsTo = PointsTo.GENERATED, **values: str) -> Finding:
    return Finding(f"declared.{what}", Sign.DECLARATION, points_to, values)


UNREAD = Finding("provenance.c2pa", Sign.DECLARATION, PointsTo.NONE, {"integrity": "unreadable", "trust": "unknown"})
CAMERA = Finding("exif.camera", Sign.DECLARATION, PointsTo.CAPTURED, {"camera": "Nikon D70"})
GAME = Finding("exif.camera", Sign.DECLARATION, PointsTo.NONE, {"camera": "Gran Turismo 5"})
SETTINGS = Finding("exif.settings", Sign.DECLARATION, PointsTo.CAPTURED)
SOFTWARE = Finding("exif.software", Sign.DECLARATION, PointsTo.EDITED)
FLUX_SOFTWARE = Finding("exif.software", Sign.DECLARATION, PointsTo.GENERATED)
PHOTO = (CAMERA, SETTINGS)

# What the file holds -> statement and extent on generation, statement on editing.
TABLE: dict[str, tuple[tuple[Finding, ...], str, str | None, str]] = {
    "nothing": ((), "undecided", None, "undecided"),
    # lane 1: signed, intact, known
    "signed generated": ((c2pa("generated"),), "declared_verified", "whole", "undecided"),
    "signed AI edit": ((c2pa("part"),), "declared_verified", "part", "declared_verified"),
    "signed AI edit of a capture": (
        (c2pa("part", captured=True), *PHOTO),
        "declared_verified",
        "part",
        "declared_verified",
    ),
    "signed capture": ((c2pa("captured"),), "capture_verified", None, "undecided"),
    "signed capture, cropped since": (
        (c2pa("edited", captured=True),),
        "capture_verified",
        None,
        "declared_verified",
    ),
    "signed edit": ((c2pa("edited"),), "undecided", None, "declared_verified"),
    "signed, nothing said": ((c2pa("other"),), "undecided", None, "undecided"),
    "signed drawing": ((c2pa("composed"),), "undecided", None, "undecided"),
    "known signer around an unknown one's statement": (
        (wrapped("generated"),),
        "declared",
        "whole",
        "undecided",
    ),
    "known signer around an unknown one's capture": ((wrapped("captured"),), "capture_declared", None, "undecided"),
    # signed, but nobody known, or no longer valid in time: as good as unsigned
    "unknown signer, generated": ((c2pa("generated", trust="unknown"),), "declared", "whole", "undecided"),
    "expired signer, generated": ((c2pa("generated", trust="expired"),), "declared", "whole", "undecided"),
    "expired signer, AI edit": ((c2pa("part", trust="expired"),), "declared", "part", "declared"),
    "unknown signer, capture": ((c2pa("captured", trust="unknown"),), "capture_declared", None, "undecided"),
    "unverified, generated": ((c2pa("generated", "unreadable"),), "declared", "whole", "undecided"),
    "unverified, capture": ((c2pa("captured", "unreadable"),), "capture_declared", None, "undecided"),
    "unreadable": ((UNREAD,), "undecided", None, "undecided"),
    # signed, changed since: a residue, and a change
    "altered, generated": ((c2pa("generated", "altered"),), "traces", "whole", "traces"),
    "altered, AI edit": ((c2pa("part", "altered"),), "traces", "part", "traces"),
    "altered, capture": ((c2pa("captured", "altered"),), "undecided", None, "traces"),
    "altered, capture, camera": ((c2pa("captured", "altered"), *PHOTO), "capture_declared", None, "traces"),
    # lane 2: unsigned labels
    "label generated": ((declared("generated"),), "declared", "whole", "undecided"),
    "label part": ((declared("part_generated"),), "declared", "part", "undecided"),
    "label synthetic part": ((declared("synthetic_part"),), "declared", "part", "undecided"),
    "label tc260": ((declared("tc260", extent="whole"),), "declared", "whole", "undecided"),
    "label tc260, in doubt": ((declared("tc260", extent="unknown"),), "declared", "unknown", "undecided"),
    "label tc260, in doubt, on a photo": (
        (declared("tc260", extent="unknown"), *PHOTO),
        "declared",
        "unknown",
        "undecided",
    ),
    "credit generated": ((declared("credit_generated"),), "declared", "whole", "undecided"),
    "credit edited": ((declared("credit_edited"),), "declared", "part", "undecided"),
    "AI fields": ((declared("ai_fields"),), "declared", "unknown", "undecided"),
    "whole and part": ((declared("generated"), declared("credit_edited")), "declared", "unknown", "undecided"),
    "label capture": ((declared("capture", PointsTo.CAPTURED),), "capture_declared", None, "undecided"),
    "label several shots": (
        (declared("computational_capture", PointsTo.CAPTURED),),
        "capture_declared",
        None,
        "undecided",
    ),
    "label film": ((declared("film", PointsTo.CAPTURED),), "capture_declared", None, "undecided"),
    "label computed": ((declared("algorithmic", PointsTo.COMPOSED),), "undecided", None, "undecided"),
    "label virtual": ((declared("virtual_recording", PointsTo.COMPOSED),), "undecided", None, "undecided"),
    "label enhanced": ((declared("enhanced", PointsTo.EDITED),), "undecided", None, "declared"),
    "label by hand": ((declared("human_edits", PointsTo.EDITED),), "undecided", None, "declared"),
    "label composite": ((declared("composite", PointsTo.COMPOSED),), "undecided", None, "undecided"),
    "label drawing": ((declared("digital_creation", PointsTo.COMPOSED),), "undecided", None, "undecided"),
    "label screen": ((declared("screen", PointsTo.NONE),), "undecided", None, "undecided"),
    "label unknown": ((declared("unknown_type", PointsTo.NONE),), "undecided", None, "undecided"),
    # lane 3: residue
    "parameters": ((trace("parameters", "whole"),), "traces", "whole", "undecided"),
    "workflow from a picture": ((trace("workflow"),), "traces", "unknown", "undecided"),
    "inpainting": ((trace("workflow", "part"),), "traces", "part", "undecided"),
    "workflow of something else": ((trace("workflow", "whole", Sign.WEAK_CLUE),), "undecided", None, "undecided"),
    "phone's AI edit": ((trace("ai_edit"),), "traces", "part", "traces"),
    "watermark": ((trace("watermark"),), "traces", "unknown", "undecided"),
    "hints": (
        (
            trace("software_name", sign=Sign.WEAK_CLUE),
            trace("file_name", sign=Sign.WEAK_CLUE),
            trace("size", sign=Sign.WEAK_CLUE),
            trace("visible_mark", sign=Sign.WEAK_CLUE),
        ),
        "undecided",
        None,
        "undecided",
    ),
    # cameras, unsigned
    "camera": (PHOTO, "capture_declared", None, "undecided"),
    "make and model alone": ((CAMERA,), "undecided", None, "undecided"),
    "settings alone": ((SETTINGS,), "undecided", None, "undecided"),
    "a game with settings": ((GAME, SETTINGS), "undecided", None, "undecided"),
    "camera and software": ((*PHOTO, SOFTWARE), "capture_declared", None, "declared"),
    "a generator as software": ((FLUX_SOFTWARE,), "undecided", None, "undecided"),
    # several lanes: the strongest speaks, nothing is added up
    "signed and labelled": ((c2pa("generated"), declared("generated")), "declared_verified", "whole", "undecided"),
    "signed part, labelled whole": (
        (c2pa("part"), declared("generated")),
        "declared_verified",
        "part",
        "declared_verified",
    ),
    "labelled and traces": ((declared("generated"), trace("parameters", "part")), "declared", "whole", "undecided"),
    "altered and labelled": ((c2pa("generated", "altered"), declared("generated")), "declared", "whole", "traces"),
    # what excludes each other, and what does not
    "label against camera": ((declared("generated"), *PHOTO), "contradictory", "whole", "undecided"),
    "label against label": (
        (declared("generated"), declared("capture", PointsTo.CAPTURED)),
        "contradictory",
        "whole",
        "undecided",
    ),
    "label against signed capture": ((declared("generated"), c2pa("captured")), "contradictory", "whole", "undecided"),
    "settings from nothing, camera": ((trace("parameters", "whole"), *PHOTO), "contradictory", "whole", "undecided"),
    "signed generated, camera": ((c2pa("generated"), *PHOTO), "declared_verified", "whole", "undecided"),
    "signed generated, label capture": (
        (c2pa("generated"), declared("capture", PointsTo.CAPTURED)),
        "contradictory",
        "whole",
        "undecided",
    ),
    "AI edit of a photo": ((declared("credit_edited"), *PHOTO), "declared", "part", "undecided"),
    "phone's AI edit of a photo": ((trace("ai_edit"), *PHOTO), "traces", "part", "traces"),
    "enlarged photo": ((trace("workflow"), *PHOTO), "traces", "unknown", "undecided"),
    "label and a game": ((declared("generated"), GAME, SETTINGS), "declared", "whole", "undecided"),
}

PIXELS = [
    Finding(code, sign, points_to)
    for code, points_to in (
        ("generated.flat_noise", PointsTo.GENERATED),
        ("generated.several", PointsTo.GENERATED),
        ("generated.dct", PointsTo.GENERATED),
        ("ela.zone", PointsTo.EDITED),
        ("noise.zone", PointsTo.EDITED),
        ("jpeg.double", PointsTo.EDITED),
        ("jpeg.ghost", PointsTo.EDITED),
        ("jpeg.quality", PointsTo.NONE),
        ("clone.pair", PointsTo.EDITED),
        ("splice.zone", PointsTo.EDITED),
    )
    for sign in (Sign.CLUE, Sign.WEAK_CLUE)
]
EVERY = list({finding.code + str(finding.values): finding for row, *_ in TABLE.values() for finding in row}.values())
FORGEABLE = [
    finding for finding in EVERY if finding.code != "provenance.c2pa" or finding.values.get("trust") != "known"
]
HINTS = list(TABLE["hints"][0])
LANES = {Generated.TRACES: 1, Generated.DECLARED: 2, Generated.DECLARED_VERIFIED: 3}


def reading_of(findings: list[Finding] | tuple[Finding, ...]) -> Reading:
    return read([Evidence("test", "1", Status.OK, tuple(findings))])


def strength(findings: list[Finding]) -> int:
    """The lane in which generation is stated; a contradiction is as strong as the side that states it."""
    statement = reading_of(findings).generated.statement
    if statement is Generated.CONTRADICTORY:
        alone = [one for one in findings if reading_of([one]).generated.statement in LANES]
        return max(LANES[reading_of([one]).generated.statement] for one in alone)
    return LANES.get(statement, 0)


@pytest.mark.parametrize("case", TABLE)
def test_every_combination(case: str) -> None:
    findings, statement, extent, edited = TABLE[case]
    reading = reading_of(findings)
    assert reading.generated.statement == statement
    assert (reading.generated.extent and reading.generated.extent.value) == extent
    assert reading.edited.statement == edited


@pytest.mark.parametrize("case", TABLE)
def test_because_names_findings_that_are_there(case: str) -> None:
    findings = TABLE[case][0]
    reading = reading_of(findings)
    codes = {finding.code for finding in findings}
    assert set(reading.generated.because) | set(reading.edited.because) <= codes
    assert bool(reading.generated.because) == (reading.generated.statement is not Generated.UNDECIDED)
    assert bool(reading.edited.because) == (reading.edited.statement is not Edited.UNDECIDED)


def test_a_contradiction_names_both_sides() -> None:
    assert reading_of(TABLE["label against camera"][0]).generated.because == ("declared.generated", "exif.camera")


@given(st.lists(st.sampled_from(EVERY), max_size=6), st.sampled_from(FORGEABLE))
def test_adding_what_anyone_can_write_never_raises_above_declared(findings: list[Finding], forged: Finding) -> None:
    assert strength([*findings, forged]) <= max(strength(findings), LANES[Generated.DECLARED])


@given(st.lists(st.sampled_from(EVERY), max_size=7), st.data())
def test_stripping_never_makes_a_statement_stronger(findings: list[Finding], data: st.DataObject) -> None:
    kept = [one for one in findings if data.draw(st.booleans())]
    assert strength(kept) <= strength(findings)
    assert reading_of([]).generated.statement is Generated.UNDECIDED


@given(st.lists(st.sampled_from(EVERY), max_size=5), st.lists(st.sampled_from(PIXELS + HINTS), max_size=8))
def test_pixels_and_hints_never_move_the_statement_on_generation(seen: list[Finding], pixels: list[Finding]) -> None:
    assert reading_of([*seen, *pixels]).generated == reading_of(seen).generated


@pytest.mark.parametrize("finding", PIXELS, ids=lambda one: f"{one.code}-{one.sign}")
def test_of_the_pixels_only_copies_and_pastes_speak_of_an_edit(finding: Finding) -> None:
    speaks = finding.code in ("clone.pair", "splice.zone") and finding.sign is Sign.CLUE
    assert (reading_of([finding]).edited.statement is Edited.TRACES) == speaks


@given(st.lists(st.sampled_from(EVERY), max_size=7))
def test_a_signed_edit_is_never_the_whole_picture(findings: list[Finding]) -> None:
    reading = reading_of([*findings, c2pa("part")])
    if c2pa("generated") not in findings and reading.generated.statement is Generated.DECLARED_VERIFIED:
        assert reading.generated.extent is Extent.PART


def test_personal_data_is_listed_once_and_absence_is_not_data() -> None:
    seen = [Finding(f"personal.{what}", Sign.CLUE, PointsTo.PERSONAL_DATA) for what in ("gps", "gps", "none")]
    assert reading_of(seen).personal_data == ("personal.gps",)
