"""Where each character of a scalar's text stands in the file, whatever its style."""

from __future__ import annotations

import re

from msccurate.text import Span

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)", re.DOTALL)


def offsets(source: str, span: Span, style: str, text: str) -> list[int]:
    """One offset into `source` per character of `text`, plus the end.

    Characters of the text are met in the source in order; what stands between them there (line breaks that were
    folded into a blank, indentation, doubled quotes) is passed over.
    """
    start, end = span.start, span.end
    if style in ("'", '"'):
        start, end = start + 1, end - 1
    elif style in ("|", ">"):
        start = source.find("\n", start) + 1 or end
    places: list[int] = []
    at = start
    for char in text:
        at = _next(source, at, end, char, style)
        places.append(min(at, max(end - 1, start)))
        at += _length(source, at, char, style)
    places.append(min(at, end))
    return places


def _next(source: str, at: int, end: int, char: str, style: str) -> int:
    """The offset at or after `at` that stands for `char`."""
    if char == " ":
        # a blank is itself, or the line break that was folded into it
        return at
    while at < end:
        if source[at] == char:
            return at
        if style == '"' and source[at] == "\\":
            match = _ESCAPE.match(source, at)
            if match and "\n" not in match.group():
                return at
            at = match.end() if match else at + 1
        elif source[at] in " \t\r\n":
            at += 1
        else:
            return at
    return at


def _length(source: str, at: int, char: str, style: str) -> int:
    """How many characters of the file stand for one of the text."""
    piece = source[at : at + 1]
    if style == "'" and char == "'" and source[at : at + 2] == "''":
        return 2
    if style == '"' and piece == "\\":
        match = _ESCAPE.match(source, at)
        return len(match.group()) if match else 1
    if char == " " and piece in ("\n", "\r"):
        rest = re.compile(r"\s+").match(source, at)
        return len(rest.group()) if rest else 1
    if char == " " and piece in (" ", "\t"):
        # trailing blanks before a folded line break belong to the break
        rest = re.compile(r"[ \t]*\r?\n\s*").match(source, at)
        return len(rest.group()) if rest and style != "|" else 1
    return 1 if piece else 0
