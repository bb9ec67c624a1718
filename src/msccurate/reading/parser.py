"""The loop over libyaml's events: no types, no aliases, no tags, marks for every node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from msccurate.findings import Problem
from msccurate.reading.nodes import Entry, Mapping, Node, Result, Scalar, Sequence
from msccurate.reading.offsets import BREAKS
from msccurate.reading.traps import joined, traps
from msccurate.reading.words import DEEPEST, in_plain_words, quoted, too_deep
from msccurate.text import Lines, Span

# The pure-Python loader is ten times slower, and gives the same events.
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

# The stubs of PyYAML say that marks may be missing, and know no anchors.
_Event = Any

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PROPERTY = re.compile(r"[&!][^\s,\]}]*")
_LINE = re.compile(rf"[^{BREAKS}]*")
_VISIBLE = re.compile(r"\S")
_DIRECTIVE = re.compile(rf"(?:^|[{BREAKS}])(%[^{BREAKS}]*)")


class _UnreadableError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse(text: str) -> Result:
    """Read YAML text; what is wrong is in the result's problems, never an exception."""
    text = text.lstrip("\ufeff")
    control = _CONTROL.search(text)
    if control:
        words = f"a control character (U+{ord(control.group()):04X}) stands here"
        return Result(text, None, (Problem("SPC01", Span(*control.span()), words, "delete it"),))
    reader = _Reader(text)
    try:
        node = reader.document()
    except _UnreadableError as unreadable:
        return Result(text, None, (unreadable.problem,))
    except yaml.YAMLError as error:
        return Result(text, None, (in_plain_words(error, text, reader.scalars),))
    except ValueError:
        # Only the pure-Python loader: an escape for a character that does not exist.
        words = "an escape in this file stands for no character"
        return Result(text, None, (Problem("SPC01", Span(0, 0), words, "use single quotes"),))
    problems = [*reader.problems, *traps(text, reader.scalars, reader.flows)]
    problems.sort(key=lambda problem: problem.span)
    return Result(text, node, tuple(problems))


