"""GRIMMER: can whole numbers have this mean and this SD, for their n?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import floor, isqrt
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, columnar, number, unbounded, whole
from msccurate.forensics.bounds import scale_ends
from msccurate.forensics.decimals import root_text
from msccurate.forensics.means import grim
from msccurate.forensics.result import Result, Verdict
from msccurate.forensics.rounding import Preimage, preimage
from msccurate.forensics.squares import attainable, smallest, within

if TYPE_CHECKING:
    import polars as pl

Scale = tuple[Number, Number]
#: Sums of squares above and below the printed SD that are tried for the nearest possible SD, per total.
_TRIED = 50
#: Within a scale, answers are tried one by one.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Grimmer(Result):
    """Whether a total and a sum of squares of whole numbers give the mean and the SD.

    `totals` are the whole totals that print as the mean; `total` and `squares` are the first total of persons that
    gives the SD too and its sum of squares (both of totals over a person's items). `candidates` are the nearest
    possible SDs of an impossible one, as text in its precision.
    """

    totals: range
    total: int | None = None
    squares: int | None = None


@overload
def grimmer(mean: Number, sd: Number, n: Number, items: int = 1, scale: Scale | None = None) -> Grimmer: ...


@overload
def grimmer(
    mean: Column, sd: Number | Column, n: Number | Column, items: int | Column = 1, scale: Scale | None = None
) -> pl.DataFrame: ...


@overload
def grimmer(
    mean: Number, sd: Column, n: Number | Column, items: int | Column = 1, scale: Scale | None = None
) -> pl.DataFrame: ...


@overload
def grimmer(
    mean: Number, sd: Number, n: Column, items: int | Column = 1, scale: Scale | None = None
) -> pl.DataFrame: ...


def grimmer(
    mean: Number | Column,
    sd: Number | Column,
    n: Number | Column,
    items: int | Column = 1,
    scale: Scale | None = None,
) -> Grimmer | pl.DataFrame:
    """Whether `n` answers, each the mean of `items` whole numbers, can have this mean and this sample SD.

    Exact, where the published algorithms (Anaya 2016; Allard 2018) are not: possible if for any whole total S that
    prints as the mean there is a whole sum of squares Q with Q ≡ S (mod 2), Q at least that of n numbers which differ
    by at most 1, and an SD that prints as reported, ties either way. For n of 2 to 4 Q must also be a square, a
    Loeschian number or a sum of three squares in disguise; with a `scale` (the whole ends of each item) it must be
    reached by numbers within its ends. Squares are compared, no root is taken. Not testable for n below 2, for bounds,
    and within a scale for n above a million.

    Columns instead of numbers give a polars DataFrame, a row each: `possible` (null: not testable) and `verdict`.

    Raises ValueError for what is not one number, and for ends of a scale that are not whole or in the wrong order.
    """
    if columnar(mean, sd, n, items):
        from msccurate.forensics.deviation_columns import grimmer_columns

        return grimmer_columns(mean, sd, n, items, scale)
    centre, spread = number(mean, "the mean"), number(sd, "the SD")  # type: ignore[arg-type]
    size, per = whole(n, "n"), whole(items, "the number of items")  # type: ignore[arg-type]
    ends = scale_ends(scale) if scale is not None else None
    why = unbounded(mean=centre, SD=spread)
    if size is None:
        why = why or "n is a bound, not a number"
    elif size < 2:
        why = why or f"an SD needs two values, and n is {size}"
    elif per is None or per < 1:
        why = why or "the number of items is not 1 or more"
    elif ends is not None and size > _MOST:
        why = why or f"within a scale n can be {_MOST:,} at most"
    if why or size is None or per is None:
        return Grimmer(Verdict.NOT_TESTABLE, f"the mean and SD cannot be tested: {why}", range(0))
    values = preimage(centre)
    totals = totals_of(values, size, per, ends)
    what = f"n = {size}" + (f" and {per} items" if per > 1 else "")
    between = f" from {ends[0]} to {ends[1]}" if ends else ""
    if not totals:
        near = grim(centre, size, per)
        why = near.sentence if near.possible is False else f"no mean of whole numbers{between} is {centre} for {what}"
        return Grimmer(Verdict.IMPOSSIBLE, why, totals)
    fit = fitting(totals, preimage(spread), size, per, ends)
    if fit is not None:
        sentence = f"a mean of {centre} and an SD of {spread} are possible for {what}: with a total of {fit[0]}"
        return Grimmer(Verdict.POSSIBLE, sentence, totals, *fit)
    candidates = _nearest(totals, preimage(spread), size, per, ends, max(spread.decimals, 0))
    sentence = f"whole numbers{between} with a mean of {centre} cannot have an SD of {spread} for {what}"
    if candidates:
        sentence += f"; the nearest possible {'is' if len(candidates) == 1 else 'are'} {' and '.join(candidates)}"
    return Grimmer(Verdict.IMPOSSIBLE, sentence, totals, candidates=candidates)


def totals_of(mean: Preimage, n: int, items: int = 1, scale: tuple[int, int] | None = None) -> range:
    """The whole totals over n·items that print as a mean, within the ends of the scale."""
    found = mean.scaled(n * items).whole
    if scale is None:
        return found
    first = max(found.start, n * items * scale[0])
    return range(first, max(first, min(found.stop, n * items * scale[1] + 1)))


def fitting(
    totals: range,
    sd: Preimage,
    n: int,
    items: int = 1,
    scale: tuple[int, int] | None = None,
    population: bool = False,
) -> tuple[int, int | None] | None:
    """The first total that n whole numbers with such an SD can have, and their sum of squares (None where the search
    within a scale has not named one); None if there is none. `population` divides by n instead of n-1."""
    windows = _Windows(sd, n, items, population)
    for total in windows.worth_trying(totals):
        low, high = windows.squares(total)
        q = attainable(n, total, low, high)
        if q is None:
            continue
        if scale is None:
            return total, q
        if within(n, *_shifted(total, low, high, n, items, scale)):
            return total, None
    return None


def _shifted(total: int, low: int, high: int, n: int, items: int, scale: tuple[int, int]) -> tuple[int, int, int, int]:
    """Total, window and range of persons' totals counted from the lowest one there is."""
    bottom, top = items * scale[0], items * scale[1]
    moved = n * bottom * bottom - 2 * bottom * total
    return total - n * bottom, low + moved, high + moved, top - bottom


class _Windows:
    """For every total the sums of squares whose SD is one of those printed: nQ - S² lies between two bounds."""

    def __init__(self, sd: Preimage, n: int, items: int, population: bool) -> None:
        self._n = n
        unit = n * (n if population else n - 1) * items * items
        negative = sd.high < 0 or (sd.high == 0 and sd.high_open)
        bounds = Preimage(max(sd.low, Fraction(0)) ** 2, sd.high**2, sd.low_open and sd.low >= 0, sd.high_open)
        self._whole = range(0) if negative else bounds.scaled(unit).whole  # of nQ - S²

    def squares(self, total: int) -> tuple[int, int]:
        """The least and greatest whole sum of squares of a total; the least may be the greater: then there is none."""
        low, high = self._whole.start, self._whole.stop - 1
        return -(-(low + total * total) // self._n), (high + total * total) // self._n

    def worth_trying(self, totals: range) -> Iterator[int]:
        """The totals whose least sum of squares is not too large: n·Qmin - S² = b(n-b), with b = S mod n."""
        if not self._whole:
            return
        n, most = self._n, self._whole.stop - 1
        inside = n * n - 4 * most
        if inside <= 0:
            yield from totals
            return
        root = isqrt(inside - 1) + 1
        reach = (n - root) // 2
        for multiple in range((totals.start - reach) // n, (totals.stop - 1 + reach) // n + 1):
            first = max(totals.start, multiple * n - reach)
            yield from range(first, min(totals.stop, multiple * n + reach + 1))


def _nearest(
    totals: range, sd: Preimage, n: int, items: int, scale: tuple[int, int] | None, decimals: int
) -> tuple[str, ...]:
    """The nearest possible SDs below and above, over the first totals."""
    windows = _Windows(sd, n, items, population=False)
    unit = n * (n - 1) * items * items
    squares: set[Fraction] = set()
    for total in islice(totals, _TRIED):
        low, high = windows.squares(total)
        steps = [range(low - 1, max(low - 1 - _TRIED, smallest(n, total) - 1), -1)]
        start = max(high + 1, smallest(n, total))
        steps.append(range(start, start + _TRIED))
        for step in steps:
            q = next((q for q in step if _possible(n, total, q, items, scale)), None)
            if q is not None:
                squares.add(Fraction(n * q - total * total, unit))
    point = (sd.low + sd.high) / 2
    below = [one for one in squares if one < point * point]
    above = [one for one in squares if one > point * point]
    found = ([max(below)] if below and point > 0 else []) + ([min(above)] if above else [])
    found.sort(key=lambda one: abs(floor(one * 10**6) - floor(point * point * 10**6)))
    return tuple(dict.fromkeys(root_text(one, decimals) for one in found))


def _possible(n: int, total: int, q: int, items: int, scale: tuple[int, int] | None) -> bool:
    if attainable(n, total, q, q) is None:
        return False
    return scale is None or within(n, *_shifted(total, q, q, n, items, scale))
