"""The mean of a whole from the means of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def weighted_mean(means: Sequence[tuple[Fraction, Fraction]], sizes: Sequence[range]) -> tuple[Fraction, Fraction]:
    """The smallest and largest n-weighted mean of groups, each mean between two ends and each n in a range.

    Exact: in the largest, the groups with the largest means have their largest n and all others their smallest, with
    the border between the two somewhere; every border is tried. No n may be below 1.
    """
    low = -_largest([-mean for mean, _ in means], sizes)
    return low, _largest([mean for _, mean in means], sizes)


def _largest(means: Sequence[Fraction], sizes: Sequence[range]) -> Fraction:
    order = sorted(range(len(means)), key=lambda one: -means[one])
    found = []
    for border in range(len(order) + 1):
        weights = {one: sizes[one][-1] if place < border else sizes[one][0] for place, one in enumerate(order)}
        found.append(sum(weights[one] * means[one] for one in order) / Fraction(sum(weights.values())))
    return max(found)