class _Reader:
    """One pass over the events of a text; collects what traps and messages need on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.scalars: list[Scalar] = []
        self.flows: list[Sequence | tuple[Entry, ...]] = []
        self._lines: Lines | None = None
        # The text was decoded by us, so that marks count its code points, behind any byte order mark.
        self._events: Iterator[_Event] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self._second_document(event)
                    break
                self._directives(event)
                node = self._node(next(self._events), 0)
        if node is None or (isinstance(node, Scalar) and not node.text and not node.style):
            if not self.problems:
                words = "the file holds no data, only comments" if self.text.strip() else "the file is empty"
                self._report(Span(0, 0), words, "write what belongs there, or delete the file")
            return None
        return node

    def _second_document(self, event: _Event) -> None:
        span = Span(event.start_mark.index, event.end_mark.index)
        self._report(span, "a second document begins here", "one file holds one document: delete the line")

    def _directives(self, event: _Event) -> None:
        for found in _DIRECTIVE.finditer(self.text, 0, event.end_mark.index):
            words = f"`{found.group(1).rstrip()}` is a directive of YAML, and those are not read"
            self._report(Span(*found.span(1)), words, "delete the line")

    def _node(self, event: _Event, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)
        start, end = event.start_mark.index, event.end_mark.index
        if kind is yaml.AliasEvent:
            alias = self.text[start:end]
            words = f"`{alias}` is an alias for YAML, and those are not read"
            help = f"quote the text: {quoted(alias)}; or write out what it stands for"
            self._report(Span(start, end), words, help)
            return Scalar(alias, Span(start, end), "", self.text)
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if depth >= DEEPEST:
            raise _UnreadableError(too_deep(Span(start, end)))
        if kind is yaml.SequenceStartEvent:
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _scalar(self, event: _Event) -> Scalar:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if style in ("|", ">"):
            # libyaml ends a block scalar where the next token begins.
            end = start + len(self.text[start:end].rstrip(" \t" + BREAKS))
        scalar = Scalar(event.value, Span(start, end), style, self.text)
        if style == '"':
            control = _CONTROL.search(scalar.text)
            if control:
                span = scalar.at(control.start(), control.end())
                words = f"`{span.of(self.text)}` is the control character U+{ord(control.group()):04X}"
                self._report(span, words, "delete it, or use single quotes, where a backslash is a backslash")
        self.scalars.append(scalar)
        return scalar

    def _sequence(self, start: _Event, depth: int) -> Sequence:
        items: list[Node] = []
        event = next(self._events)
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth + 1))
            event = next(self._events)
        sequence = Sequence(tuple(items), self._extent(start, event, items[-1] if items else None))
        if start.flow_style:
            self.flows.append(sequence)
        return sequence

    def _mapping(self, start: _Event, depth: int) -> Mapping:
        entries: list[Entry] = []
        first: dict[str, Scalar] = {}
        value: Node | None = None
        event = next(self._events)
        while type(event) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            event = next(self._events)
            cut = joined(self.text, entries[-1].value, key, value) if start.flow_style and entries else None
            if cut is not None:
                whole, problem = cut
                if self.problems and self.problems[-1].span.start == whole.span.start:
                    self.problems.pop()  # it was cut twice
                entries[-1] = Entry(entries[-1].key, whole)
                self.problems.append(problem)
            elif not isinstance(key, Scalar):
                words = "a list or a map cannot be a key"
                self._report(key.span, words, f"quote it if it is a text: {quoted(key.span.of(self.text))}")
            elif not key.text.strip():
                self._report(key.span, "a key is empty", "write the key before the colon")
            elif key.text == "<<" and not key.style:
                self._report(key.span, "`<<` merges maps for YAML, and that is not read", "write the keys out")
            elif key.text in first:
                self._duplicate(first[key.text], key)
            else:
                first[key.text] = key
                entries.append(Entry(key, value))
        mapping = Mapping(tuple(entries), self._extent(start, event, value))
        if start.flow_style:
            self.flows.append(mapping.entries)
        return mapping

    def _extent(self, start: _Event, end: _Event, last: Node | None) -> Span:
        """From bracket to bracket, or to the last node: libyaml ends a block where the next token begins."""
        begin = start.start_mark.index
        if start.flow_style or last is None:
            return Span(begin, end.end_mark.index)
        return Span(begin, max(begin, last.span.end))

    def _duplicate(self, first: Scalar, again: Scalar) -> None:
        self._lines = self._lines or Lines(self.text)
        lines = [self._lines.position(key.span.start).line for key in (first, again)]
        where = f"in lines {lines[0]} and {lines[1]}" if lines[0] != lines[1] else f"in line {lines[0]}"
        words = f"`{again.text}` stands twice in one map, {where}"
        self.problems.append(Problem("SPC04", again.span, words, "delete one of them, or rename it"))

    def _properties(self, event: _Event) -> None:
        """An anchor or a tag before a node: reported, and the node is read on as if it were not there."""
        at = event.start_mark.index
        row = _LINE.match(self.text, at)
        line = row.group().rstrip() if row else ""
        for what, value in (("an anchor", event.anchor), ("a tag", event.tag)):
            if value is None:
                continue
            found = _PROPERTY.match(self.text, at)
            span = Span(*found.span()) if found else Span(at, at + 1)
            words = f"`{span.of(self.text)}` is {what} for YAML, and those are not read"
            help = f"quote the whole text: {quoted(line)}; or delete `{span.of(self.text)}`"
            self._report(span, words, help)
            at = next(_VISIBLE.finditer(self.text, span.end), found).start() if found else at

    def _report(self, span: Span, words: str, help: str) -> None:
        self.problems.append(Problem("SPC01", span, words, help))
