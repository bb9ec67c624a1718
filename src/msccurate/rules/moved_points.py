"""Numbers whose decimal point has moved: ten times off their row, printed with one decimal more or fewer than it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from msccurate.printed import Printed
from msccurate.rules.once import once

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

_ROLES = ("value", "mean", "sd", "se", "median", "q1", "q3", "min", "max")
_READ = attrgetter(*_ROLES)
_Row = list[tuple[str, Printed]]
#: A row has a habit of printing if as many of its other numbers have the same decimals; that these are fixed, and not
#: the significant digits, its own numbers tell, or as many further rows with decimals. A number is off its row beyond
#: this factor, and with its point put back within that one (proposals).
_OTHERS, _ROWS, _OFF, _NEAR = 3, 2, 3, 2


@dataclass(frozen=True, slots=True)
class Moved:
    """A number, what it would be with its point put back, and those of the same role in its row."""

    number: Printed
    back: str
    others: tuple[Printed, ...]


@once
def moved_points(document: Document) -> tuple[Moved, ...]:
    """At most one for a table, of which all other rows have fixed decimals, and not fixed significant digits."""
    return tuple(_moved_points(document))


def _moved_points(document: Document) -> Iterator[Moved]:
    blocks: dict[str, list[_Row]] = {}
    for (block, variable, _), quantities in document.rows.items():
        row = _row(quantities) if variable else []
        if row:
            blocks.setdefault(block, []).append(row)
    for rows in blocks.values():
        uneven = [row for row in rows if len(row) > _OTHERS and not _fixed(row)]
        if len(uneven) != 1:
            continue  # a table without a habit, or without a doubt
        moved = _moved(uneven[0])
        if moved is not None:
            own = [one for one in uneven[0] if one[1] is not moved.number]
            if _told(own) or sum(_told(row) for row in rows if _fixed(row) and row[0][1].decimals > 0) >= _ROWS:
                yield moved


def _row(quantities: tuple[Quantity, ...]) -> _Row:
    """The numbers of a row with their roles."""
    return [
        (name, one)
        for quantity in quantities
        if not quantity.at.comparison
        for name, one in zip(_ROLES, _READ(quantity), strict=True)
        if one is not None and not one.comparator
    ]


def _fixed(row: _Row) -> bool:
    return len({one.decimals for _, one in row}) < 2


def _told(row: _Row) -> bool:
    """Whether a row's decimals are fixed though its numbers differ in their significant digits."""
    return len({len(str(abs(one.mantissa))) for _, one in row}) > 1


def _moved(row: _Row) -> Moved | None:
    for role, number in row:
        rest = [(name, one) for name, one in row if one is not number]
        decimals = {one.decimals for _, one in rest}
        others = tuple(one for name, one in rest if name == role and one.value > 0)
        if len(rest) < _OTHERS or len(decimals) != 1 or not others or number.value <= 0:
            continue
        places = decimals.pop()
        if places < 0 or abs(number.decimals - places) != 1:
            continue
        back = Fraction(number.mantissa, 10**places)
        low, high = min(one.value for one in others), max(one.value for one in others)
        off = number.value * _OFF < low or number.value > high * _OFF
        if off and low <= back * _NEAR and back <= high * _NEAR:
            return Moved(number, f"{float(back):.{places}f}", others)
    return None
