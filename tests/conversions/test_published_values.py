"""Conversions against published check values and against data whose mean and SD are known."""

from __future__ import annotations

import csv
import re
from math import exp, isclose, sqrt
from pathlib import Path
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate import conversions as c

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "effect_conversions.csv"

#: metafor's documented output of conv.fivenum for n = 20.
CHECKED = {
    "CHECKVAL-1": (c.mean_from_quartiles(4, 6, 10, 20), c.sd_from_quartiles(4, 6, 10, 20)),
    "CHECKVAL-2": (c.mean_from_range(2, 6, 14, 20), c.sd_from_range(2, 6, 14, 20)),
    "CHECKVAL-3": (c.mean_from_five_numbers(2, 4, 6, 10, 14, 20), c.sd_from_five_numbers(2, 4, 6, 10, 14, 20)),
}
KNOWN = {
    "CHECKVAL-1": ("6.7195", "4.7871"),
    "CHECKVAL-2": ("6.5945", "3.2116"),
    "CHECKVAL-3": ("6.9388", "3.6794"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_medians_and_quantiles_to_means_and_sds(name: str) -> None:
    assert tuple(f"{float(one):.4f}" for one in CHECKED[name]) == KNOWN[name]


def test_the_check_values_are_those_of_the_reference() -> None:
    if not REFERENCE.is_file():
        pytest.skip("the reference is not here")
    with REFERENCE.open(encoding="utf-8") as file:
        rows = {row["id"]: row["formula"] for row in csv.DictReader(file)}
    for name, values in KNOWN.items():
        assert tuple(re.findall(r"\d+\.\d+", rows[name])) == values


def test_sd_from_the_interval_of_a_mean_is_that_of_the_handbook() -> None:
    """Cochrane Handbook 6.5.2.2: n = 25, 95 % CI 32.1 to 34.2 gives 2.5 by t, and 100 patients divide by 3.92."""
    assert f"{float(c.sd_from_ci(32.1, 34.2, 25)):.1f}" == "2.5"
    assert isclose(float(c.sd_from_ci(10, 13.92, 100_000)), sqrt(100_000), rel_tol=1e-3)


def test_standard_error_of_a_difference_from_its_p_value_is_that_of_the_handbook() -> None:
    """Cochrane Handbook 6.5.2.3: MD 3.8, P = 0.008, n 25 and 22: t 2.78, SE 1.37, SD 4.69."""
    error = c.se_from_p(3.8, 0.008, 25 + 22 - 2)
    assert f"{dict(error.inputs)['t']:.2f} {float(error):.2f}" == "2.78 1.37"
    assert f"{float(c.pooled_sd_from_se(1.37, 25, 22)):.2f}" == "4.69"


def test_standard_error_from_an_interval_and_from_its_p_value_are_the_same() -> None:
    error = c.se_from_ci(1 - 1.959964 * 0.4, 1 + 1.959964 * 0.4)
    assert isclose(float(error), 0.4, rel_tol=1e-6)
    assert isclose(float(c.se_from_p(1, 0.0124193, float("inf"))), 0.4, rel_tol=1e-4)


@given(st.floats(-1, 1), st.floats(0.1, 50), st.floats(0.1, 50))
def test_the_correlation_comes_back_from_the_sd_of_the_change(correlation: float, before: float, after: float) -> None:
    change = c.change_sd(before, after, correlation)
    try:
        found = c.correlation_from_change_sd(before, after, float(change))
    except c.NotConvertible:
        assert abs(correlation) > 1 - 1e-6, "only at the very end may the last digit lead beyond it"
    else:
        assert isclose(float(found), correlation, abs_tol=1e-6)


def test_an_sd_of_change_that_does_not_go_with_the_others_tells_no_correlation() -> None:
    with pytest.raises(c.NotConvertible, match="does not go with"):
        c.correlation_from_change_sd(3, 3, 7)


def test_counts_are_combined() -> None:
    assert (float(c.combined_count([3, 4, 5])), str(c.combined_count([3, 4])).split(" (")[0]) == (
        12,
        "groups combined: Σx, with x1 = 3, x2 = 4",
    )


def test_standard_error_of_a_log_ratio() -> None:
    assert isclose(float(c.se_from_ratio_ci(0.5, 0.5 * exp(3.919928))), 1, rel_tol=1e-6)


SAMPLES = st.lists(st.integers(-50, 50), min_size=2, max_size=12)


@given(SAMPLES, SAMPLES, SAMPLES)
def test_combined_groups_are_those_of_all_patients(one: list[int], two: list[int], three: list[int]) -> None:
    groups = [(len(sample), fmean(sample), stdev(sample)) for sample in (one, two, three)]
    everyone = [*one, *two, *three]
    assert float(c.combined_n(groups)) == len(everyone)
    assert isclose(float(c.combined_mean(groups)), fmean(everyone), abs_tol=1e-9)
    assert isclose(float(c.combined_sd(groups)), stdev(everyone), rel_tol=1e-9, abs_tol=1e-9)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=12))
def test_the_sd_of_a_change_is_that_of_the_differences(pairs: list[tuple[int, int]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    if stdev(before) == 0 or stdev(after) == 0:
        return
    mean_before, mean_after = fmean(before), fmean(after)
    covariance = sum((a - mean_before) * (b - mean_after) for a, b in pairs) / (len(pairs) - 1)
    r = max(-1.0, min(1.0, covariance / (stdev(before) * stdev(after))))
    found = float(c.change_sd(stdev(before), stdev(after), r))
    assert isclose(found, stdev([b - a for a, b in pairs]), rel_tol=1e-6, abs_tol=1e-5)


def test_skewed_quantiles_are_refused_with_the_reason() -> None:
    with pytest.raises(c.NotConvertible, match="show a skewed distribution"):
        c.mean_from_quartiles(1, 2, 30, 100)
    with pytest.raises(c.NotConvertible, match="show a skewed distribution"):
        c.sd_from_range(1, 2, 300, 100)
    with pytest.raises(c.NotConvertible, match="show a skewed distribution"):
        c.sd_from_five_numbers(1, 2, 3, 30, 300, 100)
    assert float(c.mean_from_quartiles(1, 2, 30, 100, skewed=True)) > 10


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: c.mean_from_quartiles(4, 6, 10, 4), "n is 4"),
        (lambda: c.sd_from_quartiles(10, 6, 4, 20), "ascending order"),
        (lambda: c.se_from_p(0, 0.05, 20), "no difference"),
        (lambda: c.se_from_p(1, 0, 20), "exactly 0 or 1"),
        (lambda: c.se_from_ratio_ci(0, 2), "lies above 0"),
        (lambda: c.change_sd(1, 1, 1.2), "no correlation"),
        (lambda: c.combined_sd([(3, 1, 1)]), "two groups"),
        (lambda: c.sd_from_ci(3, 1, 20), "wrong order"),
    ],
)
def test_what_cannot_be_converted_says_why(call, reason: str) -> None:
    with pytest.raises(c.NotConvertible, match=reason):
        call()


def test_a_derived_value_carries_its_trail() -> None:
    value = c.sd_from_se(2, 25)
    assert (float(value), value.method, value.inputs) == (10, "SD from SE", (("se", 2), ("n", 25)))
    assert str(value).startswith("SD from SE: se·√n, with se = 2, n = 25 (Cochrane Handbook")
