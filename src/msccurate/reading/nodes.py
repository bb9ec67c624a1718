"""Nodes of a YAML file: text, lists and maps, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from msccurate.findings import Problem
from msccurate.reading.offsets import places
from msccurate.text import Span


class Scalar(Struct, frozen=True, eq=False):
    """A text as the curator wrote it.

    `style` is empty for plain text, else `'`, `"`, `|` or `>`. `span` covers the quotes of a quoted text and
    the header of a block scalar, not the blanks and line ends behind it; `source` is the whole file.
    """

    text: str
    span: Span
    style: str = ""
    source: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    def __repr__(self) -> str:
        return f"Scalar{self._said}"

    @property
    def _said(self) -> tuple[str, Span, str]:
        return self.text, self.span, self.style

    def at(self, start: int, end: int) -> Span:
        """The span of the file in which `text[start:end]` stands.

        An escape, a doubled quote and a folded line break are covered whole. Offsets outside the text are
        moved to its ends. Where the file does not say this text (behind an anchor), the whole scalar.
        """
        length = len(self.text)
        if not 0 <= start <= end <= length:
            start = min(max(start, 0), length)
            end = min(max(end, start), length)
        quote = 1 if self.style in ("'", '"') else 0
        # Escapes, doubled quotes and folding only ever shorten: equal lengths are equal offsets.
        if self.style not in ("|", ">") and self.span.end - self.span.start == length + 2 * quote:
            begun = self.span.start + quote
            return Span(begun + start, begun + end)
        found = places(self.source, self.span, self.style, self.text)
        if found is None:
            return self.span
        if start == end:
            here = found[start][0] if start < length else found[-1][1] if found else self.span.end
            return Span(here, here)
        return Span(found[start][0], found[end - 1][1])


#: A span, or the part of a scalar that it is: most are never asked for, and placing them takes time.
Placing = Span | tuple[Scalar, int, int]


def placed(one: Placing) -> Span:
    """The span of the file that is meant."""
    return one if isinstance(one, Span) else one[0].at(one[1], one[2])


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Entry(Struct, frozen=True):
    """A key of a map and its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """A map, in the order of the file. Of duplicate keys the first is kept."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, name: str) -> Node | None:
        """The value of a key, None where there is none."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)

    def keys(self) -> Iterator[str]:
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping


class Result(Struct, frozen=True):
    """What was read: the decoded text without its byte order mark, in which all spans lie; the root node,
    None where the file is unreadable; all problems of a readable file, or the first of an unreadable one."""

    text: str
    node: Node | None
    problems: tuple[Problem, ...]
