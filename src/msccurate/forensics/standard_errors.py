"""Standard errors and the half widths of confidence intervals of a mean, over intervals of the SD and of n."""

from __future__ import annotations

from math import inf, nextafter, sqrt

from msccurate.forensics.distributions import ERROR, quantile_t
from msccurate.printed import Interval

#: The levels in use, and those that a paper may have meant without saying so.
LEVELS = (90, 95, 99)


def standard_error(sd: Interval, sizes: range) -> Interval:
    """SD/√n for every SD of the interval and every n of the range, outward."""
    low = nextafter(sd.low / nextafter(sqrt(sizes[-1]), inf), -inf)
    return Interval(max(low, 0.0), nextafter(sd.high / nextafter(sqrt(sizes[0]), 0.0), inf))


def half_widths(error: Interval, sizes: range, level: float) -> tuple[Interval, Interval]:
    """Half the width of a confidence interval of a mean with this standard error: by the normal distribution, and by
    Student's t with n-1 degrees of freedom, for every n of the range (at least 2)."""
    z = quantile_t(level / 100, inf)
    t_low, t_high = (quantile_t(level / 100, size - 1) for size in (sizes[-1], sizes[0]))
    return _times(error, z, z), _times(error, t_low, t_high)


def _times(error: Interval, low: float, high: float) -> Interval:
    return Interval(error.low * low * (1 - ERROR), error.high * high * (1 + ERROR))
