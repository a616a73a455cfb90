"""The shipped figures: bins cover every value, and the combined number abstains away from what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensics.pixels.reference import measured

NAMES = sorted(measured().references)


@given(st.sampled_from(NAMES), st.floats(allow_nan=False))
def test_every_value_has_a_bin(name: str, value: float) -> None:
    histogram = measured().references[name].histogram
    assert len(histogram.photos) == len(histogram.generated) == len(histogram.edges) - 1
    assert 0 <= histogram.bin_of(value) < len(histogram.photos)


@pytest.mark.parametrize("name", NAMES)
def test_bins_rise_and_a_value_lies_between_its_edges(name: str) -> None:
    histogram = measured().references[name].histogram
    assert list(histogram.edges) == sorted(histogram.edges)
    for number, (low, high) in enumerate(zip(histogram.edges, histogram.edges[1:], strict=False)):
        assert histogram.bin_of((low + high) / 2) == number


def test_the_average_picture_is_near_and_a_strange_one_abstains() -> None:
    combined = measured().combined
    assert combined.value(combined.centre) == pytest.approx(0)
    strange = tuple(mid + 10 * wide for mid, wide in zip(combined.centre, combined.scale, strict=True))
    assert combined.value(strange) is None
    assert combined.value(()) is None


def test_the_combined_number_follows_its_weights() -> None:
    combined = measured().combined
    leaning = tuple(
        mid + 0.5 * wide * (1 if weight > 0 else -1)
        for mid, wide, weight in zip(combined.centre, combined.scale, combined.weights, strict=True)
    )
    assert combined.value(leaning) == pytest.approx(0.5 * sum(map(abs, combined.weights)))
