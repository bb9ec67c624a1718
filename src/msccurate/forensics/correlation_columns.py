"""Correlations of paired SDs over columns."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from msccurate.forensics import student
from msccurate.forensics.columns import POWERS, aligned, ends, read, read_whole, table, verdicts
from msccurate.forensics.correlation import Correlation, change_correlation, paired_correlation

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.columns import Mask
    from msccurate.forensics.student import Ends


def change_columns(before: Any, after: Any, change: Any) -> pl.DataFrame:
    """`change_correlation` for every row: the triangle of the SDs is decided in whole numbers, in one unit."""
    columns = aligned(sd_before=before, sd_after=after, sd_change=change)
    numbers = [read(one) for one in columns.values()]
    decided: Mask = np.ones(1, np.bool_)
    most = reduce(np.maximum, [one.decimals for one in numbers])
    units = []
    for one in numbers:
        decided = (
            decided & one.plain & (one.mantissa >= 0) & (np.log10(2.0 * one.mantissa + 3) + most - one.decimals < 17)
        )
        scale = POWERS[np.where(decided, most - one.decimals, 0)]
        mantissa = np.where(decided, one.mantissa, 0)
        units.append((np.maximum((2 * mantissa - 1) * scale, 0), (2 * mantissa + 1) * scale))
    a, b, c = units
    possible = (c[1] >= np.maximum(a[0] - b[1], b[0] - a[1])) & (c[0] <= a[1] + b[1])
    sds = [tuple(np.maximum(end, 0.0) for end in ends(one)) for one in numbers]
    return _answer(columns, possible, decided, sds[2], _implied(*sds), change_correlation)  # type: ignore[arg-type]


def paired_columns(m1: Any, sd1: Any, m2: Any, sd2: Any, n: Any, p: Any) -> pl.DataFrame:
    """`paired_correlation` for every row; p values with a comparator, and very small ones, go row by row."""
    from scipy.special import stdtrit

    from msccurate.forensics.p_columns import reported

    columns = aligned(m1=m1, sd1=sd1, m2=m2, sd2=sd2, n=n, p=p)
    numbers = {name: read(columns[name]) for name in ("m1", "sd1", "m2", "sd2")}
    size, shown = read_whole(columns["n"]), reported(columns)
    assert shown is not None
    sure, (p_low, p_high) = shown
    decided = sure & size.plain & (size.mantissa >= 2) & ((p_low == 0) | (p_low > 1e-9))
    for name, one in numbers.items():
        decided = decided & one.plain & ((one.mantissa >= 0) | (name[0] == "m"))
    count = np.maximum(size.mantissa, 2).astype(np.float64)
    distance = student.distance(ends(numbers["m1"]), ends(numbers["m2"]))
    with np.errstate(divide="ignore", invalid="ignore"):
        least, most = (
            edge * np.sqrt(count) / stdtrit(count - 1, np.clip(1 - p / 2, 0.5, 1.0))
            for edge, p in zip(distance, (p_low, p_high), strict=True)
        )
    change = (
        np.where(p_low <= 0, 0.0, np.nan_to_num(least)) * (1 - 1e-10),
        np.where(p_high >= 1, np.inf, most) * (1 + 1e-10),
    )
    first, second = (tuple(np.maximum(end, 0.0) for end in ends(numbers[name])) for name in ("sd1", "sd2"))
    nearest = np.maximum(np.maximum(first[0] - second[1], second[0] - first[1]), 0.0) * (1 - 1e-10)
    possible = (change[1] >= nearest) & (change[0] <= (first[1] + second[1]) * (1 + 1e-10))
    return _answer(columns, possible, decided, change, _implied(first, second, change), paired_correlation)  # type: ignore[arg-type]


def _implied(a: Ends, b: Ends, c: Ends) -> Ends:
    """As for one row, where both SDs are above 0; else NaN."""
    lows, highs = [], []
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for x in a:
            for y in b:
                lows.append((x * x + y * y - c[1] * c[1]) / (2 * x * y))
                highs.append((x * x + y * y - c[0] * c[0]) / (2 * x * y))
        for one, other in ((a, b), (b, a)):
            for end in other:
                turn = np.sqrt((end - c[1]) * (end + c[1]))
                here = (c[1] < end) & (one[0] <= turn) & (turn <= one[1])
                lows.append(np.where(here, turn / end, np.inf))
        low, high = reduce(np.minimum, lows), reduce(np.maximum, highs)
        slack = 1e-12 * np.maximum(1.0, np.maximum(np.where(np.isfinite(low), np.abs(low), 0.0), np.abs(high)))
        return low - slack, high + slack


def _answer(
    columns: dict[str, Any], possible: Mask, decided: Mask, change: Ends, correlation: Ends, check: Any
) -> pl.DataFrame:
    decided = decided & np.isfinite(correlation[1])

    def one(*values: Any) -> Correlation:
        found: Correlation = check(*values)
        return found

    def told(result: Correlation) -> dict[str, float]:
        pairs = (("sd_change", result.sd_change), ("r", result.correlation))
        return {f"{name}_{end}": getattr(one, end) for name, one in pairs if one for end in ("low", "high")}

    more = {
        f"{name}_{end}": np.where(decided, values[place], np.nan)
        for name, values in (("sd_change", change), ("r", correlation))
        for place, end in enumerate(("low", "high"))
    }
    return table(columns, verdicts(possible, decided), decided, one, more, told)
