"""TIM01, TIM03 to TIM05: the order of dates, what lies outside of a study, durations, and events with two dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from msccurate.codebook import ConversionError
from msccurate.expressions import words
from msccurate.expressions.tree import Binary
from msccurate.findings import Label, Severity
from msccurate.notation import parse_iso
from msccurate.rules.dated_columns import columns_in_order
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Quantity

#: First and last day that a date may mean.
Days = tuple[date, date]
#: What the ids of an event's date may end with.
_BEGINNING = ("_start", "_date", "")
_ENDING = ("_end", "_date", "_start", "")
_TIME = re.compile(r"(?P<number>\d+(?:\.\d+)?)[\s-]*(?P<unit>hour|day|week|month|year)s?")
_IN_DAYS = {
    "hour": Fraction(1, 24),
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(30),
    "year": Fraction(365),
}


@rule("TIM01", "date-order", Severity.ERROR)
def date_order(document: Document) -> Iterator[Draft]:
    """Dates are in the order of what they are the dates of.

    Why it matters: a manuscript is received, accepted and published in this order; a period ends after it began; the
    timepoints of a spec are in the order of time, and expressions such as `first` and `last` rely on it.

    Maths: a date without day or month means every day of that month or year; reported only if the order is wrong for
    all of them. A warning where the day is not known (issues are dated back to the year of their volume), and where a
    table has at least five dated columns, all of them in order but one (proposal).

    What to do: compare both dates with the document.

    ## Example

    ```yaml
    publication: {title: A, received: 2020-07-11, accepted: 2020-07-01}  # TIM01
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, received: 2020-06-15, accepted: 2020-07-01}
    data: {}
    ```
    """
    stages = [(name, *days) for name in ("received", "accepted", "published") if (days := _published(document, name))]
    for (before, first, shown), (after, second, other) in combinations(stages, 2):
        if second[1] < first[0]:
            exact = first[0] == first[1] and second[0] == second[1]
            yield found(
                Label(f"publication.{before}", before, shown),
                f"{before} on {shown}, after it was {after} on {other}",
                beside=[(Label(f"publication.{after}", "", other), after)],
                help="compare both dates with the document",
                severity=None if exact else Severity.WARNING,
            )
    for timepoint in document.spec.timepoints.values():
        start, end = parse_iso(timepoint.start), parse_iso(timepoint.end)
        if start and end and end.last < start.first:
            yield found(
                Label(f"timepoints.{timepoint.id}", "", f"{timepoint.start} {timepoint.end}"),
                f"`{timepoint.id}` ends on {timepoint.end}, before it begins on {timepoint.start}",
                help="compare both dates with the document",
            )
    when = [(id, document.when(id)) for id in document.spec.timepoints]
    dated = [(id, span) for id, span in when if span is not None and span[0] <= span[1]]
    for (before, first), (after, second) in pairwise(dated):
        if second[1] < first[0]:
            yield found(
                Label(f"timepoints.{after}", "", f"{second[0]} {second[1]}"),
                f"`{after}` ({second[1]}) stands behind `{before}` ({first[0]}), and lies before it",
                beside=[(Label(f"timepoints.{before}", "", f"{first[0]} {first[1]}"), "declared before")],
                help="put the timepoints into the order of time, or correct a date",
                severity=Severity.WARNING,
            )
    yield from columns_in_order(document)


def _published(document: Document, name: str) -> tuple[Days, str] | None:
    scalar = document.spec.publication.get(name)
    iso = parse_iso(scalar.text.strip()) if scalar is not None else None
    return ((iso.first, iso.last), iso.text) if iso else None


@rule("TIM03", "date-outside-study", Severity.WARNING)
def date_outside_study(document: Document) -> Iterator[Draft]:
    """Nothing is dated after the document was published, and the study's treatment falls into the study.

    Why it matters: a wrong year or a swapped month is as easily typed as a wrong digit, and every interval computed
    from it is wrong.

    Maths: dates of cells and dated columns against the last day on which the document can have been published (or
    accepted, where only that is known); protocols are left out. The first date of a treatment that the codebook's
    `schedules` know, against the start and end of the study (variables with the role `study_start`, `study_end`);
    behind the end it is a note: a period of recruitment may be meant.

    What to do: compare the date with the document.

    ## Example

    ```yaml
    publication: {title: A, published: 2020-07-11}
    data:
      t1: {label: Table 1, rows: {admission_date: 2021-02-02}}  # TIM03
    ```

    ## Corrected

    ```yaml
    publication: {title: A, published: 2020-07-11}
    data:
      t1: {label: Table 1, rows: {admission_date: 2020-02-02}}
    ```
    """
    yield from _after_publication(document)
    for planned in document.codebook.schedules.values():
        for quantity in document.by_variable.get(planned.start, ()):
            yield from _outside(document, quantity)


def _after_publication(document: Document) -> Iterator[Draft]:
    name = next((name for name in ("published", "accepted") if _published(document, name)), "")
    stage = _published(document, name)
    design = document.spec.publication.get("design")
    if stage is None or (design is not None and "protocol" in design.text.casefold()):
        return
    ends = {one.id for one in playing(document, "study_end")}
    late: list[Label] = []
    for quantity in document.quantities:
        if quantity.at.variable in ends:
            continue
        iso = parse_iso(quantity.date) if quantity.date else parse_iso(quantity.at.timepoint)
        if iso is not None and iso.first > stage[0][1]:
            late.append(Label(quantity.route, "", iso.text))
    if late:
        dates = list(dict.fromkeys(label.text for label in late))
        listed = ", ".join(dates[:3]) + (f" and {len(dates) - 3} more" if len(dates) > 3 else "")
        yield found(
            late[0],
            f"{listed}: the document was {name} before, on {stage[1]}",
            beside=[(Label(f"publication.{name}", "", stage[1]), name), *((one, "") for one in late[1:])],
            help="compare the dates with the document",
        )


def _outside(document: Document, quantity: Quantity) -> Iterator[Draft]:
    days = days_of(quantity)
    if days is None:
        return
    label = quantity.variable.label if quantity.variable else quantity.name
    for role, before in (("study_start", True), ("study_end", False)):
        for other in dates_of(document, role):
            limit = days_of(other)
            if limit is None or other.at.groups != quantity.at.groups:
                continue
            if (before and days[1] < limit[0]) or (not before and days[0] > limit[1]):
                side = "before the study begins" if before else "after the study ends"
                yield found(
                    Label(quantity.route, "", quantity.date),
                    f"{label} on {quantity.date} lies {side}, on {other.date}",
                    beside=[(Label(other.route, "", other.date), "the study's own date")],
                    help="compare both dates with the document",
                    severity=None if before else Severity.NOTE,
                )


def playing(document: Document, role: str) -> tuple[Variable, ...]:
    """The variables that play a part: those that the codebook names, else the one that is called so."""
    named = document.codebook.playing(role)
    own = document.codebook.variables.get(role)
    return named or ((own,) if own is not None else ())


def dates_of(document: Document, role: str) -> Iterator[Quantity]:
    """All that a document says of the dates that play a part."""
    for variable in playing(document, role):
        yield from document.by_variable.get(variable.id, ())


def days_of(quantity: Quantity) -> Days | None:
    """First and last day of a quantity that is a date."""
    iso = parse_iso(quantity.date)
    return (iso.first, iso.last) if iso else None


@rule("TIM04", "interval-mismatch", Severity.WARNING)
def interval_mismatch(document: Document) -> Iterator[Draft]:
    """A printed duration is the time between its two dates.

    Why it matters: of two dates and the days between them one is often wrong, and survival is computed from them.

    Maths: a duration `a_to_b` is held against the dates `a` and `b` (`a_date`, `a_start`), `a_days` or `a_duration`
    against `a_start` and `a_end`, and the `time` of a timepoint against its date and that of the timepoint at time 0.
    Days may be counted with and without the first one; a unit that is not yet over may count or not. Durations that a
    relation of the codebook defines are left to it (REL01).

    What to do: compare the three with the document.

    ## Example

    ```yaml
    groups: {all: {n: 1}}
    timepoints:
      before: {date: 2020-02-02, time: 0 days}
      after: {date: 2020-02-26, time: 14 days}  # TIM04
    data: {}
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 1}}
    timepoints:
      before: {date: 2020-02-02, time: 0 days}
      after: {date: 2020-02-16, time: 14 days}
    data: {}
    ```
    """
    yield from _times(document)
    equations = [one.tree for one in document.codebook.relations.values() if isinstance(one.tree, Binary)]
    names = [{id for leaf in words(tree) for id in leaf.words} for tree in equations if tree.sign == "="]
    dates = {variable.id for variable in document.codebook.variables.values() if variable.kind == "date"}
    defined = {id for named in names if named & dates for id in named}
    for quantity in document.having("value"):
        total, variable = document.patients(quantity), quantity.variable
        if variable is None or variable.id in defined or (total is not None and total.value != 1):
            continue
        for first, last in _ends(variable.id):
            start, end = _dated(document, quantity, first), _dated(document, quantity, last)
            if start is not None and end is not None and start.at.variable != end.at.variable:
                yield from _duration(document, quantity, start, end)
                break


def _ends(id: str) -> Iterator[tuple[str, str]]:
    """The ids of the dates that a duration of this name may lie between."""
    first, to, last = id.partition("_to_")
    if to:
        yield from ((first + a, last + b) for a in _BEGINNING for b in _ENDING)
    for suffix in ("_days", "_duration"):
        if id.endswith(suffix):
            stem = id.removesuffix(suffix)
            yield f"{stem}_start", f"{stem}_end"


def _dated(document: Document, quantity: Quantity, variable: str) -> Quantity | None:
    """The one date of an event in a quantity's group; None where it has none or several."""
    same = [
        one
        for one in document.by_variable.get(variable, ())
        if one.at.groups == quantity.at.groups and days_of(one) is not None
    ]
    return same[0] if len({one.date for one in same}) == 1 else None


