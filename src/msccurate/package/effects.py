"""Effects as documents print them, with their standard errors: from the interval, else from p."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log
from typing import TYPE_CHECKING

from msccurate.conversions import Derived, NotConvertible, se_from_ci, se_from_ratio_ci
from msccurate.package.labels import Row, study_columns
from msccurate.package.summaries import ArmSummary, first_extractions
from msccurate.package.tested import RATIOS, se_of_effect
from msccurate.rules.compared import compared
from msccurate.spec import Coordinates

if TYPE_CHECKING:
    from msccurate.tables import Corpus, Document, Quantity


def effects(corpus: Corpus) -> Iterable[Row]:
    """Effects that documents print with an interval or a p value, as `escalc(measure = "GEN")` takes them."""
    for document in first_extractions(corpus):
        tables = {block.id for block in document.spec.blocks if block.label is not None}
        found: dict[Coordinates, Quantity] = {}
        for quantity in sorted(document.quantities, key=lambda one: one.block not in tables):
            if quantity.variable is not None and None not in (quantity.estimate, quantity.ci_low, quantity.ci_high):
                found.setdefault(quantity.at, quantity)
        for quantity in found.values():
            yield from _row(document, quantity, _by_interval(quantity))
        yield from _by_p(document, set(found))


def _row(document: Document, quantity: Quantity, said: Row) -> Iterator[Row]:
    at = quantity.at
    declared = document.spec.comparisons.get(at.comparison)
    if declared is not None:
        study = study_columns(ArmSummary(document, quantity, at, quantity.unit))
        sides = {"arm1": declared.left, "arm2": declared.right, "subgroup": "+".join(at.groups)}
        yield {**study, **sides, **said, "route": quantity.route}


def _by_interval(quantity: Quantity) -> Row:
    form = next((one.form for one in quantity.measurements if one.form), "")
    measure = form.split()[0] if form else ""
    estimate, low, high = (float(one.value) for one in (quantity.estimate, quantity.ci_low, quantity.ci_high) if one)
    level = next((number / 100 for number in (90, 95, 99) if f"{number}%" in form), 0.95)
    said: Row = {"measure": measure, "estimate": estimate, "ci_low": low, "ci_high": high, "ci_level": level}
    if any(one is not None and one.comparator for one in (quantity.estimate, quantity.ci_low, quantity.ci_high)):
        return {**said, "refused": "a bound, not a number"}
    try:
        error = se_from_ratio_ci(low, high, level) if measure in RATIOS else se_from_ci(low, high, level)
    except NotConvertible as reason:
        return {**said, "refused": str(reason)}
    return {**said, **_weighed(estimate, measure, error)}


def _by_p(document: Document, known: set[Coordinates]) -> Iterator[Row]:
    """Effects without an interval, of which no other place prints one, with a p value beside them."""
    for one in compared(document):
        quantity = one.effect
        if quantity is None or quantity.variable is None or quantity.estimate is None or quantity.at in known:
            continue
        if one.p is None or quantity.ci_low is not None or quantity.ci_high is not None:
            continue
        known.add(quantity.at)
        estimate = float(quantity.estimate.value)
        said: Row = {"measure": one.measure, "estimate": estimate, "p": str(one.p)}
        try:
            said |= _weighed(estimate, one.measure, se_of_effect(one))
        except NotConvertible as reason:
            said["refused"] = str(reason)
        yield from _row(document, quantity, said)


def _weighed(estimate: float, measure: str, error: Derived) -> Row:
    """The effect on the scale on which it is pooled, its standard error and variance, and how they were found."""
    yi = estimate if measure not in RATIOS else log(estimate) if estimate > 0 else None
    return {"yi": yi, "sei": error.value, "vi": error.value**2, "derived": str(error)}
