"""XRF: the same quantity in two places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.printed import Interval, Printed
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity


def _source(document: Document, quantity: Quantity) -> str:
    return quantity.measurements[0].source


def _pairs(document: Document, across: bool) -> Iterator[tuple[Quantity, Quantity]]:
    """Quantities of the same variable, level, groups, time and comparison in two blocks: of one source, or of two."""
    grouped: dict[object, list[Quantity]] = {}
    for quantity in document.quantities:
        if quantity.at.variable:
            grouped.setdefault(quantity.at, []).append(quantity)
    for members in grouped.values():
        for first, second in combinations(members, 2):
            if first.block != second.block and (_source(document, first) != _source(document, second)) == across:
                yield first, second


def _contradiction(document: Document, first: Quantity, second: Quantity) -> tuple[Printed, Printed] | None:
    """Two numbers of the same role whose intervals have no value in common."""
    for name, number in first.parts():
        other = second.part(name)
        if other is None or {number.route, other.route} == {number.route}:
            continue
        mine, theirs = _interval(document, number, first, second), _interval(document, other, second, first)
        if mine is not None and theirs is not None and not mine.meets(theirs):
            return number, other
    return None


def _interval(document: Document, number: Printed, quantity: Quantity, beside: Quantity) -> Interval | None:
    """In the variable's unit where both units are known; as printed where neither is; else not comparable."""
    variable = quantity.variable
    measured = variable is not None and variable.kind == "number"
    if not measured or quantity.unit == beside.unit:
        return number.interval
    return document.canonical(number, quantity) if quantity.unit and beside.unit else None


def _severity(document: Document, first: Quantity, second: Quantity) -> Severity:
    """An error where both places are verified in the source."""
    anchors = [document.anchors.get(one.route) for one in (first, second)]
    verified = all(anchor is not None and anchor.status == "found" for anchor in anchors)
    return Severity.ERROR if verified else Severity.WARNING


def _differing(document: Document, first: Quantity, second: Quantity, across: bool) -> Draft | None:
    label = first.variable.label if first.variable else first.name
    numbers = _contradiction(document, first, second)
    if numbers is not None:
        a, b = numbers
        units = [one.measurements[0].unit_printed or "" for one in (first, second)]
        said = " and ".join(f"{number} {unit}".strip() for number, unit in zip((a, b), units, strict=True))
        return found(
            a,
            f"{label}{_when(first)} is said twice, and differently: {said}",
            words=f"in {first.block}",
            beside=[(b, f"in {second.block}")],
            help="compare both places with the document",
            severity=_severity(document, first, second),
        )
    if across and first.date and second.date and not _overlap(document, first.date, second.date):
        return found(
            Label(first.route, f"in {first.block}", first.date),
            f"{label} has two dates: {first.date} and {second.date}",
            beside=[(Label(second.route, "", second.date), f"in {second.block}")],
            help="compare both places with the document",
            severity=_severity(document, first, second),
        )
    return None


def _all_differing(document: Document, across: bool) -> Iterator[Draft]:
    """One finding for each variable and pair of blocks that differ; further cells stand beside."""
    grouped: dict[tuple[str, str, str, str], list[Draft]] = {}
    for first, second in _pairs(document, across):
        draft = _differing(document, first, second, across)
        if draft is not None:
            key = (first.at.variable, first.at.level, first.block, second.block)
            grouped.setdefault(key, []).append(draft)
    for drafts in grouped.values():
        beside = [(label, "and here") for draft in drafts[1:] for label in (draft.primary, *draft.related)]
        first_draft = drafts[0]
        beside = [(label, label.words) for label in first_draft.related] + beside
        severity = max(draft.severity or Severity.ERROR for draft in drafts)
        yield found(first_draft.primary, first_draft.message, beside=beside, help=first_draft.help, severity=severity)


def _overlap(document: Document, first: str, second: str) -> bool:
    a, b = document.when(first), document.when(second)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _when(quantity: Quantity) -> str:
    return f" ({quantity.at.timepoint})" if quantity.at.timepoint else ""


@rule("XRF01", "text-table-mismatch", Severity.ERROR)
def text_table_mismatch(document: Document) -> Iterator[Draft]:
    """What a document says in two places agrees.

    Why it matters: pH 7.46 in the text and 7.36 in the table: whoever extracts one of them extracts a coin toss.

    Maths: one variable, level, group and time in two blocks; a finding if the rounding intervals have no value in
    common. Error when both are verified in the source, else a warning. So is the number of patients of a group that a
    quote says once more, where nothing else is counted in the quote (there it may be the number analysed).

    What to do: if both places print this, the document contradicts itself: adjudicate, with the curated value if one
    of them is known to be right.

    ## Example

    ```yaml
    data:
      text:
        label: Figure 1
        about: 2020-02-20
        rows:
          ph (): 7.46  # XRF01
      t1:
        label: Table 1
        columns: 2020-02-20
        rows:
          ph (): 7.36
    ```

    ## Corrected

    ```yaml
    data:
      text:
        label: Figure 1
        about: 2020-02-20
        rows:
          ph (): 7.36
      t1:
        label: Table 1
        columns: 2020-02-20
        rows:
          ph (): 7.36
    ```
    """
    yield from _all_differing(document, across=False)
    yield from _sizes_differing(document)


