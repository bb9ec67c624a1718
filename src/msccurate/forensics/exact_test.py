"""Fisher's exact test of 2×2 tables, for many rows at once."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from msccurate.forensics.columns import Whole
    from msccurate.forensics.student import Reals

#: Weights nearer to each other than this may be equal: whole numbers decide, up to tables of so many.
_NEAR, _LARGEST = 1e-7, 50_000
#: So many cells of a block of rows × counts are worked on at a time.
_BLOCK = 2_000_000


def fisher(a: Whole, n1: Whole, b: Whole, n2: Whole) -> dict[str, Reals]:
    """The p values of Fisher's exact test: `minlike` adds up what is at most as likely as what was seen (R, Stata),
    `central` doubles the smaller tail, and the `mid` forms count what was seen by half (Lancaster 1961).

    Weights come from ratios of neighbours; equal ones are told apart with whole numbers.
    """
    found = {name: np.ones(len(a)) for name in ("minlike", "central", "mid_minlike", "mid_central")}
    total = a + b
    first, last = np.maximum(0, total - n2), np.minimum(n1, total)
    width = last - first + 1
    order = np.argsort(width, kind="stable")
    at = 0
    while at < len(order):
        most = max(1, int(_BLOCK // max(int(width[order[at]]), 1)))
        rows = order[at : at + most]
        rows = rows[: max(1, int(np.searchsorted(width[rows] * (np.arange(len(rows)) + 1), _BLOCK)))]
        at += len(rows)
        for name, values in _block(a[rows], n1[rows], n2[rows], total[rows], first[rows], width[rows]).items():
            found[name][rows] = values
    return found


def _block(a: Whole, n1: Whole, n2: Whole, total: Whole, first: Whole, width: Whole) -> dict[str, Reals]:
    n1, n2, total, first, seen = (one[:, None] for one in (n1, n2, total, first, a - first))
    steps = np.arange(int(width.max()))[None, :]
    inside = steps < width[:, None]
    x = first + steps
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = ((n1 - x + 1.0) * (total - x + 1.0)) / (x * (n2 - total + x + 0.0))
        ratio = np.where(inside & (steps > 0), ratio, 1.0)
        logs = np.where(inside, np.cumsum(np.log(ratio), axis=1), -np.inf)
    here = np.take_along_axis(logs, seen, axis=1)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    apart = logs - here
    equal = (np.abs(apart) < _NEAR) & inside
    for row, column in np.argwhere(equal & (steps != seen)).tolist():
        size, other, both = int(n1[row, 0]), int(n2[row, 0]), int(total[row, 0])
        if size + other <= _LARGEST and not _same(int(x[row, column]), int(a[row]), size, other, both):
            equal[row, column] = False
    below = (apart < 0) & inside & ~equal
    own = np.take_along_axis(weights, seen, axis=1)[:, 0]
    minlike = (weights * (below | equal)).sum(axis=1)
    lower = (weights * (steps <= seen)).sum(axis=1)
    upper = (weights * (steps >= seen)).sum(axis=1)
    tail = np.minimum(lower, upper)
    return {
        "minlike": np.minimum(minlike, 1.0),
        "central": np.minimum(2 * tail, 1.0),
        "mid_minlike": minlike - own / 2,
        "mid_central": np.minimum(2 * tail - own, 1.0),
    }


def _same(one: int, other: int, n1: int, n2: int, total: int) -> bool:
    """Whether two counts are equally likely."""
    if n1 == n2 and one + other == total:
        return True
    if 2 * total == n1 + n2 and one + other == n1:
        return True
    return comb(n1, one) * comb(n2, total - one) == comb(n1, other) * comb(n2, total - other)
