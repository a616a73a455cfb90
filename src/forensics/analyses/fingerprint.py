"""What the picture looks like, in a short code that others can compare: PDQ (256 bits) and pHash (64 bits)."""

from __future__ import annotations

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.corpus.fingerprint import fingerprint
from forensics.model import Finding, Sign
from forensics.picture import Picture


def run(picture: Picture, context: Context) -> Outcome:
    """The two codes in hexadecimal. A plain picture has none: two of them would look alike by chance."""
    found = picture.once(fingerprint)
    if found.flat:
        raise NotApplicable("flat")
    values = {"pdq": found.pdq.hex(), "phash": found.phash.hex()}
    return Outcome((Finding("fingerprint.values", Sign.WEAK_CLUE, values=values),))


ANALYSIS = Analysis("fingerprint", "1", ("fingerprint.values",), run, order=80)
