"""Whether a set would teach a false rule: «no EXIF, so generated», «square, so generated», «generated, so worthless»."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from forensics.corpus.record import Origin, Record, Worth
from forensics.picture import Picture


@dataclass(frozen=True, slots=True)
class Facts:
    """One picture of the set: what a pupil could notice about the file, beside what the record says."""

    record: Record
    exif: bool
    format: str
    square: bool


def facts_of(picture: Picture, record: Record) -> Facts:
    """The facts of a picture that can be read."""
    return Facts(record, _has_camera(picture), picture.format, picture.width == picture.height)


def warnings(pictures: Sequence[Facts]) -> Iterator[tuple[str, dict[str, str]]]:
    """Codes of ``[exercise.warnings]`` with what fills their sentences."""
    generated = [one for one in pictures if one.record.origine_reelle == Origin.GENEREE]
    captured = [one for one in pictures if one.record.origine_reelle == Origin.CAPTEE]
    others = [one for one in pictures if one not in generated]
    yield from _shortcuts(generated, captured, others)
    if generated and all(one.record.valeur_attendue in (Worth.TROMPEUSE, Worth.SANS_VALEUR) for one in generated):
        yield "all_misleading", {}
    if captured and not any(one.record.valeur_attendue == Worth.TROMPEUSE for one in captured):
        yield "all_captured_good", {}
    for missing, code in ((generated, "no_generated"), (captured, "no_captured")):
        if not missing:
            yield code, {}
    if not any(one.record.origine_reelle == Origin.INDETERMINEE for one in pictures):
        yield "no_undetermined", {}
    if not any(one.record.cas_piege for one in pictures):
        yield "no_trap", {}
    empty = [one.record.id for one in pictures if not (one.record.origine_reelle and one.record.valeur_attendue)]
    if empty:
        yield "incomplete", {"codes": ", ".join(empty)}


def _shortcuts(
    generated: Sequence[Facts], captured: Sequence[Facts], others: Sequence[Facts]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Marks that all generated pictures bear and no other does, or the reverse for captured ones."""
    if _only(generated, others, lambda one: not one.exif):
        yield "all_without_exif", {}
    if generated and _only(generated, others, lambda one: one.format == generated[0].format):
        yield "all_png", {"format": generated[0].format}
    if _only(generated, others, lambda one: one.square):
        yield "all_square", {}
    if _only(captured, [one for one in (*generated, *others) if one not in captured], lambda one: one.exif):
        yield "all_exif", {}


def _only(these: Sequence[Facts], others: Sequence[Facts], bears: Callable[[Facts], bool]) -> bool:
    return bool(these and others) and all(map(bears, these)) and not any(map(bears, others))


def _has_camera(picture: Picture) -> bool:
    """Whether the file names a camera: make or model."""
    try:
        exif = picture.image.getexif()
    except Exception:  # a damaged block is a block that pupils cannot read either
        return False
    return bool(exif.get(0x010F) or exif.get(0x0110))
