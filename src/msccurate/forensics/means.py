"""GRIM: is a mean of whole numbers possible for its n?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, columnar, number, unbounded, whole
from msccurate.forensics.decimals import decimal_text
from msccurate.forensics.result import Result, Verdict
from msccurate.forensics.rounding import preimage
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Grim(Result):
    """Whether a mean is a whole total over n·items.

    `interval` holds the values that print as the mean, `totals` the whole totals that give one of them, `nearest` the
    possible means nearest to the reported one, as text in its precision (two where they are as near).
    """

    interval: Interval
    totals: range
    nearest: tuple[str, ...] = ()


@overload
def grim(mean: Number, n: Number, items: int = 1, percent: bool = False, rounding: str = "either") -> Grim: ...


@overload
def grim(
    mean: Column, n: Number | Column, items: int | Column = 1, percent: bool = False, rounding: str = "either"
) -> pl.DataFrame: ...


@overload
def grim(
    mean: Number, n: Column, items: int | Column = 1, percent: bool = False, rounding: str = "either"
) -> pl.DataFrame: ...


def grim(
    mean: Number | Column,
    n: Number | Column,
    items: int | Column = 1,
    percent: bool = False,
    rounding: str = "either",
) -> Grim | pl.DataFrame:
    """Whether a mean of `n` answers, each the mean of `items` whole numbers, can be what is printed.

    The mean is possible if a whole total over n·items lies among the values that print so (Brown & Heathers 2017).
    `percent` says that the mean is a percentage of whole counts; `rounding` is one of `rounding.ROUNDINGS`. Not
    testable where n·items is so large that every mean is possible (at least 10^decimals; 100 times that for
    percentages), for bounds such as `< 5`, and for n below 1.

    Columns instead of numbers give a polars DataFrame, a row each: `possible` (null: not testable), `verdict`,
    `nearest` (for the impossible).

    Raises ValueError for what is not one number and for an unknown rounding.
    """
    if columnar(mean, n, items):
        from msccurate.forensics.mean_columns import grim_columns

        return grim_columns(mean, n, items, percent, rounding)
    printed, size, per = number(mean, "the mean"), whole(n, "n"), whole(items, "the number of items")  # type: ignore[arg-type]
    values = preimage(printed, rounding)
    unit = 100 if percent else 1
    answers = (size or 0) * (per or 0)
    totals = values.scaled(Fraction(answers, unit)).whole if answers > 0 else range(0)
    shown = f"{printed}{'%' if percent and '%' not in printed.text else ''}"
    why = unbounded(mean=printed) or _no_size(size, per)
    if not why and answers >= unit * Fraction(10) ** printed.decimals:
        why = f"with {_many(size or 0, per or 0)} every mean of {max(printed.decimals, 0)} decimals is possible"
    if why:
        return Grim(Verdict.NOT_TESTABLE, f"{shown} cannot be tested: {why}", values.interval, totals)
    if totals:
        sentence = f"a mean of {shown} is possible for {_many(size or 0, per or 0)}: the total is {totals[0]}"
        return Grim(
            Verdict.POSSIBLE, sentence, values.interval, totals, (decimal_text(printed.value, printed.decimals),)
        )
    near, others = _nearest(printed, answers, unit)
    sentence = (
        f"a mean of {shown} is impossible for {_many(size or 0, per or 0)}: no whole total gives it; "
        f"the nearest possible {'is' if len(near) == 1 else 'are'} {' and '.join(near)}"
    )
    return Grim(Verdict.IMPOSSIBLE, sentence, values.interval, totals, near, candidates=others)


def _no_size(size: int | None, items: int | None) -> str:
    if size is None:
        return "n is a bound, not a number"
    if size < 1:
        return f"n is {size}"
    return "" if items is not None and items > 0 else "the number of items is not 1 or more"


def _many(size: int, items: int) -> str:
    return f"n = {size}" + (f" and {items} items" if items > 1 else "")


def _nearest(mean: Printed, answers: int, unit: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nearest possible means (two in a tie), and both neighbours, the nearer first."""
    exact = mean.value * answers / unit
    below = floor(exact)
    sides = sorted((below, below + 1), key=lambda total: abs(total - exact))
    texts = tuple(decimal_text(Fraction(total * unit, answers), mean.decimals) for total in sides)
    tied = exact - below == Fraction(1, 2)
    return (texts if tied else texts[:1]), texts
