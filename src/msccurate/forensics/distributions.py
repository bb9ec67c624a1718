"""Tail probabilities over intervals of a test statistic, widened by what the special functions may be off."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, sqrt
from typing import Any

from msccurate.printed import Interval

#: Relative error that scipy.special stays far below (it documents 1e-13 or better for these functions).
ERROR = 1e-10


def two_sided_t(t: Any, df: Any) -> Any:
    """P(|T| >= |t|) of Student's t; takes numbers and numpy arrays, like all functions of this kind here."""
    from scipy.special import betainc

    return betainc(df / 2, 0.5, df / (df + t * t))


def two_sided_z(z: Any) -> Any:
    """P(|Z| >= |z|) of the standard normal distribution."""
    from scipy.special import erfc

    return erfc(abs(z) / sqrt(2))


def two_sided_r(r: Any, df: Any) -> Any:
    """P(|R| >= |r|) of a correlation of df + 2 independent pairs."""
    from scipy.special import betainc

    return betainc(df / 2, 0.5, 1 - r * r)


def upper_f(f: Any, df1: Any, df2: Any) -> Any:
    """P(F >= f)."""
    from scipy.special import fdtrc

    return fdtrc(df1, df2, f)


def upper_chi2(chi2: Any, df: Any) -> Any:
    """P(χ² >= chi2)."""
    from scipy.special import chdtrc

    return chdtrc(df, chi2)


def quantile_t(level: float, df: float) -> float:
    """The t that a two-sided interval of this level (0.95) uses; that of the normal distribution for infinite df."""
    from scipy.special import ndtri, stdtrit

    upper = 0.5 + level / 2
    return float(ndtri(upper) if df == inf else stdtrit(df, upper))


def widened(values: Iterable[float]) -> Interval:
    """All probabilities between the values, outward by `ERROR`, and within 0 and 1."""
    found = [float(value) for value in values]
    return Interval(max(min(found) * (1 - ERROR), 0.0), min(max(found) * (1 + ERROR), 1.0))


def size(interval: Interval) -> tuple[float, float]:
    """The smallest and largest absolute value of an interval."""
    low = 0.0 if interval.low <= 0 <= interval.high else min(abs(interval.low), abs(interval.high))
    return low, max(abs(interval.low), abs(interval.high))
