"""Curated tables: each block of a document as printed, with converted values below and adjudications in footnotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from msccurate.render.environment import rendered
from msccurate.review import Adjudication, ReportedFinding
from msccurate.spec import Block, Row
from msccurate.tables import Curations, Document, Measurement, converted
from msccurate.tables.curation import curated
from msccurate.tables.rows import canonical_decimal
from msccurate.text import Lines


@dataclass
class _Table:
    title: str
    quote: str
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)


def markdown(document: Document, findings: Iterable[ReportedFinding], curations: Curations, root: Path | None) -> str:
    """All blocks of a document as one Markdown page; `findings` are those about it."""
    settled = _settled(findings)
    blocks = [_table(document, block, settled, curations) for block in document.spec.blocks if block.rows]
    publication = {name: scalar.text for name, scalar in document.spec.publication.items()}
    authors = "; ".join(author.text for author in document.spec.authors)
    parts = [authors, publication.get("journal", ""), publication.get("published", ""), publication.get("doi", "")]
    return rendered(
        root,
        "tables.md.j2",
        title=publication.get("title", document.name),
        reference=". ".join(part for part in parts if part) or document.name,
        blocks=blocks,
    )


def _settled(findings: Iterable[ReportedFinding]) -> dict[str, list[tuple[str, Adjudication]]]:
    """Route of a cell -> code and adjudication of the findings that speak of it first."""
    found: dict[str, list[tuple[str, Adjudication]]] = {}
    for one in findings:
        if one.adjudication and not one.open:
            found.setdefault(one.route.partition("#")[0], []).append((one.code, one.adjudication))
    return found


def _table(
    document: Document, block: Block, settled: dict[str, list[tuple[str, Adjudication]]], curations: Curations
) -> _Table:
    cells = {one.route: one for one in document.measurements if one.block == block.id}
    heads = [column_words(column.key, document) for column in block.columns] or ["value"]
    title = block.label.text if block.label else block.id
    table = _Table(title, block.quote.text if block.quote else "", ["", *heads])
    for row in (one for one in block.rows if one.cells):
        routes = cell_routes(block, row)
        shown = [
            _marked(cell.text, settled.get(route, []), table) for route, cell in zip(routes, row.cells, strict=True)
        ]
        table.rows.append([row_words(row, document), *("" if one == "." else one for one in shown)])
        shown = [converted_text(document, cells.get(route), curations) for route in routes]
        if any(shown):
            unit = next(one.canonical_unit for route in routes if (one := cells.get(route)) and one.canonical_unit)
            table.rows.append([f"↳ {unit}", *shown])
    return table


def cell_routes(block: Block, row: Row) -> list[str]:
    keys = [column.key for column in block.columns] or [""]
    return [".".join(part for part in (block.id, row.head.key, key) if part) for key in keys]


def column_words(key: str, document: Document) -> str:
    for names in (document.spec.groups, document.spec.timepoints):
        if key in names and names[key].label:
            return names[key].label
    return key.replace("_", " ")


def row_words(row: Row, document: Document) -> str:
    words = [word.text for word in row.head.head.words]
    variable = next((document.codebook.variables[word] for word in words if word in document.codebook.variables), None)
    said = [variable.label if variable and word == variable.id else word for word in words]
    unit = f" ({row.head.head.unit})" if row.head.head.unit else ""
    return " ".join(said) + unit


def _marked(text: str, adjudications: list[tuple[str, Adjudication]], table: _Table) -> str:
    """A cell with its curated value in brackets and a number for each footnote."""
    for code, one in adjudications:
        mark = f"[{len(table.footnotes) + 1}]"
        table.footnotes.append((mark, f"{code}, {one.verdict} ({one.by}, {one.date}): {one.reason}"))
        text += f" → {one.value} {mark}" if one.value else f" {mark}"
    return text


def converted_text(document: Document, one: Measurement | None, curations: Curations) -> str:
    """A cell in the codebook's unit; empty where it is printed or curated in it, or cannot be converted."""
    if one is None:
        return ""
    put = curations.get((one.document, one.extractor, one.route))
    spelled = document.units.read(put.unit) if put is not None and put.unit else None
    return converted.converted_text(document, one, spelled.unit.code if spelled is not None else "")


COLUMNS = (
    "document",
    "extractor",
    "block",
    "variable",
    "level",
    "group",
    "timepoint",
    "comparison",
    "statistic",
    "text",
    "unit_printed",
    "canonical_value",
    "canonical_unit",
    "curated_value",
    "adjudication",
    "source",
    "line",
)


def comma_separated(document: Document, findings: Iterable[ReportedFinding], curations: Curations) -> str:
    """All cells of a document, one per line, as CSV."""
    settled = _settled(findings)
    lines = {id: Lines(source.text) for id, source in document.sources.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in curated(document, curations):
        at = one.at
        value = canonical_decimal(one.canonical)
        found = one.source_start >= 0 and one.source in lines
        writer.writerow(
            [
                one.document,
                one.extractor,
                one.block,
                at.variable,
                at.level,
                at.group,
                at.timepoint,
                at.comparison,
                at.statistic,
                one.text,
                one.unit_printed or "",
                "" if value is None else f"{value:f}",
                one.canonical_unit,
                one.curated,
                " ".join(code for code, _ in settled.get(one.route, [])),
                one.source,
                lines[one.source].position(one.source_start).line if found else "",
            ]
        )
    return out.getvalue()
