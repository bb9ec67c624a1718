"""Means and SDs from medians, quartiles and ranges, and the tests that say when not to.

Means: Luo 2018 (Stat Methods Med Res 27:1785). SDs: Wan 2014 (BMC Med Res Methodol 14:135) and Shi 2020 (Res Synth
Methods 11:641). Skewness: Shi 2023 (Stat Methods Med Res 32:1338). All assume roughly normal data, and refuse where
the quantiles themselves show a skew at the 5 % level, unless `skewed` allows it.
"""

from __future__ import annotations

from math import log, sqrt
from statistics import NormalDist

from msccurate.conversions.derived import Derived, derived, require

_LUO, _WAN, _SHI = "Luo 2018, equation {}", "Wan 2014, equation {}", "Shi 2020, equation {}"
_LEAST = 5


def mean_from_quartiles(q1: float, median: float, q3: float, n: float, skewed: bool = False) -> Derived:
    """The mean from median and quartiles."""
    _check((q1, median, q3), n)
    _refuse(skewed or not skewed_quartiles(q1, median, q3, n), "median and quartiles")
    weight = 0.7 + 0.39 / n
    value = weight * (q1 + q3) / 2 + (1 - weight) * median
    inputs = {"q1": q1, "median": median, "q3": q3, "n": n, "w": weight}
    return derived(value, "mean from quartiles", inputs, "w·(q1 + q3)/2 + (1 - w)·median", _LUO.format(11))


def mean_from_range(low: float, median: float, high: float, n: float, skewed: bool = False) -> Derived:
    """The mean from median and range."""
    _check((low, median, high), n)
    _refuse(skewed or not skewed_range(low, median, high, n), "median and range")
    weight = 4 / (4 + n**0.75)
    value = weight * (low + high) / 2 + (1 - weight) * median
    inputs = {"min": low, "median": median, "max": high, "n": n, "w": weight}
    return derived(value, "mean from range", inputs, "w·(min + max)/2 + (1 - w)·median", _LUO.format(7))


def mean_from_five_numbers(
    low: float, q1: float, median: float, q3: float, high: float, n: float, skewed: bool = False
) -> Derived:
    """The mean from the five-number summary."""
    _check((low, q1, median, q3, high), n)
    _refuse(skewed or not skewed_five_numbers(low, q1, median, q3, high, n), "the five-number summary")
    outer, inner = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    value = outer * (low + high) / 2 + inner * (q1 + q3) / 2 + (1 - outer - inner) * median
    inputs = {"min": low, "q1": q1, "median": median, "q3": q3, "max": high, "n": n, "v": outer, "w": inner}
    formula = "v·(min + max)/2 + w·(q1 + q3)/2 + (1 - v - w)·median"
    return derived(value, "mean from five numbers", inputs, formula, _LUO.format(15))


def sd_from_quartiles(q1: float, median: float, q3: float, n: float, skewed: bool = False) -> Derived:
    """The SD from the quartiles; the median is asked for because it shows a skew."""
    _check((q1, median, q3), n)
    _refuse(skewed or not skewed_quartiles(q1, median, q3, n), "median and quartiles")
    eta = _quartile_width(n)
    return derived(
        (q3 - q1) / eta, "SD from quartiles", {"q1": q1, "q3": q3, "n": n, "η": eta}, "(q3 - q1)/η", _WAN.format(16)
    )


def sd_from_range(low: float, median: float, high: float, n: float, skewed: bool = False) -> Derived:
    """The SD from the range; the median is asked for because it shows a skew."""
    _check((low, median, high), n)
    _refuse(skewed or not skewed_range(low, median, high, n), "median and range")
    xi = _range_width(n)
    inputs = {"min": low, "max": high, "n": n, "ξ": xi}
    return derived((high - low) / xi, "SD from range", inputs, "(max - min)/ξ", _WAN.format(9))


def sd_from_five_numbers(
    low: float, q1: float, median: float, q3: float, high: float, n: float, skewed: bool = False
) -> Derived:
    """The SD from the five-number summary."""
    _check((low, q1, median, q3, high), n)
    _refuse(skewed or not skewed_five_numbers(low, q1, median, q3, high, n), "the five-number summary")
    xi, eta, weight = _range_width(n), _quartile_width(n), 1 / (1 + 0.07 * n**0.6)
    value = weight * (high - low) / xi + (1 - weight) * (q3 - q1) / eta
    inputs = {"min": low, "q1": q1, "q3": q3, "max": high, "n": n, "w": weight, "ξ": xi, "η": eta}
    formula = "w·(max - min)/ξ + (1 - w)·(q3 - q1)/η"
    return derived(value, "SD from five numbers", inputs, formula, _SHI.format(10))


def skewed_quartiles(q1: float, median: float, q3: float, n: float) -> bool:
    """Whether median and quartiles show a skew at the 5 % level (Shi 2023)."""
    return _asymmetry(q1, median, q3) >= 2.65 / sqrt(n) - 6 / n**2


def skewed_range(low: float, median: float, high: float, n: float) -> bool:
    """Whether median and range show a skew at the 5 % level (Shi 2023)."""
    return _asymmetry(low, median, high) >= 1 / log(n + 9) + 2.5 / (n + 1)


def skewed_five_numbers(low: float, q1: float, median: float, q3: float, high: float, n: float) -> bool:
    """Whether the five-number summary shows a skew at the 5 % level (Shi 2023)."""
    outer = 2.65 * log(0.6 * n) / sqrt(n) * _asymmetry(low, median, high)
    return max(outer, _asymmetry(q1, median, q3)) >= 3 / sqrt(n) - 40 / n**3


def _asymmetry(low: float, median: float, high: float) -> float:
    return abs(low + high - 2 * median) / (high - low) if high > low else 0.0


def _range_width(n: float) -> float:
    """How many SDs the range of n normal values spans, on average."""
    return 2 * NormalDist().inv_cdf((n - 0.375) / (n + 0.25))


def _quartile_width(n: float) -> float:
    """How many SDs lie between the quartiles of n normal values, on average."""
    return 2 * NormalDist().inv_cdf((0.75 * n - 0.125) / (n + 0.25))


def _check(numbers: tuple[float, ...], n: float) -> None:
    require(n >= _LEAST, f"n is {n:g}: quantiles of fewer than {_LEAST} patients are not converted")
    require(list(numbers) == sorted(numbers), "the quantiles are not in ascending order")


def _refuse(fits: bool, what: str) -> None:
    require(fits, f"{what} show a skewed distribution (Shi 2023): a mean and SD would mislead")
