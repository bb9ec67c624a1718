"""What each group of patients contributes to a meta-analysis: numbers as curated, converted, with their trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from msgspec import structs

from msccurate import conversions
from msccurate.codebook import ConversionError
from msccurate.conversions import Derived, NotConvertible
from msccurate.spec import Coordinates
from msccurate.tables import Quantity

if TYPE_CHECKING:
    from msccurate.printed import Printed
    from msccurate.tables import Corpus, Document, Measurement


_Conversion = Callable[..., Derived]


@dataclass(frozen=True, slots=True)
class ArmSummary:
    """One variable (or level) in one group at one time, as `escalc` wants it, in the variable's own unit.

    A dichotomous outcome has `events` of `n`, a continuous one `mean` and `sd`; `derived` are the values that no
    document prints, `refused` says why there is none. `change` is that of a change between two times; `combines` are
    the arms that it puts together.
    """

    document: Document
    quantity: Quantity
    at: Coordinates
    unit: str
    change: bool = False
    n: int | None = None
    events: int | None = None
    mean: float | None = None
    sd: float | None = None
    derived: tuple[Derived, ...] = ()
    refused: str = ""
    adjudicated: bool = False
    combines: tuple[ArmSummary, ...] = ()

    @property
    def routes(self) -> tuple[str, ...]:
        """Where it stands in the spec."""
        return tuple(one.quantity.route for one in self.combines or (self,))

    @property
    def dichotomous(self) -> bool:
        return self.quantity.variable is not None and self.quantity.variable.kind in ("yes/no", "category")

    @property
    def complete(self) -> bool:
        """Whether it has all that a meta-analysis of its kind needs."""
        known = self.events is not None if self.dichotomous else None not in (self.mean, self.sd)
        return known and self.n is not None and self.n > 0

    @property
    def outcome(self) -> tuple[str, ...]:
        """What may be compared: variable, level, time, and whether it is a change."""
        return self.at.variable, self.at.level, self.at.timepoint, self.at.comparison if self.change else ""


def first_extractions(corpus: Corpus) -> Iterator[Document]:
    """The documents, each by its first extractor: a second extraction is no second study."""
    seen: set[str] = set()
    for document in sorted(corpus.documents, key=lambda one: (one.name, one.extractor != "first", one.extractor)):
        if document.name not in seen and document.spec.readable:
            seen.add(document.name)
            yield document


def summaries(corpus: Corpus) -> Iterator[ArmSummary]:
    """Every summary of each document; of what is said twice, the fuller one, and that of a table."""
    for document in first_extractions(corpus):
        yield from _of_document(document, corpus)


def _of_document(document: Document, corpus: Corpus) -> Iterator[ArmSummary]:
    measured = {one.route: one for one in corpus.measurements(document)}
    tables = {block.id for block in document.spec.blocks if block.label is not None}
    best: dict[Coordinates, ArmSummary] = {}
    for quantity in document.quantities:
        summary = _summary(document, _curated(quantity, measured), corpus)
        if summary is None:
            continue
        known = best.get(summary.at)
        rank = (summary.complete, quantity.block in tables)
        if known is None or rank > (known.complete, known.quantity.block in tables):
            best[summary.at] = summary
    yield from best.values()


def _curated(quantity: Quantity, measured: dict[str, Measurement]) -> Quantity:
    """The quantity with the curated numbers of its cells in the place of the printed ones."""
    cells = [measured[one.route] for one in quantity.measurements]
    numbers: dict[str, Printed] = {}
    for one in cells:
        for name, number in (one.curated_numbers or one.numbers).parts():
            numbers.setdefault(name, number)
    changes: dict[str, Any] = {**dict.fromkeys(name for name, _ in quantity.parts()), **numbers}
    return structs.replace(quantity, measurements=tuple(cells), **changes)


def _summary(document: Document, quantity: Quantity, corpus: Corpus) -> ArmSummary | None:
    variable = quantity.variable
    if variable is None or variable.kind == "date" or not quantity.at.groups:
        return None
    compared = quantity.at.comparison
    if compared and any(_of_groups(document, id) for id in compared.split("+")):
        return None
    size = corpus.patients(document, quantity)
    adjudicated = any(one.curated for one in quantity.measurements) or size != document.patients(quantity)
    n = int(size.value) if size is not None and not size.comparator else None
    summary = ArmSummary(document, quantity, quantity.at, variable.unit, bool(compared), n, adjudicated=adjudicated)
    if summary.dichotomous:
        return _counted(summary, quantity) if quantity.count is not None or quantity.percent is not None else None
    if quantity.mean is None and quantity.median is None:
        return None
    return _scaled(_averaged(summary, quantity), document, quantity)


def _of_groups(document: Document, comparison: str) -> bool:
    declared = document.spec.comparisons[comparison]
    return declared.left in document.spec.groups or declared.right in document.spec.groups


def _counted(summary: ArmSummary, quantity: Quantity) -> ArmSummary:
    if quantity.count is not None:
        if quantity.count.comparator:
            return replace(summary, refused="the count is a bound")
        return replace(summary, events=int(quantity.count.value))
    if summary.n is None or quantity.percent is None or quantity.percent.comparator:
        return replace(summary, refused="only a percentage, and not of how many")
    low, high = (
        Fraction(end) * summary.n / 100 for end in (quantity.percent.interval.low, quantity.percent.interval.high)
    )
    counts = range(ceil(low), floor(high) + 1)
    if len(counts) != 1:
        return replace(summary, refused=f"{quantity.percent} of {summary.n} is no single count")
    inputs = (("percent", float(quantity.percent.value)), ("n", float(summary.n)))
    count = Derived(counts[0], "count from percentage", inputs, "the only count that prints so", "arithmetic")
    return replace(summary, events=counts[0], derived=(count,))


def _averaged(summary: ArmSummary, quantity: Quantity) -> ArmSummary:
    """Mean and SD in the printed unit."""
    try:
        mean, sd = _mean(quantity, summary.n), _sd(quantity, summary.n)
    except NotConvertible as reason:
        return replace(summary, refused=str(reason))
    found = [one for one in (mean, sd) if isinstance(one, Derived)]
    return replace(
        summary,
        mean=None if mean is None else float(mean),
        sd=None if sd is None else float(sd),
        derived=tuple(found),
        refused="" if sd is not None else "no spread, or none that converts",
    )


def _mean(q: Quantity, n: int | None) -> float | Derived | None:
    if q.mean is not None:
        return _value(q.mean)
    return _from_quantiles(
        q, n, conversions.mean_from_quartiles, conversions.mean_from_range, conversions.mean_from_five_numbers
    )


def _sd(q: Quantity, n: int | None) -> float | Derived | None:
    if q.sd is not None:
        return _value(q.sd)
    if q.se is not None and n:
        return conversions.sd_from_se(_value(q.se), n)
    if q.mean is not None and q.ci_low is not None and q.ci_high is not None and n:
        return conversions.sd_from_ci(_value(q.ci_low), _value(q.ci_high), n, _level(q))
    return _from_quantiles(
        q, n, conversions.sd_from_quartiles, conversions.sd_from_range, conversions.sd_from_five_numbers
    )


def _from_quantiles(
    q: Quantity, n: int | None, quartiles: _Conversion, extremes: _Conversion, five: _Conversion
) -> Derived | None:
    if q.median is None:
        return None
    if n is None:
        raise NotConvertible("how many patients is not stated")
    inner, outer = (q.q1, q.median, q.q3), (q.min, q.median, q.max)
    if None not in inner and None not in outer:
        return five(*(_value(one) for one in (q.min, q.q1, q.median, q.q3, q.max)), n)
    if None not in inner:
        return quartiles(*(_value(one) for one in inner), n)
    if None not in outer:
        return extremes(*(_value(one) for one in outer), n)
    raise NotConvertible("a median alone gives no mean")


def _value(number: Printed | None) -> float:
    assert number is not None
    if number.comparator:
        raise NotConvertible(f"{number} is a bound, not a number")
    return float(number.value)


def _level(q: Quantity) -> float:
    """The level of the confidence interval, from the form that it was read by."""
    form = next((one.form for one in q.measurements if "CI" in one.form), "95% CI")
    return next((level / 100 for level in (90, 95, 99) if f"{level}%" in form), 0.95)


def _scaled(summary: ArmSummary, document: Document, quantity: Quantity) -> ArmSummary:
    """The summary in the variable's own unit."""
    cell = quantity.measurements[0]
    unit = cell.curated_unit or cell.unit
    if unit == summary.unit or (not unit and (cell.unit_printed == "" or summary.unit == "1")):
        return summary
    try:
        start, end = (document.units.convert(Fraction(one), unit, summary.unit, quantity.at.variable) for one in (0, 1))
    except ConversionError as reason:
        words = str(reason) if unit else "its unit is not known"
        return replace(summary, mean=None, sd=None, derived=(), refused=words)
    factor = float(end - start)
    if summary.change:
        start = Fraction(0)
    return replace(
        summary,
        mean=None if summary.mean is None else summary.mean * factor + float(start),
        sd=None if summary.sd is None else summary.sd * factor,
    )
