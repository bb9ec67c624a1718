"""Mean and quantiles of a reported distribution: so many values of each size, or of each range of sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Class:
    """`count` values from `low` to `high`; None is unbounded."""

    count: int
    low: Fraction | None
    high: Fraction | None


#: From, to; None is unbounded.
Ends = tuple[Fraction | None, Fraction | None]


def mean_of(classes: Sequence[Class]) -> Ends:
    """Between what the mean lies."""
    total = sum(one.count for one in classes)
    lows = [None if one.low is None else one.count * one.low for one in classes if one.count]
    highs = [None if one.high is None else one.count * one.high for one in classes if one.count]
    return _sum(lows, total), _sum(highs, total)


def _sum(values: list[Fraction | None], total: int) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / total if len(known) == len(values) else None


def quantiles_of(classes: Sequence[Class]) -> dict[str, Ends]:
    """Between what minimum, quartiles, median and maximum lie, by every usual definition of a quantile.

    The first quartile lies between the values of rank ⌊n/4⌋ and ⌈(n+3)/4⌉, the third at their mirror images, the median
    between the two in the middle. The classes must be in order.
    """
    n = sum(one.count for one in classes)
    first, second = max(n // 4, 1), min(-(-(n + 3) // 4), n)
    ranks = {
        "min": (1, 1),
        "q1": (first, second),
        "median": ((n + 1) // 2, n // 2 + 1),
        "q3": (n + 1 - second, n + 1 - first),
        "max": (n, n),
    }
    return {name: (_ranked(classes, low).low, _ranked(classes, high).high) for name, (low, high) in ranks.items()}


def _ranked(classes: Sequence[Class], rank: int) -> Class:
    """The class that holds the value of a rank, counted from 1."""
    reached = accumulate(one.count for one in classes)
    return next(one for one, until in zip(classes, reached, strict=True) if rank <= until)
