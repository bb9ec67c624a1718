"""What rules leave out before they compute exactly is surely right: asked both ways, the answer is the same."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.codebook import Bound, Scale
from msccurate.forensics.spread import largest_sd_about
from msccurate.printed import Interval, Printed
from msccurate.rules.once import once
from msccurate.rules.spread import _surely_possible
from msccurate.tables import Document
from tests.rules.cases import Case, run

#: A variable, a unit with the factor and shift to the codebook's, and what is possible in that.
VARIABLES = (
    ("ph", "", Fraction(1), Fraction(0), Fraction("6.3"), Fraction(8)),
    ("hemoglobin", "g/L", Fraction(1), Fraction(0), Fraction(20), Fraction(250)),
    ("hemoglobin", "g/dL", Fraction(10), Fraction(0), Fraction(20), Fraction(250)),
    ("temperature", "°F", Fraction(5, 9), Fraction(-160, 9), Fraction(25), Fraction(45)),
)


@pytest.mark.parametrize(("variable", "unit", "factor", "shift", "low", "high"), VARIABLES)
def test_an_impossible_value_is_one_whose_rounding_interval_lies_outside(
    tmp_path: Path, variable: str, unit: str, factor: Fraction, shift: Fraction, low: Fraction, high: Fraction
) -> None:
    """Around both ends of what is possible, in steps of the last digit; the unit may be to blame instead."""
    chance = random.Random(1)
    lines, expected = ["data:"], set()
    for end in (low, high):
        for steps in (-2, -1, 0, 1, 2, *(chance.randint(-30, 30) for _ in range(5))):
            decimals = chance.choice((0, 1, 2))
            mantissa = round((end - shift) / factor * 10**decimals) + steps
            shown = f"{mantissa / 10**decimals:.{decimals}f}"
            lines.append(f"  t{len(lines)}: {{label: Table {len(lines)}, rows: {{{variable} ({unit}): {shown}}}}}")
            ends = [Fraction(2 * mantissa + half, 2 * 10**decimals) * factor + shift for half in (-1, 1)]
            if ends[0] > high or ends[1] < low:
                expected.add(len(lines))
    found = run(Case("", ("PLA01", "UNT04"), "\n".join(lines) + "\n"), tmp_path)
    assert {line for line, _ in found} == expected
    assert expected


@given(st.fractions(-1000, 1000, max_denominator=997), st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_conversion_in_floats_is_no_further_off_than_it_says(shift: Fraction, mantissa: int, decimals: int) -> None:
    scale, value = Scale(Fraction(5, 9), shift), Printed("", mantissa, decimals)
    near, off = scale.near(float(value))
    assert abs(Fraction(near) - scale.of(value.value)) <= Fraction(off)


@given(st.integers(0, 200), st.integers(0, 120), st.integers(0, 2), st.integers(2, 50), st.booleans())
def test_an_sd_that_is_possible_as_printed_is_possible(
    mean: int, sd: int, decimals: int, n: int, of_error: bool
) -> None:
    bound = Bound(Fraction(0), Fraction(20), "0 to 20")
    middle, width = Printed("", mean, decimals), Printed("", sd, decimals)
    if _surely_possible(middle, width, Scale(), n if of_error else 1, bound):
        most = largest_sd_about(middle.interval, Interval.point(0), Interval.point(20), n)
        assert width.interval.low * (n**0.5 if of_error else 1) <= most


def test_a_question_is_asked_once_of_each_document_and_argument() -> None:
    asked = []

    @once
    def question(document: Document, part: str) -> str:
        asked.append(part)
        return part.upper()

    first, second = object.__new__(Document), object.__new__(Document)
    assert [question(one, part) for one in (first, second, first) for part in ("sd", "n")] == ["SD", "N"] * 3
    assert asked == ["sd", "n"] * 2