def _duration(document: Document, quantity: Quantity, start: Quantity, end: Quantity) -> Iterator[Draft]:
    number, variable = quantity.value, quantity.variable
    first, last = days_of(start), days_of(end)
    if number is None or variable is None or first is None or last is None or number.comparator:
        return
    ends = document.canonical_ends(number, quantity)
    try:
        taken = [document.units.convert(one, variable.unit, "d") for one in ends or ()]
        unit = document.units.convert(Fraction(1), quantity.unit or variable.unit, "d")
    except ConversionError:
        return
    low, high = (last[0] - first[1]).days, (last[1] - first[0]).days
    parted = number.decimals > 0 or unit < 1
    if not taken or (taken[1] + (unit if unit > 1 else 0) >= low - parted and taken[0] <= high + 1):
        return
    between = f"{low}" if low == high else f"{low} to {high}"
    yield found(
        number,
        f"{variable.label}: {number} {quantity.measurements[0].unit_printed or ''}".rstrip()
        + f", and from {start.date} to {end.date} are {between} days",
        beside=[(Label(start.route, "", start.date), "from"), (Label(end.route, "", end.date), "to")],
        help="compare the duration and both dates with the document",
    )


def _times(document: Document) -> Iterator[Draft]:
    """The `time` of a timepoint against its date."""
    known = []
    for one in document.spec.timepoints.values():
        days, match = document.when(one.id), _TIME.fullmatch(one.time.strip())
        if days is not None and days[0] == days[1] and match:
            known.append((one, days[0], Fraction(match["number"]), _IN_DAYS[match["unit"]]))
    base = next((one for one in known if one[2] == 0), None)
    for timepoint, day, number, unit in known if base else ():
        between = (day - base[1]).days if base else 0
        slack = unit if unit > 1 else 0
        if base and number and not (number * unit - 1 - slack <= between <= number * unit + slack):
            yield found(
                Label(f"timepoints.{timepoint.id}", "", f"{day} {timepoint.time}"),
                f"`{timepoint.id}` is {timepoint.time} after `{base[0].id}`, and from {base[1]} to {day} are "
                f"{between} days",
                beside=[(Label(f"timepoints.{base[0].id}", "", str(base[1])), "from")],
                help="compare the time and both dates with the document",
            )


