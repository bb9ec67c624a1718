"""Traps of YAML: places where it swallows or splits a number without a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Ordered

from msccurate.findings import Problem
from msccurate.reading.nodes import Entry, Node, Scalar, Sequence
from msccurate.reading.offsets import BREAKS
from msccurate.reading.words import brief, quoted
from msccurate.text import Span

_HEADER = re.compile(rf"[|>][-+]?(?P<indent>[1-9]?)[-+]?(?P<rest>[^{BREAKS}]*)")
_COMMENT = re.compile(rf"(?<![ \t])[ \t]+(#[ \t]*[0-9(\[<>±%][^{BREAKS}]*)")
_SWALLOWED = re.compile(r"[ \t]*#[ \t]*[0-9(\[<>±%]")
_INVISIBLE = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_CUT_NUMBER = re.compile(r"\d,[ \t]*$")
_END_OF_NUMBER = re.compile(r"(?:^|\D)\d{1,3}$")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


Flow = Sequence | tuple[Entry, ...]


def traps(text: str, scalars: Ordered[Scalar], flows: Iterable[Flow]) -> Iterator[Problem]:
    """A problem for every place where YAML loses or splits something: block scalars, comments, flow maps and
    lists, line breaks that nobody sees. `scalars` and `flows` are all of the file, in its order."""
    for scalar in scalars:
        if scalar.style in ("|", ">"):
            yield from _block(text, scalar)
    yield from _comments(text, scalars)
    for flow in flows:
        yield from _split_list(text, flow) if isinstance(flow, Sequence) else _split_map(text, flow)
    yield from _invisible(text, scalars)


def _block(text: str, scalar: Scalar) -> Iterator[Problem]:
    """`x: >5` is a folded text whose lines are indented by five: the number is gone."""
    header = _HEADER.match(text, scalar.span.start)
    if header is None:
        return
    if (header["indent"] and not scalar.text.strip()) or _SWALLOWED.match(header["rest"]):
        written = header.group().rstrip()
        span = Span(header.start(), header.start() + len(written))
        words = f"`{brief(written)}` begins a text of several lines for YAML, and its number is lost"
        yield Problem("SPC12", span, words, f"quote the whole row: {quoted(written)}")


def _comments(text: str, scalars: Iterable[Scalar]) -> Iterator[Problem]:
    """`x: 25 # (80.6%)` and `25 #1` are cut at the `#`."""
    found = list(_COMMENT.finditer(text))
    if not found:
        return
    plain = {scalar.span.end: scalar for scalar in scalars if not scalar.style}
    for comment in found:
        scalar = plain.get(comment.start())
        if scalar is None:
            continue
        cut = comment.group(1).rstrip()
        row = quoted(f"{scalar.span.of(text)}{comment.group().rstrip()}".strip())
        words = f"`{brief(cut)}` is a comment for YAML, and is lost"
        help = f"quote the whole row: {row}; a comment that begins with a number goes on a line of its own"
        yield Problem("SPC12", Span(comment.start(1), comment.start(1) + len(cut)), words, help)


def joined(text: str, value: Node | None, key: Node, empty: Node) -> tuple[Scalar, Problem] | None:
    """`{n: 1,234}` is split at the comma: the number as it was meant, and the problem; None where nothing was cut.

    `value` stands before the comma, `key` behind it, with the `empty` value that YAML gives it.
    """
    if not (isinstance(value, Scalar) and isinstance(key, Scalar) and isinstance(empty, Scalar)):
        return None
    if value.style or key.style or empty.style or empty.text or ":" in text[key.span.end : empty.span.end]:
        return None
    span = Span(value.span.start, key.span.end)
    if text[value.span.end : key.span.start] != "," or not (value.text[-1:].isdigit() and key.text[:1].isdigit()):
        return None
    written = span.of(text)
    words = f"YAML splits `{brief(written)}` at its comma, and what follows is lost"
    return Scalar(written, span, "", text), Problem("SPC12", span, words, f"put quotes around it: {quoted(written)}")


def _split_map(text: str, entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """`{n: 1, 234}` is split at the comma: 234 becomes a key, and a key without a colon is what shows it."""
    begun: Node | None = None
    for entry in entries:
        key, value = entry.key, entry.value
        empty = isinstance(value, Scalar) and not value.text and not value.style
        if not empty or ":" in text[key.span.end : value.span.end]:
            begun = value
            continue
        written = key.span.of(text)
        whole = text[begun.span.start : key.span.end] if begun else written
        if ":" in written and not key.style:
            words = f"`{written}` has no blank behind its colon, so it is a key without a value for YAML"
            help = f"write `{written.replace(':', ': ', 1)}`"
        elif written[:1].isdigit() and _CUT_NUMBER.search(whole.removesuffix(written)):
            words = f"YAML splits a number at its comma here, and `{written}` is lost as a key without a value"
            help = f"quote it: {quoted(whole)}"
        else:
            words = f"`{written}` is a key without a value for YAML"
            help = f"if it belongs to the text before the comma, quote that: {quoted(whole)}"
        yield Problem("SPC12", key.span, words, help)


def _split_list(text: str, sequence: Sequence) -> Iterator[Problem]:
    """`[1,234]` is a list of two."""
    for left, right in zip(sequence.items, sequence.items[1:], strict=False):
        if not (isinstance(left, Scalar) and isinstance(right, Scalar)) or left.style or right.style:
            continue
        touching = text[left.span.end : right.span.start] == ","
        if touching and _END_OF_NUMBER.search(left.text) and _THOUSANDS.match(right.text):
            written = text[left.span.start : right.span.end]
            words = f"YAML splits `{written}` at its comma into two items"
            help = f"quote it if it is one number: {quoted(written)}; if not, put a blank between the two"
            yield Problem("SPC12", Span(left.span.start, right.span.end), words, help)


def _invisible(text: str, scalars: Ordered[Scalar]) -> Iterator[Problem]:
    """A lone carriage return, U+0085, U+2028 or U+2029 ends a line for YAML, and for no editor."""
    if not _INVISIBLE.search(text):
        return
    starts = [scalar.span.start for scalar in scalars]
    offset = 0
    for line in text.split("\n"):
        for found in _INVISIBLE.finditer(line.rstrip()):
            at = offset + found.start()
            index = bisect_right(starts, at) - 1
            if index < 0 or at >= scalars[index].span.end:
                words = f"an unseen line break (U+{ord(found.group()):04X}) begins a new line for YAML here"
                yield Problem("SPC12", Span(at, at + 1), words, "delete it, or begin a new line here")
                # A file may have them at every line: the first says it all.
                return
        offset += len(line) + 1
