"""From a manifest to signals: the C2PA *Asset Signals Rubric (Local)* 1.0 of 6 August 2026 (CC BY 4.0), and what they sum up to.

The rubric looks at one manifest at a time. `statement` then walks the ingredients: an edit is never the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from forensics.metadata.c2pa import Action, Credential, Ingredient, Manifest

Statement = Literal["generated", "part", "captured", "edited", "composed", "other"]

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_C2PA = "http://c2pa.org/digitalsourcetype/"
_INCEPTION = {"c2pa.created", "c2pa.opened"}
_HOUSEKEEPING = {
    "c2pa.converted",
    "c2pa.published",
    "c2pa.repackaged",
    "c2pa.transcoded",
    "c2pa.resized.proportional",
    "c2pa.enhanced",
    "c2pa.edited.metadata",
    "c2pa.watermarked",
    "c2pa.watermarked.bound",
    "c2pa.watermarked.unbound",
    "c2pa.redacted",
}
_INCEPTION_SIGNALS = {
    _IPTC + "digitalCapture": "capturedMedia",
    _IPTC + "computationalCapture": "capturedMedia",
    _IPTC + "compositeCapture": "capturedMediaStitched",
    _IPTC + "trainedAlgorithmicMedia": "fullyGenAIMedia",
    _IPTC + "compositeWithTrainedAlgorithmicMedia": "partlyGenAICreation",
    _IPTC + "composite": "compositionMayContainGenAI",
    _IPTC + "screenCapture": "screenCaptureMayContainGenAI",
    _IPTC + "digitalCreation": "nonGenAIDigitalCreation",
    _C2PA + "empty": "blankCanvas",
}
_GENERATED_SOURCES = {
    _IPTC + "trainedAlgorithmicMedia",
    _IPTC + "compositeWithTrainedAlgorithmicMedia",
    _IPTC + "compositeSynthetic",
    _C2PA + "trainedAlgorithmicData",
}
_POSSIBLY_GENERATED_SOURCES = {_IPTC + "digitalArt", _IPTC + "composite"}
_COMPOSED = {
    "nonGenAIDigitalCreation",
    "blankCanvas",
    "compositionMayContainGenAI",
    "capturedMediaStitched",
    "screenCaptureMayContainGenAI",
}


def signals(manifest: Manifest) -> tuple[str, ...]:
    """The signals of one manifest, by the rubric's names, sorted."""
    found = set()
    for action in manifest.actions:
        source = _normal(action.source)
        if action.name in _INCEPTION:
            found.add(_INCEPTION_SIGNALS.get(source, ""))
        elif action.name not in _HOUSEKEEPING:
            found.add(_transformation(source))
    if any(one.manifest is None for one in manifest.ingredients):
        found.add("mediaUnknownProvenance")
    if _ambiguous(manifest):
        found.add("ambiguousActions")
    return tuple(sorted(found - {""}))


def all_signals(credential: Credential) -> tuple[str, ...]:
    """The signals of the picture's own line of manifests, and of what was put into it."""
    return tuple(sorted({signal for manifest in credential.manifests for signal in signals(manifest)}))


def statement(credential: Credential) -> Statement:
    """What the whole store says of the picture: a generated line with nothing foreign in it is «generated», else «part»."""
    line = list(_line(credential))
    own = {signal for manifest in line for signal in signals(manifest)}
    inside = {signal for manifest in credential.manifests for signal in signals(manifest)}
    if any(one.says_generated for one in line) and "perceptibleGenAI" not in own:
        return "generated"
    if "fullyGenAIMedia" in own and not any(action.name == "c2pa.placed" for one in line for action in one.actions):
        return "generated"
    if inside & {"fullyGenAIMedia", "partlyGenAICreation", "perceptibleGenAI"}:
        return "part"
    if any(edits(manifest) for manifest in line):
        return "edited"
    if is_capture(credential):
        return "captured"
    return "composed" if own & _COMPOSED else "other"


def is_capture(credential: Credential) -> bool:
    """Whether the picture's own line starts with a capture, edited since or not; a photograph put into it does not count."""
    return bool(_captures(credential))


def vouched_capture(credential: Credential) -> bool:
    """Whether the signer of the active manifest answers for that capture."""
    return any(manifest.vouched for manifest in _captures(credential))


def vouched(credential: Credential) -> bool:
    """Whether the signer of the active manifest answers for the statement, made in it or in one that it found trusted."""
    said = statement(credential)
    if said == "captured":
        return vouched_capture(credential)
    if said in ("generated", "part"):
        return any(manifest.vouched for manifest, _ in generating(credential)) or any(
            manifest.vouched and manifest.says_generated for manifest in credential.manifests
        )
    return True


def _captures(credential: Credential) -> list[Manifest]:
    if _signed_capture(credential):
        return list(credential.manifests[:1])
    return [manifest for manifest in _line(credential) if "capturedMedia" in signals(manifest)]


def edits(manifest: Manifest) -> tuple[Action, ...]:
    """The actions that change what is seen: neither inception nor housekeeping."""
    return tuple(one for one in manifest.actions if one.name and one.name not in _INCEPTION | _HOUSEKEEPING)


def generating(credential: Credential) -> Iterator[tuple[Manifest, Action]]:
    """Every step that says «generated», the latest manifest first, with the manifest that reports it."""
    for manifest in credential.manifests:
        for action in manifest.actions:
            if action.name not in _HOUSEKEEPING and _normal(action.source) in _GENERATED_SOURCES:
                yield manifest, action


def _line(credential: Credential) -> Iterator[Manifest]:
    """The active manifest and those of the same picture before: its parents, or a sole part that it merely wraps."""
    manifest, seen = credential.active, set[str]()
    while manifest is not None and manifest.label not in seen:
        seen.add(manifest.label)
        yield manifest
        manifest = _before(credential, manifest)


def _before(credential: Credential, manifest: Manifest) -> Manifest | None:
    inputs = list(credential.ingredient_of(manifest))
    for ingredient, parent in inputs:
        if ingredient.relationship == "parentOf" or _is_wrapped(manifest, ingredient):
            return parent
    return None


def _is_wrapped(manifest: Manifest, ingredient: Ingredient) -> bool:
    return len(manifest.ingredients) == 1 and not manifest.actions and ingredient.relationship == "componentOf"


def _transformation(source: str) -> str:
    if source in _GENERATED_SOURCES:
        return "perceptibleGenAI"
    if source in _POSSIBLY_GENERATED_SOURCES:
        return "perceptiblePossiblyGenAI"
    return "perceptibleNonGenAI" if source else ""


def _ambiguous(manifest: Manifest) -> bool:
    names = [action.name for action in manifest.actions]
    return (
        not names
        or not manifest.complete
        or any(not name.startswith("c2pa.") or name == "c2pa.unknown" for name in names)
    )


def _signed_capture(credential: Credential) -> bool:
    """A device that signs its EXIF block and reports no action (first generation of signing cameras)."""
    active = credential.active
    return active is not None and bool(active.camera) and not active.actions and not active.ingredients


def _normal(source: str) -> str:
    return source.replace("https://", "http://", 1)
