"""How far two p values are apart that two methods may give for the same data."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from msccurate.printed import Interval

#: Normal deviates of a t test and a rank test of the same data seldom differ so much: of normal data they correlate by
#: √(3/π) = 0.977 (Hodges & Lehmann 1956), so that their difference has an SD of 0.2; of skewed data, of some 0.5
#: (proposal).
DEVIATES = 1.5
_LEAST = 1e-300


def deviates(p: Interval) -> Interval:
    """The absolute normal deviates with these two-sided p values."""
    from scipy.special import ndtri

    low, high = (float(-ndtri(max(min(end, 1.0), _LEAST) / 2)) for end in (p.high, p.low))
    return Interval(max(low, 0.0), inf if p.low <= _LEAST else max(high, 0.0))


def far_apart(p: Interval, others: Iterable[Interval]) -> bool:
    """Whether p values are surely further from all others than another method explains."""
    mine = deviates(p)
    return all(mine.low > each.high + DEVIATES or each.low > mine.high + DEVIATES for each in map(deviates, others))
