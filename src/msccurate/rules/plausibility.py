"""PLA: plausibility of values and of their changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from msccurate.codebook import Bound, Variable
from msccurate.findings import Severity
from msccurate.printed import Interval, Printed
from msccurate.rules.fitting import CENTRES, implausible, outliers, outlying_centres
from msccurate.rules.moved_points import moved_points
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.spikes import TIMES, Point, spikes

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

LONGEST_GAP = 3


def _outside(interval: Interval, bound: Bound) -> str:
    """`above` or `below` where an interval surely lies outside a bound, else empty."""
    low, high = bound.ends
    if interval.low > high:
        return "above"
    return "below" if interval.high < low else ""


def _beyond(document: Document, quantity: Quantity, bound: Bound) -> Iterator[tuple[Printed, str]]:
    for name, number in quantity.parts():
        interval = document.canonical(number, quantity) if name in CENTRES else None
        side = _outside(interval, bound) if interval is not None else ""
        if side:
            yield number, side


@rule("PLA01", "impossible-value", Severity.ERROR)
def impossible_value(document: Document) -> Iterator[Draft]:
    """No value lies outside of what is possible for its variable.

    Why it matters: a pH of 74.6 or an age of 720 is a lost decimal point.

    Maths: the rounding interval, converted to the variable's unit, lies wholly outside the codebook's `possible`
    range. Silent where UNT04 says that the unit is to blame.

    What to do: compare value and unit with the document.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {ph (): 74.6}}  # PLA01
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {ph (): 7.46}}
    ```
    """
    for quantity in outliers(document):
        variable = quantity.variable
        if variable is None or variable.possible is None or quantity.at.comparison or implausible(document, quantity):
            continue
        for number, side in _beyond(document, quantity, variable.possible):
            yield _said(variable, variable.possible, number, side, "possible")


@rule("PLA02", "unusual-value", Severity.WARNING)
def unusual_value(document: Document) -> Iterator[Draft]:
    """A value outside of what is usual, even in the very ill, or ten times off its own row, deserves a look.

    Why it matters: most such values are units, columns or decimal points gone wrong; some are true.

    Maths: as PLA01, with the codebook's `usual` range; its source is named. Means and medians of groups vary less: they
    are held against the range of its `centres`, widened to take in all accepted ranges of the healthy. Silent where
    PLA01 or UNT04 fires. And: a number has one decimal more, or one fewer, than all others of its row, lies more than
    3-fold outside of those of its kind, and with its point put back lies within 2-fold of them; only in tables of which
    all other rows have fixed decimals (and not fixed significant digits: the numbers of this row, or of two others
    with decimals, differ in these; all limits are proposals).

    What to do: compare with the document; if it prints this, adjudicate with what you think of it.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {compliance (ml/cmH2O): 120}}  # PLA02
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {compliance (ml/cmH2O): 12}}
    ```
    """
    grouped: dict[tuple[str, str], list[tuple[Variable, Bound, Printed, str]]] = {}
    for quantity in outliers(document):
        variable = quantity.variable
        if variable is None or variable.usual is None or quantity.at.comparison or implausible(document, quantity):
            continue
        impossible = set()
        if variable.possible is not None:
            impossible = {number.route for number, _ in _beyond(document, quantity, variable.possible)}
        for number, side in _beyond(document, quantity, variable.usual):
            if number.route not in impossible:
                key = (quantity.block, f"{variable.id} {side}")
                grouped.setdefault(key, []).append((variable, variable.usual, number, side))
    told = {number.route for members in grouped.values() for _, _, number, _ in members}
    for quantity in outlying_centres(document):
        unusual = _unusual_centre(document, quantity)
        if unusual is not None and unusual[2].route not in told:
            key = (quantity.block, f"{unusual[0].id} {unusual[3]} in groups")
            grouped.setdefault(key, []).append(unusual)
    for members in grouped.values():
        variable, bound, number, side = members[0]
        of_groups = bound is not variable.usual
        draft = _said(variable, bound, number, side, "usual in groups of patients" if of_groups else "usual")
        beside = [(other, "and this") for _, _, other, _ in members[1:]]
        yield found(draft.primary, draft.message, beside=beside, help=draft.help)
    for moved in moved_points(document):
        one = moved.others[0]
        yield found(
            moved.number,
            f"{moved.number} is far off its row ({', '.join(str(other) for other in moved.others[:4])}) and printed "
            f"with other decimals: with its point put back it would be {moved.back}",
            words=f"{moved.back}?",
            beside=[(one, "such as this")],
            help="compare the decimal point with the document",
        )


def _unusual_centre(document: Document, quantity: Quantity) -> tuple[Variable, Bound, Printed, str] | None:
    """A mean or median of several patients that is neither among those of groups nor in an accepted range."""
    variable, centre = quantity.variable, quantity.mean or quantity.median
    bound = variable.centres if variable is not None else None
    if variable is None or bound is None or centre is None or quantity.at.comparison:
        return None
    interval = document.canonical(centre, quantity)
    side = _outside(interval, bound) if interval is not None and not centre.comparator else ""
    if interval is None or not side or any(_outside(interval, one) != side for one in variable.reference):
        return None
    if variable.possible is not None and _outside(interval, variable.possible):
        return None
    total = document.patients(quantity)
    if (total is not None and total.value <= 1) or implausible(document, quantity):
        return None
    return variable, bound, centre, side


def _said(variable: Variable, bound: Bound, number: Printed, side: str, what: str) -> Draft:
    return found(
        number,
        f"{variable.label} of {number} is {side} what is {what}: {bound.text} {variable.unit}".removesuffix(" 1"),
        words=f"{what}: {bound.text}",
        help=f"compare value and unit with the document (bound: {bound.source})",
    )


def _series(document: Document) -> Iterator[tuple[Variable, list[Point]]]:
    """One patient's values of each variable with a daily limit, and of steady ones, merged over all blocks, by day."""
    found: dict[tuple[str, tuple[str, ...]], list[Point]] = {}
    steady = {variable.id for variable in document.codebook.playing("steady")}
    variables: dict[str, Variable] = {}
    for quantity in document.having("value"):
        variable, number = quantity.variable, quantity.value
        if variable is None or number is None or number.comparator or not (variable.daily or variable.id in steady):
            continue
        days = document.when(quantity.at.timepoint)
        if days is None or days[0] != days[1]:
            continue
        total = document.patients(quantity)
        interval = document.canonical(number, quantity) if total is not None and total.value == 1 else None
        if interval is None:
            continue
        variables[variable.id] = variable
        points = found.setdefault((variable.id, quantity.at.groups), [])
        points.append(Point(days[0].toordinal(), number, interval))
    for (id, _), points in found.items():
        yield variables[id], sorted(points, key=lambda point: point.day)


