"""A source without its markup: superscripts as `^`, subscripts plain, TeX and entities as what they print."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import unescape

from msgspec import Struct

from msccurate.text import Span

_TEX = {"times": "×", "mu": "μ", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "alpha": "α", "beta": "β",
        "gamma": "γ", "delta": "δ", "cdot": "·", "circ": "°", "lt": "<", "gt": ">"}  # fmt: skip
#: Markup by its first character, whose set the search runs ahead by.
_MARKUP = re.compile(
    r"[<&$](?:(?P<sup>(?<=<)sup>)|(?<=<)/?[a-zA-Z][\w-]*(?:\s[^<>]*)?>|(?P<entity>(?<=&)(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);)"
    r"|(?P<math>(?<=\$)[^$\n]{1,60}\$))"
)
_INSIDE = re.compile(r"\\([a-zA-Z]+)\s?|[{}$]")


class Clean(Struct, frozen=True, gc=False):
    """The clean text, and for each of its characters its offset in the source."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """A span of the clean text, in the source."""
        if start >= end:
            place = self.offsets[min(start, len(self.offsets) - 1)] if self.offsets else 0
            return Span(place, place)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def index(self, offset: int) -> int:
        """The first clean character at or behind an offset of the source."""
        return bisect_left(self.offsets, offset)


def clean(text: str) -> Clean:
    """Take the markup out of a text."""
    if _MARKUP.search(text) is None:
        return Clean(text, range(len(text)))
    out: list[str] = []
    offsets: list[int] = []

    def put(piece: str, offset: int) -> None:
        out.append(piece)
        offsets.extend([offset] * len(piece))

    at = 0
    for match in _MARKUP.finditer(text):
        out.append(text[at : match.start()])
        offsets.extend(range(at, match.start()))
        at = match.end()
        if match["sup"]:
            put("^", match.start())
        elif match["entity"]:
            put(unescape(match.group()), match.start())
        elif match["math"]:
            inside = match.start()
            for piece in _INSIDE.finditer(text, match.start(), match.end()):
                out.append(text[inside : piece.start()])
                offsets.extend(range(inside, piece.start()))
                put(_TEX.get(piece[1], "") if piece[1] else "", piece.start())
                inside = piece.end()
            out.append(text[inside : match.end()])
            offsets.extend(range(inside, match.end()))
    out.append(text[at:])
    offsets.extend(range(at, len(text)))
    return Clean("".join(out), offsets)
