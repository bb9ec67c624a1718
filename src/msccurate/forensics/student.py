"""p values of t tests over boxes of differences and variances, for many rows at once."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from msccurate.forensics.distributions import ERROR, two_sided_t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals: TypeAlias = NDArray[np.float64]
    #: The smallest and the largest value of each row.
    Ends: TypeAlias = tuple[Reals, Reals]

#: Into so many pieces an edge of the box is cut where t and df pull p in opposite directions.
_PIECES = 16
#: They are shortest where the extreme mostly is: the smallest p at the start, the largest at the end.
_STEPS = np.linspace(0.0, 1.0, _PIECES + 1)[:, None]


def distance(first: Ends, second: Ends) -> Ends:
    """The smallest and largest |m₁ - m₂|, outward."""
    slack = 4 * np.spacing(reduce(np.maximum, [np.abs(end) for end in (*first, *second)]))
    low, high = first[0] - second[1] - slack, first[1] - second[0] + slack
    smallest = np.where((low <= 0) & (high >= 0), 0.0, np.minimum(np.abs(low), np.abs(high)))
    return smallest, np.maximum(np.abs(low), np.abs(high))


def student(difference: Ends, first: Ends, second: Ends, n1: Reals, n2: Reals) -> Ends:
    """Two-sided p of Student's t test; `first` and `second` are the SDs. p falls with t, and t with both SDs."""
    df = n1 + n2 - 2
    errors = [
        np.sqrt(((n1 - 1) * one**2 + (n2 - 1) * other**2) / df * (1 / n1 + 1 / n2))
        for one, other in zip(first, second, strict=True)
    ]
    return widened(
        two_sided_t(_ratio(difference[1], errors[0], np.inf), df),
        two_sided_t(_ratio(difference[0], errors[1], 0.0), df),
    )


def welch(difference: Ends, first: Ends, second: Ends, n1: Reals, n2: Reals) -> Ends:
    """Two-sided p of Welch's t test, with the df of Satterthwaite 1946.

    On a ray from the origin df is constant and t falls, so that the smallest p lies on an edge of the box of
    variances that faces the origin, the largest on one that faces away. Along an edge t falls, and df rises up to its
    mode (v₁/v₂ = (n₁-1)/(n₂-1)), then falls: up to the mode the edge is cut into pieces, each bounded by its ends.
    """
    v1, v2 = tuple(sd**2 / n1 for sd in first), tuple(sd**2 / n2 for sd in second)
    low = np.minimum(
        _least(difference[1], v1[0], v2[0], v2[1], n1, n2), _least(difference[1], v2[0], v1[0], v1[1], n2, n1)
    )
    high = np.maximum(
        _most(difference[0], v1[1], v2[0], v2[1], n1, n2), _most(difference[0], v2[1], v1[0], v1[1], n2, n1)
    )
    return widened(low, high)


def widened(low: Reals, high: Reals) -> Ends:
    """Probabilities, outward by what the special functions may be off."""
    return np.maximum(low * (1 - ERROR), 0.0), np.minimum(high * (1 + ERROR), 1.0)


def _least(size: Reals, fixed: Reals, start: Reals, stop: Reals, n: Reals, other: Reals) -> Reals:
    """The smallest p on an edge: one variance is `fixed`, that of the `other` group goes from `start` to `stop`."""
    grid = _grid(fixed, start, stop, n, other, _STEPS**2)
    t = _ratio(size, np.sqrt(fixed + grid[:-1]), np.inf)
    return np.asarray(two_sided_t(t, _freedom(fixed, grid[1:], n, other)).min(axis=0))


def _most(size: Reals, fixed: Reals, start: Reals, stop: Reals, n: Reals, other: Reals) -> Reals:
    """The largest p on an edge."""
    grid = _grid(fixed, start, stop, n, other, 1 - _STEPS[::-1] ** 2)
    t = _ratio(size, np.sqrt(fixed + grid[1:]), 0.0)
    pieces = two_sided_t(t, _freedom(fixed, grid[:-1], n, other)).max(axis=0)
    end = two_sided_t(_ratio(size, np.sqrt(fixed + stop), 0.0), _freedom(fixed, stop, n, other))
    return np.asarray(np.maximum(pieces, end))


def _grid(fixed: Reals, start: Reals, stop: Reals, n: Reals, other: Reals, steps: Reals) -> Reals:
    """From the start of an edge to where df is largest, if it is on the edge."""
    mode = np.clip(fixed * (other - 1) / (n - 1), start, stop)
    grid: Reals = np.minimum(start + (mode - start) * steps, mode)
    grid[-1] = mode
    return grid


def _freedom(v1: Reals, v2: Reals, n1: Reals, n2: Reals) -> Reals:
    total = v1 + v2
    with np.errstate(invalid="ignore", divide="ignore"):
        df = 1 / ((v1 / total) ** 2 / (n1 - 1) + (v2 / total) ** 2 / (n2 - 1))
    return np.asarray(np.where(total > 0, df, np.minimum(n1, n2) - 1))


def _ratio(size: Reals, error: Reals, undefined: float) -> Reals:
    """t; `undefined` where nothing is divided by nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        t = size / error
    return np.asarray(np.where(np.isnan(t), undefined, t))