@rule("TIM05", "date-conflict", Severity.ERROR)
def date_conflict(document: Document) -> Iterator[Draft]:
    """An event has one date.

    Why it matters: a document that admits its patient on two days has one of them wrong, and every interval from it.

    Maths: one variable, group and time in two places of one source, with two dates that cannot be the same day; and a
    timepoint's dates against the variables of its name (`therapy` against `therapy_start` and `therapy_end`). An error
    where both are verified in the source or declared, else a warning.

    What to do: if both places print this, the document contradicts itself: adjudicate.

    ## Example

    ```yaml
    data:
      text: {label: Figure 1, rows: {admission_date: 2020-02-02}}  # TIM05
      more: {label: Figure 2, rows: {admission_date: 2020-02-03}}
    ```

    ## Corrected

    ```yaml
    data:
      text: {label: Figure 1, rows: {admission_date: 2020-02-02}}
      more: {label: Figure 2, rows: {admission_date: 2020-02-02}}
    ```
    """
    dated = [one for one in document.quantities if days_of(one) is not None]
    places: dict[object, list[Quantity]] = {}
    for one in dated:
        places.setdefault((one.at, one.measurements[0].source), []).append(one)
    for members in places.values():
        told: set[str] = {members[0].date}
        for other in members[1:]:
            if (
                other.block != members[0].block
                and other.date not in told
                and _apart(days_of(members[0]), days_of(other))
            ):
                told.add(other.date)
                yield _two_dates(document, members[0], other)
    for one in dated:
        yield from _declared(document, one)


