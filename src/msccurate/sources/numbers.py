"""All numbers of a source, and what they are: cells of tables, results in the text, or neither."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msccurate.notation import number_spans
from msccurate.sources.dates import find_dates
from msccurate.sources.document import Source, SourceNumber
from msccurate.sources.regions import Grid
from msccurate.text import Span

#: Text whose digits are no results: addresses, identifiers, citations, numbers of tables, volumes of journals, units,
#: the level of confidence.
_NAMES = re.compile(
    r"(?=[\w+×^#])(?:https?://\S+|\+\d[\d-]{6,}"
    r"|\b(?:doi:?\s*\S+|10\.\d{4,}/\S+"
    r"|(?:Tables?|Figures?|Figs?\.?|Box|Supplementary|Appendix|Section|Trial|Version)\s*S?\d+(?:st|nd|rd|th)?[A-Za-z]?"
    r"|coronavirus(?: disease)? \d+|(?:Received|Accepted|Published)(?: online)?:?\s+\d{1,2} [A-Z][a-z]+ \d{4}"
    r"|date: \S+|doc_id: \S+"
    r"|(?=[^\W\d]*\d)\w*[A-WYZa-wyz]\w*\d\w*(?:\s?\+\s?\d+)*"
    r"|\d{4}\s*;\s*\d+(?:\(\d+\))?(?::\s*e?\d+(?:[-–]\d+)?)?"
    r"|(?=[A-Za-z–/+-]*\d)[A-Za-z]+[A-Za-z0-9]*(?:[-–/+][A-Za-z0-9]*)*\d[A-Za-z0-9]*(?:\s?\+\s?\d+)?"
    r"|\d{4}-nCoV\b|2019 novel\b|[Tt]ype[- ]\d\b)"
    r"|\d\d(?<![\d.]\d\d)\s?%\s*(?:CI\b|confidence\b|credible\b)|10(?<![\d.×x*]10)(?<![×x*] 10)\^-?\d+(?=\s?/)"
    r"|[×x](?<=[(\s\d].)\s*10\s?\^?\s?\d{0,2}|\^-?\d+|#\d+|CD\d+(?:\s?\+\s?\d+)*)",
)
_ADDRESS = re.compile(r"(?<!\S)\S+@\S+")
#: Numbers in square brackets: citations, but for a spread behind a number (`242 [200–294]`).
_CITATION = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")
_STANDING = re.compile(r"(?:^|[\s(\[=<>≤≥±])[-−]?\d[\d.,]*%?\s*$")
#: The words that a line begins with, up to its first number that is no part of a word.
_LABEL = re.compile(r"\s*(?:[^\d\n]|\d(?=[A-Za-z/])|(?<=[A-Za-z])\d|(?<=[A-Za-z]-)\d)+")
_SILENT = ("references", "back", "front", "title")


def numbers(source: Source) -> tuple[SourceNumber, ...]:
    """Every number of a source in order; a date is one number."""
    bare = source.clean
    text, offsets = bare.text, bare.offsets
    dates = [(date.start, date.end) for date in find_dates(text) if any(char.isdigit() for char in date.text)]
    found = [(start, end, start, "date") for start, end in dates]
    starts = [start for start, _ in dates]
    for start, end in number_spans(text):
        digits = start if text[start].isdigit() else _digits_start(text, start, end)
        near = bisect_right(starts, digits) - 1
        if near < 0 or start >= dates[near][1]:
            found.append((start, end, digits, "number"))
    where = _Where(source)
    named = _Covering(_names(text))
    result = []
    for start, end, digits, kind in sorted(found):
        span = Span(offsets[start], offsets[end - 1] + 1)
        role, table, row, column = where.role(span.start)
        if named.covers(digits) or (kind == "number" and _in_word(text, digits)):
            role = "other"
        result.append(SourceNumber(span, source.text[span.start : span.end], role, table, row, column))
    return tuple(result)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Where digits are no results."""
    yield from (match.span() for match in _NAMES.finditer(text))
    if "@" in text:
        yield from (match.span() for match in _ADDRESS.finditer(text))
    for match in _CITATION.finditer(text):
        if not _STANDING.search(text, max(match.start() - 16, 0), match.start()):
            yield match.span()


def _digits_start(text: str, start: int, end: int) -> int:
    return next((index for index in range(start + 1, end) if text[index].isdigit()), start)


def _in_word(text: str, start: int) -> bool:
    """Whether a number is the tail of a name: `PaO2`, `COVID-19`, `IL-6`."""
    before = text[start - 1 : start]
    return before.isalpha() or (before in ("-", "–") and text[start - 2 : start - 1].isalpha())


class _Covering:
    """Spans, asked whether an offset lies in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        near = bisect_right(self._starts, offset) - 1
        return near >= 0 and offset < self._ends[near]


#: The role of a number, and its table, row and column.
_Role = tuple[str, str, str, str]


class _Where:
    """Table, row and column of an offset, and the role of a number there. Offsets are asked for in order, often several
    of one cell, whose answer is remembered up to its end."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._grids = [_InGrid(one.label, one.grid) for one in source.captioned if one.grid is not None]
        self._in_lines = [one for one in source.captioned if one.grid is None and one.label.startswith("Table")]
        self._passages = source.passages
        self._starts = [one.span.start for one in source.passages]
        self._cell: _Role = ("other", "", "", "")
        self._end = 0

    def role(self, offset: int) -> _Role:
        if offset < self._end:
            return self._cell
        for grid in self._grids:
            if grid.start <= offset < grid.end:
                self._cell, self._end = grid.role(offset)
                return self._cell
        section = self._section(offset)
        if section in ("table", "caption"):
            for one in self._in_lines:
                if one.region.start <= offset < one.region.end:
                    return "table", one.label, _row_label(self._text, one.region, offset), ""
        return ("other" if section in _SILENT else "result"), "", "", ""

    def _section(self, offset: int) -> str:
        near = bisect_right(self._starts, offset) - 1
        inside = near >= 0 and offset < self._passages[near].span.end
        return self._passages[near].section if inside else "other"


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


class _InGrid:
    """The cells of a grid, asked what a number at an offset is."""

    def __init__(self, label: str, grid: Grid) -> None:
        self.start, self.end = grid.span.start, grid.span.end
        width = max(len(row) for row in grid.rows) if grid.rows else 0
        heads = [next((one[at].text for one in reversed(grid.heads) if at < len(one)), "") for at in range(width)]
        cells = sorted(
            (cell.span.start, cell.span.end, ("table" if index else "other", label, row[0].text, heads[index]))
            for row in grid.rows
            for index, cell in enumerate(row)
        )
        self._starts = [start for start, *_ in cells]
        self._cells = cells
        self._beside: _Role = ("other", label, "", "")

    def role(self, offset: int) -> tuple[_Role, int]:
        """What a number is, and up to where it would be the same."""
        near = bisect_right(self._starts, offset) - 1
        if near < 0 or offset >= self._cells[near][1]:
            return self._beside, offset
        return self._cells[near][2], self._cells[near][1]
