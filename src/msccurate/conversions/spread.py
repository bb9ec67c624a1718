"""Standard deviations and standard errors from standard errors, confidence intervals and p values."""

from __future__ import annotations

from math import log, sqrt
from statistics import NormalDist

from msccurate.conversions.derived import Derived, derived, require
from msccurate.forensics.distributions import quantile_t

_HANDBOOK = "Cochrane Handbook for Systematic Reviews of Interventions 6.5, {}"
_LEVELS = (0.5, 0.999)


def sd_from_se(se: float, n: float) -> Derived:
    """The SD of a group whose mean has the standard error `se`."""
    require(se >= 0 and n >= 1, "a standard error is not negative, and n is at least 1")
    return derived(se * sqrt(n), "SD from SE", {"se": se, "n": n}, "se·√n", _HANDBOOK.format("6.5.2.2"))


def sd_from_ci(low: float, high: float, n: float, level: float = 0.95) -> Derived:
    """The SD of a group whose mean has the confidence interval `low` to `high`.

    By Student's t with n-1 degrees of freedom, which for large n is the normal distribution.
    """
    require(low <= high and n >= 2, "the interval is in the wrong order, or n is below 2")
    require(_LEVELS[0] < level < _LEVELS[1], f"{level:g} is no confidence level")
    factor = quantile_t(level, n - 1)
    return derived(
        sqrt(n) * (high - low) / (2 * factor),
        "SD from CI",
        {"low": low, "high": high, "n": n, "level": level, "t": factor},
        "√n·(high - low)/(2t), t of n - 1 degrees of freedom",
        _HANDBOOK.format("6.5.2.2"),
    )


def se_from_ratio_ci(low: float, high: float, level: float = 0.95) -> Derived:
    """The standard error of the logarithm of a ratio (OR, RR, HR) with the confidence interval `low` to `high`."""
    require(0 < low <= high, "the interval of a ratio lies above 0, its lower end first")
    require(_LEVELS[0] < level < _LEVELS[1], f"{level:g} is no confidence level")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    return derived(
        (log(high) - log(low)) / (2 * z),
        "SE of log ratio from CI",
        {"low": low, "high": high, "level": level, "z": z},
        "(ln high - ln low)/(2z)",
        _HANDBOOK.format("6.3.2"),
    )


def se_from_ci(low: float, high: float, level: float = 0.95) -> Derived:
    """The standard error of a difference with the confidence interval `low` to `high`, by the normal distribution."""
    require(low <= high, "the interval is in the wrong order")
    require(_LEVELS[0] < level < _LEVELS[1], f"{level:g} is no confidence level")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    inputs = {"low": low, "high": high, "level": level, "z": z}
    return derived((high - low) / (2 * z), "SE from CI", inputs, "(high - low)/(2z)", _HANDBOOK.format("6.3.1"))


def se_from_p(difference: float, p: float, df: float) -> Derived:
    """The standard error of a difference whose t test with `df` degrees of freedom gives exactly `p`.

    Of the logarithm of a ratio, too: its test is one of the normal distribution, of infinitely many degrees.
    """
    require(0 < p < 1, "a p value of exactly 0 or 1 tells nothing of the standard error")
    require(difference != 0 and df > 0, "there is no difference, or no degree of freedom")
    t = quantile_t(1 - p, df)
    return derived(
        abs(difference) / t,
        "SE from p",
        {"difference": difference, "p": p, "df": df, "t": t},
        "|difference|/t",
        _HANDBOOK.format("6.5.2.3"),
    )


def pooled_sd_from_se(se: float, n1: float, n2: float) -> Derived:
    """The SD that two groups share, from the standard error of the difference of their means."""
    require(se >= 0 and n1 >= 1 and n2 >= 1, "a standard error is not negative, and n is at least 1")
    return derived(
        se / sqrt(1 / n1 + 1 / n2),
        "pooled SD from SE",
        {"se": se, "n1": n1, "n2": n2},
        "se/√(1/n1 + 1/n2)",
        _HANDBOOK.format("6.5.2.3"),
    )
