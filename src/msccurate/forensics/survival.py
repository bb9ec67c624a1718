"""Hazard ratios: how precise can one be, given the events?"""

from __future__ import annotations

from math import inf, log, sqrt

from msccurate.printed import Interval

#: z of the usual two-sided confidence levels, in percent.
Z = {90: 1.6448536269514722, 95: 1.959963984540054, 99: 2.5758293035489004}


def log_ratio_se(low: Interval, high: Interval, level: int = 95) -> Interval:
    """The standard error of the logarithm of a ratio, from the limits of its confidence interval (90, 95 or 99 %).

    Altman & Bland 2011 (BMJ 343:d2090). Up to infinity where the lower limit may be zero.
    """
    factor = 2 * Z[level]
    most = inf if low.low <= 0 else (log(high.high) - log(low.low)) / factor * (1 + 1e-12)
    least = 0.0 if low.high <= 0 or high.low <= 0 else (log(high.low) - log(low.high)) / factor * (1 - 1e-12)
    return Interval(max(least, 0.0), most)


def least_log_hazard_se(first: int, second: int) -> float:
    """The standard error of a log hazard ratio of two groups with so many events: root of 1/E₁ + 1/E₂.

    That of the log-rank estimate (Parmar 1998, Stat Med 17:2815); adjustment for covariates raises it. Infinite where
    a group has no event.
    """
    return sqrt(1 / first + 1 / second) if first > 0 and second > 0 else inf
