"""Correlations that paired SDs imply, wholes of groups, and intervals and p values from each other."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.forensics import change_correlation, ci_from, p_from_ci, paired_correlation, pooled
from msccurate.forensics.distributions import quantile_t
from tests.forensics.peers import published

tenths = st.integers(1, 200)
share = st.floats(0, 1)


def test_published_changes() -> None:
    expected = {"-0.673": -0.673, "0.458": 0.458}
    for values, row in published("prepost_r"):
        answer = change_correlation(values["sd_pre"], values["sd_post"], values["sd_change"])
        assert answer.possible is ("impossible" not in row["expected"]), row
        for text, r in expected.items():
            if text in row["expected"] and answer.correlation:
                assert answer.correlation.low - 0.001 <= r <= answer.correlation.high + 0.001


@settings(deadline=None)
@given(tenths, tenths, tenths, share, share, share)
def test_every_correlation_of_sds_that_print_so_is_inside(a: int, b: int, c: int, x: float, y: float, z: float) -> None:
    answer = change_correlation(f"{a / 10:.1f}", f"{b / 10:.1f}", f"{c / 10:.1f}")
    first, second, change = (value / 10 - 0.05 + 0.1 * move for value, move in ((a, x), (b, y), (c, z)))
    r = (first**2 + second**2 - change**2) / (2 * first * second)
    assert answer.correlation is not None
    assert answer.correlation.low - 1e-9 <= r <= answer.correlation.high + 1e-9
    if -1 <= r <= 1:
        assert answer.possible is True


def test_a_paired_p_value_implies_an_sd_of_the_differences() -> None:
    answer = paired_correlation("6.72", "2.62", "6.43", "1.72", 31, "0.346")
    assert answer.correlation is not None and answer.sd_change is not None
    assert 0.74 < answer.correlation.low < answer.correlation.high < 0.81
    t = quantile_t(1 - 0.346, 30)
    assert answer.sd_change.low < 0.29 * sqrt(31) / t < answer.sd_change.high


def test_p_below_bounds_the_sd_from_above_only() -> None:
    assert paired_correlation("10.0", "2.0", "2.0", "2.0", 20, "<0.001").possible is True
    assert paired_correlation("10.0", "9.0", "9.9", "2.0", 20, "<0.001").possible is False
    assert paired_correlation("10.0", "2.0", "2.0", "2.0", 20, "0.90").possible is False
    assert paired_correlation("10.0", "2.0", "2.0", "2.0", 20, "0.000").possible is True


def test_equal_means_say_nothing_but_for_p() -> None:
    assert paired_correlation("10.0", "2.0", "10.0", "2.0", 20, "1.00").possible is True
    assert paired_correlation("10.0", "2.0", "10.0", "2.0", 1, "0.5").possible is None


# ---- wholes


def test_a_published_whole() -> None:
    for values, _ in published("subgroup_mean"):
        answer = pooled([(n, mean, "1.0") for n, mean in zip(values["n"], values["means"], strict=True)])
        assert answer.mean is not None
        assert answer.mean.high == pytest.approx(6.572, abs=0.001)
        assert answer.mean.high < 7.25


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(-99, 99), tenths, share, share), min_size=1, max_size=12))
def test_every_whole_of_groups_that_print_so_is_inside(groups: list[tuple[int, int, int, float, float]]) -> None:
    if sum(group[0] for group in groups) < 2:
        return
    answer = pooled([(n, f"{mean / 10:.1f}", f"{sd / 10:.1f}") for n, mean, sd, _, _ in groups])
    true = [(n, m / 10 - 0.05 + 0.1 * x, s / 10 - 0.05 + 0.1 * y) for n, m, s, x, y in groups]
    total = sum(n for n, _, _ in true)
    mean = sum(n * m for n, m, _ in true) / total
    squares = sum((n - 1) * s * s + n * (m - mean) ** 2 for n, m, s in true)
    assert answer.mean is not None and answer.sd is not None
    assert answer.mean.low - 1e-9 <= mean <= answer.mean.high + 1e-9
    assert answer.sd.low - 1e-9 <= sqrt(squares / (total - 1)) <= answer.sd.high + 1e-9


def test_wholes_that_cannot_be_told() -> None:
    assert pooled([(1, "5.0", "0.0")]).possible is None
    assert pooled([("> 5", "5.0", "1.0"), (10, "5.0", "1.0")]).possible is None
    assert pooled([(5, "5.0", "-1.0"), (10, "5.0", "1.0")]).possible is False
    with pytest.raises(ValueError, match="groups of three numbers"):
        pooled([("5", "5.0")])  # type: ignore[list-item]


# ---- intervals


def test_an_interval_of_a_difference() -> None:
    answer = ci_from("1.20", "0.300")
    assert answer.low.low < 1.2 - 1.959964 * 0.3 < answer.low.high
    assert answer.high.low < 1.2 + 1.959964 * 0.3 < answer.high.high
    assert ci_from("1.20", "0.300", df=10).high.low > answer.high.high
    assert ci_from("1.20", "0.300", level=90).high.high < answer.high.low


def test_an_interval_of_a_ratio_is_symmetric_in_logarithms() -> None:
    answer = ci_from("0.550", "0.3400", ratio=True)
    assert answer.low.low < exp(log(0.55) - 1.959964 * 0.34) < answer.low.high
    assert ci_from("-0.5", "0.3", ratio=True).possible is False
    assert ci_from("0.5", "-0.3").possible is False


def test_the_example_of_altman_and_bland() -> None:
    """BMJ 2011;343:d2304: a ratio of 0.81 with 95% CI 0.70 to 0.94 has p = 0.005."""
    answer = p_from_ci("0.81", "0.70", "0.94", ratio=True, p="0.005")
    assert (answer.possible, answer.fits) == (True, ("the interval",))


def test_what_no_interval_can_be() -> None:
    assert p_from_ci("1.9", "0.70", "0.94").possible is False
    assert p_from_ci("0.81", "-0.70", "0.94", ratio=True).possible is False
    assert p_from_ci("0.81", "0.70", "0.94", ratio=True, p="0.50").possible is False
    assert p_from_ci("0.81", "0.70", "> 0.94").possible is None
    assert p_from_ci("0.0", "0.0", "0.0").possible is True
    with pytest.raises(ValueError, match="between 0 and 100"):
        p_from_ci("0.81", "0.70", "0.94", level="0")


@settings(deadline=None)
@given(st.integers(-50, 50), st.integers(1, 60), share, share, share)
def test_every_p_value_of_an_interval_that_prints_so_is_inside(
    centre: int, half: int, x: float, y: float, z: float
) -> None:
    low, high = (f"{(centre + sign * half) / 10:.1f}" for sign in (-1, 1))
    answer = p_from_ci(f"{centre / 10:.1f}", low, high)
    estimate, width = centre / 10 - 0.05 + 0.1 * x, half / 5 - 0.1 + 0.2 * (y + z) / 2
    from scipy.special import erfc

    p = float(erfc(abs(estimate) * 2 * 1.9599639845400545 / width / sqrt(2))) if width > 0 else 0.0
    assert answer.p.low * (1 - 1e-9) <= p <= answer.p.high * (1 + 1e-9)
