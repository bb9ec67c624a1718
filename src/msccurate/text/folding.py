"""Folding: one spelling for all ways of printing the same words, with the way back to the text.

Blanks go, case goes, dashes, signs of multiplication, quotation marks and Greek mu become one each; tags, entities and
TeX commands become what they print; a hyphen between two letters goes (so that `re-\\nspiratory` meets
`respiratory`). Marks of superscripts (`^`, `<sup>`, `{}`) leave a trace in the list of raised places only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape
from unicodedata import normalize

from msccurate.text.span import Span

_TEX = {
    "times": "×", "mu": "μ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "cdot": "·", "circ": "°", "chi": "χ", "kappa": "κ", "lambda": "λ", "sigma": "σ",
    "approx": "~", "sim": "~", "%": "%", "rm": "", "mathrm": "", "text": "", "pi": "π", "omega": "ω", "lt": "<",
    "gt": ">", "degree": "°", "ll": "<", "gg": ">",
}  # fmt: skip

_SPECIAL = re.compile(
    r"(?P<sup><sup>)|(?P<tag></?(?:sub|sup|b|i|em|strong|bold|italic|p|br|xref|span|td|tr|th)\b[^<>]*>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);)|\\(?P<tex>[a-zA-Z]+|%)|(?P<plus>\+/[-−–])",
)
_SINGLE = {
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}"
                    "\N{HORIZONTAL BAR}\N{SOFT HYPHEN}", "-"),
    **dict.fromkeys("’‘‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("✕✖⨯∗", "×"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("∼≈", "~"),
    **dict.fromkeys("ˆ^{}$*_\\", ""),
    "µ": "μ",
    "º": "°",
    "\N{MIDDLE DOT}": "·",
    "\N{DOT OPERATOR}": "·",
}  # fmt: skip
_CLASSES: dict[str, str] = {}


def _class(char: str) -> str:
    """What one character folds to; empty for what goes."""
    known = _CLASSES.get(char)
    if known is None:
        known = _SINGLE.get(char)
        if known is None:
            folded = "".join(_SINGLE.get(one, one) for one in normalize("NFKC", char)).casefold()
            known = "".join(folded.split())
        _CLASSES[char] = known
    return known


@dataclass(frozen=True)
class Folded:
    """A folded text: `starts[i]` and `ends[i]` say where its character i stands in the text it was made of, `raised`
    which of them follow a mark of a superscript."""

    text: str
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    raised: frozenset[int] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """Folded characters `start` up to `end`, as a span of the original."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(place, place)
        return Span(self.starts[start], self.ends[end - 1])

    def index(self, offset: int) -> int:
        """The first folded character that stands at or behind an offset of the original."""
        return bisect_left(self.starts, offset)

    @cached_property
    def raised_key(self) -> tuple[int, ...]:
        return tuple(sorted(self.raised))


_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


#: Texts no longer than this are remembered: cells, names and heads are folded again and again.
_SHORT = 200


def fold(text: str) -> Folded:
    """Fold a text."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


@lru_cache(maxsize=65536)
def _remembered(text: str) -> Folded:
    return _folded(text)


def _folded(text: str) -> Folded:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    raised: set[int] = set()
    lift = False

    def put(piece: str, start: int, end: int) -> None:
        nonlocal lift
        for char in piece:
            if lift:
                raised.add(len(out))
                lift = False
            out.append(char)
            starts.append(start)
            ends.append(end)

    at = 0
    classes = _CLASSES
    for match in [*_SPECIAL.finditer(text), None]:
        stop = match.start() if match else len(text)
        for offset in range(at, stop):
            char = text[offset]
            folded = classes.get(char)
            if folded is None:
                folded = _class(char)
            if folded:
                if char in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
                    lift = True
                put(folded, offset, offset + 1)
            elif char in "^ˆ":
                lift = True
        if match is None:
            break
        at = match.end()
        kind = match.lastgroup
        if kind == "sup":
            lift = True
        elif kind == "entity":
            put("".join(_class(one) for one in unescape(match.group())), match.start(), match.end())
        elif kind == "tex":
            name = match["tex"]
            put(_TEX.get(name, name.casefold()), match.start(), match.end())
        elif kind == "plus":
            put("±", match.start(), match.end())
    return _without_hyphens("".join(out), starts, ends, raised)


def _without_hyphens(text: str, starts: list[int], ends: list[int], raised: set[int]) -> Folded:
    """Drop hyphens between two letters."""
    gone = [match.start() for match in _HYPHEN.finditer(text)]
    if not gone:
        return Folded(text, starts, ends, frozenset(raised))
    dropped = set(gone)
    kept = [index for index in range(len(text)) if index not in dropped]
    moved = frozenset(index - bisect_left(gone, index) for index in raised if index not in dropped)
    return Folded(
        "".join(text[index] for index in kept),
        [starts[index] for index in kept],
        [ends[index] for index in kept],
        moved,
    )
