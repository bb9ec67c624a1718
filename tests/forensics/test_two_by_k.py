"""Counts in several levels, against scipy's tests of the same patients."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency, mannwhitneyu

from msccurate.forensics.two_by_k import two_by_k

SEVERITY = (20, 50, 30), (35, 45, 20)


def test_tests_are_those_of_scipy() -> None:
    answer = two_by_k(*SEVERITY)
    assert answer is not None and answer.large
    one, other = (np.repeat(np.arange(3), counts) for counts in SEVERITY)
    expected = {
        "χ²": chi2_contingency(SEVERITY).pvalue,
        "G²": chi2_contingency(SEVERITY, lambda_="log-likelihood").pvalue,
        "Mann-Whitney": mannwhitneyu(one, other, use_continuity=False, method="asymptotic").pvalue,
        "Mann-Whitney, corrected": mannwhitneyu(one, other, method="asymptotic").pvalue,
    }
    for name, p in expected.items():
        assert answer.p[name].middle == pytest.approx(p, rel=1e-8), name


def test_a_trend_is_that_of_armitage() -> None:
    # N = 120, R = 60, Σrx = 80, Σnx = 120, Σnx² = 200: z² = 120 · 2400² / (3600 · 9600) = 20, times 119/120
    answer = two_by_k((10, 20, 30), (30, 20, 10))
    assert answer is not None
    assert answer.p["trend"].middle == pytest.approx(chi2.sf(20 * 119 / 120, 1))


def test_few_patients_and_empty_levels() -> None:
    sparse = two_by_k((2, 0, 1), (1, 0, 4))
    assert sparse is not None and not sparse.large
    assert two_by_k((5, 0, 0), (7, 0, 0)) is None
    assert two_by_k((0, 0), (7, 3)) is None
    with pytest.raises(ValueError, match="count"):
        two_by_k((1, 2), (3,))
