"""Content Credentials (C2PA) read and verified offline; integrity and trust are two answers, never one.

The verifier is ``encypher-c2pa``: it never touches the network here. Its «invalid» covers much that is harmless
(an expired certificate, a malformed action), so the status codes are weighed one by one: only a hash or a signature
that does not match makes a file *altered*. Source: C2PA Technical Specification 2.x, section 15 (validation).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, Literal

from forensics.metadata.record import Tag, tag
from forensics.picture import Picture
from forensics.text import clean

Integrity = Literal["intact", "altered", "unreadable"]
Trust = Literal["known", "unknown", "expired"]

MOST_MANIFESTS = 64
MOST_ENTRIES = 512
_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
    "HEIF": "image/heic",
}
_TERMS = b"http://purl.org/dc/terms/"
# What makes a file «altered»: a hash or a signature that was checked and does not match.
_MISMATCH = re.compile(r"(?:Hash|hashedURI|manifest|claimSignature|timeStamp)\.mismatch$")
# Failures that leave the bond between statement and picture whole: who signed, and formalities of the statement.
_HARMLESS = re.compile(
    r"^(?:signingCredential\.|claimSignature\.outsideValidity|timeStamp\.|assertion\.action\.|assertion\.metadata\."
    r"|assertion\.ingredient\.malformed|algorithm\.deprecated|cawg\.|com\.encypher\.)"
)


@dataclass(frozen=True, slots=True)
class Action:
    """One step that a manifest reports; ``source`` is the whole URI of its digital source type, or empty."""

    name: str
    source: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file that went in; ``manifest`` is the label of its own manifest in the same store, if it has one that held.

    ``trusted`` is what the signer noted of the other signer when the file went in: on a list, on none, or nothing.
    """

    relationship: str
    manifest: str | None = None
    trusted: bool | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one signer stated about one state of the file.

    ``complete``: every action is listed, as the signer says. ``camera``: make and model of a signed EXIF block.
    ``says_generated``: a vendor's own assertion on generation, beside the actions. ``vouched``: signed by the signer of
    the active manifest, or by one whom that signer found on a trust list.
    """

    label: str
    generator: str = ""
    signer: str = ""
    actions: tuple[Action, ...] = ()
    complete: bool = False
    ingredients: tuple[Ingredient, ...] = ()
    camera: str = ""
    watermarks: tuple[str, ...] = ()
    says_generated: bool = False
    issuer: str = ""
    vouched: bool = True


@dataclass(frozen=True, slots=True)
class Credential:
    """A whole manifest store. ``manifests`` are reachable from the active one, which comes first; empty if unreadable.

    ``remote``: the file only points to a store on the Internet, which is not fetched. ``fields`` are the lines on
    people, places and devices that the statement repeats; they are personal data like those of EXIF.
    """

    integrity: Integrity
    trust: Trust
    manifests: tuple[Manifest, ...] = ()
    failures: tuple[str, ...] = ()
    remote: bool = False
    fields: tuple[Tag, ...] = ()

    @property
    def active(self) -> Manifest | None:
        return self.manifests[0] if self.manifests else None

    def ingredient_of(self, manifest: Manifest) -> Iterator[tuple[Ingredient, Manifest]]:
        """The ingredients of ``manifest`` that carry a manifest of their own, with it."""
        known = {one.label: one for one in self.manifests}
        for ingredient in manifest.ingredients:
            if ingredient.manifest in known:
                yield ingredient, known[ingredient.manifest]


def credential(picture: Picture) -> Credential | None:
    """The Content Credentials of a picture; for `Picture.once`."""
    return read_credential(picture.data, picture.format)


def read_credential(data: bytes, format_: str, anchors: str | None = None) -> Credential | None:
    """The Content Credentials of a file of format ``format_`` (a name of `picture.FORMATS`), or None if it has none.

    ``anchors``: certificates in PEM to trust beside the bundled lists.
    """
    if format_ not in _TYPES or not _may_have_one(data):
        return None
    report = _verified(data, _TYPES[format_], anchors)
    if report is None:
        return Credential("unreadable", "unknown")
    if _is_remote(report):
        return Credential("unreadable", "unknown", remote=True)
    return _credential(report, data) if report.get("present") is True else None


@cache
def trust_list_date() -> str:
    """The ISO date of the trust list that the verifier carries, as its own description states it; empty if unknown."""
    try:
        described = distribution("encypher-c2pa").read_text("METADATA") or ""
    except PackageNotFoundError:
        return ""
    found = re.search(r"trust snapshot dated `?(\d{4}-\d\d-\d\d)", described)
    return found[1] if found else ""


def _may_have_one(data: bytes) -> bool:
    """The words alone occur by chance in compressed data: they only decide whether the verifier is asked."""
    return (b"c2pa" in data and (b"jumb" in data or b"jumd" in data)) or _TERMS in data


def _verified(data: bytes, media_type: str, anchors: str | None) -> Mapping[str, Any] | None:
    """The verifier's report; None when it gives up."""
    import encypher_c2pa

    try:
        report = encypher_c2pa.verify(data, media_type, trust_pem=anchors, telemetry=False, online=False)
    except (ValueError, RuntimeError, OSError, RecursionError):
        return None
    return _mapping(report)


