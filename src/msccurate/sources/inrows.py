"""Cells of a table that is printed as lines of a label and values, without columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msccurate.notation import Part, scan_numbers
from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow, absent
from msccurate.sources.compare import alike, parts, same
from msccurate.sources.document import Source
from msccurate.sources.quotes import find_all, may_stand
from msccurate.text import Span

_NUMBER = r"[<>≤≥~]?\s*[-−–+]?\s*(?:\d+(?:,\d{3})*(?:[.,·]\d+)?|\.\d+)(?:\s*[×x]\s*10(?:\s?\^?\s?\d{1,2})?)?"
_SIGNS = {
    "-": r"\s*(?:[-−–]|to|,)\s*",
    "(": r"[\s*†‡§¶]*\(\s*",
    ")": r"\s*\)",
    "[": r"[\s*†‡§¶]*\[\s*",
    "]": r"\s*\]",
    "±": r"\s*(?:±|\+/-)\s*",
    "%": r"\s*%?",
    "/": r"\s*/\s*",
    ",": r"\s*[,;–-]\s*",
}
_BETWEEN = re.compile(r"(?:[\s|†‡§¶*]|<sup>[a-z*,]+</sup>)*")
_BETWEEN_PARTS = re.compile(r"(?:[\s|†‡§¶*()\[\]±]|<sup>[a-z*,]+</sup>)*")


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
    read: list[list[_Fit | None]] = []
    # columns that the spec leaves out stand before its own on every row, or on none
    for skipped in range(_MOST_SKIPPED + 1 if len(rows) > 1 else 1):
        read.append(_read(source, region, rows, names, skipped))
        if not _wrong(read[-1]):
            break
    best = min(read, key=_wrong)
    fitting = sum(fit is not None and fit.wrong == 0 for fit in best)
    fits = best if fitting * 2 > len(rows) else read[0]
    anchors: list[CellAnchor] = []
    labels = [line.strip() for line in region.of(source.text).splitlines() if line.strip()]
    for row, fit in zip(rows, fits, strict=True):
        anchors += fit.anchors if fit else [one for cell in row.cells for one in absent(row, cell, labels)]
    return tuple(_slips(anchors, rows))


def _wrong(fits: list[_Fit | None]) -> int:
    return sum(fit.wrong for fit in fits if fit)


#: How many columns before its own a spec may leave out.
_MOST_SKIPPED = 3


def _read(
    source: Source, region: Span, rows: Sequence[SoughtRow], names: list[_Name], skipped: int
) -> list[_Fit | None]:
    """The best way to read each row, with the first `skipped` cells of every row passed over."""
    found = []
    for index, row in enumerate(rows):
        fits = [fit for name in names if name.row == index for fit in _fits(source, region, row, name, names, skipped)]
        found.append(min(fits, key=lambda fit: (fit.off_line, fit.wrong, fit.gap), default=None))
    return found


def _names(source: Source, region: Span, rows: Sequence[SoughtRow], other_names: Sequence[str]) -> list[_Name]:
    """All occurrences of names in a region; where two overlap, the longer one stays."""
    found: dict[tuple[int, int, int], _Name] = {}
    wanted = [(name, index) for index, row in enumerate(rows) for name in row.names]
    wanted += [(name, -1) for name in may_stand(source, other_names, region)]
    for words, index in wanted:
        for one in find_all(source, words, region, name=True):
            line = source.text[: one.span.start].rpartition("\n")[2]
            opens = not line.strip(" \t*•-")
            found[one.span.start, one.span.end, index] = _Name(one.span, index, opens)
    kept: list[_Name] = []
    for name in sorted(found.values(), key=lambda one: (one.span.start - one.span.end, one.span.start)):
        if not any(name.span != other.span and name.span.overlaps(other.span) for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda one: one.span)


def _fits(
    source: Source, region: Span, row: SoughtRow, name: _Name, names: list[_Name], skipped: int
) -> Iterator[_Fit]:
    """The ways to read a row behind one occurrence of its name: with a reference range in its label, or beside it."""
    following = (one.span.start for one in names if one.span.start > name.span.end and one.opens_line)
    extent = Span(name.span.end, min(next(following, region.end), name.span.end + 400, region.end))
    cells = [cell for cell in row.cells if cell.text != "."]
    labelled = [cell for cell in cells if cell.within_label]
    for inside in (labelled, []) if labelled else ([],):
        beside = [cell for cell in cells if cell not in inside]
        allowed = _allowed(source, extent, row, inside)
        start = _first_cell(source, extent, allowed, beside)
        if start is None:
            continue
        for _ in range(skipped):
            start = _next_cell(source, start, extent.end)
        anchors, wrong = _read_on(source, extent, start, beside)
        label = Span(extent.start, start)
        for cell in inside:
            anchor = _inside_label(source, label, allowed[len(inside) :], cell)
            anchors.append(anchor)
            wrong += anchor.status != "found"
        order = {cell.route: index for index, cell in enumerate(cells)}
        ordered = tuple(sorted(anchors, key=lambda anchor: order[anchor.route]))
        yield _Fit(wrong, not name.opens_line, start - extent.start, ordered)


def _allowed(source: Source, extent: Span, row: SoughtRow, inside: list[SoughtCell]) -> list[Span]:
    """What may stand between a name and its cells although it holds digits: the reference range, and last the unit."""
    sought = [cell.text for cell in inside] + ([row.unit] if row.unit else [])
    return [found.span for text in sought if (found := next(find_all(source, text, extent), None))]


#: Words before a number that is a part of the label (`to day 28`), and what behind it says the same.
_ORDINAL = re.compile(
    r"\b(?:day|week|month|year|hour|grade|stage|type|class|phase|level|score|group|to|within|at|dose)\s*$", re.I
)
_DASH = re.compile(r"(?<!\S)[-–—−]+(?!\S)")
_GOES_ON = re.compile(r"(?!\s*[(\[±%/]).*\d")
_CONFIDENCE = re.compile(r"\s*%?\s*(?:CI\b|confidence)")


def _first_cell(source: Source, extent: Span, allowed: list[Span], beside: list[SoughtCell]) -> int | None:
    """Where the first cell begins: at the first number that is no part of the label, or the first word sought."""
    text = extent.of(source.text)
    found = [part for part in scan_numbers(text) if not _of_label(text, part, extent, allowed)]
    first = extent.start + found[0].start if found else None
    if beside and not _is_number(beside[0]):
        if not beside[0].text.strip("-–—−"):
            dash = _DASH.search(source.text, extent.start, first or extent.end)
            return dash.start() if dash else first
        word = next(find_all(source, beside[0].text, Span(extent.start, first or extent.end)), None)
        return word.span.start if word else first
    return first if beside else extent.end


def _of_label(text: str, part: Part, extent: Span, allowed: list[Span]) -> bool:
    """Whether a number belongs to the label: digits of a name, the unit, a range in parentheses, `to day 28`."""
    if any(Span(part.start, part.end).shifted(extent.start).overlaps(span) for span in allowed):
        return True
    before, behind = text[: part.start], text[part.end :]
    digits = next(index for index in range(part.start, part.end) if text[index].isdigit())
    if text[digits - 1 : digits].isalpha() or re.search(r"[^\W\d_][-‐‑–^]$", text[:digits]):
        return True
    if before.rfind("(") > before.rfind(")") and any(char.isalpha() for char in before[before.rfind("(") :]):
        return True
    if _CONFIDENCE.match(behind):
        return True
    line = behind.split("\n", 1)[0]
    if part.number.comparator and re.match(r"\s*°?\s?[^\W\d_]", behind):
        return any(char.isdigit() for char in line)
    return _ORDINAL.search(before) is not None and _GOES_ON.match(line) is not None


def _is_number(cell: SoughtCell) -> bool:
    return any(char.isdigit() for char in cell.text)


def _next_cell(source: Source, at: int, end: int) -> int:
    """Behind the cell that stands at `at`, and the blanks behind it."""
    match = _ANY.match(source.text, at, end)
    at = match.end() if match else at
    between = _BETWEEN.match(source.text, at, end)
    return between.end() if between else at


def _read_on(source: Source, extent: Span, start: int, cells: list[SoughtCell]) -> tuple[list[CellAnchor], int]:
    """Read the cells one behind the other from `start`."""
    anchors: list[CellAnchor] = []
    wrong = 0
    at = start
    for cell in cells:
        between = (_BETWEEN_PARTS if cell.reading.statistic else _BETWEEN).match(source.text, at, extent.end)
        at = between.end() if between else at
        there = _there(source, at, extent.end, cell)
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


def _there(source: Source, at: int, end: int, cell: SoughtCell) -> Span:
    """What stands at `at`: a cell of the same shape, else the numbers or the word there. A cell that names no statistic
    is the whole of what is printed: not `25` of `25 (80.6%)`."""
    shaped = _shape(cell.text, cell.reading.decimal).match(source.text, at, end)
    whole = _ANY.match(source.text, at, end)
    stop = shaped.end() if shaped and shaped.group().strip() else at
    if whole and (stop == at or (whole.end() > stop and not cell.reading.statistic)):
        stop = whole.end()
    return Span(at, at + len(source.text[at:stop].rstrip()))


_PAIR = rf"{_NUMBER}\s*%?(?:\s*(?:±|\+/-|/|of|[-−–]|to)\s*{_NUMBER}\s*%?)?"
_ANY = re.compile(rf"{_PAIR}(?:[\s*†‡§¶]*[(\[]\s*{_PAIR}(?:\s*[,;]\s*{_NUMBER}\s*%?)?\s*[)\]])?|[^\s\d]+")


@lru_cache(maxsize=4096)
def _shape(text: str, decimal: str) -> re.Pattern[str]:
    """The pattern of texts that look like a cell: any numbers in its places."""
    pattern = []
    at = 0
    for part in scan_numbers(text, decimal):
        pattern += [_literal(text[at : part.start]), _NUMBER]
        at = part.end
        if part.number.text.endswith("%"):
            pattern.append(_SIGNS["%"])
    pattern.append(_literal(text[at:]))
    return re.compile("".join(pattern), re.IGNORECASE)


def _literal(text: str) -> str:
    plain = text.replace("–", "-").replace("−", "-").replace(" to ", "-")
    return "".join(r"\s*" if char.isspace() else _SIGNS.get(char, re.escape(char)) for char in plain)


def _inside_label(source: Source, label: Span, unit: list[Span], cell: SoughtCell) -> CellAnchor:
    found = next(find_all(source, cell.text, label), None)
    if found is not None:
        return _anchor(cell, found.span, found.span.of(source.text), "found")
    for match in _shape(cell.text, cell.reading.decimal).finditer(source.text, label.start, label.end):
        text = match.group().strip()
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        span = Span(start, start + len(text))
        if text and not any(span.overlaps(one) for one in unit):
            return _anchor(cell, span, text, "differs")
    return CellAnchor(cell.route, "absent", words="it stands neither in the row nor in its label")


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
                    words = (
                        f"it stands on the row of {name}" if other_y != y else "it stands in the neighbouring column"
                    )
                    break
        status = "misplaced" if words else "differs"
        yield CellAnchor(anchor.route, status, anchor.span, anchor.text, anchor.tier, anchor.parts, words)
