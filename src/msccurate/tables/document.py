"""One document as the rules see it: typed records, what stands in the source, and nothing of YAML."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import compress
from math import inf, nextafter
from typing import TYPE_CHECKING

from msccurate.codebook import Codebook, ConversionError, Scale, Units, Variable
from msccurate.expressions import Tree
from msccurate.findings import Problem
from msccurate.notation import parse_iso
from msccurate.printed import Interval, Printed
from msccurate.sources import CellAnchor, Found, SoughtRow, Source
from msccurate.spec import Coordinates, Spec, Vocabulary
from msccurate.tables.records import PARTS, READ_PARTS, Measurement, Numbers
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.tables.coverage import Accounted
    from msccurate.tables.holds import Instance
    from msccurate.tables.scope import DocumentScope

Ends = tuple[Fraction, Fraction]
_AS_PRINTED = Scale()
_NOWHERE = Span(0, 0)


class Quantity(Numbers, frozen=True):
    """What one block says about one variable (or level) in one group at one time: its cells' numbers together.

    `measurements` are those cells, the one with the centre first. Three columns `n`, `mean`, `sd` are one quantity.
    """

    at: Coordinates = Coordinates()
    block: str = ""
    route: str = ""
    variable: Variable | None = None
    measurements: tuple[Measurement, ...] = ()

    @property
    def name(self) -> str:
        """The variable's and level's ids, for messages."""
        return " ".join(word for word in (self.at.variable, self.at.level) if word) or "n"

    @property
    def unit(self) -> str:
        """UCUM code of the printed unit, empty where unknown."""
        return self.measurements[0].unit

    @property
    def category(self) -> str:
        return next((one.category for one in self.measurements if one.category), "")

    @property
    def date(self) -> str:
        return next((one.date for one in self.measurements if one.date), "")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of a spec, and where it stands in its source; `found` is None where it does not."""

    route: str
    source: str
    text: str
    found: Found | None


