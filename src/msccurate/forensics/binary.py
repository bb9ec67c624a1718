"""DEBIT: do the mean and SD of a yes/no variable fit together?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, columnar, number, unbounded, whole
from msccurate.forensics.decimals import root_text
from msccurate.forensics.result import Result, Verdict
from msccurate.forensics.rounding import Preimage, preimage

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Debit(Result):
    """Whether a count k of n gives both numbers. `counts` are those whose share prints as the mean, `count` is the
    first that gives the SD too; `candidates` are the SDs of the counts that fit the mean (the first and last)."""

    counts: range
    count: int | None = None


@overload
def debit(mean: Number, sd: Number, n: Number) -> Debit: ...


@overload
def debit(mean: Column, sd: Number | Column, n: Number | Column) -> pl.DataFrame: ...


@overload
def debit(mean: Number, sd: Column, n: Number | Column) -> pl.DataFrame: ...


@overload
def debit(mean: Number, sd: Number, n: Column) -> pl.DataFrame: ...


def debit(mean: Number | Column, sd: Number | Column, n: Number | Column) -> Debit | pl.DataFrame:
    """Whether `n` values that are all 0 or 1 can have this mean and sample SD.

    Exact: possible if a count k from 0 to n has a share k/n that prints as the mean and a root of k(n-k)/(n(n-1)) that
    prints as the SD, ties either way (Heathers & Brown 2019, decided count by count). Not testable for n below 2 and
    for bounds such as `< 0.1`. Columns give a polars DataFrame, a row each.

    Raises ValueError for what is not one number.
    """
    if columnar(mean, sd, n):
        from msccurate.forensics.deviation_columns import debit_columns

        return debit_columns(mean, sd, n)
    share, spread, size = number(mean, "the mean"), number(sd, "the SD"), whole(n, "n")  # type: ignore[arg-type]
    why = unbounded(mean=share, SD=spread)
    if size is None:
        why = why or "n is a bound, not a number"
    elif size < 2:
        why = why or f"an SD needs two values, and n is {size}"
    if why or size is None:
        return Debit(Verdict.NOT_TESTABLE, f"the mean and SD cannot be tested: {why}", range(0))
    counts = counts_of(preimage(share), size)
    count = fitting(counts, preimage(spread), size)
    if count is not None:
        sentence = f"a mean of {share} and an SD of {spread} are possible for n = {size}: with {count} of them 1"
        return Debit(Verdict.POSSIBLE, sentence, counts, count)
    if not counts:
        return Debit(Verdict.IMPOSSIBLE, f"no count of {size} has a share of {share}", counts)
    places = max(spread.decimals, 0)
    ends = sorted(deviations(count, size) for count in {counts[0], counts[-1]})
    candidates = tuple(dict.fromkeys(root_text(one, places) for one in ends))
    sentence = (
        f"{size} values of 0 or 1 with a mean of {share} do not have an SD of {spread}: it would be "
        f"{' to '.join(candidates)}"
    )
    return Debit(Verdict.IMPOSSIBLE, sentence, counts, candidates=candidates)


def counts_of(share: Preimage, n: int) -> range:
    """The counts of n whose share is one of these."""
    found = share.scaled(n).whole
    return range(max(found.start, 0), max(min(found.stop, n + 1), max(found.start, 0)))


def deviations(count: int, n: int) -> Fraction:
    """The sample variance of n values of which `count` are 1 and the others 0."""
    return Fraction(count * (n - count), n * (n - 1))


def fitting(counts: range, sd: Preimage, n: int, population: bool = False) -> int | None:
    """The first of the counts of n values 0 and 1 whose SD is one of these; None if there is none."""
    if not counts or sd.high < 0:
        return None
    squares = Preimage(max(sd.low, Fraction(0)) ** 2, sd.high**2, sd.low_open and sd.low >= 0, sd.high_open)
    products = squares.scaled(n * n if population else n * (n - 1)).whole  # of k·(n-k)
    if not products or 4 * products[0] > n * n:
        return None
    # k(n-k) from a to b, where |n-2k| is from the root of n²-4b to that of n²-4a
    most = isqrt(n * n - 4 * products[0])
    rest = n * n - 4 * products[-1]
    least = isqrt(rest - 1) + 1 if rest > 0 else 0
    for first, last in ((ceil(Fraction(n - most, 2)), floor(Fraction(n - least, 2))),
                        (ceil(Fraction(n + least, 2)), floor(Fraction(n + most, 2)))):  # fmt: skip
        first, last = max(first, counts[0]), min(last, counts[-1])
        if first <= last:
            return first
    return None
