"""The loop over libyaml's events: no types, no aliases, no tags, marks for every node."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from msccurate.findings import Problem
from msccurate.reading.nodes import Entry, Mapping, Node, Result, Scalar, Sequence
from msccurate.reading.traps import traps
from msccurate.reading.words import in_plain_words
from msccurate.text import Lines, Span

#: Deeper than any spec, shallower than any stack.
DEEPEST = 32

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    def __init__(self, span: Span, words: str, help: str = "", kind: str = "SPC01") -> None:
        self.problem = Problem(kind, span, words, help)


def parse(text: str) -> Result:
    """Read YAML text; what is wrong is in the result's problems, never an exception."""
    if not text.strip():
        empty = Problem("SPC01", Span(0, 0), "the file is empty", "start with `msccurate: 1`")
        return Result(text, None, (empty,))
    deep = _too_deep(text)
    if deep is not None:
        return Result(text, None, (deep,))
    builder = _Builder(text)
    try:
        node = builder.document()
    except _Refused as refused:
        return Result(text, None, (refused.problem,))
    except yaml.YAMLError as error:
        return Result(text, None, (in_plain_words(error, text),))
    problems = [*builder.problems, *traps(text, builder.scalars)]
    problems.sort(key=lambda problem: problem.span)
    return Result(text, node, tuple(problems))


def _too_deep(text: str) -> Problem | None:
    """A run of opening brackets that would exhaust the parser's stack before it reports anything."""
    depth = 0
    for offset, char in enumerate(text):
        if char in "[{":
            depth += 1
            if depth > 1000:
                return Problem("SPC01", Span(offset, offset + 1), "brackets are nested too deeply", "quote the text")
        elif char in "]}":
            depth = max(depth - 1, 0)
    return None


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.scalars: list[Scalar] = []
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self._lines = Lines(text)
        # libyaml counts U+0085, U+2028 and U+2029 as line breaks but not as more characters: its index is right.

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise _Refused(self._span(event), "a second document begins here", "one file holds one document")
                if event.version or event.tags:
                    raise _Refused(self._span(event), "YAML directives are not read", "delete the line with `%`")
                node = self._node(next(self._events), 0)
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        span = self._span(event)
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(span, "`*` begins an alias, and those are not read", "quote the text, or write it out")
        if getattr(event, "anchor", None):
            raise _Refused(span, "`&` begins an anchor, and those are not read", "quote the text")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise _Refused(span, "`!` begins a tag, and those are not read", "quote the text")
        if isinstance(event, yaml.ScalarEvent):
            if tag == "!":
                raise _Refused(span, "`!` begins a tag, and those are not read", "quote the text")
            scalar = Scalar(event.value, span, event.style or "", self.text)
            self.scalars.append(scalar)
            return scalar
        if depth >= DEEPEST:
            raise _Refused(span, f"this is nested more than {DEEPEST} deep", "a spec needs no more than six levels")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, yaml.MappingStartEvent)
        return self._mapping(event, depth)

    def _sequence(self, start: yaml.Event, depth: int) -> Sequence:
        items = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return Sequence(tuple(items), Span(start.start_mark.index, event.end_mark.index))
            items.append(self._node(event, depth + 1))
        raise AssertionError("libyaml ends every sequence")

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, Scalar] = {}
        end = start.end_mark.index
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                end = max(end, event.end_mark.index if event.start_mark.index < event.end_mark.index else end)
                return Mapping(tuple(entries), Span(start.start_mark.index, end))
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(key.span, "a key must be a text", "quote it if it begins with a bracket")
            if key.text == "<<" and not key.style:
                raise _Refused(key.span, "`<<` merges maps, and that is not read", "write the keys out")
            value = self._node(next(self._events), depth + 1)
            end = value.span.end
            if not key.text.strip():
                raise _Refused(key.span, "a key is empty", "write the key before the colon")
            first = seen.setdefault(key.text, key)
            if first is key:
                entries.append(Entry(key, value))
            else:
                lines = [self._lines.position(one.span.start).line for one in (first, key)]
                words = f"`{key.text}` stands twice in one map, in line {lines[0]} and in line {lines[1]}"
                self.problems.append(Problem("SPC04", key.span, words, "keep one of them, or rename it"))
        raise AssertionError("libyaml ends every mapping")

    def _span(self, event: yaml.Event) -> Span:
        return Span(event.start_mark.index, event.end_mark.index)
