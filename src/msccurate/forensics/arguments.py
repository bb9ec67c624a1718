"""What the checks of reported numbers take: texts, whole numbers, or columns of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from msccurate.forensics.rounding import reported
from msccurate.printed import Printed

if TYPE_CHECKING:
    import polars as pl

#: A number as reported: text, so that trailing zeros count.
Number: TypeAlias = str | int | Printed
#: Many of them: a list, a tuple, a polars Series (or a numpy array of texts).
Column: TypeAlias = "list[Any] | tuple[Any, ...] | pl.Series"

#: One number for all rows, or one for each.
Value: TypeAlias = "Number | Column"


def columnar(*values: object) -> bool:
    """Whether any of the values is a column."""
    return any(not isinstance(value, str | int | float | Printed | None) for value in values)


def number(value: Number, what: str) -> Printed:
    """A reported number; an int is read as it would be printed.

    Raises ValueError for text that is not one number, and TypeError for a float, which has lost its zeros.
    """
    try:
        return reported(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)
    except ValueError:
        raise ValueError(f"`{value}` is not one number: give {what} as it is printed") from None


def whole(value: Number, what: str) -> int | None:
    """A whole number such as n; None where it is only bounded (`> 30`).

    Raises ValueError for what is no whole number.
    """
    try:
        read = reported(value)
    except ValueError:
        raise ValueError(f"`{value}` is not one number: {what} is a whole number") from None
    if read.value.denominator != 1:
        raise ValueError(f"`{value}` is not whole: {what} is a whole number")
    return None if read.comparator else int(read.value)


def unbounded(**named: Printed) -> str:
    """Why numbers cannot be tested: the first that is printed with a comparator; else empty."""
    return next((f"{what} `{one}` is a bound, not a value" for what, one in named.items() if one.comparator), "")
