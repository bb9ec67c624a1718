"""Bounds between standard deviation, range and mean."""

from __future__ import annotations

from math import inf, nextafter, sqrt

from msccurate.printed import Interval


def largest_sd(low: Interval, high: Interval, n: int) -> float:
    """The largest sample SD of n values between two ends: half of them at each (Popoviciu 1935), rounded up."""
    width = nextafter(high.high - low.low, inf)
    factor = sqrt(n / (n - 1)) / 2 if n % 2 == 0 else sqrt((n + 1) / n) / 2
    return nextafter(nextafter(width * factor, inf), inf)


def smallest_sd(low: Interval, high: Interval, n: int) -> float:
    """The smallest sample SD of n values of which one lies at each end: all others in the middle, rounded down."""
    width = max(nextafter(high.low - low.high, -inf), 0.0)
    return nextafter(nextafter(width / sqrt(2 * (n - 1)), -inf), -inf)


def largest_sd_about(mean: Interval, low: Interval, high: Interval, n: int) -> float:
    """The largest sample SD with this mean (Bhatia & Davis 2000), rounded up."""
    ends = [(high.high - point) * (point - low.low) for point in (mean.low, mean.high)]
    middle = (high.high + low.low) / 2
    if mean.low <= middle <= mean.high:
        ends.append((high.high - low.low) ** 2 / 4)
    return nextafter(sqrt(max(max(ends), 0.0) * n / (n - 1)) * (1 + 1e-15), inf)
