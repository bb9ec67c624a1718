"""Is a percentage its count out of n?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, columnar, number, unbounded, whole
from msccurate.forensics.decimals import decimal_text
from msccurate.forensics.result import Result, Verdict
from msccurate.forensics.rounding import preimage
from msccurate.printed import Interval

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Percent(Result):
    """Whether a count of n prints as a percentage: `interval` holds the values that do, `share` is the exact one as
    text, with three decimals more than reported; `candidates` is the percentage that should stand there."""

    interval: Interval
    share: str = ""


@overload
def percent(percent: Number, count: Number, n: Number) -> Percent: ...


@overload
def percent(percent: Column, count: Number | Column, n: Number | Column) -> pl.DataFrame: ...


@overload
def percent(percent: Number, count: Column, n: Number | Column) -> pl.DataFrame: ...


@overload
def percent(percent: Number, count: Number, n: Column) -> pl.DataFrame: ...


def percent(percent: Number | Column, count: Number | Column, n: Number | Column) -> Percent | pl.DataFrame:
    """Whether `count` of `n` prints as this percentage, ties either way; decided with whole numbers.

    Not testable for bounds such as `< 1%` and for n below 1. A count below 0 or above n is impossible. Columns give a
    polars DataFrame, a row each, with the true `share`.

    Raises ValueError for what is not one number.
    """
    if columnar(percent, count, n):
        from msccurate.forensics.mean_columns import percent_columns

        return percent_columns(percent, count, n)
    printed, part, size = number(percent, "the percentage"), whole(count, "the count"), whole(n, "n")  # type: ignore[arg-type]
    values = preimage(printed)
    shown = f"{printed}{'' if '%' in printed.text else '%'}"
    why = unbounded(percentage=printed)
    if part is None or size is None:
        why = why or "the count or n is a bound, not a number"
    elif size < 1:
        why = why or f"n is {size}"
    if why or part is None or size is None:
        return Percent(Verdict.NOT_TESTABLE, f"{shown} cannot be tested: {why}", values.interval)
    exact = Fraction(100 * part, size)
    decimals = max(printed.decimals, 0)
    share, expected = decimal_text(exact, decimals + 3), decimal_text(exact, decimals)
    if not 0 <= part <= size:
        return Percent(Verdict.IMPOSSIBLE, f"{part} is no count out of {size}", values.interval, share)
    if exact in values:
        return Percent(Verdict.POSSIBLE, f"{part} of {size} is {shown}", values.interval, share, candidates=(expected,))
    sentence = f"{part} of {size} is not {shown}: it is {expected}%"
    return Percent(Verdict.IMPOSSIBLE, sentence, values.interval, share, candidates=(expected,))
