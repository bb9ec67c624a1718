"""t tests from means and standard errors, against those from means and SDs."""

from __future__ import annotations

import pytest
from scipy.stats import ttest_ind_from_stats

from msccurate.forensics.errors_of_means import t_tests_of_errors
from msccurate.printed import Interval


@pytest.mark.parametrize(("n", "m"), [(40, 40), (25, 90)])
def test_both_tests_lie_in_their_intervals(n: int, m: int) -> None:
    a, b = 11.2, 9.7
    tests = t_tests_of_errors(Interval(5.3, 5.3), (Interval.point(a / n**0.5), Interval.point(b / m**0.5)), (n, m))
    for name, equal in (("Student's t test", True), ("Welch's t test", False)):
        p = ttest_ind_from_stats(58.1, a, n, 52.8, b, m, equal_var=equal).pvalue
        assert tests[name].low * (1 - 1e-9) <= p <= tests[name].high * (1 + 1e-9), name
    assert tests["Student's t test"].high == pytest.approx(tests["Student's t test"].low)


def test_errors_that_may_be_nothing() -> None:
    tests = t_tests_of_errors(Interval(-0.05, 0.05), (Interval(0.0, 0.05), Interval(0.0, 0.05)), (10, 10))
    assert all((p.low, p.high) == (0.0, pytest.approx(1.0)) for p in tests.values())
    with pytest.raises(ValueError, match="two values"):
        t_tests_of_errors(Interval(0, 1), (Interval(1, 1), Interval(1, 1)), (1, 10))
