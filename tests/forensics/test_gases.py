"""Saturation and bicarbonate against published values."""

from __future__ import annotations

from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.gases import bicarbonate, bicarbonates, saturation, saturations
from msccurate.printed import Interval, Printed


@pytest.mark.parametrize(("pao2", "percent"), [(40, 75.0), (50, 85.0), (60, 90.6), (80, 95.7), (100, 97.8)])
def test_saturations_of_severinghaus(pao2: float, percent: float) -> None:
    assert saturation(pao2) == pytest.approx(percent, abs=0.06)


def test_an_acid_ph_lowers_the_saturation() -> None:
    assert saturation(60, 7.2) < saturation(60, 7.4) < saturation(60, 7.6)


def test_a_pressure_of_nothing_and_of_any_height() -> None:
    assert saturation(0) == 0
    assert saturations(Interval(100.0, float("inf"))).high >= 100


def test_a_ph_that_lost_its_point_is_beyond_floats() -> None:
    pressure, acid = Interval(39.5, 40.5), Interval(740.5, 741.5)
    assert saturations(pressure, acid).high >= 100
    assert bicarbonates(acid, pressure).low == float("inf")
    assert bicarbonate(741, 0) == 0


def test_bicarbonate_of_a_healthy_gas() -> None:
    assert round(bicarbonate(7.40, 40), 1) == 24.5


@given(st.integers(690, 770), st.integers(10, 120))
def test_bicarbonate_and_ph_invert_each_other(ph: int, paco2: int) -> None:
    back = 6.1 + log10(bicarbonate(ph / 100, paco2) / (0.0307 * paco2))
    assert back == pytest.approx(ph / 100, abs=1e-9)


@given(st.floats(20, 150), st.floats(6.9, 7.7), st.floats(15, 100))
def test_what_is_rounded_stays_inside(pao2: float, ph: float, paco2: float) -> None:
    """The intervals of the printed numbers hold the result of the true ones."""
    pressure, acid, carbon = (
        Printed("", round(value * 10**decimals), decimals).interval
        for value, decimals in ((pao2, 0), (ph, 2), (paco2, 0))
    )
    expected = saturations(pressure, acid)
    assert expected.low <= saturation(pao2, ph) <= expected.high
    possible = bicarbonates(acid, carbon)
    assert possible.low <= bicarbonate(ph, paco2) <= possible.high
