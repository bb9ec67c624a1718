"""SRV: survival."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.survival import Z, least_log_hazard_se, log_ratio_se
from msccurate.printed import Printed
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Quantity

#: How much more precise than its events a hazard ratio may be.
LEAST = 0.8
_CENTRES = ("value", "percent", "mean", "n", "count", "estimate")


@rule("SRV01", "at-risk-rises", Severity.ERROR)
def at_risk_rises(document: Document) -> Iterator[Draft]:
    """The number at risk does not rise with time.

    Why it matters: patients leave a survival curve by event or censoring, none comes in: a number that rises stands in
    another group's row or under another time.

    Maths: variables of the role `at_risk`, in one group and table, in the order of dates or declared timepoints; whole
    numbers. Only with delayed entry (left truncation) may the number rise.

    What to do: compare both numbers with the document.

    ## Example

    ```yaml
    timepoints: {m0: {label: 0 months}, m6: {label: 6 months}, m12: {label: 12 months}}
    data:
      risk:
        label: Figure 2
        columns: m0 | m6 | m12
        rows:
          at_risk: 50 | 38 | 41  # SRV01
    ```

    ## Corrected

    ```yaml
    timepoints: {m0: {label: 0 months}, m6: {label: 6 months}, m12: {label: 12 months}}
    data:
      risk:
        label: Figure 2
        columns: m0 | m6 | m12
        rows:
          at_risk: 50 | 41 | 38
    ```
    """
    yield from _rising(document, "at_risk", "nobody comes in later")


@rule("SRV02", "survival-rises", Severity.ERROR)
def survival_rises(document: Document) -> Iterator[Draft]:
    """The share of survivors does not rise with time.

    Why it matters: nobody comes back to life: a survival that rises is a value of another group, row or time.

    Maths: variables of the role `survival`, in one group and table, in the order of dates or declared timepoints; the
    rounding interval of a later value lies surely above an earlier one's.

    What to do: compare both values with the document. Each outcome (overall, free of events) is a variable of its own.

    ## Example

    ```yaml
    timepoints: {m6: {label: 6 months}, m12: {label: 12 months}}
    data:
      t2:
        label: Table 2
        columns: m6 | m12
        rows:
          survival (%): 71.4 | 82.1  # SRV02
    ```

    ## Corrected

    ```yaml
    timepoints: {m6: {label: 6 months}, m12: {label: 12 months}}
    data:
      t2:
        label: Table 2
        columns: m6 | m12
        rows:
          survival (%): 82.1 | 71.4
    ```
    """
    yield from _rising(document, "survival", "survival never rises")


def _rising(document: Document, role: str, why: str) -> Iterator[Draft]:
    for variable in playing(document, role):
        series: dict[tuple[str, tuple[str, ...], str], list[tuple[Quantity, Printed]]] = {}
        for quantity in document.by_variable.get(variable.id, ()):
            centre, at = quantity.centre, quantity.at
            if centre is None or centre[0] not in _CENTRES or at.comparison or centre[1].comparator:
                continue
            series.setdefault((quantity.block, at.groups, at.level), []).append((quantity, centre[1]))
        for members in series.values():
            for (before, number), (after, later) in pairwise(_in_order(document, members)):
                if later > number and before.unit == after.unit:
                    yield _risen(variable, before, number, after, later, why)


def _risen(variable: Variable, before: Quantity, number: Printed, after: Quantity, later: Printed, why: str) -> Draft:
    return found(
        later,
        f"{variable.label} rises from {number} ({before.at.timepoint}) to {later} ({after.at.timepoint}): {why}",
        beside=[(number, "before")],
        help="compare both with the document; do they stand in one row?",
    )


def _in_order(document: Document, members: list[tuple[Quantity, Printed]]) -> list[tuple[Quantity, Printed]]:
    """Those at days, else those at declared timepoints, in their order; others have none."""
    days = [(when[0].toordinal(), one) for one in members if (when := document.when(one[0].at.timepoint)) is not None]
    if days:
        return [one for _, one in sorted(days, key=lambda pair: pair[0])]
    order = list(document.spec.timepoints)
    named = [one for one in members if one[0].at.timepoint in order]
    return sorted(named, key=lambda one: order.index(one[0].at.timepoint))


@rule("SRV03", "hr-too-precise", Severity.WARNING)
def hr_too_precise(document: Document) -> Iterator[Draft]:
    """The confidence interval of a hazard ratio is as wide as its events ask for.

    Why it matters: a hazard ratio is as precise as there are events. One that is more precise comes from another
    analysis, has a mistyped limit, or counts events twice; it would dominate a meta-analysis.

    Maths: SE of ln HR from the limits of the interval, (ln high - ln low) / 2z, at its largest over the rounding
    intervals (Altman & Bland 2011, BMJ 343:d2090), against the root of 1/E₁ + 1/E₂ for the events of the two groups
    (Parmar 1998, Stat Med 17:2815). A finding below 0.8 of it.

    What to do: compare limits and events with the document; are the events those of this outcome and follow-up?

    ## Example

    ```yaml
    groups: {cells: {n: 50}, control: {n: 50}}
    comparisons: {hr: {compare: cells vs control, form: HR (95% CI)}}
    data:
      t2:
        label: Table 2
        columns: cells | control | hr
        rows:
          death: 8 (16%) | 15 (30%) | 0.49 (0.41–0.58)  # SRV03
    ```

    ## Corrected

    ```yaml
    groups: {cells: {n: 50}, control: {n: 50}}
    comparisons: {hr: {compare: cells vs control, form: HR (95% CI)}}
    data:
      t2:
        label: Table 2
        columns: cells | control | hr
        rows:
          death: 8 (16%) | 15 (30%) | 0.49 (0.21–1.15)
    ```
    """
    for quantity in document.having("estimate", "ci_low", "ci_high"):
        comparison = document.spec.comparisons.get(quantity.at.comparison)
        estimate, low, high = quantity.estimate, quantity.ci_low, quantity.ci_high
        if comparison is None or estimate is None or low is None or high is None:
            continue
        level = _level(document, quantity)
        events = [_events(document, quantity, side) for side in (comparison.left, comparison.right)]
        first, second = events
        if level not in Z or first is None or second is None or low.comparator or high.comparator:
            continue
        if low.interval.low <= 0 or high < low:
            continue
        se = log_ratio_se(low.interval, high.interval, level)
        least = least_log_hazard_se(int(first.value), int(second.value))
        if se.high < LEAST * least:
            width = exp(Z[level] * least)
            middle = float(estimate.value)
            yield found(
                low,
                f"HR {estimate} ({low}–{high}) is too precise for {first} and {second} events: about "
                f"{middle / width:.2f}–{middle * width:.2f} would go with them",
                words=f"the SE of ln HR is at most {se.high:.3f}, events give {least:.3f}",
                beside=[(high, "and this"), (first, "events"), (second, "events")],
                help="compare limits and events with the document; are they of one outcome and follow-up?",
            )


def _level(document: Document, quantity: Quantity) -> int:
    """The level of a hazard ratio's confidence interval in percent; 0 where it is no hazard ratio."""
    from msccurate.notation import read_forms

    forms = [form for one in quantity.measurements for form in read_forms(one.form).forms if one.form]
    if not forms:
        comparison = document.spec.comparisons[quantity.at.comparison]
        forms = list(comparison.forms)
    ratios = [form for form in forms if form.centre == "HR" and form.spread == "CI"]
    return int(ratios[0].level) if ratios else 0


def _events(document: Document, quantity: Quantity, group: str) -> Printed | None:
    """The events of the same outcome in one of the groups; those of the same table come first."""
    at = quantity.at
    found = [
        (other.block != quantity.block, events)
        for other in document.by_variable.get(at.variable, ())
        if other.at.groups == (group,) and other.at.level == at.level and not other.at.comparison
        and other.at.timepoint == at.timepoint and (events := other.events or other.count) is not None
    ]  # fmt: skip
    number = min(found, key=lambda pair: pair[0])[1] if found else None
    return number if number is not None and not number.comparator and number.value.denominator == 1 else None
