"""Cells of a tab-separated table."""

from __future__ import annotations

from collections.abc import Sequence

from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow
from msccurate.sources.compare import alike, parts, same
from msccurate.sources.regions import Grid, GridCell
from msccurate.text import fold, nearest


def locate_in_grid(grid: Grid, rows: Sequence[SoughtRow]) -> tuple[CellAnchor, ...]:
    """Anchors of all cells of the rows."""
    taken: dict[int, int] = {}
    places = [_find_row(grid, row, columns_of(grid, row.cells), taken, index) for index, row in enumerate(rows)]
    anchors: list[CellAnchor] = []
    for row, place in zip(rows, places, strict=True):
        if place is None:
            labels = [line[0].text for line in grid.rows if len(line) > 1]
            near = next((found for name in row.names if (found := nearest(name, labels, 0.5))), None)
            words = f"no row is called {row.names[0]}" if row.names else "the row has no name to look for"
            words += f"; the nearest is `{near}`" if near else ""
            anchors += [CellAnchor(cell.route, "absent", words=words) for cell in row.cells if cell.text != "."]
            continue
        columns = columns_of(grid, row.cells)
        for cell, column in zip(row.cells, columns, strict=True):
            anchors += _anchor(grid, place, column, cell)
    return tuple(anchors)


def columns_of(grid: Grid, cells: Sequence[SoughtCell]) -> list[int]:
    """The column of each cell: by its printed head where that is known, else by position."""
    heads = [
        [_head(row[index].text) for row in grid.heads if index < len(row) and row[index].text]
        for index in range(max(len(row) for row in grid.heads))
    ]
    columns: list[int] = []
    previous = 0
    for cell in cells:
        wanted = [fold(name).text for name in cell.column]
        match = next(
            (index for index, names in enumerate(heads) if index and any(one in names for one in wanted)), None
        )
        if match in columns:
            match = None
        previous = match if match is not None else previous + 1
        columns.append(previous)
    return columns


def _head(text: str) -> str:
    """A column's head without what stands in parentheses behind it."""
    return fold(text.partition("(")[0]).text if text.partition("(")[0].strip() else fold(text).text


def _find_row(grid: Grid, row: SoughtRow, columns: list[int], taken: dict[int, int], index: int) -> int | None:
    """The line whose label fits best; among equals the one with most cells right, then one not taken yet."""
    best: tuple[int, int, int, int] | None = None
    for number, line in enumerate(grid.rows):
        rank = min((_rank(name, line[0].text) for name in row.names), default=9)
        if rank == 9 or len(line) < 2:
            continue
        wrong = sum(not same(cell.text, _text(line, column)) for cell, column in zip(row.cells, columns, strict=True))
        key = (rank, wrong, number in taken, number)
        if best is None or key < best:
            best = key
    if best is None:
        return None
    taken[best[3]] = index
    return best[3]


def _rank(name: str, label: str) -> int:
    """How a name fits a row's label: 0 it is it, 1 with unit or statistic behind it, 2 inside it; 9 not at all."""
    wanted, there = fold(name).text, fold(label).text.strip("|†‡§¶#")
    if not wanted or wanted not in there:
        return 9
    if wanted == there:
        return 0
    if there.startswith(wanted) and there[len(wanted)] in "(,[;†‡§¶":
        return 1
    lower, word = label.casefold(), name.casefold()
    place = lower.find(word)
    if place < 0:
        return 9
    before, after = lower[place - 1 : place], lower[place + len(word) : place + len(word) + 1]
    if before.isalnum() or after.isalnum() or after in (":", "/", "-") or before in ("/", "-", ":"):
        return 9
    return 2


def _text(line: tuple[GridCell, ...], column: int) -> str:
    return line[column].text if column < len(line) else ""


def _anchor(grid: Grid, place: int, column: int, cell: SoughtCell) -> list[CellAnchor]:
    line = grid.rows[place]
    there = line[column] if column < len(line) else None
    text = there.text if there else ""
    if same(cell.text, text):
        if there is None or not text:
            return []
        return [CellAnchor(cell.route, "found", there.span, text, alike(cell.text, text),
                           parts(text, there.span.start, cell.reading))]  # fmt: skip
    if cell.within_label:
        for head in (*(row[column] for row in grid.heads if column < len(row)), line[0]):
            at = head.text.find(cell.text)
            if at >= 0:
                start = head.span.start + at
                from msccurate.text import Span

                return [CellAnchor(cell.route, "found", Span(start, start + len(cell.text)), cell.text, "verbatim",
                                   parts(cell.text, start, cell.reading))]  # fmt: skip
    if there is None:
        return [CellAnchor(cell.route, "absent", words="the table has no such column")]
    elsewhere = _elsewhere(grid, place, column, cell) if cell.text != "." else ""
    status = "misplaced" if elsewhere else "differs"
    found = parts(text, there.span.start, cell.reading)
    return [CellAnchor(cell.route, status, there.span, text, "", found, elsewhere)]


def _elsewhere(grid: Grid, place: int, column: int, cell: SoughtCell) -> str:
    """Where a cell's text stands instead: in a neighbouring row or column."""
    for near in (place - 1, place + 1):
        if 0 <= near < len(grid.rows) and column < len(grid.rows[near]) and same(cell.text, grid.rows[near][column].text):
            return f"it stands on the row of {grid.rows[near][0].text}"
    line = grid.rows[place]
    for near in (column - 1, column + 1):
        if 0 < near < len(line) and same(cell.text, line[near].text):
            head = next((row[near].text for row in reversed(grid.heads) if near < len(row) and row[near].text), "")
            return f"it stands in the column {head}" if head else "it stands in the neighbouring column"
    return ""
