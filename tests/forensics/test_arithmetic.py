"""Arithmetic on printed numbers, against brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor, sqrt
from random import Random

import pytest

from msccurate.forensics import percentages, spread
from msccurate.forensics.repeats import Series, repeats
from msccurate.printed import Printed


def _rounded(value: Fraction, decimals: int) -> set[int]:
    """Every mantissa that a right rounding may give: half up, half down, half even."""
    scaled = value * 10**decimals
    low = floor(scaled)
    if scaled - low == Fraction(1, 2):
        return {low, low + 1}
    return {low if scaled - low < Fraction(1, 2) else low + 1}


def test_a_right_percentage_always_fits_and_a_wrong_one_never() -> None:
    for total, decimals in product(range(1, 41), (0, 1, 2)):
        for count in range(total + 1):
            right = _rounded(Fraction(100 * count, total), decimals)
            for mantissa in {one + shift for one in right for shift in (-2, -1, 0, 1, 2)}:
                number = Printed("", mantissa, decimals)
                assert percentages.fits(number, count, total) == (mantissa in right), (count, total, mantissa)


def test_counts_behind_a_percentage() -> None:
    assert percentages.counts(Printed("80.6", 806, 1), 31) == [25]
    assert percentages.counts(Printed("25.7", 257, 1), 10) == []


def test_truncation_and_shares() -> None:
    assert percentages.truncated(Printed("83.8", 838, 1), 26, 31)
    assert not percentages.truncated(Printed("83.9", 839, 1), 26, 31)
    assert percentages.share(25, 31, 1) == "80.6"
    assert percentages.share(1, 16, 1) == "6.3"
    assert percentages.share(31, 31, 0) == "100"


def _point(value: float):
    return Printed(str(value), int(value), 0, exact=True).interval


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_bounds_of_the_standard_deviation(n: int) -> None:
    """Over all samples of whole numbers from 0 to 4 that have both ends."""
    sds = []
    for sample in product(range(5), repeat=n):
        if min(sample) == 0 and max(sample) == 4:
            mean = sum(sample) / n
            sd = sqrt(sum((x - mean) ** 2 for x in sample) / (n - 1))
            sds.append(sd)
            assert sd <= spread.largest_sd_about(type(_point(0))(mean, mean), _point(0), _point(4), n) * (1 + 1e-12)
    assert max(sds) <= spread.largest_sd(_point(0), _point(4), n) * (1 + 1e-12)
    assert max(sds) == pytest.approx(spread.largest_sd(_point(0), _point(4), n))
    assert min(sds) >= spread.smallest_sd(_point(0), _point(4), n) * (1 - 1e-12)


def _walks(random: Random, rows: int = 14, columns: int = 8) -> list[dict[int, Printed]]:
    """Series of a patient: random walks, printed with one decimal."""
    series = []
    for _ in range(rows):
        value, cells = random.uniform(20, 200), {}
        for column in range(columns):
            value = max(value + random.gauss(0, value / 8), 1)
            cells[column] = Printed("", round(value * 10), 1)
        series.append(cells)
    return series


def test_chance_alone_repeats_no_column() -> None:
    for seed in range(30):
        rows = [Series(cells) for cells in _walks(Random(seed))]
        assert all(one.chance >= 0.001 for one in repeats(rows, list(range(8))))


def test_a_copied_column_is_found() -> None:
    for seed in range(10):
        walks = _walks(Random(seed))
        for cells in walks[:8]:
            cells[7] = cells[2]
        found = repeats([Series(cells) for cells in walks], list(range(8)))
        assert (found[0].left, found[0].right) == (2, 7)
        assert found[0].chance < 1e-6
