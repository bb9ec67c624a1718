"""Estimated filtration rates against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.filtration import EQUATIONS, ckd_epi_2021, filtration
from msccurate.printed import Interval


@pytest.mark.parametrize(
    ("creatinine", "age", "female", "rate"),
    [(1.0, 50, False, 92), (1.0, 50, True, 69), (0.7, 30, True, 119), (2.0, 70, False, 35)],
)
def test_ckd_epi_2021(creatinine: float, age: float, female: bool, rate: int) -> None:
    assert round(ckd_epi_2021(creatinine, age, female)) == rate


def test_at_the_knot_both_branches_meet() -> None:
    assert ckd_epi_2021(0.9, 0, False) == 142
    assert ckd_epi_2021(0.7, 0, True) == pytest.approx(142 * 1.012)


@given(st.sampled_from(sorted(EQUATIONS)), st.floats(0.4, 8), st.integers(18, 95), st.booleans())
def test_intervals_hold_what_is_inside(name: str, creatinine: float, age: int, female: bool) -> None:
    rates = filtration(name, Interval(creatinine - 0.05, creatinine + 0.05), Interval(age, age + 1.0), female)
    assert rates.low <= EQUATIONS[name][0](creatinine, age + 0.4, female) <= rates.high


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        filtration("MDRD", Interval(0.0, 1.0), Interval.point(50), False)
