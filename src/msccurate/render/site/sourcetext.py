"""A source as the site shows it: its lines and tables, cut where marks begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from msccurate.render.site import names
from msccurate.render.site.marks import Mark
from msccurate.sources import Source
from msccurate.text import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under one mark or under none; only the first piece of a mark has its `id`."""

    text: str
    mark: Mark | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: its cells (one, but for a line with tabs), each in pieces; `gap` says that an empty
    line stands before it."""

    number: int
    id: str
    heading: bool
    gap: bool
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of running text, or the rows of a table that is printed with tabs."""

    table: bool
    lines: tuple[Line, ...]
    columns: int


def parts(source: Source, marked: tuple[Mark, ...]) -> tuple[Part, ...]:
    """The whole text of a source, character for character, but for tabs and empty lines."""
    lines = _lines(source, marked)
    grouped = ((table, tuple(rows)) for table, rows in groupby(lines, key=lambda line: len(line.cells) > 1))
    return tuple(Part(table, rows, max(len(row.cells) for row in rows)) for table, rows in grouped)


def _lines(source: Source, marked: tuple[Mark, ...]) -> Iterator[Line]:
    left = list(reversed(marked))
    shown = 0
    for number in range(1, len(source.lines) + 1):
        span = source.lines.span(number)
        text = span.of(source.text)
        if not text.strip():
            continue
        here: list[Mark] = []
        while left and left[-1].span.start < span.end:
            mark = left.pop()
            if mark.span.end > span.start:
                here.append(mark)
            if mark.span.end > span.end:
                left.append(mark)
                break
        cells = []
        start = span.start
        for cell in text.split("\t"):
            cells.append(tuple(_pieces(source, Span(start, start + len(cell)), here)))
            start += len(cell) + 1
        heading, gap = text.lstrip().startswith("#"), number > shown + 1
        yield Line(number, names.line(source.id, number), heading, gap, tuple(cells))
        shown = number


def _pieces(source: Source, span: Span, marked: list[Mark]) -> Iterator[Piece]:
    at = span.start
    for mark in marked:
        start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
        if start >= end:
            continue
        if start > at:
            yield Piece(source.text[at:start])
        first = start == mark.span.start
        yield Piece(source.text[start:end], mark, names.place(source.id, start) if first else "")
        at = end
    if at < span.end:
        yield Piece(source.text[at : span.end])
