"""Weighs the findings into a `Reading`: two axes, lanes never summed, abstention as the usual answer."""

from __future__ import annotations

from collections.abc import Iterable

from forensics.model import Evidence, Finding, Reading


def read(evidence: Iterable[Evidence]) -> Reading:
    """The reading of everything found. Pixel measurements alone never leave «undecided»."""
    findings = [finding for one in evidence for finding in one.findings]
    return Reading(personal_data=_personal(findings))


def _personal(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(
        finding.code for finding in findings if finding.code.startswith("personal.") and finding.code != "personal.none"
    )
