"""Heads: words, then the unit as printed, in parentheses; and the bars that separate cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from msccurate.findings import Problem
from msccurate.text import Span

STATISTICS = (
    "n",
    "missing",
    "events",
    "count",
    "percent",
    "mean",
    "sd",
    "se",
    "median",
    "q1",
    "q3",
    "iqr",
    "min",
    "max",
    "range",
    "estimate",
    "ci",
    "reference",
)

_WORD = re.compile(r"[^\s()]+")
_BAR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    span: Span


class Piece(Struct, frozen=True):
    """What stands between two bars, without the blanks around it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Head:
    """The words of a head. `unit` is None where none is stated, empty where `()` says that none is printed."""

    words: tuple[Word, ...]
    unit: str | None
    unit_span: Span | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=65536)
def read_head(text: str) -> Head:
    """Read a head such as `crp after (mg/L)`; what a word means is for others to say."""
    opening, closing = text.find("("), text.rfind(")")
    unit, span, end, problems = None, None, len(text), []
    if opening >= 0:
        end = opening
        if closing < opening or text[closing + 1 :].strip():
            place = Span(opening, len(text))
            problems.append(Problem("SPC07", place, f"`{text[opening:]}` is no unit", "a head ends with `(unit)`"))
        else:
            inner = text[opening + 1 : closing]
            unit = inner.strip()
            left = opening + 1 + len(inner) - len(inner.lstrip())
            span = Span(left, left + len(unit)) if unit else Span(opening, closing + 1)
    words = tuple(Word(match.group(), Span(*match.span())) for match in _WORD.finditer(text, 0, end))
    if not words:
        problems.append(Problem("SPC07", Span(0, len(text)), "this head has no words", "name a variable"))
    return Head(words, unit, span, tuple(problems))


def split_bars(text: str) -> tuple[Piece, ...]:
    """The pieces between bars that stand free (` | `)."""
    pieces = []
    start = 0
    for end in [*(match.start() for match in _BAR.finditer(text)), len(text)]:
        raw = text[start:end]
        left = start + len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        pieces.append(Piece(stripped, Span(left, left + len(stripped))))
        start = end + 1
    return tuple(pieces)
