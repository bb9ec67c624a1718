"""Counts, denominators and percentages, decided with integers."""

from __future__ import annotations

from math import ceil, floor

from msccurate.printed import Printed


def fits(percent: Printed, count: int, total: int) -> bool:
    """Whether `count` of `total` prints as `percent`, whichever way a tie is rounded."""
    if total == 0:
        return False
    if percent.comparator:
        return _within(percent, count, total)
    # |100 count/total - m/10^d| <= 1/(2·10^d), cleared of fractions
    scale = 10 ** max(percent.decimals, 0)
    unit = 10 ** max(-percent.decimals, 0)
    return bool(abs(200 * count * scale - 2 * percent.mantissa * unit * total) <= unit * total)


def _within(percent: Printed, count: int, total: int) -> bool:
    share = 100 * count - percent.value * total
    return {"<": share < 0, "<=": share <= 0, ">": share > 0, ">=": share >= 0}.get(percent.comparator, True)


def truncated(percent: Printed, count: int, total: int) -> bool:
    """Whether `percent` is what remains when the digits behind it are cut off."""
    if total == 0 or percent.comparator or percent.decimals < 0:
        return False
    return bool((100 * count * 10**percent.decimals) // total == percent.mantissa)


def units_off(percent: Printed, count: int, total: int) -> float:
    """How many units of its last place a percentage is away from the true one."""
    return abs(100 * count / total - float(percent.value)) * 10.0**percent.decimals


def totals(percent: Printed, count: int, low: int, high: int) -> list[int]:
    """The denominators from `low` to `high` of which `count` prints as `percent`; where there is none, those of which
    it is what remains when the digits behind are cut off."""
    tried = range(max(low, count, 1), high + 1)
    return [total for total in tried if fits(percent, count, total)] or [
        total for total in tried if truncated(percent, count, total)
    ]


def counts(percent: Printed, total: int) -> list[int]:
    """The whole counts of `total` that print as `percent` (GRIM for percentages; Brown & Heathers 2017)."""
    low, high = percent.ends
    first, last = max(ceil(low * total / 100), 0), min(floor(high * total / 100), total)
    return list(range(first, last + 1)) if not percent.comparator else list(range(total + 1))


def share(count: int, total: int, decimals: int) -> str:
    """`count` of `total` as a percentage, rounded half up, without the sign."""
    scale = 10 ** max(decimals, 0)
    units = (200 * count * scale + total) // (2 * total)
    return f"{units // scale}.{units % scale:0{decimals}}" if decimals > 0 else str(units)
