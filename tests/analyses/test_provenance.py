"""The signed statement: the rubric's signals, and words for every way it can come out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forensics.analyses import provenance
from forensics.lang import LANGUAGES, load
from forensics.lang.wording import of_finding
from forensics.metadata.c2pa import Action, Credential, Ingredient, Manifest
from forensics.metadata.rubric import signals, statement

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
C2PA = "http://c2pa.org/digitalsourcetype/"


def manifest(*actions: tuple[str, str], label: str = "one", **more: object) -> Manifest:
    steps = tuple(
        Action(f"c2pa.{name}", source and (source if ":" in source else IPTC + source)) for name, source in actions
    )
    return Manifest(label, signer="Atelier", actions=steps, complete=True, **more)  # type: ignore[arg-type]


def store(*manifests: Manifest, integrity: str = "intact", trust: str = "known") -> Credential:
    return Credential(integrity, trust, manifests)  # type: ignore[arg-type]


# The rules of the C2PA Asset Signals Rubric (Local) 1.0, one row each.
RUBRIC: list[tuple[tuple[str, str], str]] = [
    (("created", "digitalCapture"), "capturedMedia"),
    (("opened", "computationalCapture"), "capturedMedia"),
    (("created", "compositeCapture"), "capturedMediaStitched"),
    (("created", "trainedAlgorithmicMedia"), "fullyGenAIMedia"),
    (("opened", "trainedAlgorithmicMedia"), "fullyGenAIMedia"),
    (("created", "compositeWithTrainedAlgorithmicMedia"), "partlyGenAICreation"),
    (("created", "composite"), "compositionMayContainGenAI"),
    (("created", "screenCapture"), "screenCaptureMayContainGenAI"),
    (("created", "digitalCreation"), "nonGenAIDigitalCreation"),
    (("created", C2PA + "empty"), "blankCanvas"),
    (("edited", "trainedAlgorithmicMedia"), "perceptibleGenAI"),
    (("edited", "compositeWithTrainedAlgorithmicMedia"), "perceptibleGenAI"),
    (("filtered", "compositeSynthetic"), "perceptibleGenAI"),
    (("edited", C2PA + "trainedAlgorithmicData"), "perceptibleGenAI"),
    (("edited", "digitalArt"), "perceptiblePossiblyGenAI"),
    (("edited", "composite"), "perceptiblePossiblyGenAI"),
    (("cropped", "humanEdits"), "perceptibleNonGenAI"),
]
HOUSEKEEPING = ["converted", "published", "repackaged", "transcoded", "resized.proportional", "enhanced", "watermarked"]


@pytest.mark.parametrize(("action", "signal"), RUBRIC, ids=lambda value: str(value)[:60])
def test_each_rule_of_the_rubric(action: tuple[str, str], signal: str) -> None:
    assert signals(manifest(action)) == (signal,)


@pytest.mark.parametrize("name", HOUSEKEEPING)
def test_housekeeping_says_nothing(name: str) -> None:
    assert signals(manifest((name, "trainedAlgorithmicMedia"))) == ()


@pytest.mark.parametrize(
    "doubtful",
    [
        Manifest("one"),
        Manifest("one", actions=(Action("c2pa.created", IPTC + "digitalCapture"),)),
        manifest(("unknown", "")),
        Manifest("one", actions=(Action("com.example.magic"),), complete=True),
    ],
)
def test_ambiguous_actions(doubtful: Manifest) -> None:
    assert "ambiguousActions" in signals(doubtful)


def test_an_ingredient_without_a_statement_is_of_unknown_provenance() -> None:
    assert "mediaUnknownProvenance" in signals(manifest(("opened", ""), ingredients=(Ingredient("parentOf"),)))


def line(*manifests: Manifest) -> Credential:
    return store(*manifests)


GENERATED = manifest(("created", "trainedAlgorithmicMedia"), label="two")
CAPTURED = manifest(("created", "digitalCapture"), label="two")
PARENT = (Ingredient("parentOf", "two"),)
COMPONENT = (Ingredient("componentOf", "two"),)
STATEMENTS: dict[str, tuple[Credential, str]] = {
    "generated": (line(GENERATED), "generated"),
    "captured": (line(CAPTURED), "captured"),
    "wrapped": (line(Manifest("one", ingredients=COMPONENT), GENERATED), "generated"),
    "cropped generation": (line(manifest(("opened", ""), ("cropped", ""), ingredients=PARENT), GENERATED), "generated"),
    "AI edit of a capture": (
        line(
            manifest(("opened", ""), ("edited", "compositeWithTrainedAlgorithmicMedia"), ingredients=PARENT), CAPTURED
        ),
        "part",
    ),
    "generated part placed in": (
        line(manifest(("created", "composite"), ("placed", ""), ingredients=COMPONENT), GENERATED),
        "part",
    ),
    "edit of a capture": (
        line(manifest(("opened", ""), ("color_adjustments", ""), ingredients=PARENT), CAPTURED),
        "edited",
    ),
    "edit of something": (line(manifest(("opened", ""), ("cropped", ""))), "edited"),
    "drawing": (line(manifest(("created", "digitalCreation"))), "composed"),
    "repackaged": (line(manifest(("repackaged", ""))), "other"),
    "signed EXIF": (line(Manifest("one", camera="Nikon Z 9")), "captured"),
    "vendor's own assertion": (line(Manifest("one", says_generated=True)), "generated"),
    "a circle of parents": (
        line(
            manifest(("opened", ""), ingredients=PARENT),
            manifest(("opened", ""), label="two", ingredients=(Ingredient("parentOf", "one"),)),
        ),
        "other",
    ),
}


@pytest.mark.parametrize("case", STATEMENTS)
def test_what_a_whole_store_says(case: str) -> None:
    found, said = STATEMENTS[case]
    assert statement(found) == said


def test_a_photograph_put_into_a_poster_does_not_make_it_a_capture() -> None:
    poster = line(manifest(("created", "digitalCreation"), ("placed", ""), ingredients=COMPONENT), CAPTURED)
    values = next(provenance.findings(poster)).values
    assert (values["captured"], "capturedMedia" in values["signals"]) == (False, True)
    assert next(provenance.findings(STATEMENTS["edit of a capture"][0])).values["captured"] is True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trust", ["known", "unknown", "expired"])
@pytest.mark.parametrize("integrity", ["intact", "altered", "unreadable"])
@pytest.mark.parametrize("case", STATEMENTS)
def test_every_outcome_has_words_without_gaps(case: str, integrity: str, trust: str, language: str) -> None:
    signed = (replace(one, signer="Atelier") for one in STATEMENTS[case][0].manifests)
    found = store(*signed, integrity=integrity, trust=trust)
    catalogue = load(language)
    for finding in provenance.findings(found):
        words = of_finding(finding, catalogue)
        assert "{" not in words.says + words.teacher
        assert catalogue.text("format", "unknown") not in words.says


@pytest.mark.parametrize("remote", [False, True])
def test_an_empty_store_has_words(remote: bool) -> None:
    (finding,) = provenance.findings(Credential("unreadable", "unknown", remote=remote))
    assert finding.values["variant"] == ("remote" if remote else "unreadable")
    assert of_finding(finding, load("fr")).says


def test_announced_watermarks_are_named() -> None:
    started = ("created", "trainedAlgorithmicMedia")
    bound = manifest(started, watermarks=("com.adobe.trustmark.P", "io.iscc.v0"))
    acted = manifest(started, ("watermarked.unbound", ""), generator="OpenAI Media Service API")
    other = manifest(started, ("watermarked", ""), generator="Atelier")
    named = [list(provenance.findings(store(one)))[-1].values["watermark"] for one in (bound, acted, other)]
    assert named == [["TrustMark (Adobe)"], ["SynthID"], ["Atelier"]]