def _is_remote(report: Mapping[str, Any]) -> bool:
    return "manifest.inaccessible" in _codes(report, "failure") | _codes(report, "informational")


def _credential(report: Mapping[str, Any], data: bytes) -> Credential:
    store = _mapping(_mapping(report.get("manifest_report")).get("manifests"))
    active = str(_mapping(report.get("manifest_report")).get("active_manifest") or "")
    manifests = tuple(_reachable(store, active))
    failures = tuple(sorted(_codes(report, "failure")))
    integrity = _integrity(report, failures, _mapping(store.get(active)), data)
    fields = tuple(field for one in manifests for field in _fields(_mapping(store.get(one.label))))
    return Credential(integrity, _trust(report, failures), manifests, failures, fields=fields)


def _integrity(report: Mapping[str, Any], failures: Sequence[str], active: Mapping[str, Any], data: bytes) -> Integrity:
    if "algorithm.unsupported" in failures:  # nothing was hashed: the mismatch that follows means nothing
        return "unreadable"
    if any(_MISMATCH.search(code) for code in failures):
        only_the_binding = [code for code in failures if _MISMATCH.search(code)] == ["assertion.dataHash.mismatch"]
        return "unreadable" if only_the_binding and _bytes_agree(active, data) else "altered"
    whole = report.get("signature") == "valid" and report.get("hard_binding") == "match"
    return "intact" if whole and all(_HARMLESS.match(code) for code in failures) else "unreadable"


def _trust(report: Mapping[str, Any], failures: Sequence[str]) -> Trust:
    if {"claimSignature.outsideValidity", "signingCredential.expired"} & set(failures):
        return "expired"
    chained = _mapping(report.get("trust")).get("status") == "valid_for_supplied_material"
    return "known" if chained and "signingCredential.untrusted" not in failures else "unknown"


def _bytes_agree(manifest: Mapping[str, Any], data: bytes) -> bool:
    """Whether the hash fits all the same: the verifier also says «mismatch» of a range left out that is too wide.

    Such a range may hide bytes of the picture, so that a hash that fits does not make the file intact either.
    """
    for label, content in _assertions(manifest):
        if label != "c2pa.hash.data" or content.get("alg", "sha256") not in ("sha256", "sha384", "sha512"):
            continue
        digest, position = hashlib.new(str(content.get("alg", "sha256"))), 0
        for gap in _mappings(content.get("exclusions")):
            start, length = gap.get("start"), gap.get("length")
            if not isinstance(start, int) or not isinstance(length, int) or start < position or length < 0:
                return False
            digest.update(data[position:start])
            position = start + length
        digest.update(data[position:])
        return digest.digest() == _binary(content.get("hash"))
    return False


def _reachable(store: Mapping[str, Any], active: str) -> Iterator[Manifest]:
    """The active manifest, then those of its ingredients, breadth first; a store may hold others that nothing names."""
    waiting: list[tuple[str, Ingredient | None, Manifest | None]] = [(active, None, None)]
    seen = {active}
    while waiting and len(seen) <= MOST_MANIFESTS:
        label, ingredient, owner = waiting.pop(0)
        if label not in store:
            continue
        manifest = _manifest(label, _mapping(store[label]))
        if ingredient is not None and owner is not None:
            manifest = replace(manifest, vouched=_is_vouched(manifest, ingredient, owner))
        yield manifest
        named = [(one.manifest, one) for one in manifest.ingredients if one.manifest and one.manifest not in seen]
        waiting += [(name, one, manifest) for name, one in named]
        seen.update(name for name, _ in named)


def _is_vouched(manifest: Manifest, ingredient: Ingredient, owner: Manifest) -> bool:
    """The verifier checks no ingredient anew: what the owner noted of it counts, and whether both have one signer."""
    same = (manifest.signer, manifest.issuer) == (owner.signer, owner.issuer)
    return owner.vouched and (ingredient.trusted is True or (same and ingredient.trusted is None))


