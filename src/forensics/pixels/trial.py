"""The pixel measurements tried on labelled pictures, so that their false alarms can be counted by anyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from forensics.errors import NotApplicable, UnreadableInput
from forensics.picture import Picture
from forensics.pixels.guard import require_photograph
from forensics.pixels.measures import ON_VIEW, of_picture
from forensics.pixels.reference import SEVERAL, measured
from forensics.pixels.traits import of_whole_picture


class Truth(StrEnum):
    """What a person says that a picture is."""

    PHOTO = "photo"
    GENERATED = "generated"


@dataclass
class Tally:
    """Pictures of one kind: how many were measured, which stand out by each measurement, why the others were refused."""

    measured: int = 0
    standing_out: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in (*ON_VIEW, SEVERAL)})
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, picture: Picture) -> None:
        """Measure a picture known as ``name`` exactly as an examination does."""
        try:
            require_photograph(picture)
        except NotApplicable as why:
            self.refused[why.reason] += 1
            return
        self.measured += 1
        together = measured().combined.value(picture.once(of_whole_picture))
        for measure, value in {**of_picture(picture), SEVERAL: together}.items():
            if value is not None and measured().references[measure].is_beyond(value):
                self.standing_out[measure].append(name)


def tried(
    pictures: Iterable[tuple[str, Path, Truth]], unreadable: Callable[[UnreadableInput], None]
) -> dict[Truth, Tally]:
    """A tally for each kind; a file that cannot be read is handed to ``unreadable`` and counts nowhere."""
    tallies = {truth: Tally() for truth in Truth}
    for name, path, truth in pictures:
        try:
            tallies[truth].add(name, Picture.read(path))
        except UnreadableInput as fault:
            unreadable(fault)
    return tallies
