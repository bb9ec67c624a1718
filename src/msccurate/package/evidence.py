"""Tables for a publication: what each document prints, and each variable across all documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from msccurate.package.export import Export
from msccurate.package.labels import study_label
from msccurate.package.summaries import first_extractions
from msccurate.package.unitwords import typeset, unit_words
from msccurate.tables.converted import curated_text

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.printed import Printed
    from msccurate.review import Adjudication
    from msccurate.spec import Block, Row
    from msccurate.tables import Corpus, Document, Measurement, Quantity

_COLUMNS_IN_WORDS = {"reference": "reference range"}
COLUMNS = ("Study", "Group", "n", "Level", "Time", "Value", "Unit as printed")

#: Route of a cell -> the code of each settled finding about it, and what was decided.
Settled = Mapping[str, list[tuple[str, "Adjudication"]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and the letters of its footnotes."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class PrintedTable:
    """A table with its title, the words below it, its head, rows and footnotes (letter and words)."""

    title: str
    words: str
    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)

    def cell(self, text: str, notes: tuple[str, ...] = ()) -> Cell:
        """A cell whose footnotes are added to the table's; equal footnotes share a letter."""
        for words in notes:
            self.footnotes.setdefault(words, letter(len(self.footnotes)))
        return Cell(typeset(text), tuple(self.footnotes[words] for words in notes))


@dataclass(frozen=True, slots=True)
class Page:
    """Tables that belong together, under one title."""

    name: str
    title: str
    words: str
    tables: tuple[PrintedTable, ...]


def letter(index: int) -> str:
    """a, b, … z, aa, ab, …"""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


def pages(export: Export) -> Iterator[Page]:
    """A page per document, and `evidence`: a table per variable, one row per document, group and time."""
    settled = _settled(export)
    variables: dict[str, tuple[Variable, PrintedTable]] = {}
    for corpus in export.corpora():
        for document in first_extractions(corpus):
            cells = {one.route: one for one in corpus.measurements(document)}
            mine = settled.get((document.name, document.extractor), {})
            title = document.spec.publication.get("title")
            yield Page(
                document.name,
                title.text if title else document.name,
                f"{study_label(document)}. Values as curated; footnotes name what the document prints, where that"
                " differs.",
                tuple(_blocks(document, cells, mine)),
            )
            _add_variables(variables, document, corpus, cells, mine)
    found = sorted(variables.values(), key=lambda pair: (pair[0].label.casefold(), pair[0].id))
    yield Page(
        "evidence",
        f"{export.metadata.title}: evidence by variable",
        "One row per document, group and time. Values as curated; footnotes name what the document prints, where that"
        " differs.",
        tuple(_without_empty_columns(table) for _, table in found),
    )


def _settled(export: Export) -> Mapping[tuple[str, str], Settled]:
    """What was settled, by document and extractor."""
    found: dict[tuple[str, str], dict[str, list[tuple[str, Adjudication]]]] = {}
    for one in export.report.findings if export.report else ():
        if one.adjudication and not one.open:
            cells = found.setdefault((one.document, one.extractor), {})
            cells.setdefault(one.route.partition("#")[0], []).append((one.code, one.adjudication))
    return found


def _notes(document: Document, one: Measurement, settled: Settled) -> tuple[str, ...]:
    """What is to be said of a cell: its adjudications, and its value in the unit of the codebook."""
    notes = [
        f"{code}, {said.verdict} ({said.by}, {said.date}): {said.reason}" for code, said in settled.get(one.route, [])
    ]
    if one.curated and one.curated != one.text:
        notes[:1] = ["; ".join([f"printed as {one.text}", *notes[:1]])]
    converted = curated_text(document, one)
    if converted:
        notes.append(f"converted: {converted} {unit_words(one.canonical_unit)}".rstrip())
    return tuple(notes)


# ---- a document


def _blocks(document: Document, cells: Mapping[str, Measurement], settled: Settled) -> Iterator[PrintedTable]:
    """The tables and figures of a document as it prints them; last, in one table, what its text says."""
    text = PrintedTable("In the text", "", ("", "", "Value"))
    for block in document.spec.blocks:
        if not any(row.cells for row in block.rows):
            continue
        heads = [_capital(_head(column.key, document)) for column in block.columns]
        table = text
        if block.label is not None:
            table = PrintedTable(block.label.text, block.note, ("", *(heads or ["Value"])))
        for row in block.rows:
            shown = [
                _shown(document, table, cells.get(route), cell.text, settled)
                for route, cell in zip(_routes(block, row), row.cells, strict=False)
            ]
            if table is not text:
                table.rows.append((Cell(_row_head(row, document)), *shown))
                continue
            for head, one in zip(heads or [""], shown, strict=False):
                table.rows.append((Cell(_row_head(row, document)), Cell(head or _about(block, document)), one))
        if table is not text:
            yield table
    if text.rows:
        yield text