@rule("PLA03", "implausible-jump", Severity.WARNING)
def implausible_jump(document: Document) -> Iterator[Draft]:
    """A patient's values do not change faster than the body can.

    Why it matters: a haemoglobin that rises by 56 g/L in a day is a transfusion that is not reported, a mixed-up
    sample or column, or a typing error.

    Maths: all tables of a patient make one series. Over g = 1 to 3 days the change may be the codebook's daily limit
    times sqrt(g), the ratio its daily limit to the power g; a finding only if every value inside the rounding
    intervals exceeds it. Where the next value takes it back, the message says so: the value between is the suspect. And
    for variables of the codebook's role `steady`: a value whose steps from the one before and to the one after, over
    the root of the days between, are both more than 4 times all other steps of its series, at least 5, in units and in
    logarithms (proposal). A note if an event that explains it lies between.

    What to do: compare both values with the document; look for an event that explains the jump.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-03-07 | 2020-03-08
        rows:
          hemoglobin (g/L): 118 | 174  # PLA03
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-03-07 | 2020-03-08
        rows:
          hemoglobin (g/L): 118 | 117
    ```
    """
    for variable, points in _series(document):
        jumps = [(a, b, _jump(variable, a, b)) for a, b in pairwise(points) if 0 < b.day - a.day <= LONGEST_GAP]
        for before, after, why in jumps:
            if why:
                event = event_between(document, variable, before.day, after.day)
                explained = f"; {event} lies between" if event else ""
                days = after.day - before.day
                back = _return(points, before, after)
                returns = f", then back to {back.number}" if back else ""
                yield found(
                    after.number,
                    f"{variable.label} goes from {before.number} to {after.number} {variable.unit} within "
                    f"{days} day{'s' * (days > 1)}{returns}: {why}{explained}",
                    beside=[(before.number, "before"), *([(back.number, "and back")] if back else [])],
                    help=f"compare both with the document; is there an event that explains it? (limit: "
                    f"{variable.daily_source})",
                    severity=Severity.NOTE if event else None,
                )
        jumped = {after.number.route for _, after, why in jumps if why}
        yield from (one for one in _spikes(document, variable, points) if one.primary.route not in jumped)


