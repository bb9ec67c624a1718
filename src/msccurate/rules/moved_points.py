"""Numbers whose decimal point has moved: ten times off their row, printed with one decimal more or fewer than it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.printed import Printed

if TYPE_CHECKING:
    from msccurate.tables import Document

_ROLES = ("value", "mean", "sd", "se", "median", "q1", "q3", "min", "max")
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


def moved_points(document: Document) -> Iterator[Moved]:
    """At most one for a table, of which all other rows have fixed decimals, and not fixed significant digits."""
    blocks: dict[str, dict[tuple[str, str], list[tuple[str, Printed]]]] = {}
    for quantity in document.quantities:
        at = quantity.at
        if not at.variable or at.comparison:
            continue
        numbers = [(name, one) for name, one in quantity.parts() if name in _ROLES and not one.comparator]
        if numbers:
            blocks.setdefault(quantity.block, {}).setdefault((at.variable, at.level), []).extend(numbers)
    for rows in blocks.values():
        uneven = [key for key, row in rows.items() if len(row) > _OTHERS and not _fixed(row)]
        if len(uneven) != 1:
            continue  # a table without a habit, or without a doubt
        moved = _moved(rows[uneven[0]])
        if moved is not None:
            own = [one for one in rows[uneven[0]] if one[1] is not moved.number]
            if (
                _told(own)
                or sum(_told(row) for row in rows.values() if _fixed(row) and row[0][1].decimals > 0) >= _ROWS
            ):
                yield moved


def _fixed(row: list[tuple[str, Printed]]) -> bool:
    return len({one.decimals for _, one in row}) < 2


def _told(row: list[tuple[str, Printed]]) -> bool:
    """Whether a row's decimals are fixed though its numbers differ in their significant digits."""
    return len({len(str(abs(one.mantissa))) for _, one in row}) > 1


def _moved(row: list[tuple[str, Printed]]) -> Moved | None:
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
