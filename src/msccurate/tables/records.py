"""Typed records: what the tables hold, row for row and column for field."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import astuple

from msccurate.printed import Printed
from msccurate.spec.coordinates import Coordinates

#: The numbers a cell can hold, in the order of the columns. `denominator` is printed with the value.
PARTS = (
    "n",
    "missing",
    "events",
    "count",
    "denominator",
    "percent",
    "value",
    "mean",
    "sd",
    "se",
    "median",
    "q1",
    "q3",
    "iqr",
    "min",
    "max",
    "range",
    "estimate",
    "ci_low",
    "ci_high",
    "p",
    "low",
    "high",
)

#: The numbers that may stand for a place as a whole, the first that there is.
_CENTRES = ("value", "mean", "median", "count", "percent", "n", "estimate", "p", "min", "events", "missing")

#: Reads all of them at once.
READ_PARTS = attrgetter(*PARTS)


class Numbers(Struct, frozen=True, dict=True):
    """The printed numbers of one place, by their role; None where there is none.

    `value` is a single patient's; `low` and `high` are the ends of a reference range.
    """

    n: Printed | None = None
    missing: Printed | None = None
    events: Printed | None = None
    count: Printed | None = None
    denominator: Printed | None = None
    percent: Printed | None = None
    value: Printed | None = None
    mean: Printed | None = None
    sd: Printed | None = None
    se: Printed | None = None
    median: Printed | None = None
    q1: Printed | None = None
    q3: Printed | None = None
    iqr: Printed | None = None
    min: Printed | None = None
    max: Printed | None = None
    range: Printed | None = None
    estimate: Printed | None = None
    ci_low: Printed | None = None
    ci_high: Printed | None = None
    p: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None

    def part(self, name: str) -> Printed | None:
        """The number with the role `name`."""
        number: Printed | None = getattr(self, name)
        return number

    def parts(self) -> tuple[tuple[str, Printed], ...]:
        """Role and number of all that there are, in the order of the columns."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[tuple[str, Printed], ...]:
        values = zip(PARTS, astuple(self), strict=False)  # a quantity has fields behind them
        return tuple([(name, number) for name, number in values if number is not None])

    @property
    def centre(self) -> tuple[str, Printed] | None:
        """The number that stands for the place as a whole, with its role."""
        for name in _CENTRES:
            number = getattr(self, name)
            if number is not None:
                return name, number
        return None


assert Numbers.__struct_fields__ == PARTS


class Measurement(Struct, frozen=True):
    """One cell of a spec, read.

    `unit_printed` is None where the head states none, empty where it says that none is printed; `unit` is its UCUM
    code, empty where unknown. `canonical` is the centre in the variable's own unit, None where it cannot be
    converted. `curated` is the value that an adjudication puts in the place of the printed one, `curated_numbers`
    its numbers, `curated_unit` the UCUM code where it is the unit that was settled. The source span is where the cell
    stands in the document's text, -1 where it was not found.
    """

    document: str
    extractor: str
    route: str
    block: str
    at: Coordinates
    text: str
    state: str
    numbers: Numbers
    category: str = ""
    date: str = ""
    everyone: bool = False
    form: str = ""
    unit_printed: str | None = None
    unit: str = ""
    canonical_unit: str = ""
    canonical: Fraction | None = None
    curated: str = ""
    curated_numbers: Numbers | None = None
    curated_unit: str = ""
    source: str = ""
    source_start: int = -1
    source_end: int = -1

    @property
    def measured(self) -> bool:
        """Whether it is a row of `measurements`: no reference range, and no comparison of groups or times."""
        return self.at.statistic != "reference" and not self.at.comparison
