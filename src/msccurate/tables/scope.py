"""What expressions can ask of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from msccurate.expressions import Exact, Operand
from msccurate.notation import STATISTICS, parse_iso
from msccurate.printed import Printed
from msccurate.spec import Coordinates
from msccurate.tables.document import Document, Quantity


@dataclass
class DocumentScope:
    """A document as seen from a group and, where one is given, a block: its own cells come first.

    Times are the ids and dates of the spec; `about` are words that every name of the expression gets besides.
    """

    document: Document
    group: str
    block: str = ""
    about: tuple[str, ...] = ()
    _coordinates: dict[tuple[str, ...], Coordinates | None] = field(default_factory=dict, repr=False)

    def from_block(self, block: str) -> DocumentScope:
        """The same, seen from a block."""
        return DocumentScope(self.document, self.group, block, self.about, self._coordinates)

    def single(self, words: tuple[str, ...]) -> bool:
        """Whether there is at most one quantity at any time that words could mean here, whatever the block."""
        at = self.coordinates(words)
        if at is None or not at.variable:
            return False
        return all(len(quantities) == 1 for quantities in self._by_time(at, any_level=not at.level).values())

    def coordinates(self, words: tuple[str, ...]) -> Coordinates | None:
        """What words mean here; None where they mean nothing."""
        if words not in self._coordinates:
            at = self.document.meaning((*self.about, *words))
            if at is not None and self.group and self.document.spec.groups.keys().isdisjoint((*self.about, *words)):
                at = Coordinates(at.variable, at.level, (self.group,), at.timepoint, at.comparison, at.statistic)
            self._coordinates[words] = at
        return self._coordinates[words]

    def value(self, words: tuple[str, ...], time: str) -> Operand | None:
        at = self.coordinates(words)
        if at is None:
            return None
        if at.statistic == "reference":
            return self._reference(at)
        if at.statistic == "n" and not at.variable:
            return self._size(at, time)
        variable = self.document.codebook.variables.get(at.variable)
        if variable is not None and variable.kind == "date":
            return self._date(at)
        by_time = self._by_time(at)
        wanted = at.timepoint or time
        if not wanted and len(by_time) == 1:  # known at one time only, so that no time need be said
            (wanted,) = by_time
        for quantity in self._nearest_first(by_time.get(wanted, ())):
            operand = self._operand(quantity, at.statistic)
            if operand is not None:
                return operand
        return None

    def levels(self, words: tuple[str, ...], time: str) -> tuple[Operand, ...] | None:
        at = self.coordinates(words)
        variable = self.document.codebook.variables.get(at.variable) if at else None
        if at is None or variable is None or at.level or variable.kind != "category":
            return None
        wanted = at.timepoint or time
        by_block: dict[str, dict[str, Operand]] = {}
        for quantity in self._nearest_first(self._by_time(at, any_level=True).get(wanted, ())):
            if quantity.at.level and quantity.count is not None:
                counts = by_block.setdefault(quantity.block, {})
                counts.setdefault(quantity.at.level, Operand(Exact.of(quantity.count), "count", (quantity.count,)))
        whole = next((counts for counts in by_block.values() if len(counts) > 1), None)
        if whole is None:  # each place says one level: `26 were discharged` here, `none died` there
            whole = {level: one for counts in reversed(by_block.values()) for level, one in counts.items()}
        return tuple(whole.values()) if whole else None

    def times(self, words: tuple[str, ...]) -> tuple[str, ...]:
        at = self.coordinates(words)
        if at is None:
            return ()
        found = self._by_time(at, any_level=not at.level)
        return tuple(sorted((time for time in found if time and not self._is_period(time)), key=self._order))

    def when(self, time: str) -> Exact | None:
        days = self.document.when(time)
        return Exact(Fraction(days[0].toordinal()), Fraction(days[1].toordinal())) if days else None

    # ---- inside

    def _is_period(self, time: str) -> bool:
        days = self.document.when(time)
        return days is not None and days[0] != days[1]

    def _order(self, time: str) -> tuple[int, int, str]:
        days = self.document.when(time)
        ids = list(self.document.spec.timepoints)
        return (days[0].toordinal() if days else 0, ids.index(time) if time in ids else -1, time)

    def _by_time(self, at: Coordinates, any_level: bool = False) -> Mapping[str, Sequence[Quantity]]:
        """The quantities of a variable, level and group by their times."""
        return self.document.by_time(at.variable, None if any_level else at.level, at.groups, at.comparison)

    def _is_about(self, quantity: Quantity, at: Coordinates) -> bool:
        own = quantity.at
        return (own.level, own.groups, own.comparison) == (at.level, at.groups, at.comparison)

    def _nearest_first(self, quantities: Sequence[Quantity]) -> Sequence[Quantity]:
        """Those of this block first."""
        if len(quantities) < 2:
            return quantities
        return sorted(quantities, key=lambda quantity: quantity.block != self.block)

    def _operand(self, quantity: Quantity, statistic: str) -> Operand | None:
        if statistic:
            number = quantity.part(statistic) if statistic in STATISTICS and statistic != "ci" else None
            return self._number(number, statistic, quantity) if number is not None else None
        if quantity.min is not None and quantity.max is not None and quantity.mean is None and quantity.median is None:
            low, high = self._exact(quantity.min, quantity), self._exact(quantity.max, quantity)
            return Operand(Exact(low.low, high.high), "value", (quantity.min, quantity.max), is_range=True)
        centre = quantity.centre
        if centre is None or centre[0] in ("p", "estimate"):
            return None
        return self._number(centre[1], centre[0], quantity)

    def _number(self, number: Printed, centre: str, quantity: Quantity) -> Operand:
        return Operand(self._exact(number, quantity), centre, (number,))

    def _exact(self, number: Printed, quantity: Quantity) -> Exact:
        """The interval in the variable's own unit where the unit is known, else as printed."""
        raw = Exact.of(number)
        variable = quantity.variable
        if variable is None or variable.kind != "number" or not quantity.unit or quantity.unit == variable.unit:
            return raw
        ends = self.document.canonical_ends(number, quantity)
        if ends is None:
            return raw
        low = raw.low if isinstance(raw.low, float) else ends[0]
        high = raw.high if isinstance(raw.high, float) else ends[1]
        return Exact(low, high, raw.low_open, raw.high_open)

    def _reference(self, at: Coordinates) -> Operand | None:
        for one in self.document.measurements:
            if one.at.statistic == "reference" and one.at.variable == at.variable:
                low, high = one.numbers.low, one.numbers.high
                interval = Exact(
                    low.value if low else -float("inf"),
                    high.value if high else float("inf"),
                    bool(low and low.comparator == ">"),
                    bool(high and high.comparator == "<"),
                )
                numbers = tuple(number for number in (low, high) if number is not None)
                return Operand(interval, "value", numbers, is_range=True)
        return None

    def _size(self, at: Coordinates, time: str) -> Operand | None:
        for quantity in self.document.by_variable.get("", ()):
            same = quantity.at.groups == at.groups and quantity.n is not None
            if same and quantity.n is not None and quantity.block == self.block and quantity.at.timepoint in (time, ""):
                return Operand(Exact.of(quantity.n), "n", (quantity.n,))
        size = self.document.group_sizes.get(at.groups[0]) if len(at.groups) == 1 else None
        return Operand(Exact.of(size), "n", (size,)) if size is not None else None

    def _date(self, at: Coordinates) -> Operand | None:
        known = self.document.by_variable.get(at.variable, ())
        for quantity in self._nearest_first([one for one in known if self._is_about(one, at)]):
            iso = parse_iso(quantity.date)
            if iso is not None:
                shown = Printed(quantity.date, 0, 0, route=quantity.route)
                return Operand(Exact(_ordinal(iso.first), _ordinal(iso.last)), "date", (shown,))
        return None


def _ordinal(day: date) -> Fraction:
    return Fraction(day.toordinal())