def _spikes(document: Document, variable: Variable, points: list[Point]) -> Iterator[Draft]:
    """Values of a steady variable that leave the series for one day."""
    if variable not in document.codebook.playing("steady"):
        return
    days = {one.day: one for one in points}
    for before, at, after in spikes([days[day] for day in sorted(days)]):
        event = event_between(document, variable, before.day, after.day)
        explained = f"; {event} lies between" if event else ""
        yield found(
            at.number,
            f"{variable.label} goes from {before.number} to {at.number} and back to {after.number}, more than {TIMES} "
            f"times as far as at any other time{explained}",
            beside=[(before.number, "before"), (after.number, "and back")],
            help="compare the value between with the document; is there an event that explains it?",
            severity=Severity.NOTE if event else None,
        )


def _return(points: list[Point], before: Point, after: Point) -> Point | None:
    """The next value, where it takes back at least half of a jump: then the value between is the suspect."""
    following = next((point for point in points if 0 < point.day - after.day <= LONGEST_GAP), None)
    if following is None:
        return None
    there, back = after.interval.middle - before.interval.middle, after.interval.middle - following.interval.middle
    return following if there * back > 0 and abs(back) >= abs(there) / 2 else None


def _jump(variable: Variable, before: Point, after: Point) -> str:
    """Why a change is implausible, else empty."""
    gap = after.day - before.day
    root = sqrt(gap)
    rise, fall = after.interval.low - before.interval.high, before.interval.low - after.interval.high
    limits = variable.daily
    if "rise" in limits and rise > float(limits["rise"]) * root:
        return f"at most {float(limits['rise']) * root:.3g} up is believable"
    if "fall" in limits and fall > float(limits["fall"]) * root:
        return f"at most {float(limits['fall']) * root:.3g} down is believable"
    above = float(limits.get("above", 0))
    if min(before.interval.low, after.interval.low) <= 0 or before.interval.low <= above:
        return ""
    if "ratio" in limits and after.interval.low > before.interval.high * float(limits["ratio"]) ** gap:
        return f"at most {float(limits['ratio']) ** gap:.3g}-fold up is believable"
    if "least" in limits and after.interval.high < before.interval.low * float(limits["least"]) ** gap:
        return f"at most down to {float(limits['least']) ** gap:.2g} of it is believable"
    return ""


def event_between(document: Document, variable: Variable, start: int, end: int) -> str:
    """The event of the document that moves a variable and lies between two days."""
    for quantity in document.quantities:
        event = quantity.variable
        if event is None or variable.id not in event.moves:
            continue
        days = document.when(quantity.date or quantity.at.timepoint)
        if days is not None and start <= days[1].toordinal() and days[0].toordinal() <= end:
            return event.label
    return ""
