"""Values and the texts that stand for them in a CSV file."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from msccurate.tables.tableschema import Value

#: What an integer column of a frame can hold.
SMALLEST, LARGEST = -(2**63), 2**63 - 1

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text_of(value: Any) -> str:
    """A value as a CSV cell: raw, with the decimals it was printed with; empty for a blank."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal() if value.is_finite() and int(value.as_tuple().exponent) <= 0:
            return f"{value:f}"
        case float():
            return repr(value)
        case _:
            return str(value)


def typed(type: str, value: Any) -> Value | None:
    """A value as a column of this Table Schema type holds it; None where it is none of that type.

    A text is read strictly: ASCII digits, no separators, whole ISO dates, no NaN or infinity.
    """
    match type:
        case "string":
            return value if isinstance(value, str) else None
        case "boolean":
            return value if isinstance(value, bool) else {"true": True, "false": False}.get(value)
        case "date":
            return _date(value)
        case "integer":
            return _integer(value)
        case _:
            return _number(value)


def _date(value: Any) -> date | None:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _integer(value: Any) -> int | None:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value) if len(value) < 40 else LARGEST + 1
    elif isinstance(value, Decimal) and value.is_finite() and 0 <= int(value.as_tuple().exponent) < 40:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and SMALLEST <= value <= LARGEST:
        return value
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float, Decimal)) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        try:
            number = float(value)
        except (OverflowError, ValueError):
            return None
        return number if isfinite(number) else None
    return None
