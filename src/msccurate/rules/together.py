"""What a document says of the same patients at the same time, by the parts that variables play."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct

from msccurate.printed import Interval, Printed
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, label

if TYPE_CHECKING:
    from msccurate.codebook import Bound, Tolerance, Variable
    from msccurate.tables import Document, Quantity

CENTRES = ("value", "mean", "median")
#: So many rows or cells of a table that fail in the same direction are one finding about it.
MANY = 3


class Measured(Struct, frozen=True):
    """The centre of a quantity, with its interval in the variable's own unit. `single` is a patient's own value."""

    quantity: Quantity
    variable: Variable
    centre: str
    number: Printed
    interval: Interval
    single: bool

    def __str__(self) -> str:
        return f"{self.number} {self.quantity.measurements[0].unit_printed or ''}".strip()

    @property
    def name(self) -> str:
        return self.variable.label


def measured(document: Document, quantity: Quantity) -> Measured | None:
    """The value, mean or median of a quantity; None for bounds, comparisons, and units that do not convert.

    A single value of what is surely whole (a number of infusions) is exact.
    """
    variable, centre = quantity.variable, quantity.centre
    if variable is None or centre is None or centre[0] not in CENTRES or quantity.at.comparison:
        return None
    interval = document.canonical(centre[1], quantity)
    if interval is None or centre[1].comparator:
        return None
    if variable.whole == "certain" and variable.unit == "1" and centre[0] == "value":
        interval = Interval.point(float(centre[1].value))
    total = document.patients(quantity)
    single = centre[0] == "value" and (total is None or total.value == 1)
    return Measured(quantity, variable, centre[0], centre[1], interval, single)


def all_of(document: Document, what: str | Variable) -> Iterator[Measured]:
    """Everything measured of the variables that play a part, or of one variable."""
    for variable in playing(document, what) if isinstance(what, str) else (what,):
        yield from _all_of(document, variable.id)


@once
def _all_of(document: Document, variable: str) -> tuple[Measured, ...]:
    quantities = document.by_variable.get(variable, ())
    return tuple(one for quantity in quantities if (one := measured(document, quantity)) is not None)


def beside(
    document: Document, one: Measured, what: str | Variable, timeless: bool = False, alike: bool = True
) -> Measured | None:
    """What is measured of a part, or a variable, in the same patients at the same time; its own block comes first.

    Without a time only its own block counts; `timeless` parts (age, weight) may stand in another without a time. What
    is `alike` is also measured in the same way: means go with means.
    """
    at = one.quantity.at
    found = []
    for other in all_of(document, what):
        there = other.quantity.at
        if there.groups != at.groups or (alike and (other.centre, other.single) != (one.centre, one.single)):
            continue
        same = other.quantity.block == one.quantity.block and there.timepoint == at.timepoint
        dated = bool(at.timepoint) and there.timepoint == at.timepoint
        if same or dated or (timeless and there.timepoint in ("", at.timepoint)):
            found.append(other)
    return min(found, key=lambda other: other.quantity.block != one.quantity.block, default=None)


def tolerance(document: Document, name: str, interval: Interval | None = None) -> Tolerance | None:
    """The largest tolerance of a name; of those with a range, of the ranges that an interval touches. None where the
    codebook has none, or where the interval leaves all its ranges."""
    all = document.codebook.tolerances.get(name, ())
    if interval is None:
        return max((one for one in all if one.within is None), key=lambda one: one.by, default=None)
    ranges = [one for one in all if one.within is not None]
    lows = [one.within.ends[0] for one in ranges if one.within and one.within.low is not None]
    highs = [one.within.ends[1] for one in ranges if one.within and one.within.high is not None]
    if not lows or not highs or interval.low < min(lows) or interval.high > max(highs):
        return None
    return max((one for one in ranges if _touches(one, interval)), key=lambda one: one.by, default=None)


def _touches(one: Tolerance, interval: Interval) -> bool:
    assert one.within is not None
    low, high = one.within.ends
    return interval.high >= low and interval.low <= high


def apart(one: Interval, other: Interval, by: float) -> str:
    """`above` or `below` where one interval surely lies more than `by` beyond another, else empty."""
    if one.low > other.high + by:
        return "above"
    return "below" if one.high < other.low - by else ""


def apart_in_percent(one: Interval, other: Interval, percent: float) -> str:
    """`above` or `below` where one interval surely lies more than a percentage of another beyond it, else empty."""
    if one.low > other.high * (1 + percent / 100):
        return "above"
    return "below" if one.high < other.low * (1 - percent / 100) else ""


def beyond(one: Measured, bound: Bound) -> bool:
    """Whether something measured surely lies outside of a bound."""
    low, high = bound.ends
    return one.interval.low > high or one.interval.high < low


def shown(interval: Interval, decimals: int) -> str:
    """An interval for a message: `94.7 to 95.3`, or one number where both ends print alike."""
    low, high = (f"{end:.{decimals}f}" for end in (interval.low, interval.high))
    return low if low == high else f"{low} to {high}"


def at_when(one: Measured) -> str:
    """` (2020-02-03)`, for messages; empty where no time is said."""
    return f" ({one.quantity.at.timepoint})" if one.quantity.at.timepoint else ""


def as_one(drafts: Iterable[tuple[object, Draft]]) -> Iterator[Draft]:
    """Findings, where three or more of one key (a table and a direction) are one."""
    grouped: dict[object, list[Draft]] = {}
    for key, draft in drafts:
        grouped.setdefault(key, []).append(draft)
    for members in grouped.values():
        if len(members) < MANY:
            yield from members
            continue
        first = members[0]
        others = tuple(label(one.primary, "and this") for one in members[1:])
        message = f"{first.message}; so in {len(members) - 1} more cells of this table"
        yield replace(first, message=message, related=(*first.related, *others))
