"""What was curated of a document: its blocks as tables, each cell with its value, its place and its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msccurate.render import curated
from msccurate.render.site import names
from msccurate.render.site.marks import Marks
from msccurate.review import ReportedFinding
from msccurate.spec import Block
from msccurate.tables import Curations, Document, Measurement

#: Status of an anchor -> what a reader is told where it is not plainly found.
STATUS = {
    "differs": "the document has",
    "misplaced": "not where it should be:",
    "absent": "not found:",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed. `mark` is the id of its place in the source text, empty where it was not found; `words` say
    what the source has instead; `canonical` is its value in the codebook's unit, where that is another than printed."""

    id: str
    text: str
    mark: str
    words: str
    canonical: str
    unit: str
    curated: str
    findings: tuple[ReportedFinding, ...]


@dataclass(frozen=True, slots=True)
class Line:
    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A block: its title, the words it was read from, and its lines; `mark` is the id of its first place."""

    id: str
    title: str
    quote: str
    note: str
    digitised: bool
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    findings: tuple[ReportedFinding, ...]


def tables(
    document: Document, marks: Marks, findings: Mapping[str, list[ReportedFinding]], curations: Curations
) -> list[Table]:
    """All blocks of a document in its order; `findings` are those that speak of each cell first, by its route."""
    values = {one.route: one for one in document.measurements}
    return [_table(document, block, values, marks, findings, curations) for block in document.spec.blocks]


def _table(
    document: Document,
    block: Block,
    values: Mapping[str, Measurement],
    marks: Marks,
    findings: Mapping[str, list[ReportedFinding]],
    curations: Curations,
) -> Table:
    lines = []
    for row in (one for one in block.rows if one.cells):
        routes = curated.cell_routes(block, row)
        cells = tuple(
            _cell(document, route, cell.text, values.get(route), marks, findings, curations)
            for route, cell in zip(routes, row.cells, strict=True)
        )
        lines.append(Line(curated.row_words(row, document), cells))
    own = tuple(one for route, found in findings.items() if route.partition(".")[0] == block.id for one in found)
    return Table(
        id=names.block(block.id),
        title=block.label.text if block.label else block.id.replace("_", " "),
        quote=block.quote.text if block.quote else "",
        note=block.note,
        digitised=block.digitised,
        heads=tuple(curated.column_words(column.key, document) for column in block.columns) or ("value",),
        lines=tuple(lines),
        findings=own,
    )


def _cell(
    document: Document,
    route: str,
    text: str,
    value: Measurement | None,
    marks: Marks,
    findings: Mapping[str, list[ReportedFinding]],
    curations: Curations,
) -> Cell:
    anchor = document.anchors.get(route)
    words = ""
    if anchor is not None and anchor.status in STATUS:
        words = f"{STATUS[anchor.status]} {anchor.words or anchor.text}"
    put = curations.get((document.name, document.extractor, route))
    changed = ""
    if put is not None:
        changed = f"{text} {put.unit}" if put.unit else put.value
    canonical = curated.converted_text(document, value, curations)
    return Cell(
        id=names.cell(route),
        text="" if text == "." else text,
        mark=marks.cells.get(route, ""),
        words=words,
        canonical=canonical,
        unit=value.canonical_unit if value is not None and canonical else "",
        curated=changed,
        findings=tuple(findings.get(route, ())),
    )
