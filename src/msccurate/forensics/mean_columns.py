"""GRIM and percentages of counts over columns, decided by whole division."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from msccurate.forensics.columns import POWERS, SAFE, aligned, by_blocks, read, read_whole, table, verdicts
from msccurate.forensics.means import Grim, grim
from msccurate.forensics.rounding import preimage, reported
from msccurate.forensics.shares import Percent, percent

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.columns import Found, Mask, Whole


def grim_columns(mean: object, n: object, items: object, per_cent: bool, rounding: str) -> pl.DataFrame:
    """`grim` for every row."""
    preimage(reported("1"), rounding)  # an unknown way to round is said once, not row by row
    columns = aligned(mean=mean, n=n, items=items)

    def one(mean: str, n: str, items: int) -> Grim:
        return grim(mean, n, items, per_cent, rounding)

    def told(found: Grim) -> dict[str, float]:
        return {"nearest": float(found.nearest[0])} if found.possible is False else {}

    found, decided, more = by_blocks(columns, lambda block: _grim(block, per_cent, rounding))
    return table(columns, found, decided, one, more, told)


def _grim(columns: Mapping[str, Any], per_cent: bool, rounding: str) -> Found:
    """The answers of `grim`: is there a whole total between both ends?"""
    means, sizes, per = read(columns["mean"]), read_whole(columns["n"]), read_whole(columns["items"])
    answers = sizes.mantissa * per.mantissa
    unit = 100 if per_cent else 1
    decided = means.plain & sizes.plain & per.plain & (sizes.mantissa > 0) & (per.mantissa > 0)
    most = (2.0 * _most(means.mantissa) + 2) * _most(sizes.mantissa) * _most(per.mantissa) * unit
    if not most < SAFE:
        decided = decided & ((2.0 * np.abs(means.mantissa) + 2) * sizes.mantissa * per.mantissa * unit < SAFE)
    if not decided.all():
        answers = np.where(decided, answers, 1)
    testable = answers < unit * POWERS[means.decimals]
    low, high, low_open, high_open = _ends(means.mantissa, rounding)
    below = 2 * unit * POWERS[means.decimals]
    last = (high * answers - high_open) // below
    possible = last * below >= low * answers + low_open
    near = np.full(np.broadcast_shapes(possible.shape, decided.shape), np.nan)
    rows = np.flatnonzero(np.broadcast_to(decided & testable & ~possible, near.shape))
    mantissa, decimals, many = (
        one if len(one) == 1 else np.broadcast_to(one, near.shape)[rows] for one in (*means.numbers, answers)
    )
    near[rows] = _nearest(mantissa, decimals, many, unit)
    return verdicts(possible, testable), decided, {"nearest": near}


def _most(values: Whole) -> float:
    return float(np.abs(values).max(initial=0))


def _ends(value: Whole, rounding: str) -> tuple[Whole, Whole, Mask, Mask]:
    """Both ends of the values that print so, in half units of the last place, and which of them are open."""
    closed = np.zeros(1, np.bool_)
    match rounding:
        case "either" | "up" | "down":
            return 2 * value - 1, 2 * value + 1, closed | (rounding == "down"), closed | (rounding == "up")
        case "even":
            return 2 * value - 1, 2 * value + 1, value % 2 != 0, value % 2 != 0
        case "floor":
            return 2 * value, 2 * value + 2, closed, ~closed
        case "ceiling":
            return 2 * value - 2, 2 * value, ~closed, closed
    down, up = value <= 0, value >= 0  # trunc
    return 2 * value - 2 * down, 2 * value + 2 * up, down, up


def _nearest(mantissa: Whole, decimals: Whole, answers: Whole, unit: int) -> Whole:
    """The possible mean nearest to each, in its decimals; the lower one of two."""
    scale = POWERS[decimals]
    below = mantissa * answers // (scale * unit)
    total = below + (2 * (mantissa * answers - below * scale * unit) > scale * unit)
    rounded = (2 * np.abs(total) * unit * scale + answers) // (2 * answers)
    nearest: Whole = np.sign(total) * rounded / scale
    return nearest


def percent_columns(per_cent: object, count: object, n: object) -> pl.DataFrame:
    """`percent` for every row."""
    columns = aligned(percent=per_cent, count=count, n=n)

    def told(found: Percent) -> dict[str, float]:
        return {"share": float(found.share)} if found.share else {}

    found, decided, more = by_blocks(columns, _percent)
    return table(columns, found, decided, percent, more, told)


def _percent(columns: Mapping[str, Any]) -> Found:
    """The answers of `percent`: 100·count/n between both ends of what is printed, by whole products."""
    shown, counts, sizes = read(columns["percent"]), read_whole(columns["count"]), read_whole(columns["n"])
    decided = shown.plain & counts.plain & sizes.plain & (sizes.mantissa > 0)
    units = 2 * POWERS[shown.decimals]
    largest = max(
        _most(counts.mantissa) * 100.0 * _most(units), (2.0 * _most(shown.mantissa) + 1) * _most(sizes.mantissa)
    )
    if not largest < SAFE:
        most = np.maximum(np.abs(counts.mantissa) * 100.0 * units, (2.0 * np.abs(shown.mantissa) + 1) * sizes.mantissa)
        decided = decided & (most < SAFE)
    exact, size = 100 * units * counts.mantissa, sizes.mantissa
    if not decided.all():
        exact, size = np.where(decided, exact, 0), np.where(decided, size, 1)
    fits = (exact >= (2 * shown.mantissa - 1) * size) & (exact <= (2 * shown.mantissa + 1) * size)
    possible = fits & (counts.mantissa >= 0) & (counts.mantissa <= size)
    share = np.where(decided, 100.0 * counts.mantissa / size, np.nan)
    return verdicts(possible), decided, {"share": share}