def _manifest(label: str, found: Mapping[str, Any]) -> Manifest:
    actions: list[Action] = []
    ingredients: list[Ingredient] = []
    watermarks: list[str] = []
    camera, complete, says_generated = "", False, False
    for name, content in _assertions(found):
        if name in ("c2pa.actions", "c2pa.actions.v2"):
            actions += map(_action, _mappings(content.get("actions")))
            complete = content.get("allActionsIncluded") is True
        elif name.startswith("c2pa.ingredient"):
            ingredients.append(_ingredient(content))
        elif name in ("stds.exif", "c2pa.metadata"):
            camera = camera or _camera(content)
        elif name == "c2pa.soft-binding":
            watermarks.append(_text(content.get("alg")))
        elif name == "c2pa.ai_generated_content":
            says_generated = True
    signature = _mapping(found.get("signature_info"))
    signer = _text(signature.get("common_name")) or _text(signature.get("issuer"))
    return Manifest(
        label,
        _generator(found),
        signer,
        tuple(actions),
        complete,
        tuple(ingredients),
        camera,
        tuple(mark for mark in watermarks if mark),
        says_generated,
        _text(signature.get("issuer")),
    )


def _assertions(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Label, without the number that tells instances apart, and content."""
    for assertion in _mappings(manifest.get("assertions")):
        yield re.sub(r"__\d+$", "", str(assertion.get("label", ""))), _mapping(assertion.get("data"))


def _action(found: Mapping[str, Any]) -> Action:
    source = found.get("digitalSourceType") or _mapping(found.get("parameters")).get("digitalSourceType")
    return Action(_text(found.get("action")), _text(source), _named(found.get("softwareAgent")))


def _ingredient(found: Mapping[str, Any]) -> Ingredient:
    target = _mapping(found.get("activeManifest")) or _mapping(found.get("c2pa_manifest"))
    label = str(target.get("url", "")).partition("/c2pa/")[2].partition("/")[0]
    noted = _noted(found)
    if any(_MISMATCH.search(code) for code in noted):  # it did not hold when it went in
        return Ingredient(_text(found.get("relationship")))
    known = {"signingCredential.trusted": True, "signingCredential.untrusted": False}
    trusted = next((known[code] for code in sorted(noted, reverse=True) if code in known), None)
    return Ingredient(_text(found.get("relationship")), label or None, trusted)


def _noted(found: Mapping[str, Any]) -> set[str]:
    """The status codes that the signer noted when the file went in: ``validationResults`` (v3) or ``validationStatus``."""
    results = _mapping(_mapping(found.get("validationResults")).get("activeManifest"))
    listed = [*_mappings(results.get("success")), *_mappings(results.get("failure"))]
    return {str(status.get("code")) for status in (*listed, *_mappings(found.get("validationStatus")))}


def _generator(manifest: Mapping[str, Any]) -> str:
    """The program that wrote the claim: ``claim_generator_info`` (one or a list), else the older text field."""
    info = manifest.get("claim_generator_info")
    first = info[0] if isinstance(info, list) and info else info
    return _named(first) or _text(manifest.get("claim_generator"))


def _camera(exif: Mapping[str, Any]) -> str:
    """Make and model of a signed EXIF block; prefixes and their case vary between writers."""
    fields = {str(name).rpartition(":")[2].lower(): value for name, value in exif.items()}
    make, model = _text(fields.get("make")), _text(fields.get("model"))
    return f"{make} {model}".strip() if make and model else ""


def _fields(manifest: Mapping[str, Any]) -> Iterator[Tag]:
    """What assertions on the shot and on the author say, under the names that EXIF gives."""
    for name, content in _assertions(manifest):
        if name in ("stds.exif", "c2pa.metadata", "stds.iptc"):
            for key, value in list(content.items())[:MOST_ENTRIES]:
                if isinstance(value, str) and value.strip():
                    field = key.rpartition(":")[2]
                    yield tag("C2PA", "Author" if field == "creator" else field, value, "c2pa", name)
        elif name == "stds.schema-org.CreativeWork":
            authors = content.get("author")
            for author in _mappings(authors if isinstance(authors, list) else [authors]):
                if author.get("@type") != "Organization" and _text(author.get("name")):
                    yield tag("C2PA", "Author", str(author["name"]), "c2pa", name)


def _named(value: Any) -> str:
    """A program given as text or as ``{name, version}``."""
    return _text(value.get("name")) if isinstance(value, Mapping) else _text(value)


def _codes(report: Mapping[str, Any], outcome: str) -> set[str]:
    results = _mapping(report.get("validation_results"))
    return {str(status.get("code")) for status in _mappings(results.get(outcome))}


def _text(value: Any) -> str:
    return clean(value, 120) if isinstance(value, str) else ""


def _binary(value: Any) -> bytes:
    try:
        return base64.b64decode(value) if isinstance(value, str) else bytes(value or ())
    except (binascii.Error, TypeError, ValueError):
        return b""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(values: Any) -> Iterable[Mapping[str, Any]]:
    listed = values[:MOST_ENTRIES] if isinstance(values, list) else []
    return [value for value in listed if isinstance(value, Mapping)]
