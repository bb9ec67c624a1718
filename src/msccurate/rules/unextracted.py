"""SRC07: what a document prints and its spec does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import Source, find_quote
from msccurate.text import Span, folds_to

if TYPE_CHECKING:
    from msccurate.tables import Document
    from msccurate.tables.coverage import Accounted

#: How many rows or numbers a finding lists.
SHOWN = 6
#: Numbers of running text that stand no further apart are one finding (proposal).
NEAR = 300
#: What before a number makes it a head of a table and not a cell: the size of a group, the number of a visit.
_HEAD = re.compile(r"\b(?:n\s*=|day|week|month|year|visit|hour|cycle)s?\s*[-–]?\s*\Z", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """A printed row: its name, its numbers, and those of them that nothing accounts for."""

    name: str
    numbers: list[Accounted] = field(default_factory=list)

    @property
    def missing(self) -> list[Accounted]:
        return [one for one in self.numbers if not one.route]


@rule("SRC07", "unextracted-number", Severity.ERROR)
def unextracted_number(document: Document) -> Iterator[Draft]:
    """Every number of a table, and every result of the text, is extracted or said to be of no matter.

    Why it matters: what was overlooked looks like what was never reported, and a table of which only the striking rows
    were extracted is a biased one.

    Maths: coverage of a table is the share of its printed rows of which at least one number is accounted for. An error
    below the project's threshold (`coverage` in `[tool.msccurate]`, default 100 %); a note where only cells of
    extracted rows are missing, and for numbers of the running text. Captions, sizes of groups and numbers of visits in
    heads are left out, and so is what another source of the document says too.

    What to do: add the rows. For text of no matter (another study, a method) write a block with its `quote`, a `note`
    and no rows.

    ## Example

    ```text
    Table 1 Symptoms
    Fever 24 (77.4%)
    Cough 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:  # SRC07
        label: Table 1
        rows: {fever: 24 (77.4%)}
    ```

    ## Corrected

    ```text
    Table 1 Symptoms
    Fever 24 (77.4%)
    Cough 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows: {fever: 24 (77.4%), cough: 25 (80.6%)}
    ```
    """
    tables: dict[tuple[str, str], list[_Row]] = {}
    results: dict[str, list[Accounted]] = {}
    for one in document.accounted:
        if one.number.role == "table":
            _add(tables.setdefault((one.source.id, one.number.table), []), one)
        elif one.number.role == "result" and not one.route:
            results.setdefault(one.source.id, []).append(one)
    for (source, name), rows in tables.items():
        if not _is_elsewhere(document, source, name, tables) and not _is_noted(document, source, name):
            yield from _table(document, document.sources[source], name, [row for row in rows if row.numbers])
    for source, numbers in results.items():
        yield from _text(document, document.sources[source], numbers)


def _add(rows: list[_Row], one: Accounted) -> None:
    """Put a number into its row; heads and captions are no rows."""
    name = one.number.row.strip()
    if not rows or rows[-1].name != name:
        rows.append(_Row(name))
    if one.route or not _is_head(one.source, one.number.span):
        rows[-1].numbers.append(one)


def _is_head(source: Source, span: Span) -> bool:
    before = source.text[max(span.start - 16, 0) : span.start]
    return _HEAD.search(before) is not None or _in_caption(source, span)


def _in_caption(source: Source, span: Span) -> bool:
    """Whether a number is one of a caption; rows may follow it without a blank line, and they begin with a capital."""
    passage = next((one for one in source.passages if one.span.start <= span.start < one.span.end), None)
    if passage is None or passage.section != "caption":
        return False
    lines = source.text[passage.span.start : span.start].lstrip().split("\n")
    return all(not line.lstrip()[:1].isupper() for line in lines[1:])


def _is_elsewhere(document: Document, source: str, name: str, tables: dict[tuple[str, str], list[_Row]]) -> bool:
    """Whether a table was extracted from another source of the document, and not from this one."""

    def touched(id: str) -> bool:
        return any(one.route for row in tables.get((id, name), ()) for one in row.numbers)

    return not touched(source) and any(touched(other) for other in document.sources if other != source)


def _is_noted(document: Document, source: str, name: str) -> bool:
    """Whether the spec says that this table holds nothing to extract."""
    label = folds_to(name)
    for block in document.spec.blocks:
        mine = (block.source or document.spec.default_source) == source
        if mine and block.label is not None and not block.rows and folds_to(block.label.text) == label:
            return True
    return False


def _table(document: Document, source: Source, name: str, rows: list[_Row]) -> Iterator[Draft]:
    untouched = [row for row in rows if len(row.missing) == len(row.numbers)]
    partly = [row for row in rows if row.missing and row not in untouched]
    if not untouched and not partly:
        return
    block = next(
        (
            block.id
            for block in document.spec.blocks
            if block.label is not None
            and document.regions.get(block.id, ("",))[0] == source.id
            and folds_to(block.label.text) == folds_to(name)
        ),
        "",
    )
    covered = 100 * (len(rows) - len(untouched)) / len(rows)
    below = bool(untouched) and covered < document.least_coverage
    if untouched:
        which = "no row" if len(untouched) == len(rows) else f"{len(rows) - len(untouched)} of {len(rows)} rows"
        message = f"{which} of {name} {'is' if len(rows) - len(untouched) <= 1 else 'are'} extracted; missing: "
        message += _listed([_named(row) for row in untouched])
    else:
        cells = sum(len(row.missing) for row in partly)
        message = (
            f"{cells} number{'s' if cells > 1 else ''} of {name} {'are' if cells > 1 else 'is'} not extracted, in: "
        )
        message += _listed([_named(row) for row in partly])
    missing = [row.missing[0] for row in (untouched or partly)]
    text = " ".join(one.number.text for row in (*untouched, *partly) for one in row.missing)
    places = [Place(source.path, one.number.span) for one in missing]
    route = block or f"sources.{source.id}"
    yield found(
        Label(route, "not extracted", text, source=places[0]),
        message,
        beside=[(Label(route, "nor this", source=place), "") for place in places[1:SHOWN]],
        help="add these rows" if untouched else "add these cells",
        severity=Severity.ERROR if below else Severity.NOTE,
        differs=True,
    )


def _named(row: _Row) -> str:
    name = " ".join(row.name.split()).strip(" ,;:")
    return name if len(name) <= 60 else f"{name[:57]}..."


def _listed(names: list[str]) -> str:
    known = list(dict.fromkeys(name for name in names if name)) or ["rows without a name"]
    return ", ".join(known[:SHOWN]) + (f" and {len(known) - SHOWN} more" if len(known) > SHOWN else "")


def _text(document: Document, source: Source, numbers: list[Accounted]) -> Iterator[Draft]:
    """One note for each place of the running text."""
    near: list[list[Accounted]] = []
    for one in numbers:
        if source.id != document.spec.default_source and _is_said_elsewhere(document, source, one.number.span):
            continue
        if near and one.number.span.start - near[-1][-1].number.span.end <= NEAR:
            near[-1].append(one)
        else:
            near.append([one])
    for group in near:
        texts = [one.number.text for one in group]
        listed = ", ".join(f"`{text}`" for text in texts[:SHOWN])
        more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
        places = [Place(source.path, one.number.span) for one in group]
        route = f"sources.{source.id}"
        yield found(
            Label(route, "not extracted", " ".join(texts), source=places[0]),
            f"{len(texts)} number{'s' if len(texts) > 1 else ''} of the text "
            f"{'are' if len(texts) > 1 else 'is'} not extracted: {listed}{more}",
            beside=[(Label(route, "nor this", source=place), "") for place in places[1:SHOWN]],
            help="add a block with this `quote`; if it is of no matter, give it a `note` and no rows",
            severity=Severity.NOTE,
            differs=True,
        )


def _is_said_elsewhere(document: Document, source: Source, span: Span) -> bool:
    """Whether another source has these words too: there they are asked for."""
    text = source.text
    start = text.find(" ", max(span.start - 40, 0), span.start)
    end = text.rfind(" ", span.end, span.end + 40)
    around = Span(start if start >= 0 else span.start, end if end >= 0 else span.end)
    words = around.of(text).strip()
    return any(find_quote(other, words) is not None for other in document.sources.values() if other.id != source.id)
