"""The smallest and largest SD, against every sample of small numbers."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from msccurate.forensics.bounds import sd_bounds
from msccurate.forensics.result import Verdict
from tests.forensics.peers import published
from tests.forensics.test_grimmer import _samples


def test_published_examples() -> None:
    for inputs, row in published("sd_bounds"):
        result = sd_bounds(inputs["mean"], inputs["n"], inputs["min"], inputs["max"], inputs["items"])
        if row["expected"].startswith("["):
            expected = [f"{end:.2f}" for end in json.loads(row["expected"])]
            assert [result.low, result.high] == expected
        else:
            assert result.possible is False


@pytest.mark.parametrize(
    ("n", "items", "low", "high"),
    [(2, 1, 0, 6), (3, 1, -2, 4), (4, 1, 1, 5), (5, 1, 0, 4), (6, 1, 0, 3), (3, 3, 0, 2), (3, 1, 2, 2)],
)
@pytest.mark.parametrize("places", [0, 1, 2])
def test_every_sample(n: int, items: int, low: int, high: int, places: int) -> None:
    samples = _samples(n, items, low, high)
    unit = 10**places
    for mean in range((low - 1) * unit, (high + 1) * unit + 1):
        ends = Fraction(2 * mean - 1, 2 * unit), Fraction(2 * mean + 1, 2 * unit)
        variances = [variance for exact, variance in samples if ends[0] <= exact <= ends[1]]
        text = f"{'-' if mean < 0 else ''}{abs(mean) // unit}" + (f".{abs(mean) % unit:0{places}}" if places else "")
        result = sd_bounds(text, n, low, str(high), items)
        assert result.possible is bool(variances)
        assert result.squares == ((min(variances), max(variances)) if variances else None)
        if result.interval is not None and result.squares is not None:
            assert Fraction(result.interval.low) ** 2 <= result.squares[0]
            assert Fraction(result.interval.high) ** 2 >= result.squares[1]


def test_not_testable_and_words() -> None:
    assert sd_bounds("4.2", 1, 1, 7).verdict is Verdict.NOT_TESTABLE
    assert sd_bounds("> 4.2", 5, 1, 7).verdict is Verdict.NOT_TESTABLE
    assert str(sd_bounds("4.2", 5, 1, 7)) == "the SD lies between 0.45 and 3.03 for n = 5 and a mean of 4.2"
    with pytest.raises(ValueError, match="wrong order"):
        sd_bounds("4.2", 5, 7, 1)
    with pytest.raises(ValueError, match="is not whole: an end of the scale is a whole number"):
        sd_bounds("4.2", 5, "1.5", 7)