@dataclass(frozen=True, eq=False)
class Document:
    """One document, extracted once: the input of every document rule.

    `routes` gives the spec's span of every route, `anchors` what stands in the source for every cell,
    `regions` where in the source each block stands, `sought` the rows looked for in each table, `problems` what the
    lower rooms could not read; `least_coverage` is the project's, in percent of a table's rows.
    """

    spec: Spec
    codebook: Codebook
    units: Units
    sources: Mapping[str, Source]
    measurements: tuple[Measurement, ...]
    quantities: tuple[Quantity, ...]
    group_sizes: Mapping[str, Printed]
    anchors: Mapping[str, CellAnchor]
    quotes: tuple[Quote, ...]
    regions: Mapping[str, tuple[str, Span]]
    sought: Mapping[str, tuple[SoughtRow, ...]]
    routes: Mapping[str, Span]
    problems: tuple[Problem, ...]
    least_coverage: float = 100

    @property
    def name(self) -> str:
        return self.spec.document

    @property
    def extractor(self) -> str:
        return self.spec.extractor

    # ---- questions that rules ask

    def having(self, *parts: str) -> tuple[Quantity, ...]:
        """The quantities that have all these numbers, in the order of the document."""
        if not parts:
            return self.quantities
        if parts not in self._having:
            first, *others = parts
            self._having[parts] = tuple([one for one in self.having(*others) if one.part(first) is not None])
        return self._having[parts]

    @cached_property
    def _having(self) -> dict[tuple[str, ...], tuple[Quantity, ...]]:
        """The quantities that have some numbers, by the roles of these: of one role all, of several as asked for."""
        found: dict[tuple[str, ...], tuple[Quantity, ...]] = {(name,): () for name in PARTS}
        columns = zip(*map(READ_PARTS, self.quantities), strict=True)
        for part, column in zip(found, columns, strict=False):  # no columns where there are no quantities
            found[part] = tuple(compress(self.quantities, column))  # a number is true, whatever it is
        return found

    @cached_property
    def rows(self) -> Mapping[tuple[str, str, str], tuple[Quantity, ...]]:
        """The quantities of each row: of one block, variable and level."""
        found: dict[tuple[str, str, str], list[Quantity]] = {}
        for quantity in self.quantities:
            at = quantity.at
            found.setdefault((quantity.block, at.variable, at.level), []).append(quantity)
        return {row: tuple(quantities) for row, quantities in found.items()}

    def patients(self, quantity: Quantity) -> Printed | None:
        """How many patients a quantity is about: its own n, its block's, or its group's; None where not stated."""
        if quantity.denominator is not None:
            return quantity.denominator
        if quantity.n is not None and quantity.at.variable:
            return quantity.n
        for other in self.by_variable.get("", ()):
            same = (other.block, other.at.groups) == (quantity.block, quantity.at.groups)
            if same and other.n is not None and other.at.timepoint in (quantity.at.timepoint, ""):
                return other.n
        return self.group_sizes.get(quantity.at.groups[0]) if len(quantity.at.groups) == 1 else None

    def when(self, timepoint: str) -> tuple[date, date] | None:
        """First and last day of a timepoint that has dates."""
        if timepoint not in self._days:
            declared = self.spec.timepoints.get(timepoint)
            start, end = (declared.start, declared.end) if declared else (timepoint, timepoint)
            first, last = parse_iso(start), parse_iso(end)
            self._days[timepoint] = (first.first, last.last) if first and last else None
        return self._days[timepoint]

    @cached_property
    def _days(self) -> dict[str, tuple[date, date] | None]:
        """The days of timepoints, and of dates, as far as they were asked for."""
        return {}

    def canonical(self, number: Printed, quantity: Quantity) -> Interval | None:
        """A number's interval in its variable's own unit; None where the unit is unknown or does not convert."""
        scale = self.scale(quantity)
        if scale is None:
            return None
        if scale is not _AS_PRINTED:
            return self._conversion(number, quantity, scale)[1]
        printed = number.interval  # whose ends are the exact ones, correctly rounded
        return Interval(nextafter(printed.low, -inf), nextafter(printed.high, inf), printed.low_open, printed.high_open)

    def canonical_ends(self, number: Printed, quantity: Quantity) -> tuple[Fraction, Fraction] | None:
        """Both ends of a number's rounding interval in its variable's own unit, exactly, the comparator left aside."""
        scale = self.scale(quantity)
        if scale is None:
            return None
        return _printed_ends(number) if scale is _AS_PRINTED else self._conversion(number, quantity, scale)[0]

    def _conversion(self, number: Printed, quantity: Quantity, scale: Scale) -> tuple[Ends, Interval]:
        """Ends and interval of a number in another unit, for which rules ask again and again."""
        assert quantity.variable is not None
        key = (*number.same, number.exact, quantity.unit, quantity.variable.id)
        known = self._converted.get(key)
        if known is None:
            low, high = _printed_ends(number)
            ends = scale.of(low), scale.of(high)
            known = self._converted[key] = ends, _around(ends, number.interval)
        return known

    def scale(self, quantity: Quantity) -> Scale | None:
        """How a quantity's numbers become values in its variable's own unit; None where the unit is unknown or does not
        convert."""
        variable = quantity.variable
        if variable is None:
            return None
        if not quantity.unit or quantity.unit == variable.unit:
            printed = quantity.measurements[0].unit_printed
            return _AS_PRINTED if quantity.unit or printed == "" or variable.unit == "1" else None
        try:
            return self.units.scale(quantity.unit, variable.unit, variable.id)
        except ConversionError:
            return None

    def instances(self, tree: Tree, about: tuple[str, ...] = ()) -> Iterator[Instance]:
        """An expression evaluated for every group and time at which all its operands are known."""
        key = (id(tree), about)
        if key not in self._evaluated:
            from msccurate.tables.holds import instances

            self._evaluated[key] = tree, tuple(instances(self, tree, about))
        return iter(self._evaluated[key][1])

    @cached_property
    def _converted(self) -> dict[tuple[Hashable, ...], tuple[Ends, Interval]]:
        return {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What words mean in this document."""
        return Vocabulary(self.spec, self.codebook)

    def meaning(self, words: tuple[str, ...]) -> Coordinates | None:
        """What words mean together in this document; None where they mean nothing."""
        if words not in self._meanings:
            at, problems = self.vocabulary.coordinates((word, _NOWHERE) for word in dict.fromkeys(words))
            self._meanings[words] = None if problems else at
        return self._meanings[words]

    @cached_property
    def _meanings(self) -> dict[tuple[str, ...], Coordinates | None]:
        return {}

    @cached_property
    def _evaluated(self) -> dict[tuple[int, tuple[str, ...]], tuple[Tree, tuple[Instance, ...]]]:
        """By the identity of expressions, which are kept here for that: hashing a tree takes long."""
        return {}

    @cached_property
    def accounted(self) -> tuple[Accounted, ...]:
        """Every number of the sources, with what accounts for it."""
        from msccurate.tables.coverage import accounted

        return accounted(self)

    @cached_property
    def by_variable(self) -> Mapping[str, tuple[Quantity, ...]]:
        """The quantities of each variable."""
        found: dict[str, list[Quantity]] = {}
        for quantity in self.quantities:
            found.setdefault(quantity.at.variable, []).append(quantity)
        return {variable: tuple(quantities) for variable, quantities in found.items()}

    def by_time(
        self, variable: str, level: str | None, groups: tuple[str, ...], comparison: str
    ) -> Mapping[str, Sequence[Quantity]]:
        """The quantities of a variable, a level (None: of any) and groups by their times."""
        key = variable, level, groups, comparison
        if key not in self._by_time:
            found = self._by_time[key] = {}
            for one in self.by_variable.get(variable, ()):
                at = one.at
                if at.groups == groups and at.comparison == comparison and (level is None or at.level == level):
                    found.setdefault(at.timepoint, []).append(one)
        return self._by_time[key]

    @cached_property
    def _by_time(self) -> dict[tuple[str, str | None, tuple[str, ...], str], dict[str, list[Quantity]]]:
        """What `by_time` has been asked for."""
        return {}

    def scope(self, group: str, block: str = "") -> DocumentScope:
        """What expressions can ask of this document, seen from a group and a block."""
        from msccurate.tables.scope import DocumentScope

        return DocumentScope(self, group, block)


def _printed_ends(number: Printed) -> Ends:
    return number.ends if not number.comparator else (number.value, number.value)


def _around(ends: Ends, interval: Interval) -> Interval:
    """The interval between converted ends, open where the printed one is."""
    return Interval(
        -inf if interval.low == -inf else nextafter(float(ends[0]), -inf),
        inf if interval.high == inf else nextafter(float(ends[1]), inf),
        interval.low_open,
        interval.high_open,
    )
