"""Traps of YAML: places where it swallows a number without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msccurate.findings import Problem
from msccurate.reading.nodes import Scalar
from msccurate.text import Span

_HEADER = re.compile(r"[|>][^\n#]*")
_COMMENT = re.compile(r"[ \t]+#[ \t]*[0-9(\[<>±%][^\n]*")
_NUMBER = re.compile(r"\d+")


def traps(text: str, scalars: Iterable[Scalar]) -> Iterator[Problem]:
    """A problem for every number that YAML would swallow: block scalars, comments, split flow maps."""
    previous: Scalar | None = None
    for scalar in scalars:
        if scalar.style in ("|", ">"):
            yield from _block(text, scalar)
        else:
            yield from _comment(text, scalar)
            if not scalar.style and not scalar.text and previous is not None:
                yield from _split(text, previous, scalar)
        previous = scalar


def _block(text: str, scalar: Scalar) -> Iterator[Problem]:
    """`x: >5` is a folded text that is indented by five: the number is gone."""
    header = _HEADER.match(text, scalar.span.start)
    if header and any(char.isdigit() for char in header.group()):
        words = f"`{header.group().strip()}` begins a text of several lines for YAML: its number is lost"
        span = Span(header.start(), header.start() + len(header.group().rstrip()))
        yield Problem("SPC12", span, words, f"quote it: '{header.group().strip()}'")


def _comment(text: str, scalar: Scalar) -> Iterator[Problem]:
    """`x: 25 # (80.6%)` is cut at the `#`."""
    comment = _COMMENT.match(text, scalar.span.end)
    if comment and scalar.text:
        cut = comment.group().strip()
        words = f"YAML takes `{cut}` for a comment: it is lost"
        help = "quote the whole text; or, if it is a comment, put it on a line of its own"
        yield Problem("SPC12", Span(comment.end() - len(comment.group().lstrip()), comment.end()), words, help)


def _split(text: str, key: Scalar, value: Scalar) -> Iterator[Problem]:
    """`{n: 1,234}` is split at the comma: 234 becomes a key without a value."""
    before = text[: key.span.start].rstrip(" ")
    if _NUMBER.fullmatch(key.text) and before.endswith(","):
        words = f"YAML splits a number at its comma here: `{key.text}` is read as a key"
        yield Problem("SPC12", key.span, words, "quote the number, or put it into a block of its own")
