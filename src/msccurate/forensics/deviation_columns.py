"""GRIMMER, DEBIT and bounds of the SD over columns: totals are tried one after the other, for all rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from msccurate.forensics.binary import debit
from msccurate.forensics.bounds import SdBounds, scale_ends, sd_bounds
from msccurate.forensics.columns import POWERS, SAFE, Read, aligned, height, read, read_whole, table, verdicts
from msccurate.forensics.deviations import Grimmer, Scale, grimmer

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.columns import Mask, Whole

#: Rows with more totals than this go through the check of one row, which does not try each.
_TOTALS = 64


def grimmer_columns(mean: object, sd: object, n: object, items: object, scale: Scale | None) -> pl.DataFrame:
    """`grimmer` for every row: by the smallest sum of squares and its parity.

    Small n, and what a scale leaves open, go row by row.
    """
    ends = scale_ends(scale) if scale is not None else None
    columns = aligned(mean=mean, sd=sd, n=n, items=items)
    means, sds = read(columns["mean"]), read(columns["sd"])
    sizes, per = read_whole(columns["n"]), read_whole(columns["items"])
    plain = means.plain & sds.plain & sizes.plain & per.plain & (sizes.mantissa >= 2) & (per.mantissa >= 1)
    rows = height(columns)
    size, each = (np.where(plain, one.mantissa, 2) for one in (sizes, per))
    first, last, safe = _totals(means, size * each)
    unit = size * (size - 1) * each * each
    squares = _squares(sds, unit)
    decided = plain & safe & squares.safe & (last - first < _TOTALS) & (1.0 * size * size * size < SAFE)
    if ends is not None:
        decided = decided & (size < 10**6)
        first, last = np.maximum(first, size * each * ends[0]), np.minimum(last, size * each * ends[1])
    possible, open_ = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
    arrays = [np.broadcast_to(one, rows) for one in (first, last, size, each, squares.low, squares.high)]
    for step in range(_TOTALS):
        left = np.flatnonzero(decided & ~possible & (arrays[0] + step <= arrays[1]))
        if not left.size:
            break
        total, _, count, many, low, high = (one[left] for one in arrays)
        total = total + step
        over = total % count  # each number moved by the whole part of the mean: the sum is then its remainder
        least = over
        start = np.maximum(-(-(low + over * over) // count), least)
        start += (start - over) & 1
        fits = start <= (high + over * over) // count
        open_[left] |= fits & (count < 5)  # the differences decide
        sure = fits & (count >= 5)
        if ends is not None:
            stays = _stays(total, total // count, start, count, many, ends)
            open_[left] |= sure & ~stays
            sure &= stays
        possible[left] |= sure
    decided = decided & ~(open_ & ~possible)

    def one(mean: str, sd: str, n: str, items: int) -> Grimmer:
        return grimmer(mean, sd, n, items, scale)

    return table(columns, verdicts(possible), decided, one)


def _stays(total: Whole, whole: Whole, squares: Whole, n: Whole, items: Whole, ends: tuple[int, int]) -> Mask:
    """Whether no n numbers with this sum and this sum of squares can leave the scale: |x - S/n| <= √((n-1)(nQ-S²))/n.

    `squares` is the sum of squares of the numbers less `whole`.
    """
    over = total % n
    reach = (n - 1.0) * (n * squares - over * over)
    low, high = items * ends[0] - whole, items * ends[1] - whole
    inside: Mask = ((over - n * (low - 1)) ** 2.0 > reach) & ((n * (high + 1) - over) ** 2.0 > reach)
    return inside & (low <= 0) & (high >= 0)


def debit_columns(mean: object, sd: object, n: object) -> pl.DataFrame:
    """`debit` for every row."""
    columns = aligned(mean=mean, sd=sd, n=n)
    means, sds, sizes = read(columns["mean"]), read(columns["sd"]), read_whole(columns["n"])
    plain = means.plain & sds.plain & sizes.plain & (sizes.mantissa >= 2)
    size = np.where(plain, sizes.mantissa, 2)
    first, last, safe = _totals(means, size)
    first, last = np.maximum(first, 0), np.minimum(last, size)
    squares = _squares(sds, size * (size - 1))
    decided = plain & safe & squares.safe & (last - first < _TOTALS)
    rows = decided.shape
    possible = np.zeros(rows, np.bool_)
    for step in range(_TOTALS):
        count = first + step
        asked = decided & ~possible & (count <= last)
        if not asked.any():
            break
        product = count * (size - count)
        possible |= asked & (squares.low <= product) & (product <= squares.high)
    return table(columns, verdicts(possible), decided, debit)


@dataclass(frozen=True, slots=True)
class _Squares:
    """The whole numbers between the squares of both ends of an SD, times a unit."""

    low: Whole
    high: Whole
    safe: Mask


def _squares(sd: Read, unit: Whole) -> _Squares:
    ends = 2 * np.abs(sd.mantissa) + 1
    below = 4 * POWERS[sd.decimals] ** 2
    safe = (sd.decimals <= 8) & (ends * 1.0 * ends * unit < SAFE) & (sd.mantissa >= 0)
    ends, below = np.where(safe, ends, 1), np.where(safe, below, 4)
    lower = np.maximum(ends - 2, 0)
    return _Squares(-(-(lower * lower * unit) // below), ends * ends * unit // below, safe)


def _totals(mean: Read, answers: Whole) -> tuple[Whole, Whole, Mask]:
    """The first and last whole total that prints as the mean."""
    safe = (2.0 * np.abs(mean.mantissa) + 1) * answers < SAFE
    answers = np.where(safe, answers, 1)
    below = 2 * POWERS[mean.decimals]
    return -(-(2 * mean.mantissa - 1) * answers // below), (2 * mean.mantissa + 1) * answers // below, safe


def sd_bounds_columns(mean: object, n: object, low: object, high: object, items: object) -> pl.DataFrame:
    """`sd_bounds` for every row: over the totals where a bound can lie."""
    columns = aligned(mean=mean, n=n, low=low, high=high, items=items)
    means = read(columns["mean"])
    sizes, lows, highs, per = (read_whole(columns[name]) for name in ("n", "low", "high", "items"))
    plain = means.plain & sizes.plain & lows.plain & highs.plain & per.plain
    plain = plain & (sizes.mantissa >= 2) & (per.mantissa >= 1) & (lows.mantissa <= highs.mantissa)
    size, each = (np.where(plain, one.mantissa, 2) for one in (sizes, per))
    bottom, width = each * lows.mantissa, np.where(plain, each * (highs.mantissa - lows.mantissa), 0)
    first, last, safe = _totals(means, size * each)
    decided = plain & safe & (size * 1.0 * size * (width + 1.0) ** 2 < SAFE)
    first, last = np.maximum(first - size * bottom, 0), np.minimum(last - size * bottom, size * width)
    possible = first <= last
    last = np.maximum(first, last)
    step = np.maximum(width, 1)
    middle = size // 2 * width
    least = [first, last, -(-first // size) * size]
    most = [first, last, -(-first // step) * step, last // step * step, middle, middle + width]

    lowest = np.minimum.reduce([_least(np.clip(one, first, last), size) for one in least])
    highest = np.maximum.reduce([_most(np.clip(one, first, last), size, step) for one in most])
    unit = 1.0 * size * (size - 1) * each * each
    ends = np.where(decided & possible, np.sqrt(np.maximum([lowest, highest], 0) / unit), np.nan)

    def told(found: SdBounds) -> dict[str, float]:
        low, high = found.squares or (None, None)
        return (
            {"low_sd": float(low) ** 0.5, "high_sd": float(high) ** 0.5} if low is not None and high is not None else {}
        )

    more = {"low_sd": ends[0], "high_sd": ends[1]}
    return table(columns, verdicts(possible), decided, sd_bounds, more, told)


def _least(total: Whole, n: Whole) -> Whole:
    """nQ - S² of numbers that differ by at most 1."""
    over = total % n
    return np.asarray(over * (n - over))


def _most(total: Whole, n: Whole, width: Whole) -> Whole:
    """nQ - S² of numbers of which all but one lie at an end."""
    count, rest = total // width, total % width
    return np.asarray(n * (count * width * width + rest * rest) - total * total)
