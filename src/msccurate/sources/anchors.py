"""What is sought in a source, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

from msccurate.notation import Reading
from msccurate.text import Span, nearest


class SoughtCell(Struct, frozen=True, gc=False):
    """A cell as the spec has it. `column` are printed spellings of its column's head, empty where none is known;
    a `within_label` cell (a reference range, an n) may stand inside the row's label or a column's head."""

    route: str
    text: str
    reading: Reading
    column: tuple[str, ...] = ()
    within_label: bool = False


class SoughtRow(Struct, frozen=True, gc=False):
    """A row by the names that its label may have, its declared unit, and its cells in order."""

    route: str
    names: tuple[str, ...]
    unit: str | None
    cells: tuple[SoughtCell, ...]


class CellAnchor(Struct, frozen=True, gc=False):
    """What stands in the source where a cell belongs.

    `status` is found, differs (something else stands there), misplaced (its text stands elsewhere: `words` say
    where) or absent (its row is not found). `span` and `text` are what stands there, also when it differs; `parts`
    are the places of its numbers by role. `tier` says how alike: verbatim, whitespace, normalized or flattened.
    """

    route: str
    status: str
    span: Span | None = None
    text: str = ""
    tier: str = ""
    parts: tuple[tuple[str, Span], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table's region (None where there is no such table), and the anchors of the sought cells."""

    region: Span | None
    anchors: tuple[CellAnchor, ...] = ()


def absent(row: SoughtRow, cell: SoughtCell, labels: Sequence[str]) -> Iterator[CellAnchor]:
    """The anchor of a cell whose row is not found: it names the printed label that is nearest."""
    if cell.text == ".":
        return
    words = f"no row is called {row.names[0]}" if row.names else "the row has no name to look for"
    near = next((found for name in row.names if (found := nearest(name, labels, 0.5))), None)
    yield CellAnchor(cell.route, "absent", words=f"{words}; the nearest is `{near}`" if near else words)
