"""The pixel measurements of a picture: one number each, all but the sensor's trace taken on the same treated view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from forensics.picture import Picture
from forensics.pixels.crossdiff import spectrum_peaks
from forensics.pixels.dctstats import kept_detail
from forensics.pixels.flatness import flat_noise
from forensics.pixels.neighbours import zigzag
from forensics.pixels.texture import detail_concentration
from forensics.pixels.view import view

SENSOR = "cfa"
ON_VIEW: Mapping[str, Callable[[NDArray[np.float32]], float | None]] = {
    "flat_noise": flat_noise,
    "texture": detail_concentration,
    "spectrum": spectrum_peaks,
    "neighbours": zigzag,
    "dct": kept_detail,
}


def of_view(treated: NDArray[np.float32]) -> dict[str, float]:
    """Every measurement that a treated view allows, by name."""
    values = {name: measure(treated) for name, measure in ON_VIEW.items()}
    return {name: value for name, value in values.items() if value is not None}


def of_picture(picture: Picture) -> dict[str, float]:
    """The same for a picture; computed once."""
    return picture.once(_measured)


def _measured(picture: Picture) -> dict[str, float]:
    return of_view(view(picture))
