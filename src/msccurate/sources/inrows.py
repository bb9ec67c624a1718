"""Cells of a table that is printed as lines of a label and values, without columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msccurate.notation import scan_numbers
from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow
from msccurate.sources.compare import alike, parts, same
from msccurate.sources.document import Source
from msccurate.sources.quotes import find_all
from msccurate.text import Span, nearest

_NUMBER = r"[<>≤≥~]?\s*[-−–+]?\s*(?:\d[\d,]*(?:[.·]\d+)?|\.\d+)(?:\s*[×x]\s*10(?:\s?\^?\s?\d{1,2})?)?"
_SIGNS = {"-": r"\s*(?:[-−–]|to|,)\s*", "(": r"\s*\(\s*", ")": r"\s*\)", "[": r"\s*\[\s*", "]": r"\s*\]", "±": r"\s*(?:±|\+/-)\s*",
          "%": r"\s*%?", "/": r"\s*/\s*", ",": r"\s*[,;–-]\s*"}  # fmt: skip
_BETWEEN = re.compile(r"[\s|\t†‡§¶*]*")


@dataclass(frozen=True, slots=True)
class _Name:
    """An occurrence of a row's name: `row` is -1 for a row that is not sought."""

    span: Span
    row: int
    opens_line: bool


@dataclass(frozen=True, slots=True)
class _Fit:
    """A way to read a row: its anchors, how many cells are wrong, and how good the place is besides."""

    wrong: int
    off_line: bool
    gap: int
    anchors: tuple[CellAnchor, ...]


def locate_in_rows(
    source: Source, region: Span, rows: Sequence[SoughtRow], other_names: Sequence[str]
) -> tuple[CellAnchor, ...]:
    """Anchors of all cells of the rows."""
    names = _names(source, region, rows, other_names)
    anchors: list[CellAnchor] = []
    for index, row in enumerate(rows):
        fits = [fit for name in names if name.row == index for fit in _fits(source, region, row, name, names)]
        if not fits:
            anchors += _absent(source, region, row)
            continue
        anchors += min(fits, key=lambda fit: (fit.wrong, fit.off_line, fit.gap)).anchors
    return tuple(_slips(anchors, rows))


def _names(source: Source, region: Span, rows: Sequence[SoughtRow], other_names: Sequence[str]) -> list[_Name]:
    """All occurrences of names in a region; where two overlap, the longer one stays."""
    found: dict[tuple[int, int, int], _Name] = {}
    wanted = [(name, index) for index, row in enumerate(rows) for name in row.names]
    wanted += [(name, -1) for name in other_names]
    for name, index in wanted:
        for one in find_all(source, name, region, name=True):
            line = source.text[: one.span.start].rpartition("\n")[2]
            opens = not line.strip(" \t*•-")
            found[one.span.start, one.span.end, index] = _Name(one.span, index, opens)
    kept: list[_Name] = []
    for name in sorted(found.values(), key=lambda one: (one.span.start - one.span.end, one.span.start)):
        if not any(name.span != other.span and name.span.overlaps(other.span) for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda one: one.span)


def _fits(source: Source, region: Span, row: SoughtRow, name: _Name, names: list[_Name]) -> Iterator[_Fit]:
    """The ways to read a row behind one occurrence of its name."""
    following = (one.span.start for one in names if one.span.start > name.span.end and one.opens_line)
    extent = Span(name.span.end, min(next(following, region.end), name.span.end + 400, region.end))
    cells = [cell for cell in row.cells if cell.text != "."]
    inside = [cell for cell in cells if cell.within_label]
    beside = [cell for cell in cells if not cell.within_label]
    allowed = _allowed(source, extent, row, inside)
    numbers = [
        part for part in scan_numbers(extent.of(source.text))
        if not any(Span(part.start, part.end).shifted(extent.start).overlaps(span) for span in allowed)
    ]  # fmt: skip
    if beside and not _is_number(beside[0]):
        starts = [extent.start]
    else:
        starts = [extent.start + part.start for part in numbers[:6]]
    for rank, start in enumerate(starts):
        anchors, wrong = _read_on(source, extent, start, beside)
        label = Span(extent.start, start)
        for cell in inside:
            anchor = _inside_label(source, label, cell) or _inside_label(source, extent, cell)
            anchors.append(anchor)
            wrong += anchor.status != "found"
        yield _Fit(wrong, not name.opens_line, (start - extent.start) + rank * 1000, tuple(anchors))


def _is_number(cell: SoughtCell) -> bool:
    return any(char.isdigit() for char in cell.text)


def _allowed(source: Source, extent: Span, row: SoughtRow, inside: list[SoughtCell]) -> list[Span]:
    """What may stand between a name and its cells although it holds digits: the unit, the reference range."""
    sought = [cell.text for cell in inside] + ([row.unit] if row.unit else [])
    return [found.span for text in sought for found in [next(find_all(source, text, extent), None)] if found]