def _shown(document: Document, table: PrintedTable, one: Measurement | None, text: str, settled: Settled) -> Cell:
    if one is None:
        return Cell("" if text == "." else typeset(text))
    return table.cell(one.curated or one.text, _notes(document, one, settled))


def _routes(block: Block, row: Row) -> list[str]:
    keys = [column.key for column in block.columns] or [""]
    return [".".join(part for part in (block.id, row.head.key, key) if part) for key in keys]


def _about(block: Block, document: Document) -> str:
    return _head(block.about.key, document) if block.about is not None else ""


def _head(key: str, document: Document) -> str:
    for names in (document.spec.groups, document.spec.timepoints):
        if key in names and names[key].label:
            return names[key].label
    return _COLUMNS_IN_WORDS.get(key) or key.replace("_", " ")


def _capital(words: str) -> str:
    return words if len(words) == 1 else words[:1].upper() + words[1:]


def _row_head(row: Row, document: Document) -> str:
    words = [word.text for word in row.head.head.words]
    variables = document.codebook.variables
    said = [variables[word].label if word in variables else word.replace("_", " ") for word in words]
    unit = _printed_unit(row.head.head.unit or "", document)
    return ", ".join(said) + (f" ({unit})" if unit else "")


def _printed_unit(unit: str, document: Document) -> str:
    """A unit as printed, but with the exponent that lost its superscript (`× 109/L`) put up again."""
    spelled = document.units.read(unit) if unit else None
    return unit_words(spelled.unit.code) if spelled is not None and spelled.flattened else typeset(unit)


# ---- a variable


def _add_variables(
    variables: dict[str, tuple[Variable, PrintedTable]],
    document: Document,
    corpus: Corpus,
    cells: Mapping[str, Measurement],
    settled: Settled,
) -> None:
    """Add what a document reports to the table of each variable, once what its text and a table say alike."""
    said: set[tuple[str, tuple[Cell, ...]]] = set()
    for quantity in sorted(document.quantities, key=lambda one: _in_time(document, one)):
        variable = quantity.variable
        if variable is None or (quantity.at.comparison and not quantity.at.groups):
            continue
        if variable.id not in variables:
            unit = f" ({unit_words(variable.unit)})" if unit_words(variable.unit) else ""
            variables[variable.id] = variable, PrintedTable(f"{variable.label}{unit}", variable.note, COLUMNS)
        table = variables[variable.id][1]
        row = _row(document, quantity, corpus.patients(document, quantity), cells, table, settled)
        if (variable.id, row) not in said:
            said.add((variable.id, row))
            table.rows.append(row)


def _in_time(document: Document, quantity: Quantity) -> tuple[tuple[str, ...], str, date]:
    when = document.when(quantity.at.timepoint)
    return quantity.at.groups, quantity.at.level, when[0] if when else date.min


def _row(
    document: Document,
    quantity: Quantity,
    size: Printed | None,
    measured: Mapping[str, Measurement],
    table: PrintedTable,
    settled: Settled,
) -> tuple[Cell, ...]:
    at = quantity.at
    cells = [measured[one.route] for one in quantity.measurements if one.route in measured]
    texts = [f"{one.at.statistic} {one.curated or one.text}".strip() for one in cells]
    notes = tuple(dict.fromkeys(note for one in cells for note in _notes(document, one, settled)))
    time = _head(at.timepoint or at.comparison, document)
    groups = " and ".join(_head(id, document) for id in at.groups)
    plain = (study_label(document), groups, str(size) if size is not None else "", at.level.replace("_", " "), time)
    return (
        *(Cell(text) for text in plain),
        table.cell(", ".join(texts), notes),
        Cell(_printed_unit(cells[0].unit_printed or "", document) if cells else ""),
    )


def _without_empty_columns(table: PrintedTable) -> PrintedTable:
    kept = [index for index, name in enumerate(table.head) if index == 0 or any(row[index].text for row in table.rows)]
    table.head = tuple(table.head[index] for index in kept)
    table.rows = [tuple(row[index] for index in kept) for row in table.rows]
    return table
