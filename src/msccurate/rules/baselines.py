"""CLM: claims of change, against what was there before and what else happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from msccurate.expressions import Tree, evaluate, substituted, words
from msccurate.expressions.tree import Binary, Call, Day, Number, Words
from msccurate.findings import Label, Severity
from msccurate.printed import Truth
from msccurate.rules.claims import evaluated
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.spec import Claim
    from msccurate.tables import Document, Instance, Quantity
    from msccurate.tables.scope import DocumentScope

#: Words of a change, and words that say themselves that it was so before.
_CHANGE = re.compile(
    r"\b(?:increas|decreas|elevat|reduc|improv|declin|normali[sz]|recover|return|restor|resolv|becom|became|turned|"
    r"rose\b|rise|raised|fell\b|fall|drop|lower|higher|up to|down to|reach|achiev)",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:remain|still\b|persist|continu|unchanged|stable|kept\b|stay)", re.IGNORECASE)
_MAINTAINED = re.compile(r"\bmaintain", re.IGNORECASE)
#: An event explains what begins within as many days (proposal; the longest gap of PLA03).
_DAYS_AFTER = 3


@rule("CLM03", "claim-baseline", Severity.WARNING)
def claim_baseline(document: Document) -> Iterator[Draft]:
    """What a treatment is said to have brought about was not there before.

    Why it matters: "PaO2/FiO2 mostly stayed above 200 during therapy" is no effect of the therapy if it was 265 on the
    day before.

    Maths: of a claim that holds, and that the authors make (it has a quote), the condition that it sets is asked again
    at the last time before: for a share, count or last value over a period, before its first day; for a condition at
    one time, at the time before, where the quote speaks of a change. A finding if it surely held there. Silent where
    the quote says that it remained so; a note where it says maintained.

    What to do: nothing in the spec, if the numbers are right: adjudicate, so that readers of the data know.

    ## Example

    ```text
    PaO2/FiO2 increased above 200 during therapy.
    ```

    ```yaml
    groups: {patient: {n: 1}}
    timepoints: {therapy: {from: 2020-02-28, to: 2020-03-01}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-28 | 2020-02-29 | 2020-03-01
        rows:
          pf_ratio (mmHg): 265 | 222 | 227 | 240
    claims:
      above: {quote: increased above 200, expect: "share(pf_ratio > 200, 2020-02-28, 2020-03-01) > 0.5"}  # CLM03
    ```

    ## Corrected

    ```text
    PaO2/FiO2 increased above 200 during therapy.
    ```

    ```yaml
    groups: {patient: {n: 1}}
    timepoints: {therapy: {from: 2020-02-28, to: 2020-03-01}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-28 | 2020-02-29 | 2020-03-01
        rows:
          pf_ratio (mmHg): 165 | 222 | 227 | 240
    claims:
      above: {quote: increased above 200, expect: "share(pf_ratio > 200, 2020-02-28, 2020-03-01) > 0.5"}
    ```
    """
    for claim, tree, instance in evaluated(document):
        said = claim.quote.text if claim.quote is not None else ""
        if instance.outcome.truth is not Truth.TRUE or not said or _SAME.search(said):
            continue
        for condition, before in _before(tree, instance.scope, bool(_CHANGE.search(said))):
            outcome = evaluate(condition, instance.scope, before)
            if outcome.truth is Truth.TRUE:
                numbers = [number for operand in outcome.operands for number in operand.numbers]
                yield found(
                    Label(claim.route, "", claim.expect.text),
                    f"the authors say `{said}`, and it was so before: "
                    f"{substituted(condition, instance.scope, before)} at {before}",
                    beside=[(Label(one.route, "before", one.text), "before") for one in numbers[:1]],
                    help="nothing to correct, if the numbers are right: adjudicate it",
                    severity=Severity.NOTE if _MAINTAINED.search(said) else None,
                )


def _before(tree: Tree, scope: DocumentScope, change: bool) -> Iterator[tuple[Tree, str]]:
    """The conditions that a claim sets, each with the last time before it is said to hold."""
    if not isinstance(tree, Binary):
        return
    if tree.sign in ("and", "or"):
        yield from _before(tree.left, scope, change)
        yield from _before(tree.right, scope, change)
        return
    call, bound = tree.left, tree.right
    if isinstance(call, Call) and call.start is not None and len(call.arguments) == 1:
        condition = call.arguments[0]
        if call.name in ("share", "count") and tree.sign in (">", ">="):
            yield from _before_period(condition, call.start, scope)
        elif call.name == "last" and isinstance(condition, Words) and _is_bound(bound, scope):
            yield from _before_period(replace(tree, left=condition), call.start, scope)
    elif change and isinstance(call, Words) and _is_bound(bound, scope):
        yield from _before_time(tree, call, scope)


def _is_bound(tree: Tree, scope: DocumentScope) -> bool:
    """A number, or a range of reference: what does not change with time."""
    at = scope.coordinates(tree.words) if isinstance(tree, Words) else None
    return isinstance(tree, Number) or (at is not None and at.statistic == "reference")


def _before_period(condition: Tree, start: Tree, scope: DocumentScope) -> Iterator[tuple[Tree, str]]:
    """The condition, and the last time before a period at which its quantities are known."""
    if isinstance(start, Day):
        first = start.first.toordinal()
    else:
        operand = scope.value(start.words, "") if isinstance(start, Words) else None
        if operand is None or operand.centre != "date":
            return
        first = int(operand.interval.low)
    times = dict.fromkeys(time for leaf in words(condition) for time in scope.times(leaf.words))
    days = {time: when[1].toordinal() for time in times if (when := scope.document.when(time)) is not None}
    earlier = [time for time, day in days.items() if day < first]
    if earlier:
        yield condition, max(earlier, key=lambda time: days[time])


def _before_time(tree: Binary, leaf: Words, scope: DocumentScope) -> Iterator[tuple[Tree, str]]:
    """The condition without its time, and the time before it."""
    at = scope.coordinates(leaf.words)
    if at is None or not at.timepoint or at.comparison:
        return
    bare = tuple(word for word in leaf.words if word != at.timepoint)
    times = list(scope.times(bare))
    if len(bare) == len(leaf.words) or at.timepoint not in times[1:]:
        return
    yield replace(tree, left=replace(leaf, words=bare)), times[times.index(at.timepoint) - 1]


@rule("CLM04", "claim-confounded", Severity.NOTE)
def claim_confounded(document: Document) -> Iterator[Draft]:
    """Nothing else that moves a variable happened while it is said to have changed.

    Why it matters: creatinine falls under renal replacement, haemoglobin rises after a transfusion, whatever else was
    given.

    Maths: a claim with a quote that holds, and compares a variable over time; an event of the codebook that `moves` the
    variable lies before the last time compared, and after the first or at most 3 days before it (proposal): on its
    date, or at a timepoint between them. Events that did not happen (no, 0) are none; claims with one quote are one.

    What to do: nothing in the spec; accept it, so that readers of the data know.

    ## Example

    ```text
    Creatinine declined.
    ```

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-03-08
        rows:
          creatinine (μmol/L): 306 | 121
      t2: {label: Table 2, rows: {crrt_start: 2020-02-28}}
    claims:
      down: {quote: Creatinine declined, expect: creatinine 2020-03-08 < creatinine 2020-02-27}  # CLM04
    ```

    ## Corrected

    ```text
    Creatinine declined.
    ```

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-03-08
        rows:
          creatinine (μmol/L): 306 | 121
      t2: {label: Table 2, rows: {crrt_start: 2020-03-12}}
    claims:
      down: {quote: Creatinine declined, expect: creatinine 2020-03-08 < creatinine 2020-02-27}
    ```
    """
    events = [one for one in document.quantities if one.variable is not None and one.variable.moves and _happened(one)]
    told: dict[tuple[str, str], list[tuple[Claim, Quantity, str]]] = {}
    for claim, _, instance in evaluated(document) if events else ():
        if instance.outcome.truth is Truth.TRUE and claim.quote is not None:
            for event, moved in _confounding(document, instance, events):
                told.setdefault((claim.quote.text, event.at.variable), []).append((claim, event, moved))
    for (quote, _), members in told.items():
        claim, event, _ = members[0]
        there = event.date or event.at.timepoint
        moved = " and ".join(dict.fromkeys(document.codebook.variables[one].label for _, _, one in members))
        others = {one.route: one for one, _, _ in members if one.route != claim.route}
        yield found(
            Label(claim.route, "", claim.expect.text),
            f"the authors say `{quote}`, and {event.variable.label if event.variable else ''} ({there}) moves {moved} "
            "too",
            beside=[
                (Label(event.route, "this happened as well", there), "this happened as well"),
                *((Label(route, "", one.expect.text), "") for route, one in others.items()),
            ],
            help="nothing to correct: what the claim is ascribed to is not all that happened",
        )


def _happened(event: Quantity) -> bool:
    if event.category.casefold() in ("no", "none", "negative") or (event.count is not None and event.count.value == 0):
        return False
    return event.at.comparison == ""


def _confounding(document: Document, instance: Instance, events: list[Quantity]) -> Iterator[tuple[Quantity, str]]:
    """Events, with the variable that each moves and the claim compares over time."""
    cells = {one.route: one.at for one in document.measurements}
    times: dict[str, set[str]] = {}
    for number in (one for operand in instance.outcome.operands for one in operand.numbers):
        at = cells.get(number.route.partition("#")[0])
        if at is not None and at.timepoint:
            times.setdefault(at.variable, set()).add(at.timepoint)
    for variable, compared in times.items():
        for event in events if len(compared) > 1 else ():
            moves = event.variable.moves if event.variable is not None else ()
            here = event.at.groups == (instance.scope.group,)
            if variable in moves and here and _between(document, event, compared):
                yield event, variable


def _between(document: Document, event: Quantity, compared: set[str]) -> bool:
    """Whether an event lies between the times compared, or shortly before them."""
    days = [when for time in compared if (when := document.when(time)) is not None]
    day = document.when(event.date or event.at.timepoint)
    if len(days) == len(compared) and day is not None:
        first, last = min(one[0] for one in days), max(one[1] for one in days)
        return day[0] < last and (first - day[1]).days <= _DAYS_AFTER
    order = list(document.spec.timepoints)
    if event.date or not {event.at.timepoint, *compared} <= set(order):
        return False
    places = [order.index(time) for time in compared]
    return min(places) < order.index(event.at.timepoint) <= max(places)
