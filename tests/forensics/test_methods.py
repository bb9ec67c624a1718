"""How far p values of two methods may be apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm, ttest_ind

from msccurate.forensics.methods import deviates, far_apart
from msccurate.printed import Interval, Printed


def test_deviates_are_those_of_two_sided_p_values() -> None:
    z = deviates(Interval(0.01, 0.05))
    assert (z.low, z.high) == pytest.approx((norm.isf(0.025), norm.isf(0.005)))


def test_a_bound_leaves_the_deviate_open() -> None:
    assert deviates(Printed("< 0.001", 1, 3, "<").interval).high == float("inf")
    assert not far_apart(Printed("< 0.001", 1, 3, "<").interval, [Interval(0.0001, 0.0002)])


def test_far_apart() -> None:
    assert far_apart(Interval(0.735, 0.745), [Interval(0.01, 0.02), Interval(0.0005, 0.001)])
    assert not far_apart(Interval(0.735, 0.745), [Interval(0.2, 0.3)])


def test_two_tests_of_the_same_ordinary_values_are_never_far_apart() -> None:
    random = np.random.default_rng(1)
    for _ in range(300):
        shift = random.uniform(0, 1)
        one, other = random.normal(0, 1, 40), random.normal(shift, 1.3, 50)
        t, ranks = (float(test(one, other).pvalue) for test in (ttest_ind, mannwhitneyu))
        assert not far_apart(Interval(ranks, ranks), [Interval(t, t)])
