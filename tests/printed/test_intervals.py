"""A printed number is an interval; comparing never raises a false alarm."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.printed import Interval, Printed, Truth

finite = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


def printed(text: str, comparator: str = "", exact: bool = False) -> Printed:
    whole, _, fraction = text.partition(".")
    return Printed(text, int(whole + fraction), len(fraction), comparator, exact)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("80.6", 80.55, 80.65), ("31", 30.5, 31.5), ("0.00", -0.005, 0.005), ("-5", -5.5, -4.5)]
)
def test_a_number_is_everything_that_prints_so(text: str, low: float, high: float) -> None:
    interval = printed(text).interval
    assert (interval.low, interval.high) == (low, high)


def test_trailing_zeros_count() -> None:
    assert printed("10.0").interval.high == 10.05
    assert printed("10").interval.high == 10.5


def test_counts_are_points() -> None:
    assert printed("31", exact=True).interval == Interval(31.0, 31.0)


@pytest.mark.parametrize(
    ("comparator", "low", "high"), [("<", -inf, 20), ("<=", -inf, 20), (">", 20, inf), (">=", 20, inf)]
)
def test_a_comparator_opens_the_interval(comparator: str, low: float, high: float) -> None:
    interval = printed("20", comparator).interval
    assert (interval.low, interval.high) == (low, high)


def test_powers_of_ten() -> None:
    assert Printed("1.5 × 10^6", 15, -5).interval == Interval(1_450_000.0, 1_550_000.0)


def test_greater_means_surely_greater() -> None:
    assert printed("7.5") > printed("7.3")
    assert not printed("7.5") > printed("7.4")  # both may be 7.45
    assert printed("7.5") >= printed("7.4")
    assert not printed("20", ">") > printed("25")


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 3))
def test_a_right_percentage_is_never_outside(count: int, total: int, decimals: int) -> None:
    """Whichever way a tie is rounded."""
    share = Fraction(100 * count, total)
    scaled = share * 10**decimals
    for mantissa in {int(scaled + Fraction(1, 2)), round(scaled), -int(-(scaled - Fraction(1, 2)) // 1)}:
        number = Printed("", mantissa, decimals)
        low, high = number.ends
        assert low <= share <= high
        assert number.interval.meets(Interval.point(float(share))) or abs(float(share) - number.interval.middle) > 0


def _around(values: tuple[Fraction, Fraction]) -> tuple[Interval, Fraction]:
    low, high = sorted(values)
    return Interval(float(low), float(high)), (low + high) / 2


@given(st.tuples(finite, finite), st.tuples(finite, finite), st.sampled_from("+-*/"))
def test_arithmetic_never_leaves_the_true_result_out(
    a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction], sign: str
) -> None:
    (first, x), (second, y) = _around(a), _around(b)
    x, y = Fraction((first.low + first.high) / 2), Fraction((second.low + second.high) / 2)
    if sign == "/" and second.low <= 0 <= second.high:
        return
    result = {"+": first + second, "-": first - second, "*": first * second}.get(sign) or first / second
    exact = {"+": x + y, "-": x - y, "*": x * y, "/": x / y if y else Fraction(0)}[sign]
    assert Fraction(result.low) <= exact <= Fraction(result.high)


@given(st.tuples(finite, finite), st.tuples(finite, finite))
def test_three_values(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> None:
    (first, _), (second, _) = _around(a), _around(b)
    ends = [(x, y) for x in (first.low, first.high) for y in (second.low, second.high)]
    truth = first.less(second)
    if truth is Truth.TRUE:
        assert all(x < y for x, y in ends)
    if truth is Truth.FALSE:
        assert not any(x < y for x, y in ends)


def test_not_and_or() -> None:
    true, false, depends = Truth.TRUE, Truth.FALSE, Truth.DEPENDS
    assert (true & depends, false & depends, true | depends, false | depends) == (depends, false, true, depends)
    assert (~true, ~false, ~depends) == (false, true, depends)


@given(st.integers(-2000, 2000), st.integers(-2000, 2000), st.integers(-2, 3), st.booleans(), st.booleans())
def test_numbers_of_the_same_decimals_compare_as_their_intervals_do(
    first: int, second: int, decimals: int, exact: bool, also: bool
) -> None:
    one, other = Printed("", first, decimals, exact=exact), Printed("", second, decimals, exact=also)
    assert (one < other) == (one.interval.less(other.interval) is Truth.TRUE)
    assert (one <= other) == (one.interval.at_most(other.interval) is Truth.TRUE)
    assert (one > other) == (other.interval.less(one.interval) is Truth.TRUE)
    assert (one >= other) == (other.interval.at_most(one.interval) is Truth.TRUE)


@pytest.mark.parametrize(
    ("number", "whole"),
    [
        (printed("31"), 31), (printed("31.0"), 31), (printed("31.5"), None), (printed("31", "<"), None),
        (Printed("2 × 10^3", 2, -3), 2000),
    ],
)  # fmt: skip
def test_a_whole_number_is_printed_as_one(number: Printed, whole: int | None) -> None:
    assert number.whole == whole
