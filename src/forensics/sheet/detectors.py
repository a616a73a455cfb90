"""Two detectors that a class may put to the test: a rule of thumb, and this tool's own pixel measurements.

Each says «alert» or nothing on a picture as it is and once it has been sent by messaging: the same scene, another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from forensics.analyses import Context
from forensics.corpus.record import Origin
from forensics.model import Sign
from forensics.picture import Limits, Picture
from forensics.pipeline import examine_picture
from forensics.sheet.copies import copies

_ALERTS = (Sign.CLUE, Sign.WEAK_CLUE)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Whether each detector raised an alert, before and after sending. ``rule``: no camera information, so generated."""

    generated: bool
    rule: tuple[bool, bool]
    pixels: tuple[bool, bool]


def alerts_of(picture: Picture, origin: str) -> Alerts:
    """Both detectors on a picture and on its copy sent by messaging."""
    sent = next(copy for copy in copies(picture) if copy.name == "sent")
    after = Picture(Path("sent.jpg"), sent.data, "JPEG", Limits())
    (rule_before, pixels_before), (rule_after, pixels_after) = _alerts(picture), _alerts(after)
    return Alerts(origin == Origin.GENEREE, (rule_before, rule_after), (pixels_before, pixels_after))


def _alerts(picture: Picture) -> tuple[bool, bool]:
    findings = list(examine_picture(picture, Context(), ("metadata", "generated")).findings())
    rule = any(one.code == "exif.none" for one in findings)
    return rule, any(one.code.startswith("generated.") and one.sign in _ALERTS for one in findings)
