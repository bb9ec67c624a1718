"""GRIMMER against the peers' cases and against every sample of small numbers."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.deviations import fitting, grimmer, totals_of
from msccurate.forensics.result import Verdict
from msccurate.forensics.rounding import preimage, reported
from msccurate.forensics.squares import attainable, largest, smallest, within
from tests.forensics.peers import cases, published, wrong


def test_the_peers_cases() -> None:
    rows = cases("grimmer_scrutiny_tests")
    answers = [grimmer(row["x"], row["sd"], row["n"], int(row["items"])).possible for row in rows]
    assert wrong(rows, answers, "exact_consistent") == []
    assert None not in answers


def test_the_peers_cases_with_a_scale() -> None:
    rows = cases("sprite_pysprite_tests")
    answers = [
        grimmer(row["x"], row["sd"], row["n"], int(row["items"]), (row["min"], row["max"])).possible for row in rows
    ]
    assert wrong(rows, answers, "exact") == []
    assert None not in answers


def test_published_examples() -> None:
    for inputs, row in published("grimmer"):
        assert grimmer(**inputs).possible is (row["exact"] == "consistent"), row


def test_means_outside_of_the_scale() -> None:
    for inputs, _ in published("mean_in_range"):
        assert grimmer(inputs["mean"], "1", 30, scale=(inputs["min"], inputs["max"])).possible is False


@pytest.mark.parametrize(("n", "reach"), [(1, 9), (2, 9), (3, 9), (4, 9), (5, 6), (6, 6), (7, 5)])
def test_sums_of_squares_without_ends(n: int, reach: int) -> None:
    """Every sum from 0 to n-1 stands for all (a number may be added to each); no number is further than `reach`."""
    possible = defaultdict(set)
    for sample in combinations_with_replacement(range(-reach, reach + 1), n):
        possible[sum(sample)].add(sum(x * x for x in sample))
    for total in range(n):
        for q in range(reach * reach + 1):
            assert (attainable(n, total, q, q) is not None) == (q in possible[total]), (n, total, q)
            first = min((one for one in possible[total] if one >= q), default=None)
            if first is not None and first <= reach * reach:
                assert attainable(n, total, q, reach * reach) == first, (n, total, q)


def _reachable(n: int, top: int) -> dict[int, int]:
    """For every sum the sums of squares of n numbers from 0 to `top`, as bits."""
    reached = {0: 1}
    for _ in range(n):
        following: dict[int, int] = defaultdict(int)
        for total, bits in reached.items():
            for value in range(top + 1):
                following[total + value] |= bits << value * value
        reached = following
    return reached


@pytest.mark.parametrize(("n", "top"), [(1, 6), (2, 7), (3, 7), (4, 6), (5, 6), (6, 7), (8, 5), (12, 10), (30, 4)])
def test_sums_of_squares_within_ends(n: int, top: int) -> None:
    for total, bits in _reachable(n, top).items():
        assert (bits & -bits).bit_length() - 1 == smallest(n, total)
        assert bits.bit_length() - 1 == largest(n, total, top)
        for q in range(bits.bit_length() + 2):
            for width in (0, 2):
                assert within(n, total, q, q + width, top) == bool(bits >> q & (2 << width) - 1), (total, q, width)


def _samples(n: int, items: int, low: int, high: int) -> set[tuple[Fraction, Fraction]]:
    """Mean and sample variance of all samples."""
    found = set()
    for sample in combinations_with_replacement(range(low * items, high * items + 1), n):
        mean = Fraction(sum(sample), n)
        variance = sum((x - mean) ** 2 for x in sample) / (n - 1)
        found.add((mean / items, variance / items**2))
    return found


@pytest.mark.parametrize(
    ("n", "items", "low", "high"), [(2, 1, -1, 6), (3, 1, 0, 6), (4, 1, 0, 5), (5, 1, 1, 5), (6, 1, 0, 4), (4, 2, 0, 2)]
)
@pytest.mark.parametrize("decimals", [1, 2])
def test_every_sample_and_no_other(n: int, items: int, low: int, high: int, decimals: int) -> None:
    samples = _samples(n, items, low, high)
    by_units = {
        (mean, sd)
        for exact, variance in samples
        for mean in _units(exact, decimals)
        for sd in range(60)
        if (max(2 * sd - 1, 0)) ** 2 <= 400 * variance <= (2 * sd + 1) ** 2
    }
    means = sorted({mean for mean, _ in by_units})[:: 3 if decimals == 2 else 1]
    for mean in means:
        for sd in range(0, 40, 1 if n < 5 else 2):
            text = f"{'-' if mean < 0 else ''}{abs(mean) // 10**decimals}.{abs(mean) % 10**decimals:0{decimals}}"
            result = grimmer(text, f"{sd / 10:.1f}", n, items, (low, high))
            assert result.possible is ((mean, sd) in by_units), (text, sd, str(result))
            if result.possible:
                assert grimmer(text, f"{sd / 10:.1f}", n, items).possible


def _units(value: Fraction, decimals: int) -> set[int]:
    scaled = value * 10**decimals
    return {unit for unit in (int(scaled) - 1, int(scaled), int(scaled) + 1) if abs(unit - scaled) <= Fraction(1, 2)}


@given(
    st.lists(st.integers(-50, 50), min_size=2, max_size=60),
    st.integers(1, 5),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_the_mean_and_sd_of_a_sample_are_possible(sample: list[int], items: int, places: int, more: int) -> None:
    n, total = len(sample), sum(sample)
    mean = Fraction(total, n * items)
    units = sorted(_units(mean, places))[0]
    text = f"{'-' if units < 0 else ''}{abs(units) // 10**places}.{abs(units) % 10**places:0{places}}"
    text = text if places else text.removesuffix(".0").removesuffix(".")
    variance = (sum(x * x for x in sample) - Fraction(total * total, n)) / (n - 1) / items**2
    sd = round(float(variance) ** 0.5, more)
    while Fraction(f"{sd:.{more}f}") - Fraction(1, 2 * 10**more) > 0 and (
        (Fraction(f"{sd:.{more}f}") - Fraction(1, 2 * 10**more)) ** 2 > variance
    ):
        sd -= 10**-more
    low, high = min(sample) // items, -(-max(sample) // items)
    assert grimmer(text, f"{sd:.{more}f}", n, items).possible
    assert grimmer(text, f"{sd:.{more}f}", n, items, (low, high)).possible


def test_population_sd_and_truncation() -> None:
    sd = preimage(reported("0.50"))
    totals = totals_of(preimage(reported("1.5")), 2)
    assert fitting(totals, sd, 2) is None
    assert fitting(totals, sd, 2, population=True) == (3, 5)
    assert fitting(totals, preimage(reported("0.70")), 2) is None
    assert fitting(totals, preimage(reported("0.70"), "trunc"), 2) == (3, 5)


@pytest.mark.parametrize(("mean", "sd", "n"), [("5.1", "1.2", 1), ("<5.1", "1.2", 9), ("5.1", ">1", 9), ("5", "1", 0)])
def test_not_testable(mean: str, sd: str, n: int) -> None:
    assert grimmer(mean, sd, n).verdict is Verdict.NOT_TESTABLE


def test_a_negative_sd_is_impossible() -> None:
    assert grimmer("5.1", "-1.2", 10).possible is False
    assert grimmer("5.0", "-0.0", 10).possible is True


def test_sentences() -> None:
    assert str(grimmer("1.64", "0.3", 25)) == (
        "whole numbers with a mean of 1.64 cannot have an SD of 0.3 for n = 25; the nearest possible is 0.5"
    )
    assert grimmer("8.9", "2.81", 25).total == 223
    assert grimmer("8.9", "2.81", 25).squares == 2179
    assert str(grimmer("5.19", "1.2", 28)) == (
        "a mean of 5.19 is impossible for n = 28: no whole total gives it; the nearest possible is 5.18"
    )


def test_large_samples_are_decided_at_once() -> None:
    """However many totals fit the mean."""
    assert grimmer("45", "17", 10_000_000).possible
    assert grimmer("1.5", "0.3", 10_000_000).possible is False
    assert grimmer("1.5", "0.3", 1_000_000, 10).possible is True
    assert grimmer("45.3", "49.4", 100_000, scale=(0, 100)).possible
    assert grimmer("45.3", "55.4", 1_000_000, scale=(0, 100)).possible is False
