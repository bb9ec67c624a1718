"""Percentages of counts, against exact rounding."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from msccurate.forensics.result import Verdict
from msccurate.forensics.shares import percent


def test_a_percentage_is_possible_if_its_count_prints_so() -> None:
    for n, places in product((1, 3, 7, 8, 31, 80), (0, 1, 2)):
        for count in range(n + 1):
            exact = Fraction(100 * count * 10**places, n)
            for units in range(max(int(exact) - 2, 0), int(exact) + 4):
                text = f"{units // 10**places}" + (f".{units % 10**places:0{places}}%" if places else "%")
                assert percent(text, count, n).possible is (abs(units - exact) <= Fraction(1, 2)), (text, count, n)


def test_what_should_stand_there() -> None:
    result = percent("86.0%", 25, 31)
    assert str(result) == "25 of 31 is not 86.0%: it is 80.6%"
    assert result.candidates == ("80.6",)
    assert result.share == "80.6452"
    assert result.interval.low == 85.95
    assert str(percent("80.6", "25", "31")) == "25 of 31 is 80.6%"


def test_not_testable_and_impossible() -> None:
    assert percent("<1%", 0, 31).verdict is Verdict.NOT_TESTABLE
    assert percent("0%", 0, 0).verdict is Verdict.NOT_TESTABLE
    assert percent("120%", 12, 10).possible is False
    with pytest.raises(ValueError, match="`many` is not one number: the count is a whole number"):
        percent("12%", "many", 10)
