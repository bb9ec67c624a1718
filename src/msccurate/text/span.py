"""Places in a text: half-open spans of code points, and the lines and columns they stand in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from msgspec import Struct


class Span(Struct, frozen=True, gc=False, order=True):
    """Code points `start` up to, not including, `end` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The piece of `text` that stands in this span."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Position:
    """A line and a column, both 1-based; the column counts code points."""

    line: int
    column: int


class Lines:
    """The lines of a text, for turning offsets into positions.

    Only LF ends a line (CRLF counts through its LF; a lone CR, U+0085 and U+2028 do not), as editors and
    `grep -n` count.
    """

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its line end."""
        return self.span(number).of(self.text).rstrip("\r")

    def span(self, number: int) -> Span:
        """Where a 1-based line stands, without its LF."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return Span(start, end)
