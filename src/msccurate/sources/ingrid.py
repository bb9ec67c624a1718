"""Cells of a tab-separated table: on the row of their label, in the column of their head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow, absent
from msccurate.sources.compare import alike, parts, same
from msccurate.sources.document import Source
from msccurate.sources.gridrows import rows_called
from msccurate.sources.quotes import find_all
from msccurate.sources.regions import Grid, GridCell
from msccurate.text import Span, folds_to

#: More columns than this under one head are not tried in all ways.
_MOST_COLUMNS = 10

_SIZE = re.compile(r"\b[nN]\s*=\s*(?P<n>\d[\d,]*)")

Line = tuple[GridCell, ...]


def locate_in_grid(
    source: Source, grid: Grid, rows: Sequence[SoughtRow], other_names: Sequence[str] = ()
) -> tuple[CellAnchor, ...]:
    """Anchors of all cells of the rows."""
    called = rows_called(grid, rows, other_names)
    columns = _Columns(grid, [(row, _likeliest(grid, row, numbers)) for row, numbers in zip(rows, called, strict=True)])
    taken: set[int] = set()
    anchors: list[CellAnchor] = []
    for row, numbers in zip(rows, called, strict=True):
        own = columns.of(row)
        place = numbers[0] if numbers else None
        if len(numbers) > 1:
            place = min(numbers, key=lambda number: (*_unlike(grid.rows[number], own, row), number in taken))
        if place is not None:
            taken.add(place)
        anchors += _row_anchors(source, grid, row, place, own, columns)
    return tuple(anchors)


def _likeliest(grid: Grid, row: SoughtRow, numbers: Sequence[int]) -> Line | None:
    """Of the lines with a row's name, the one that holds most of its cells, in whatever columns."""

    def held(number: int) -> int:
        return sum(any(same(cell.text, there.text) for there in grid.rows[number][1:]) for cell in row.cells)

    if not numbers:
        return None
    return grid.rows[max(numbers, key=held) if len(numbers) > 1 else numbers[0]]


def _unlike(line: Line, columns: Sequence[int], row: SoughtRow) -> tuple[int, float]:
    """How many cells of a row are not those of a line, and how much they differ."""
    wrong, difference = 0, 0.0
    for cell, column in zip(row.cells, columns, strict=True):
        there = _there(line, column)
        if not same(cell.text, there.text if there else ""):
            wrong += 1
            difference += 1 - SequenceMatcher(None, cell.text, there.text if there else "", False).ratio()
    return wrong, difference


def _there(line: Line, column: int) -> GridCell | None:
    return line[column] if 0 <= column < len(line) else None


class _Columns:
    """The columns of a grid, and which of them a row's cells belong to."""

    def __init__(self, grid: Grid, rows: list[tuple[SoughtRow, Line | None]]) -> None:
        self._rows = [(row, line) for row, line in rows if line is not None]
        width = max(len(line) for line in (*grid.heads, *grid.rows))
        self.heads: list[list[GridCell]] = [list(_heads(grid, column)) for column in range(width)]
        self._known: dict[tuple[tuple[str, ...], ...], list[int]] = {}

    def of(self, row: SoughtRow) -> list[int]:
        """The column of each cell: by its printed head where that is known, else behind the one before it."""
        key = tuple(cell.column for cell in row.cells)
        if key not in self._known:
            self._known[key] = self._assigned(key)
        return self._known[key]

    def name(self, column: int) -> str:
        return " ".join(cell.text for cell in self.heads[column] if cell.text)

    def _assigned(self, key: tuple[tuple[str, ...], ...]) -> list[int]:
        found: dict[int, int] = {}
        for spellings in dict.fromkeys(spellings for spellings in key if spellings):
            indexes = [index for index, one in enumerate(key) if one == spellings]
            found |= self._shared(indexes, self._with_head(spellings, len(indexes)), key)
        columns: list[int] = []
        for index in range(len(key)):
            before = columns[-1] if columns else 0
            taken = {*found.values(), *columns}
            free = next((one for one in range(before + 1, len(self.heads) + len(key)) if one not in taken), before + 1)
            columns.append(found.get(index, free))
        return columns

    def _with_head(self, spellings: tuple[str, ...], wanted_columns: int) -> list[int]:
        """The columns whose head is one of the spellings; where they are too few, those whose head holds one as a word
        (`UC-MSC` and `UC-MSC events`)."""
        wanted = {folds_to(one) for one in spellings}
        exact = [column for column in self._data() if any(_head(one.text) in wanted for one in self.heads[column])]
        if len(exact) >= wanted_columns:
            return exact
        holding = [
            column
            for column in self._data()
            if any(_holds(head.text, name) for head in self.heads[column] for name in spellings)
        ]
        return holding if len(holding) >= wanted_columns else exact or holding

    def _data(self) -> range:
        return range(1, len(self.heads))

    def _shared(self, indexes: list[int], columns: list[int], key: tuple[tuple[str, ...], ...]) -> dict[int, int]:
        """Several cells under one head (n, mean and SD of an arm): the columns that fit most rows, in order."""
        if not columns:
            return {}
        if len(columns) < len(indexes):
            return dict(zip(indexes, columns + [columns[-1]] * (len(indexes) - len(columns)), strict=True))
        if len(columns) == len(indexes) or len(columns) > _MOST_COLUMNS:
            return dict(zip(indexes, columns, strict=False))
        rows = [(row, line) for row, line in self._rows if tuple(cell.column for cell in row.cells) == key]

        def fits(choice: Iterable[int]) -> int:
            places = list(zip(indexes, choice, strict=True))
            return sum(
                same(row.cells[index].text, there.text)
                for row, line in rows for index, column in places if (there := _there(line, column))
            )  # fmt: skip

        return dict(zip(indexes, max(combinations(columns, len(indexes)), key=fits), strict=True))


