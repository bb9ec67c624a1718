"""What libyaml says of invalid YAML, in the words of a curator."""

from __future__ import annotations

import yaml

from msccurate.findings import Problem
from msccurate.text import Span

#: A piece of libyaml's message -> what it means, and what to do.
_MEANINGS = (
    ("cannot start any token", "this text begins with a character that YAML keeps for itself", "quote the text: '...'"),
    ("mapping values are not allowed", "there is a second `: ` in this line", "put quotes around the text, or write "
     "`>-` after the first colon and the text on the next line"),
    ("could not find expected ':'", "this line is no `key: value`", "write a colon and a blank behind the key, and "
     "indent the lines of a longer text"),
    ("found unexpected end of stream", "a quote or bracket that was opened is not closed", "close it"),
    ("found unexpected document indicator", "a quote that was opened is not closed", "close it"),
    ("did not find expected ',' or ']'", "a list in brackets is not closed, or its comma is missing",
     "close it with `]`; quote texts that hold brackets or commas"),
    ("did not find expected ',' or '}'", "a map in braces is not closed, or its comma is missing",
     "close it with `}`; quote texts that hold brackets or commas"),
    ("did not find expected '-' indicator", "this line does not belong to the list above it", "indent it as the list"),
    ("did not find expected key", "this line does not fit the lines above it", "indent it as its neighbours; quote a "
     "text that begins with a bracket or a quote"),
    ("did not find expected <document start>", "this line does not fit the lines above it", "indent it"),
    ("block sequence entries are not allowed", "`- ` begins a list, and none can stand here", "quote the text"),
    ("did not find expected alphabetic or numeric", "`*` and `&` have a meaning of their own in YAML",
     "quote the text: '...'"),
    ("did not find expected whitespace or line break", "`!` has a meaning of its own in YAML", "quote the text: '...'"),
    ("unknown escape character", "a backslash in double quotes has a meaning of its own", "use single quotes"),
    ("undefined tag handle", "`!` has a meaning of its own in YAML", "quote the text: '...'"),
    ("did not find expected comment or line break", "a text that begins with `>` or `|` is a text of several lines for "
     "YAML", "quote the whole row: '...'"),
    ("found a tab character", "this line is indented with a tab", "indent with blanks"),
    ("directive", "a line that begins with `%` has a meaning of its own in YAML", "quote the text"),
    ("special characters are not allowed", "there is a control character here", "delete it"),
)  # fmt: skip


def in_plain_words(error: yaml.YAMLError, text: str) -> Problem:
    """The first error of an unreadable file, at its place."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or error)
    offset = min(mark.index, len(text)) if mark is not None else 0
    line = text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0]
    span = Span(offset, min(offset + 1, len(text)))
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem("SPC01", span, "this line is indented with a tab", "indent with blanks")
    for piece, words, help in _MEANINGS:
        if piece in said:
            return Problem("SPC01", span, words, help)
    return Problem("SPC01", span, f"this is not valid YAML: {said}")
