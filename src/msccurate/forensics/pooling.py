"""The mean and SD of a whole, from those of its groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import inf
from typing import TYPE_CHECKING, Any, overload

from msccurate.forensics.arguments import Column, Number, Value, columnar, number, unbounded, whole
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.student import Ends, Reals

#: Up to so many groups every corner of the box of means is tried; for more, the SD is bounded from a little above.
_CORNERS = 10


@dataclass(frozen=True, slots=True)
class Pooled(Result):
    """`n` of all groups together, and every `mean` and sample `sd` of the whole that they allow."""

    n: int | None = None
    mean: Interval | None = None
    sd: Interval | None = None


Group = tuple[Number, Number, Number]
Columns = tuple[Column, Value, Value]


@overload
def pooled(groups: Sequence[Group]) -> Pooled: ...


@overload
def pooled(groups: Sequence[Columns]) -> pl.DataFrame: ...


def pooled(groups: Sequence[Any]) -> Pooled | pl.DataFrame:
    """The mean and sample SD of all patients of several groups, each (n, mean, sd), over the rounding of all numbers.

    The mean is Σnᵢmᵢ/N, the variance (Σ(nᵢ-1)sᵢ² + Σnᵢ(mᵢ-M)²)/(N-1) (Cochrane Handbook 6.5.2.10). Not testable for
    bounds, for an n below 1 and for less than two patients. Groups of columns give a polars DataFrame, a row each.

    Raises ValueError for what is not one number, for no group and for groups that are not three numbers.
    """
    if not groups or any(isinstance(one, str) or len(one) != 3 for one in groups):
        raise ValueError("give groups of three numbers each: n, mean, sd")
    if columnar(*(one for group in groups for one in group)):
        from msccurate.forensics.pooled_columns import pooled_columns

        return pooled_columns(groups)
    sizes = [whole(n, "n") for n, _, _ in groups]
    means = [number(mean, "the mean") for _, mean, _ in groups]
    sds = [number(sd, "the SD") for _, _, sd in groups]
    known = [one for one in sizes if one is not None]
    why = next((one for mean, sd in zip(means, sds, strict=True) if (one := unbounded(mean=mean, SD=sd))), "")
    if len(known) < len(sizes):
        why = why or "n is a bound, not a number"
    elif min(known) < 1 or sum(known) < 2:
        why = why or f"n is {min(known)}"
    if why:
        return Pooled(Verdict.NOT_TESTABLE, f"the groups cannot be put together: {why}")
    negative = next((sd for sd in sds if sd.interval.high < 0), None)
    if negative is not None:
        return Pooled(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    import numpy as np

    def ends(numbers: list[Any]) -> Ends:
        return tuple(np.array([[getattr(one.interval, end)] for one in numbers]) for end in ("low", "high"))  # type: ignore[return-value]

    found = whole_of(np.array([[float(n)] for n in known]), ends(means), ends(sds))
    mean, sd = (Interval(float(low[0]), float(high[0])) for low, high in found)
    total = sum(known)
    sentence = f"the {total} together have a mean of {_told(mean)} and an SD of {_told(sd)}"
    return Pooled(Verdict.POSSIBLE, sentence, total, mean, sd)


def _told(interval: Interval) -> str:
    """Both ends, with one digit more than it takes to tell them apart."""
    width = interval.high - interval.low
    places = next((places for places in range(1, 15) if 10.0**-places < width / 5), 15)
    low, high = (f"{end:.{places}f}" for end in (interval.low, interval.high))
    return low if low == high else f"{low} to {high}"


def whole_of(n: Reals, means: Ends, sds: Ends) -> tuple[Ends, Ends]:
    """Mean and SD of the whole, outward; all arrays are groups × rows.

    The sum of squares between groups is convex in the means: it is largest in a corner of their box, and smallest
    where every mean lies as near as it can to one centre, which is sought between every two neighbouring ends.
    """
    import numpy as np

    total = n.sum(axis=0)
    mean = [(n * end).sum(axis=0) / total for end in means]
    slack = 1e-14 * np.maximum(np.abs(means[0]), np.abs(means[1])).max(axis=0)
    within = [((n - 1) * np.maximum(end, 0.0) ** 2).sum(axis=0) for end in sds]
    between = _least_between(n, means), _most_between(n, means)
    sd = [np.sqrt((inside + beside) / (total - 1)) for inside, beside in zip(within, between, strict=True)]
    low = np.maximum(sd[0] * (1 - 1e-12) - slack, 0.0)
    return (mean[0] - slack, mean[1] + slack), (low, sd[1] * (1 + 1e-12) + slack)


def _most_between(n: Reals, means: Ends) -> Reals:
    import numpy as np

    if len(n) > _CORNERS:
        centre = (n * (means[0] + means[1]) / 2).sum(axis=0) / n.sum(axis=0)
        far = np.maximum(np.abs(means[0] - centre), np.abs(means[1] - centre))
        return np.asarray((n * far**2).sum(axis=0))
    most = np.zeros(n.shape[1])
    for corner in product((0, 1), repeat=len(n)):
        chosen = np.stack([means[end][group] for group, end in enumerate(corner)])
        centre = (n * chosen).sum(axis=0) / n.sum(axis=0)
        most = np.maximum(most, (n * (chosen - centre) ** 2).sum(axis=0))
    return most


def _least_between(n: Reals, means: Ends) -> Reals:
    import numpy as np

    turns = np.sort(np.concatenate(means), axis=0)
    least = np.full(n.shape[1], inf)
    for start, stop in pairwise(turns):
        middle = (start + stop) / 2
        above, below = means[0] > middle, means[1] < middle
        weight = (n * (above | below)).sum(axis=0)
        pull = (n * (np.where(above, means[0], 0.0) + np.where(below, means[1], 0.0))).sum(axis=0)
        centre = np.clip(np.where(weight > 0, pull / np.where(weight > 0, weight, 1.0), middle), start, stop)
        off = np.maximum(np.maximum(means[0] - centre, centre - means[1]), 0.0)
        least = np.minimum(least, (n * off**2).sum(axis=0))
    return least
