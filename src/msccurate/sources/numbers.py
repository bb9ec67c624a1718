"""All numbers of a source, and what they are: cells of tables, results in the text, or neither."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from sys import maxsize

from msccurate.notation import scan_numbers
from msccurate.sources.dates import find_dates
from msccurate.sources.document import Source, SourceNumber
from msccurate.sources.regions import Grid, captions, find_grid, find_region
from msccurate.text import Span

#: Text whose digits are no results: addresses, identifiers, citations, numbers of tables, volumes of journals, units,
#: the level of confidence.
_NAMES = re.compile(
    r"https?://\S+|\S+@\S+|\bdoi:?\s*\S+|\b10\.\d{4,}/\S+|\+\d[\d-]{6,}"
    r"|\b(?:Tables?|Figures?|Figs?\.?|Box|Supplementary|Appendix|Section|Trial|Version)\s*S?\d+(?:st|nd|rd|th)?[A-Za-z]?"
    r"|\bcoronavirus(?: disease)? \d+|\b(?:Received|Accepted|Published)(?: online)?:?\s+\d{1,2} [A-Z][a-z]+ \d{4}"
    r"|\bdate: \S+|\bdoc_id: \S+"
    r"|\b\w*[A-WYZa-wyz]\w*\d\w*(?:\s?\+\s?\d+)*"
    r"|\b\d{4}\s*;\s*\d+(?:\(\d+\))?(?::\s*e?\d+(?:[-–]\d+)?)?"
    r"|\b[A-Za-z]+[A-Za-z0-9]*(?:[-–/+][A-Za-z0-9]*)*\d[A-Za-z0-9]*(?:\s?\+\s?\d+)?|\b\d{4}-nCoV\b|\b2019 novel\b"
    r"|(?<![\d.])\d{2}\s?%\s*(?:CI\b|confidence\b|credible\b)|(?<![\d.×x*])(?<![×x*] )10\^-?\d+(?=\s?/)"
    r"|(?:(?<=\()|(?<=\s)|(?<=\d))[×x]\s*10\s?\^?\s?\d{0,2}|\^-?\d+|\b[Tt]ype[- ]\d\b|(?<=#)\d+|CD\d+(?:\s?\+\s?\d+)*",
)
#: Numbers in square brackets: citations, but for a spread behind a number (`242 [200–294]`).
_CITATION = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")
_STANDING = re.compile(r"(?:^|[\s(\[=<>≤≥±])[-−]?\d[\d.,]*%?\s*$")
#: The words that a line begins with, up to its first number that is no part of a word.
_LABEL = re.compile(r"\s*(?:[^\d\n]|\d(?=[A-Za-z/])|(?<=[A-Za-z])\d|(?<=[A-Za-z]-)\d)+")
_SILENT = ("references", "back", "front", "title")


def numbers(source: Source) -> tuple[SourceNumber, ...]:
    """Every number of a source in order; a date is one number."""
    bare = source.clean
    dates = [(date.start, date.end) for date in find_dates(bare.text) if any(char.isdigit() for char in date.text)]
    names = [match.span() for match in _NAMES.finditer(bare.text)]
    names += [
        match.span()
        for match in _CITATION.finditer(bare.text)
        if not _STANDING.search(bare.text, max(match.start() - 16, 0), match.start())
    ]
    found = [(start, end, "date") for start, end in dates]
    starts = [start for start, _ in dates]
    for part in scan_numbers(bare.text):
        near = bisect_right(starts, _digits_start(bare.text, part.start, part.end)) - 1
        if near < 0 or part.start >= dates[near][1]:
            found.append((part.start, part.end, "number"))
    where = _Where(source)
    named = _Covering(names)
    result = []
    for start, end, kind in sorted(found):
        span = bare.span(start, end)
        role, table, row, column = where.role(span)
        inner = start if kind == "date" else _digits_start(bare.text, start, end)
        if named.covers(inner) or (kind == "number" and _in_word(bare.text, inner)):
            role = "other"
        result.append(SourceNumber(span, span.of(source.text), role, table, row, column))
    return tuple(result)


def _digits_start(text: str, start: int, end: int) -> int:
    return next((index for index in range(start, end) if text[index].isdigit()), start)


def _in_word(text: str, start: int) -> bool:
    """Whether a number is the tail of a name: `PaO2`, `COVID-19`, `IL-6`."""
    before = text[max(start - 2, 0) : start]
    return before[-1:].isalpha() or (before[-1:] in "-–" and before[:1].isalpha())


class _Covering:
    """Spans in order, asked whether an offset lies in one."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def covers(self, offset: int) -> bool:
        near = bisect_right(self._starts, offset) - 1
        return any(
            self._spans[index][0] <= offset < self._spans[index][1] for index in range(max(near - 3, 0), near + 1)
        )


class _Where:
    """Table, row and column of an offset, and the role of a number there."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._grids = [(label, grid, _cells(grid)) for label, grid in _grids(source)]
        self._rows = _row_tables(source, {label for label, *_ in self._grids})

    def role(self, span: Span) -> tuple[str, str, str, str]:
        for label, grid, cells in self._grids:
            if grid.span.start <= span.start < grid.span.end:
                return _in_grid(label, grid, cells, span)
        section = next(
            (one.section for one in self._source.passages if one.span.start <= span.start < one.span.end), "other"
        )
        for label, region in self._rows:
            if region.start <= span.start < region.end and section in ("table", "caption"):
                return "table", label, _row_label(self._source.text, region, span.start), ""
        return ("other" if section in _SILENT else "result"), "", "", ""


def _grids(source: Source) -> Iterator[tuple[str, Grid]]:
    for label in dict.fromkeys(label for _, label in captions(source.text)):
        region = find_region(source.text, label)
        grid = find_grid(source.text, region) if region else None
        if grid is not None:
            yield label, grid


def _row_tables(source: Source, gridded: set[str]) -> list[tuple[str, Span]]:
    """Regions of tables that are printed as lines."""
    found = []
    for label in dict.fromkeys(label for _, label in captions(source.text) if label.startswith("Table")):
        region = find_region(source.text, label) if label not in gridded else None
        if region is not None:
            found.append((label, region))
    return found


def _row_label(text: str, region: Span, offset: int) -> str:
    """The words before the first number of a line, with those above where they begin there."""
    start = max(text.rfind("\n", region.start, offset) + 1, region.start)
    label = ""
    while True:
        end = text.find("\n", start)
        match = _LABEL.match(text[start : end if end >= 0 else region.end])
        words = match.group().strip(" ,(<>=≤≥\t") if match else ""
        if words[:1].isalpha():
            label = f"{words} {label}".strip()
        if words[:1].isupper() or start <= region.start:
            return label
        start = max(text.rfind("\n", region.start, start - 1) + 1, region.start)


#: Start and end of a cell of a grid, its row and the index of its column; in order.
_Cell = tuple[int, int, int, int]


def _cells(grid: Grid) -> list[_Cell]:
    return sorted(
        (cell.span.start, cell.span.end, number, index)
        for number, row in enumerate(grid.rows)
        for index, cell in enumerate(row)
    )


def _in_grid(label: str, grid: Grid, cells: list[_Cell], span: Span) -> tuple[str, str, str, str]:
    near = bisect_right(cells, (span.start, maxsize)) - 1
    if near >= 0 and span.start < cells[near][1]:
        _, _, number, index = cells[near]
        head = next((one[index].text for one in reversed(grid.heads) if index < len(one)), "")
        return ("table" if index else "other"), label, grid.rows[number][0].text, head
    return "other", label, "", ""
