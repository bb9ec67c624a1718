"""Which unit a value or a reference range fits, where it does not fit the printed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from msccurate.codebook import Bound, ConversionError, Scale, Unit, Variable
from msccurate.printed import Printed
from msccurate.rules.once import once

if TYPE_CHECKING:
    from msccurate.tables import Document, Measurement, Quantity


#: The parts of a quantity that are values of its variable.
CENTRES = ("value", "mean", "median", "min", "max", "q1", "q3")
_READ = attrgetter(*CENTRES)


@once
def outliers(document: Document) -> tuple[Quantity, ...]:
    """The quantities of which a number may lie outside of what is usual or possible for its variable.

    All others surely lie inside. A number as printed is one of the values that print so; where it lies inside of a
    bound by more than floats can be off, its rounding interval reaches inside, and is not outside.
    """
    rooms: dict[tuple[str, str, str | None], _Room | None] = {}
    return tuple([
        one
        for one in document.quantities
        if one.variable is not None and (one.variable.possible is not None or one.variable.usual is not None)
        and not _surely_inside(document, one, _READ(one), (one.variable.possible, one.variable.usual), rooms)
    ])  # fmt: skip


@once
def outlying_centres(document: Document) -> tuple[Quantity, ...]:
    """The quantities of which the mean or median may lie outside of what is usual in groups."""
    rooms: dict[tuple[str, str, str | None], _Room | None] = {}
    return tuple([
        one
        for one in document.quantities
        if (one.mean is not None or one.median is not None)
        and one.variable is not None and one.variable.centres is not None
        and not _surely_inside(document, one, (one.mean or one.median,), (one.variable.centres,), rooms)
    ])  # fmt: skip


#: A conversion in floats, and the ends between which its results are to lie.
_Room = tuple[Scale, float, float]


def _surely_inside(
    document: Document,
    quantity: Quantity,
    numbers: Iterable[Printed | None],
    bounds: tuple[Bound | None, ...],
    rooms: dict[tuple[str, str, str | None], _Room | None],
) -> bool:
    """Whether numbers surely lie inside of bounds of their variable; `rooms` keeps what is the same for a unit."""
    assert quantity.variable is not None
    cell = quantity.measurements[0]
    key = quantity.variable.id, cell.unit, cell.unit_printed
    if key not in rooms:
        scale, ends = document.scale(quantity), [bound.ends for bound in bounds if bound is not None]
        rooms[key] = None if scale is None else (scale, max(low for low, _ in ends), min(high for _, high in ends))
    room = rooms[key]
    if room is None:
        return True
    scale, low, high = room
    for number in filter(None, numbers):
        value, off = scale.near(float(number))
        if not low + off < value < high - off:
            return False
    return True


@once
def odd_ranges(document: Document) -> tuple[tuple[tuple[str, str], Measurement, Unit], ...]:
    """Reference ranges of which both limits fit an accepted range in another unit, and not in the printed one."""
    return tuple(_odd_ranges(document))


def _odd_ranges(document: Document) -> Iterator[tuple[tuple[str, str], Measurement, Unit]]:
    for one in document.measurements:
        variable = document.codebook.variables.get(one.at.variable)
        if one.at.statistic != "reference" or variable is None or not one.unit or not variable.reference:
            continue
        printed = document.units.by_code[one.unit]
        if any(_same_range(document, one, variable, printed, bound) for bound in variable.reference):
            continue
        for unit in sorted(document.units.by_code.values(), key=lambda unit: (unit.code != variable.unit, unit.code)):
            alike = unit.dimension == printed.dimension and unit.code != printed.code
            if alike and any(_same_range(document, one, variable, unit, bound) for bound in variable.reference):
                yield (one.block, one.at.variable), one, unit
                break


def _same_range(document: Document, one: Measurement, variable: Variable, unit: Unit, bound: Bound) -> bool:
    """Whether both limits, read in a unit, are within 2-fold of a bound's; a lower limit of zero says nothing."""
    pairs = [(one.numbers.low, bound.low), (one.numbers.high, bound.high)]
    told = [(limit, accepted) for limit, accepted in pairs if limit is not None and limit.value and accepted]
    try:
        return bool(told) and all(
            accepted / 2 <= document.units.convert(limit.value, unit.code, variable.unit, variable.id) <= accepted * 2
            for limit, accepted in told
        )
    except ConversionError:
        return False


def implausible(document: Document, quantity: Quantity) -> Unit | None:
    """The unit that a quantity fits although it is printed with another; None where the printed one fits."""
    return _misprinted(document).get(quantity.route)


@once
def _misprinted(document: Document) -> dict[str, Unit]:
    """The units that quantities fit, by their routes."""
    fitting = ((quantity.route, _fitting(document, quantity)) for quantity in outliers(document))
    return {route: unit for route, unit in fitting if unit is not None}


def _fitting(document: Document, quantity: Quantity) -> Unit | None:
    variable, centre = quantity.variable, quantity.centre
    if variable is None or variable.possible is None or centre is None or not quantity.unit:
        return None
    if centre[0] not in ("value", "mean", "median"):
        return None
    ends = document.canonical_ends(centre[1], quantity)
    if ends is None or not _outside(ends, variable.possible):
        return None
    printed = document.units.by_code[quantity.unit]
    accepted = [bound for bound in (variable.usual, *variable.reference) if bound is not None]
    candidates = [
        unit
        for unit in document.units.by_code.values()
        if unit.dimension == printed.dimension and unit.code != printed.code
    ]
    for unit in sorted(candidates, key=lambda unit: (unit.code != variable.unit, unit.code)):
        value = document.units.convert(centre[1].value, unit.code, variable.unit, variable.id)
        if any(_near(value, bound) for bound in accepted):
            return unit
    return None


def _outside(ends: tuple[Fraction, Fraction], bound: Bound) -> bool:
    low, high = ends
    return (bound.high is not None and low > bound.high) or (bound.low is not None and high < bound.low)


def _near(value: Fraction, bound: Bound) -> bool:
    return (bound.low is None or value >= bound.low / 2) and (bound.high is None or value <= bound.high * 2)