def _sizes_differing(document: Document) -> Iterator[Draft]:
    """Groups of which a quote says another number of patients than is declared."""
    quotes = {block.id for block in document.spec.blocks if block.quote is not None}
    for quantity in document.by_variable.get("", ()):
        at, n = quantity.at, quantity.n
        size = document.group_sizes.get(at.group) if len(at.groups) == 1 else None
        if n is None or size is None or quantity.block not in quotes or at.timepoint or at.comparison:
            continue
        if n.interval.meets(size.interval) or any(
            one.at.groups == at.groups and one.block == quantity.block and one is not quantity and not one.date
            for one in document.quantities
        ):
            continue
        verified = all(
            anchor is not None and anchor.status == "found"
            for anchor in (document.anchors.get(route) for route in (quantity.route, size.route))
        )
        yield found(
            n,
            f"`{at.group}` has {n} patients here, and {size} where it is declared",
            words=f"in {quantity.block}",
            beside=[(size, "declared")],
            help="compare both places with the document; patients of another analysis are a group of their own",
            severity=Severity.ERROR if verified else Severity.WARNING,
        )


@rule("XRF02", "across-sources", Severity.WARNING)
def across_sources(document: Document) -> Iterator[Draft]:
    """Two files of one document say the same.

    Why it matters: text corpora drop tables, cut sentences and flatten exponents. Whoever extracts from such a
    rendering extracts something else than the authors published.

    Maths: quantities that both sources have are compared as in XRF01. What one source has and the other lacks is one
    note per pair of sources: the blocks whose quote, or whose table's rows, are not found in the other, unless the same
    quantities were extracted from there too.

    What to do: nothing, if the sources differ so: adjudicate; extract from the fuller one.

    ## Example

    ```text
    Fever was seen in 24 patients.
    Cough was seen in 25 patients.
    ```

    ```text corpus
    Fever was seen in 24 patients.
    Cough was seen in 26 patients.
    ```

    ```yaml
    data:
      cough: {quote: Cough was seen in 25 patients, rows: {cough: 25}}  # XRF02
      again: {quote: Cough was seen in 26 patients, source: corpus, rows: {cough: 26}}
    ```

    ## Corrected

    ```text
    Fever was seen in 24 patients.
    Cough was seen in 25 patients.
    ```

    ```text corpus
    Fever was seen in 24 patients.
    Cough was seen in 25 patients.
    ```

    ```yaml
    data:
      cough: {quote: Cough was seen in 25 patients, rows: {cough: 25}}
      again: {quote: Cough was seen in 25 patients, source: corpus, rows: {cough: 25}}
    ```
    """
    yield from _all_differing(document, across=True)
    for missing_in in document.sources.values():
        for source in document.sources.values():
            if source.id != missing_in.id:
                yield from _lacking(document, source.id, missing_in.id)


def _lacking(document: Document, has: str, lacks: str) -> Iterator[Draft]:
    from msccurate.sources import find_quote, locate_in_table

    blocks = [block for block in document.spec.blocks if block.rows and document.regions.get(block.id, ("",))[0] == has]
    there = {quantity.at for quantity in document.quantities if _source(document, quantity) == lacks}
    extracted = {block.id for block in blocks} - {one.block for one in document.quantities if one.at not in there}
    missing = []
    for block in blocks:
        if block.id in extracted:
            continue  # it was extracted from there too: what differs is said above
        if block.quote is not None and find_quote(document.sources[lacks], block.quote.text) is None:
            missing.append(block.id)
        elif block.label is not None:
            rows = document.sought.get(block.id, ())
            table = locate_in_table(document.sources[lacks], block.label.text, rows)
            if not any(anchor.status == "found" for anchor in table.anchors):
                missing.append(block.id)
    if missing:
        listed = ", ".join(missing[:8]) + (f" and {len(missing) - 8} more" if len(missing) > 8 else "")
        yield found(
            Label(f"sources.{lacks}", f"lacks what {has} has", " ".join(missing)),
            f"the source `{lacks}` lacks {len(missing)} of {len(blocks)} blocks that `{has}` has: {listed}",
            beside=[(Label(f"sources.{has}", "", ""), "the source that has them")],
            help="extract from the source that has them",
            severity=Severity.NOTE,
        )
