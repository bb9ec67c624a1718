"""Publication-ready tables as HTML pages and LaTeX documents."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msccurate.package.evidence import Cell, Page, PrintedTable, pages
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.latex import latex

_STYLE = """
body { font: 15px/1.45 Georgia, "Times New Roman", serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
body { color: #111; background: #fff }
h1 { font-size: 1.4em } caption { text-align: left; font-weight: bold; padding: .4em 0 }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; margin: 2em 0 .4em; min-width: 50% }
th, td { text-align: left; vertical-align: top; padding: .2em 1.6em .2em 0 }
th:last-child, td:last-child { padding-right: 0 } tbody th { font-weight: normal; min-width: 10em }
thead > tr > * { border-bottom: 1px solid; vertical-align: bottom }
td { font-variant-numeric: tabular-nums } sup { line-height: 0 }
.notes { font-size: .85em; margin: 0 0 2em } .notes p { margin: .15em 0 }
@media print { body { margin: 0; max-width: none } thead { display: table-header-group } tr { break-inside: avoid } }
"""


def write(export: Export, target: Target) -> None:
    """Of each document and of all variables one HTML page and one LaTeX document."""
    for page in pages(export):
        target.add(f"{page.name}.html", html(page).encode())
        target.add(f"{page.name}.tex", latex(page).encode())


def html(page: Page) -> str:
    """A page of tables that stands alone: no script, nothing from elsewhere."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(page.title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            f"<h1>{escape(page.title)}</h1>",
            f"<p>{escape(page.words)}</p>",
            *(line for table in page.tables for line in _table(table)),
            "</body>",
            "</html>",
            "",
        ]
    )


def _table(table: PrintedTable) -> Iterator[str]:
    yield "<table>"
    yield f"<caption>{escape(table.title)}</caption>"
    heads = (f'<th scope="col">{escape(one)}</th>' if one else "<td></td>" for one in table.head)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for first, *others in table.rows:
        yield f'<tr><th scope="row">{_cell(first)}</th>{"".join(f"<td>{_cell(one)}</td>" for one in others)}</tr>'
    yield "</tbody>"
    yield "</table>"
    if table.words or table.footnotes:
        yield '<div class="notes">'
        yield from ([f"<p>{escape(table.words)}</p>"] if table.words else [])
        yield from (f"<p><sup>{mark}</sup> {escape(words)}</p>" for words, mark in table.footnotes.items())
        yield "</div>"


def _cell(cell: Cell) -> str:
    return escape(cell.text) + (f"<sup>{','.join(cell.marks)}</sup>" if cell.marks else "")
