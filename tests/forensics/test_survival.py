"""Precision of hazard ratios."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.survival import Z, least_log_hazard_se, log_ratio_se
from msccurate.printed import Interval, Printed


def test_standard_error_from_a_published_interval() -> None:
    """Altman & Bland 2011 (BMJ 343:d2090): RR 0.81 (0.70 to 0.94) has an SE of 0.075 on the log scale."""
    se = log_ratio_se(Interval.point(0.70), Interval.point(0.94))
    assert round(se.low, 3) == round(se.high, 3) == 0.075


def test_events_of_two_groups() -> None:
    assert least_log_hazard_se(8, 15) == pytest.approx(sqrt(1 / 8 + 1 / 15))
    assert least_log_hazard_se(0, 15) == float("inf")


@given(st.integers(5, 300), st.integers(5, 300), st.floats(-1.5, 1.5), st.sampled_from(sorted(Z)))
def test_an_interval_as_wide_as_its_events_ask_for(first: int, second: int, effect: float, level: int) -> None:
    least = least_log_hazard_se(first, second)
    ends = [exp(effect + side * Z[level] * least) for side in (-1, 1)]
    low, high = (Printed("", round(one * 100), 2).interval for one in ends)
    if low.low > 0:
        assert log_ratio_se(low, high, level).high >= least * (1 - 1e-9)
        assert log(high.high) > log(low.low)
