"""Publication-ready tables as Word documents."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msccurate.package.archive import entry
from msccurate.package.evidence import Cell, Page, PrintedTable, pages
from msccurate.package.export import Export
from msccurate.package.folder import Target

if TYPE_CHECKING:
    from docx.table import Table, _Cell

#: A document of more rows takes Word minutes to open.
MOST_ROWS = 20_000
#: A document states when it was made; ours say the same every time.
CREATED = datetime(2000, 1, 1)


def write(export: Export, target: Target) -> None:
    """Of each document and of all variables one Word document, but of no more rows than Word can work with."""
    for page in pages(export):
        rows = sum(len(table.rows) for table in page.tables)
        if rows > MOST_ROWS:
            words = f"{page.name} has {rows:,} rows, and Word works with {MOST_ROWS:,} at most: it is left out"
            target.said.append(f"{words}; --to tables writes it as HTML and LaTeX")
            continue
        target.add(f"{page.name}.docx", document(page))


def document(page: Page) -> bytes:
    """A page of tables, landscape, with rows of heads that repeat on every sheet; the same bytes every time."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    made = Document()
    about = made.core_properties
    about.title, about.author, about.last_modified_by, about.comments = page.title, "", "", ""
    about.created = about.modified = CREATED
    about.revision = 1
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    made.styles["Normal"].font.size = Pt(10)
    made.add_heading(page.title, 1)
    made.add_paragraph(page.words)
    for table in page.tables:
        _table(made, table)
    saved, timeless = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(timeless, "w", zipfile.ZIP_STORED) as same:
        for name in sorted(archive.namelist()):
            same.writestr(entry(name), archive.read(name))
    return timeless.getvalue()


def _table(made: Any, table: PrintedTable) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    made.add_heading(table.title, 2)
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Normal Table")
    _rule(grid)
    lines = [[Cell(one) for one in table.head], *table.rows]
    for row, cells in zip(grid.rows, lines, strict=True):
        for place, cell in zip(row.cells, cells, strict=True):
            _fill(place, cell)
    for place in grid.rows[0].cells:
        place.paragraphs[0].runs[0].bold = True
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for mark, words in [*([("", table.words)] if table.words else []), *((m, w) for w, m in table.footnotes.items())]:
        paragraph = made.add_paragraph()
        if mark:
            paragraph.add_run(mark).font.superscript = True
        paragraph.add_run(f" {words}" if mark else words)
        paragraph.paragraph_format.space_after = Pt(0)
        for run in paragraph.runs:
            run.font.size = Pt(8.5)


def _rule(grid: Table) -> None:
    """The lines of a printed table: above, below, under its head; columns are as wide as what stands in them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def borders(name: str, **sides: int) -> Any:
        made = OxmlElement(name)
        for side, eighths in sides.items():
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            made.append(line)
        return made

    grid.autofit = True
    layout = grid._tbl.tblPr
    layout.find(qn("w:tblW")).addnext(borders("w:tblBorders", top=12, bottom=12))
    for number, row in enumerate(grid.rows):
        for cell in row.cells:
            own = cell._tc.get_or_add_tcPr()
            width = own.get_or_add_tcW()
            width.set(qn("w:type"), "auto")
            width.set(qn("w:w"), "0")
            if number == 0:
                own.append(borders("w:tcBorders", bottom=6))


def _fill(place: _Cell, cell: Cell) -> None:
    paragraph = place.paragraphs[0]
    paragraph.add_run(cell.text)
    if cell.marks:
        paragraph.add_run(",".join(cell.marks)).font.superscript = True
