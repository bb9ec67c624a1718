"""Bounds between mean, SD and quantiles, wholes of parts, reported distributions: against samples, value by value."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import inf
from statistics import median, quantiles, variance

from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.quantiles import (
    end_reach,
    largest_mean,
    least_variance,
    median_reach,
    smallest_mean,
    telling,
)
from msccurate.forensics.standard_errors import half_widths, standard_error
from msccurate.forensics.subgroups import weighted_mean
from msccurate.forensics.tallies import Class, mean_of, quantiles_of
from msccurate.printed import Interval

SAMPLES = st.lists(st.integers(-50, 50).map(Fraction), min_size=2, max_size=30)
METHODS = st.sampled_from(["inclusive", "exclusive"])


def mean(values: list[Fraction]) -> Fraction:
    return Fraction(sum(values), len(values))


@given(SAMPLES, METHODS)
def test_no_sample_is_outside_of_its_bounds(values: list[Fraction], method: str) -> None:
    n, centre, spread = len(values), mean(values), variance(values)
    q1, middle, q3 = (Fraction(one) for one in quantiles(values, n=4, method=method))
    q1, q3 = max(q1, min(values)), min(q3, max(values))  # the exclusive method may lie outside of two or three values
    assert smallest_mean(n, min(values), q1, middle, q3) <= centre <= largest_mean(n, q1, middle, q3, max(values))
    assert (
        smallest_mean(n, min(values), None, middle, None) <= centre <= largest_mean(n, None, middle, None, max(values))
    )
    assert spread >= least_variance(q3 - q1, n)
    # the square of an SD is its variance: the reaches take an SD, so they are asked with a root that is exact
    assert (centre - middle) ** 2 <= median_reach(Fraction(1), n) * spread
    assert all((one - centre) ** 2 <= end_reach(Fraction(1), n) * spread for one in (min(values), max(values)))


def test_the_bounds_are_reached() -> None:
    assert largest_mean(8, Fraction(1), Fraction(2), Fraction(3), Fraction(4)) == Fraction(2 * (1 + 2 + 3 + 4), 8)
    halves = [Fraction(one) for one in (0, 0, 1, 1)]
    assert least_variance(Fraction(1), 4) * 2 <= variance(halves)
    quarter = [Fraction(one) for one in (0, 1, 1, 2)]
    assert variance(quarter) == least_variance(Fraction(2), 4)
    assert end_reach(Fraction(1), 4) == Fraction(9, 4)  # 0 0 0 1: (3/4)² = 9/4 · 1/4
    assert variance([Fraction(0)] * 3 + [Fraction(1)]) * end_reach(Fraction(1), 4) == Fraction(9, 16)


@given(st.integers(2, 60), st.integers(0, 12), SAMPLES)
def test_the_loosest_size_is_among_those_that_are_tried(least: int, more: int, values: list[Fraction]) -> None:
    sizes = range(least, least + more + 1)
    q1, middle, q3, most = sorted([*values, Fraction(0), Fraction(1)])[-4:]
    assert max(largest_mean(n, q1, middle, q3, most) for n in telling(sizes)) == max(
        largest_mean(n, q1, middle, q3, most) for n in sizes
    )
    assert min(least_variance(Fraction(1), n) for n in telling(sizes)) == min(
        least_variance(Fraction(1), n) for n in sizes
    )


@given(
    st.lists(
        st.tuples(st.integers(-9, 9), st.integers(0, 3), st.integers(1, 5), st.integers(0, 3)), min_size=2, max_size=4
    )
)
def test_a_weighted_mean_is_between_its_ends(groups: list[tuple[int, int, int, int]]) -> None:
    """Every corner of the box of means and n, tried."""
    means = [(Fraction(low), Fraction(low + width)) for low, width, _, _ in groups]
    sizes = [range(least, least + more + 1) for *_, least, more in groups]
    tried = [
        sum(n * one for n, one in zip(weights, corner, strict=True)) / Fraction(sum(weights))
        for weights in product(*sizes)
        for corner in product(*means)
    ]
    assert weighted_mean(means, sizes) == (min(tried), max(tried))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=40), METHODS)
def test_a_distribution_holds_the_quantiles_of_its_values(values: list[int], method: str) -> None:
    classes = [Class(values.count(one), Fraction(one), Fraction(one)) for one in range(1, 5)]
    assert mean_of(classes) == (Fraction(sum(values), len(values)),) * 2
    ends = quantiles_of(classes)
    told = {"min": Fraction(min(values)), "max": Fraction(max(values)), "median": Fraction(median(values))}
    if len(values) > 3:
        told |= dict(zip(("q1", "median", "q3"), map(Fraction, quantiles(values, n=4, method=method)), strict=True))
    for name, value in told.items():
        low, high = ends[name]
        assert low is not None
        assert high is not None
        assert low <= value <= high, name


def test_an_open_class_has_no_upper_end() -> None:
    classes = [Class(3, Fraction(1), Fraction(1)), Class(1, Fraction(2), None)]
    assert mean_of(classes) == (Fraction(5, 4), None)
    assert quantiles_of(classes)["max"] == (Fraction(2), None)
    assert quantiles_of(classes)["median"] == (1, 1)


def test_the_handbook_s_example_of_an_interval() -> None:
    """Cochrane Handbook 6.5.2.2: n = 25, 95 % CI 30.0 to 34.2 by t (2.064): an SE of 1.017."""
    error = Interval(4.2 / 2 / 2.0639, 4.2 / 2 / 2.0638)
    by_z, by_t = half_widths(error, range(25, 26), 95)
    assert by_t.meets(Interval(2.0999, 2.1001))
    assert not by_z.meets(Interval(2.0999, 2.1001))
    assert standard_error(Interval(5.0, 5.0), range(25, 26)).meets(Interval(1.0, 1.0))
    assert standard_error(Interval(5.0, 5.0), range(16, 26)).high < inf
