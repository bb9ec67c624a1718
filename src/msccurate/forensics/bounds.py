"""The SDs that whole numbers between two ends can have, given their mean."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter, sqrt
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, columnar, number, unbounded, whole
from msccurate.forensics.decimals import root_text
from msccurate.forensics.result import Result, Verdict
from msccurate.forensics.rounding import preimage
from msccurate.forensics.squares import largest, smallest
from msccurate.printed import Interval

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class SdBounds(Result):
    """The smallest and largest sample SD: `low` and `high` as text in the precision of the mean (at least two
    decimals), `interval` outward in floats, `squares` exactly; None where there is none."""

    low: str | None = None
    high: str | None = None
    interval: Interval | None = None
    squares: tuple[Fraction, Fraction] | None = None


@overload
def sd_bounds(mean: Number, n: Number, low: Number, high: Number, items: int = 1) -> SdBounds: ...


@overload
def sd_bounds(
    mean: Column, n: Number | Column, low: Number | Column, high: Number | Column, items: int | Column = 1
) -> pl.DataFrame: ...


@overload
def sd_bounds(
    mean: Number, n: Column, low: Number | Column, high: Number | Column, items: int | Column = 1
) -> pl.DataFrame: ...


def sd_bounds(
    mean: Number | Column,
    n: Number | Column,
    low: Number | Column,
    high: Number | Column,
    items: int | Column = 1,
) -> SdBounds | pl.DataFrame:
    """The smallest and largest sample SD that `n` persons can have whose answers are the means of `items` whole numbers
    from `low` to `high`, for every total that prints as this mean.

    Exact: for a total S the sum of squares is least where the values differ by at most 1, and greatest where all but
    one lie at the ends. `possible` is False where no total between the ends gives the mean. Not testable for n below 2
    and for bounds such as `< 5`. Columns give a polars DataFrame, a row each, with `low_sd` and `high_sd`.

    Raises ValueError for what is not one number, and for ends that are not whole or in the wrong order.
    """
    if columnar(mean, n, low, high, items):
        from msccurate.forensics.deviation_columns import sd_bounds_columns

        return sd_bounds_columns(mean, n, low, high, items)
    printed, size, per = number(mean, "the mean"), whole(n, "n"), whole(items, "the number of items")  # type: ignore[arg-type]
    ends = scale_ends((low, high))  # type: ignore[arg-type]
    why = unbounded(mean=printed)
    if size is None:
        why = why or "n is a bound, not a number"
    elif size < 2:
        why = why or f"an SD needs two values, and n is {size}"
    elif per is None or per < 1:
        why = why or "the number of items is not 1 or more"
    if why or size is None or per is None:
        return SdBounds(Verdict.NOT_TESTABLE, f"the SD cannot be bounded: {why}")
    values = preimage(printed)
    squares = variances(values.scaled(size * per).whole, size, per, ends)
    if squares is None:
        what = f"a mean of {printed} is impossible for {size} whole numbers from {ends[0]} to {ends[1]}"
        return SdBounds(Verdict.IMPOSSIBLE, what)
    decimals = max(printed.decimals, 2)
    texts = root_text(squares[0], decimals), root_text(squares[1], decimals)
    sentence = f"the SD lies between {texts[0]} and {texts[1]} for n = {size} and a mean of {printed}"
    interval = Interval(_below(squares[0]), nextafter(sqrt(float(squares[1])) * (1 + 1e-15), inf))
    return SdBounds(Verdict.POSSIBLE, sentence, *texts, interval, squares, candidates=texts)


def scale_ends(scale: tuple[Number, Number]) -> tuple[int, int]:
    """Both ends of a scale; raises ValueError where they are not whole, or in the wrong order."""
    low, high = (whole(end, "an end of the scale") for end in scale)
    if low is None or high is None:
        raise ValueError(f"`{scale[0] if low is None else scale[1]}` is a bound: an end of the scale is a whole number")
    if low > high:
        raise ValueError(f"the scale ends ({low}, {high}) are in the wrong order: the lower one comes first")
    return low, high


def _below(square: Fraction) -> float:
    return max(nextafter(sqrt(float(square)) * (1 - 1e-15), -inf), 0.0)


def variances(totals: range, n: int, items: int, ends: tuple[int, int]) -> tuple[Fraction, Fraction] | None:
    """The smallest and largest sample variance over all totals, in the units of one item; None if none is possible."""
    low, width = items * ends[0], items * (ends[1] - ends[0])
    first, last = max(totals.start - n * low, 0), min(totals.stop - 1 - n * low, n * width)
    if first > last:
        return None
    least = {first, last, *_inside(first, last, (-(-first // n) * n,))}
    most = {first, last}
    if width:
        up, down = -(-first // width) * width, last // width * width
        middle = n // 2 * width
        most |= set(_inside(first, last, (up, down, middle, middle + width)))
    unit = n * (n - 1) * items * items
    return (
        Fraction(min(n * smallest(n, total) - total * total for total in least), unit),
        Fraction(max(n * largest(n, total, width) - total * total for total in most), unit),
    )


def _inside(first: int, last: int, values: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(value for value in values if first <= value <= last)
