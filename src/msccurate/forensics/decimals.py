"""Exact values as text with so many decimals."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isqrt


def decimal_text(value: Fraction, decimals: int) -> str:
    """A fraction, rounded half away from zero."""
    return _text(floor(abs(value) * 10**decimals + Fraction(1, 2)), decimals, value < 0)


def root_text(square: Fraction, decimals: int) -> str:
    """The root of a fraction, rounded half up without a floating-point root."""
    return _text((isqrt(floor(4 * square * 100**decimals)) + 1) // 2, decimals, False)


def _text(units: int, decimals: int, negative: bool) -> str:
    whole, part = divmod(units, 10**decimals)
    sign = "-" if negative and units else ""
    return f"{sign}{whole}.{part:0{decimals}}" if decimals else f"{sign}{whole}"
