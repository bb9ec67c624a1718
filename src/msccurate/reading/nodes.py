"""Nodes of a YAML file: text, lists and maps, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msccurate.findings import Problem
from msccurate.reading.offsets import offsets
from msccurate.text import Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as the curator wrote it. `style` is empty for plain text, else `'`, `"`, `|` or `>`; `span` covers the
    quotes of a quoted one; `source` is the whole file."""

    text: str
    span: Span
    style: str = ""
    source: str = field(default="", compare=False, repr=False)

    def at(self, start: int, end: int) -> Span:
        """Offsets in `text`, as a span of the file. Where line breaks were folded, it covers them."""
        if not self.style and self.span.end - self.span.start == len(self.text):
            return Span(self.span.start + start, self.span.start + end)
        places = offsets(self.source, self.span, self.style, self.text)
        begin = places[min(start, len(places) - 1)]
        return Span(begin, max(begin, places[min(end, len(places)) - 1] + 1) if end > start else begin)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a map and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map, in the order of the file. Of duplicate keys the first is kept."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, name: str) -> Node | None:
        """The value of a key, None where there is none."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)

    def keys(self) -> Iterator[str]:
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Result:
    """What was read: the decoded text that all spans lie in, the root node (None where the file is unreadable), and
    all problems of a readable file, or the first of an unreadable one."""

    text: str
    node: Node | None
    problems: tuple[Problem, ...]
