"""Where each character of a scalar's text stands in the file, whatever its style.

The presentation rules of YAML 1.1 are replayed over the scalar's piece of the file, and the outcome is
trusted only if it is the text that the parser made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from msccurate.text import Span

#: What YAML 1.1 takes for a line break.
BREAKS = "\r\n\x85\u2028\u2029"
_BREAK = rf"(?:\r\n|[{BREAKS}])"
_SPACE = rf"(?:[ \t]|{_BREAK})"

_A_BREAK = re.compile(_BREAK)
_BLANKS = re.compile(rf"[ \t{BREAKS}]+")
_ESCAPED_FOLD = re.compile(rf"\\{_BREAK}{_SPACE}*")
_ESCAPE = re.compile(r"\\(?:x(?P<x>.{2})|u(?P<u>.{4})|U(?P<U>.{8})|.)", re.DOTALL)
_HEADER = re.compile(rf"[|>](?P<sign>[-+]?)(?P<indent>[1-9]?)(?P<late>[-+]?)[^{BREAKS}]*{_BREAK}?")
_LINE = re.compile(rf"(?P<blanks> *)[^{BREAKS}]*(?P<end>{_BREAK}|\Z)")
_TAIL = re.compile(rf"(?:[ \t]*{_BREAK})*(?:[ \t]+\Z)?")
_MEANINGS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


class _Piece(NamedTuple):
    """A character of the text, and the offsets between which it stands."""

    char: str
    start: int
    end: int


def places(source: str, span: Span, style: str, text: str) -> tuple[tuple[int, int], ...] | None:
    """Start and end in `source` of each character of `text`; None where it does not stand at `span`."""
    block = style in ("|", ">")
    tail = _TAIL.match(source, span.end) if block else None
    found = _places(source[span.start : tail.end() if tail else span.end], style, text)
    return found and tuple((span.start + start, span.start + end) for start, end in found)


@lru_cache(maxsize=256)
def _places(raw: str, style: str, text: str) -> tuple[tuple[int, int], ...] | None:
    readings = _block(raw) if style in ("|", ">") else iter([list(_flow(raw, style))])
    for pieces in readings:
        if "".join(piece.char for piece in pieces) == text:
            return tuple((piece.start, piece.end) for piece in pieces)
    return None


def _flow(raw: str, style: str) -> Iterator[_Piece]:
    """A plain or quoted scalar: line breaks fold into blanks, and quoted ones have their escapes."""
    at, end = (1, len(raw) - 1) if style else (0, len(raw))
    while at < end:
        char = raw[at]
        blanks = _BLANKS.match(raw, at, end)
        if blanks:
            yield from _folded(raw, at, blanks.end())
            at = blanks.end()
            continue
        if style == '"' and char == "\\":
            escaped = _ESCAPED_FOLD.match(raw, at, end)
            if escaped:
                yield from islice(_breaks(raw, at, escaped.end()), 1, None)
                at = escaped.end()
                continue
            escape = _ESCAPE.match(raw, at, end)
            if escape:
                yield _Piece(_unescaped(escape), at, escape.end())
                at = escape.end()
                continue
        width = 2 if style == "'" and raw.startswith("''", at) else 1
        yield _Piece(char, at, at + width)
        at += width


def _folded(raw: str, start: int, end: int) -> Iterator[_Piece]:
    """A run of blanks; with line breaks in it, one break is a blank, and of more the first is dropped."""
    breaks = list(_breaks(raw, start, end))
    if not breaks:
        yield from (_Piece(raw[at], at, at + 1) for at in range(start, end))
    elif breaks[0].char == "\n":
        yield from breaks[1:] or [_Piece(" ", start, end)]
    else:
        yield from breaks


def _breaks(raw: str, start: int, end: int) -> Iterator[_Piece]:
    for found in _A_BREAK.finditer(raw, start, end):
        yield _Piece(_break(found.group()), found.start(), found.end())


def _break(raw: str) -> str:
    return raw if raw in ("", "\u2028", "\u2029") else "\n"


def _unescaped(escape: re.Match[str]) -> str:
    digits = escape["x"] or escape["u"] or escape["U"]
    if digits:
        return chr(int(digits, 16))
    return _MEANINGS.get(escape.group()[1:], "")


def _block(raw: str) -> Iterator[list[_Piece]]:
    """The readings of a block scalar: one, or one for each indentation where the header states it, because
    that counts from a parent which is not known here."""
    header = _HEADER.match(raw)
    if header is None:
        return
    chomp = header["sign"] or header["late"]
    lines = [line for line in _LINE.finditer(raw, header.end()) if line.group()]
    deepest = next((len(line["blanks"]) for line in lines if _content(raw, line)), 0)
    for indent in range(deepest, -1, -1) if header["indent"] else (deepest,):
        yield _block_lines(raw, lines, indent, raw[0] == "|", chomp)


def _content(raw: str, line: re.Match[str]) -> str:
    return raw[line.start() + len(line["blanks"]) : line.start("end")]


def _block_lines(raw: str, lines: list[re.Match[str]], indent: int, literal: bool, chomp: str) -> list[_Piece]:
    """Follows libyaml's scanner: a line's break is held back until the next line says whether it folds."""
    pieces: list[_Piece] = []
    held: list[_Piece] = []
    empty: list[_Piece] = []
    was_blank = False
    for line in lines:
        end = _Piece(_break(line["end"]), line.start("end"), line.end("end"))
        start = line.start() + indent
        if len(line["blanks"]) <= indent and not _content(raw, line):
            empty.append(end)
            continue
        if len(line["blanks"]) < indent:
            break
        is_blank = raw[start] in " \t"
        if not literal and held and held[0].char == "\n" and not was_blank and not is_blank:
            held = [] if empty else [_Piece(" ", held[0].start, start)]
        pieces += held + empty
        pieces += [_Piece(raw[at], at, at + 1) for at in range(start, end.start)]
        held, empty, was_blank = [end], [], is_blank
    if chomp != "-":
        pieces += held
    if chomp == "+":
        pieces += empty
    return pieces