def _read_on(source: Source, extent: Span, start: int, cells: list[SoughtCell]) -> tuple[list[CellAnchor], int]:
    """Read the cells one behind the other from `start`."""
    anchors: list[CellAnchor] = []
    wrong = 0
    at = start
    for cell in cells:
        between = _BETWEEN.match(source.text, at, extent.end)
        at = between.end() if between else at
        there = _there(source, at, extent.end, cell.text)
        text = there.of(source.text)
        if text and same(cell.text, text):
            anchors.append(_anchor(cell, there, text, "found"))
        else:
            wrong += 1
            anchors.append(_anchor(cell, there, text, "differs"))
        at = there.end if text else at
    return anchors, wrong


def _anchor(cell: SoughtCell, there: Span, text: str, status: str) -> CellAnchor:
    tier = alike(cell.text, text) if status == "found" else ""
    return CellAnchor(cell.route, status, there, text, tier, parts(text, there.start, cell.reading))


def _there(source: Source, at: int, end: int, text: str) -> Span:
    """What stands at `at`: a cell of the same shape, else the number or the words there."""
    for pattern in (_shape(text), _ANY):
        match = pattern.match(source.text, at, end)
        if match and match.group().strip():
            return Span(at, at + len(match.group().rstrip()))
    return Span(at, at)


_ANY = re.compile(rf"{_NUMBER}(?:\s*%)?(?:\s*[(\[]\s*{_NUMBER}\s*%?(?:\s*(?:[-–−,]|to)\s*{_NUMBER})?\s*[)\]])?|[^\s\d]+")


@lru_cache(maxsize=4096)
def _shape(text: str) -> re.Pattern[str]:
    """The pattern of texts that look like a cell: any numbers in its places."""
    pattern = []
    at = 0
    for part in scan_numbers(text):
        pattern += [_literal(text[at : part.start]), _NUMBER]
        at = part.end
        if part.number.text.endswith("%"):
            pattern.append(_SIGNS["%"])
    pattern.append(_literal(text[at:]))
    return re.compile("".join(pattern), re.IGNORECASE)


def _literal(text: str) -> str:
    plain = text.replace("–", "-").replace("−", "-").replace(" to ", "-")
    return "".join(r"\s*" if char.isspace() else _SIGNS.get(char, re.escape(char)) for char in plain)


def _inside_label(source: Source, label: Span, cell: SoughtCell) -> CellAnchor:
    found = next(find_all(source, cell.text, label), None)
    if found is not None:
        return _anchor(cell, found.span, found.span.of(source.text), "found")
    match = _shape(cell.text).search(source.text, label.start, label.end)
    if match and match.group().strip():
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        return _anchor(cell, Span(start, start + len(match.group().strip())), match.group().strip(), "differs")
    return CellAnchor(cell.route, "absent", words="it stands neither in the row nor in its label")


def _absent(source: Source, region: Span, row: SoughtRow) -> list[CellAnchor]:
    labels = [line.strip() for line in region.of(source.text).splitlines() if line.strip()]
    near = next((found for name in row.names if (found := nearest(name, labels, 0.5))), None)
    words = f"no row is called {row.names[0]}" if row.names else "the row has no name to look for"
    words += f"; the nearest is `{near}`" if near else ""
    return [CellAnchor(cell.route, "absent", words=words) for cell in row.cells if cell.text != "."]


def _slips(anchors: list[CellAnchor], rows: Sequence[SoughtRow]) -> Iterator[CellAnchor]:
    """The anchors; a cell that differs but stands on a neighbouring row or in a neighbouring column is misplaced."""
    by_route = {anchor.route: anchor for anchor in anchors}
    texts = {cell.route: cell.text for row in rows for cell in row.cells}
    grid = [[cell.route for cell in row.cells] for row in rows]
    places = {route: (y, x) for y, routes in enumerate(grid) for x, route in enumerate(routes)}
    for anchor in anchors:
        if anchor.status != "differs":
            yield anchor
            continue
        y, x = places[anchor.route]
        words = ""
        for other_y, other_x in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if 0 <= other_y < len(grid) and 0 <= other_x < len(grid[other_y]):
                other = by_route.get(grid[other_y][other_x])
                if other is not None and other.text and same(texts[anchor.route], other.text):
                    name = rows[other_y].names[0] if rows[other_y].names else rows[other_y].route
                    words = f"it stands on the row of {name}" if other_y != y else "it stands in the neighbouring column"
                    break
        status = "misplaced" if words else "differs"
        yield CellAnchor(anchor.route, status, anchor.span, anchor.text, anchor.tier, anchor.parts, words)
