"""SUM: a whole against its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.subgroups import weighted_mean
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, between_groups, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

COUNTED = {"n": "n", "count": "counts", "events": "events", "missing": "missing", "denominator": "denominators"}


def _wholes(document: Document) -> Iterator[tuple[Quantity, tuple[Quantity, ...]]]:
    """Every row of a group that has `parts`, with the rows of all its parts in the same block."""
    rows: dict[tuple[object, ...], Quantity] = {
        (one.block, one.at.variable, one.at.level, one.at.timepoint, one.at.comparison, one.at.groups): one
        for one in document.quantities
    }
    for (*about, _), whole in rows.items():
        group = document.spec.groups.get(whole.at.group)
        if group is None or len(group.parts) < 2 or between_groups(document, whole):
            continue
        parts = [rows.get((*about, (part,))) for part in group.parts]
        known = tuple(part for part in parts if part is not None)
        if len(known) == len(parts):
            yield whole, known


@rule("SUM04", "groups-do-not-add-up", Severity.WARNING)
def groups_do_not_add_up(document: Document) -> Iterator[Draft]:
    """The parts of a group count as many as the whole.

    Why it matters: 12 of one arm and 14 of the other are 26 of both; a total of 25 means that one of the three is
    wrong.

    Maths: for a group whose `parts` the spec names (each patient in one of them), n, counts, events, missing and
    denominators of the parts add up to those of the whole, in one block; whole numbers.

    What to do: compare all three with the document. If patients are in none of the parts, or in two, write no `parts`.

    ## Example

    ```yaml
    groups: {all: {n: 50, parts: [msc, control]}, msc: {n: 25}, control: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: all | msc | control
        rows:
          sex male: 27 | 12 | 14  # SUM04
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 50, parts: [msc, control]}, msc: {n: 25}, control: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: all | msc | control
        rows:
          sex male: 26 | 12 | 14
    ```
    """
    for group in document.spec.groups.values():
        parts = [document.group_sizes.get(part) for part in group.parts]
        draft = _sum_off(document.group_sizes.get(group.id), parts, "n")
        if draft is not None:
            yield draft
    yield from together(_counts_off(document))


def _counts_off(document: Document) -> Iterator[Row]:
    for whole, parts in _wholes(document):
        for name in COUNTED:
            number = whole.part(name)
            draft = _sum_off(number, [part.part(name) for part in parts], name)
            if draft is not None and number is not None:
                total = sum(one.value for part in parts if (one := part.part(name)) is not None)
                yield Row(whole.block, f"{name} {'above' if number.value > total else 'below'}", draft)


def _sum_off(whole: Printed | None, parts: list[Printed | None], name: str) -> Draft | None:
    known = [part for part in parts if part is not None and not part.comparator]
    if whole is None or whole.comparator or len(known) < 2 or len(known) < len(parts):
        return None
    total = sum(int(part.value) for part in known)
    if total == whole.value:
        return None
    terms = " + ".join(str(part) for part in known)
    return found(
        whole,
        f"the {COUNTED[name]} of the parts, {terms}, add up to {total}, not to {whole}",
        beside=[(part, "a part") for part in known],
        help="compare the whole and its parts with the document; is anybody in none of the parts?",
        expected=str(total),
    )


@rule("SUM05", "pooled-mean-outside", Severity.WARNING)
def pooled_mean_outside(document: Document) -> Iterator[Draft]:
    """The mean of a group is the n-weighted mean of its parts.

    Why it matters: a total mean outside of the means of all parts is arithmetically impossible.

    Maths: for a group whose `parts` the spec names, in one block: a warning if the mean of the whole lies surely
    outside of the smallest and largest mean of the parts; a note if it is only off Σ n·m/Σ n, over the rounding
    intervals and any n from 80 to 100 % of each part.

    What to do: compare the means with the document; is the mean adjusted, or a median?

    ## Example

    ```yaml
    form: mean ± SD
    groups: {all: {n: 50, parts: [msc, control]}, msc: {n: 25}, control: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: all | msc | control
        rows:
          age (years): 67.1 ± 9.0 | 60.2 ± 9.1 | 62.0 ± 8.8  # SUM05
    ```

    ## Corrected

    ```yaml
    form: mean ± SD
    groups: {all: {n: 50, parts: [msc, control]}, msc: {n: 25}, control: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: all | msc | control
        rows:
          age (years): 61.1 ± 9.0 | 60.2 ± 9.1 | 62.0 ± 8.8
    ```
    """
    usable = {one.route for one in summaries(document, "mean")}
    rows = []
    for whole, parts in _wholes(document):
        if whole.route not in usable or any(part.route not in usable for part in parts):
            continue
        if len({(one.unit, one.measurements[0].unit_printed) for one in (whole, *parts)}) == 1:
            rows += _mean_off(document, whole, parts)
    yield from together(rows)


def _mean_off(document: Document, whole: Quantity, parts: tuple[Quantity, ...]) -> list[Row]:
    mean, means = whole.mean, [part.mean for part in parts if part.mean is not None]
    if mean is None or len(means) < len(parts):
        return []
    low, high = mean.ends
    boxes = [one.ends for one in means]
    least, most = min(box[0] for box in boxes), max(box[1] for box in boxes)
    beside = [(one, "the mean of a part") for one in means]
    way = "above" if low > most else "below"
    if low > most or high < least:
        terms = " and ".join(str(one) for one in means)
        message = f"the mean of the whole, {mean}, lies outside of the means of its parts, {terms}"
        draft = found(mean, message, beside=beside, help="compare the means with the document")
        return [Row(whole.block, way, draft)]
    totals = [sizes(document, part) for part in parts]
    if not all(totals):
        return []
    first, last = weighted_mean(boxes, totals)
    if first <= high and low <= last:
        return []
    shown = f"{float(first):.4g} to {float(last):.4g}"
    draft = found(
        mean,
        f"the mean of the whole, {mean}, is not that of its parts by their n: {shown}",
        beside=beside,
        help="compare the means and n with the document; is the mean adjusted?",
        severity=Severity.NOTE,
    )
    return [Row(whole.block, "above" if low > last else "below", draft)]
