"""t tests of two means that are printed with their standard errors."""

from __future__ import annotations

from math import inf, sqrt

from msccurate.forensics.distributions import size, two_sided_t
from msccurate.printed import Interval


def t_tests_of_errors(
    difference: Interval, errors: tuple[Interval, Interval], sizes: tuple[int, int]
) -> dict[str, Interval]:
    """The p values of Student's and Welch's test over a difference of means, their SEs, and the sizes of both groups.

    Welch's degrees of freedom lie between those of the smaller group and of both (Welch 1947): all are allowed. Raises
    ValueError for groups of fewer than two.
    """
    n, m = sizes
    if min(sizes) < 2:
        raise ValueError("an SE needs two values")
    first, second = (tuple(max(end, 0.0) for end in (one.low, one.high)) for one in errors)
    both, fewest = n + m - 2, min(sizes) - 1
    share = (1 / n + 1 / m) / both
    pooled = [sqrt(share * ((n - 1) * n * a * a + (m - 1) * m * b * b)) for a, b in zip(first, second, strict=True)]
    apart = [sqrt(a * a + b * b) for a, b in zip(first, second, strict=True)]
    least, most = size(difference)

    def p_values(error: list[float], few: int) -> Interval:
        low, high = error
        t_low, t_high = (least / high if high else 0.0), (most / low if low else inf)
        return Interval(
            float(two_sided_t(t_high, both)) * (1 - 1e-10) if t_high < inf else 0.0,
            min(float(two_sided_t(t_low, few)) * (1 + 1e-10), 1.0),
        )

    return {"Student's t test": p_values(pooled, both), "Welch's t test": p_values(apart, fewest)}