def _apart(first: Days | None, second: Days | None) -> bool:
    return first is not None and second is not None and (first[1] < second[0] or second[1] < first[0])


def _two_dates(document: Document, first: Quantity, second: Quantity) -> Draft:
    anchors = [document.anchors.get(one.route) for one in (first, second)]
    verified = all(anchor is not None and anchor.status == "found" for anchor in anchors)
    label = first.variable.label if first.variable else first.name
    return found(
        Label(first.route, f"in {first.block}", first.date),
        f"{label} has two dates: {first.date} and {second.date}",
        beside=[(Label(second.route, "", second.date), f"in {second.block}")],
        help="compare both places with the document",
        severity=None if verified else Severity.WARNING,
    )


def _declared(document: Document, quantity: Quantity) -> Iterator[Draft]:
    """A date that a timepoint of the spec gives too."""
    for timepoint in document.spec.timepoints.values():
        same = {f"{timepoint.id}_start": timepoint.start, f"{timepoint.id}_end": timepoint.end}
        if timepoint.start == timepoint.end:
            same = {f"{timepoint.id}_date": timepoint.start}
        iso = parse_iso(same.get(quantity.at.variable, ""))
        if iso is not None and _apart(days_of(quantity), (iso.first, iso.last)):
            yield found(
                Label(quantity.route, "", quantity.date),
                f"{quantity.variable.label if quantity.variable else quantity.name} is {quantity.date}, and the "
                f"timepoint `{timepoint.id}` says {iso.text}",
                beside=[(Label(f"timepoints.{timepoint.id}", "", iso.text), "declared here")],
                help="compare both with the document",
            )