def _heads(grid: Grid, column: int) -> Iterator[GridCell]:
    """The heads above a column; one of several lines of heads spans the blank ones to its right."""
    for number, line in enumerate(grid.heads):
        at = min(column, len(line) - 1)
        if number < len(grid.heads) - 1:
            while at > 1 and not line[at].text:
                at -= 1
        if at >= 0 and (at == column or number < len(grid.heads) - 1):
            yield line[at]


def _head(text: str) -> str:
    """A column's head without what stands in parentheses behind it."""
    bare = text.partition("(")[0].strip(" ,;:")
    return folds_to(bare or text)


def _holds(head: str, name: str) -> bool:
    return any(find_all(Source("", "", head, ""), name, Span(0, len(head)), name=True))


def _row_anchors(
    source: Source, grid: Grid, row: SoughtRow, place: int | None, own: Sequence[int], columns: _Columns
) -> Iterator[CellAnchor]:
    line = grid.rows[place] if place is not None else ()
    for cell, column in zip(row.cells, own, strict=True):
        there = _there(line, column)
        text = there.text if there else ""
        if there is not None and text == cell.text and text not in ("", "."):
            yield CellAnchor(
                cell.route, "found", there.span, text, "verbatim", parts(text, there.span.start, cell.reading)
            )
            continue
        if place is not None and same(cell.text, text):
            if there is not None and text:
                found = parts(text, there.span.start, cell.reading)
                yield CellAnchor(cell.route, "found", there.span, text, alike(cell.text, text), found)
            continue
        heads = columns.heads[column] if column < len(columns.heads) else []
        partly = _partly(source, cell, there) if there is not None and cell.reading.statistic else None
        if partly is not None:
            yield partly
            continue
        inside = _inside(source, cell, line[:1] if line else heads) if cell.within_label and cell.text != "." else None
        if inside is not None:
            yield inside
        elif place is None:
            yield from absent(row, cell, [line[0].text for line in grid.rows if len(line) > 1])
        elif there is None:
            if cell.text != ".":
                yield CellAnchor(cell.route, "absent", words="the table has no such column")
        else:
            elsewhere = _elsewhere(grid, place, column, cell, columns)
            found = parts(text, there.span.start, cell.reading)
            yield CellAnchor(
                cell.route, "misplaced" if elsewhere else "differs", there.span, text, "", found, elsewhere
            )


def _partly(source: Source, cell: SoughtCell, there: GridCell) -> CellAnchor | None:
    """A cell that names its statistic may be one of the numbers printed in one cell: `62.2` of `61 (62.2)`."""
    if cell.text == "." or sum(char in "([±/" for char in there.text) == 0:
        return None
    found = next(find_all(source, cell.text, there.span), None)
    if found is None:
        return None
    text = found.span.of(source.text)
    return CellAnchor(cell.route, "found", found.span, text, found.tier, parts(text, found.span.start, cell.reading))


def _inside(source: Source, cell: SoughtCell, places: Sequence[GridCell]) -> CellAnchor | None:
    """A cell that stands inside the row's label or the column's head: `(N = 98)`."""
    for place in places:
        found = next(find_all(source, cell.text, place.span), None)
        if found is not None:
            text = found.span.of(source.text)
            named = parts(text, found.span.start, cell.reading)
            return CellAnchor(cell.route, "found", found.span, text, found.tier, named)
    for place in places if cell.reading.statistic == "n" else ():
        size = _SIZE.search(source.text, place.span.start, place.span.end)
        if size is not None:
            span = Span(*size.span("n"))
            return CellAnchor(cell.route, "differs", span, size["n"], "", (("n", span),))
    return None


def _elsewhere(grid: Grid, place: int, column: int, cell: SoughtCell, columns: _Columns) -> str:
    """Where a cell's text stands instead: on a neighbouring row, or in another column; empty for words and blanks."""
    if not any(char.isdigit() for char in cell.text):
        return ""
    data = [number for number, line in enumerate(grid.rows) if len(line) > 1]
    at = data.index(place) if place in data else 0
    for near in data[max(at - 1, 0) : at] + data[at + 1 : at + 2]:
        there = _there(grid.rows[near], column)
        if there is not None and same(cell.text, there.text):
            return f"it stands on the row of {grid.rows[near][0].text}"
    line = grid.rows[place]
    for near in sorted(range(1, len(line)), key=lambda one: abs(one - column)):
        if near != column and same(cell.text, line[near].text):
            head = columns.name(near) if near < len(columns.heads) else ""
            return f"it stands in the column {head}" if head else "it stands in another column"
    return ""
