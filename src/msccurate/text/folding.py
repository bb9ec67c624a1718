"""Folding: one spelling for all ways of printing the same words, with the way back to the text.

Blanks go, case goes, dashes, signs of multiplication, quotation marks and Greek mu become one each; tags, entities and
TeX commands become what they print; a hyphen between two letters goes (so that `re-\\nspiratory` meets
`respiratory`). Marks of superscripts (`^`, `<sup>`, `{}`) leave a trace in the list of raised places only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from html import unescape
from itertools import chain, compress
from unicodedata import combining, normalize

from msgspec import Struct

from msccurate.text.span import Span

_TEX = {
    "times": "×", "mu": "μ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "cdot": "·", "circ": "°", "chi": "χ", "kappa": "κ", "lambda": "λ", "sigma": "σ",
    "approx": "~", "sim": "~", "%": "%", "rm": "", "mathrm": "", "text": "", "pi": "π", "omega": "ω", "lt": "<",
    "gt": ">", "degree": "°", "ll": "<", "gg": ">",
}  # fmt: skip

#: Tags, entities, TeX commands and signs of several characters, by their first, whose set the search runs ahead by.
_MARKUP = (
    r"[<&\\+>](?:(?<=<)(?:=|/?(?:sub|sup|b|i|em|strong|bold|italic|p|br|xref|span|td|tr|th)\b[^<>]*>)"
    r"|(?<=&)(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|(?<=\\)(?:[a-zA-Z]+|[%,;:!])|(?<=\+)/[-−–]|(?<=>)=)"
)
_MARKED = re.compile(_MARKUP)
_SINGLE = {
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}"
                    "\N{HORIZONTAL BAR}\N{SOFT HYPHEN}", "-"),
    **dict.fromkeys("’‘‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("×✕✖⨯∗", "x"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("∼≈", "~"),
    **dict.fromkeys("µμ", "u"),
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("·⋅∙", "."),
    **dict.fromkeys("ˆ^{}$*_\\", ""),
    "\N{ZERO WIDTH SPACE}": "",
    "\N{WORD JOINER}": "",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "",
}  # fmt: skip
_LIFTING = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ˆ^](?:(?<![ˆ^])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)?")
_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")

#: Characters that stay what they are, but for case and blanks, wherever they stand.
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;/()%]*")
#: Texts no longer than this are remembered: cells, names and heads are folded again and again.
_SHORT = 200


def _class(char: str) -> str:
    """What one character folds to; empty for what goes."""
    known = _SINGLE.get(char)
    if known is not None:
        return known
    apart = normalize("NFKD", char)
    if apart[0].isalpha() or len(apart) == 1:
        apart = "".join(one for one in apart if not combining(one) or one == "\N{COMBINING LONG SOLIDUS OVERLAY}")
    else:
        apart = normalize("NFKC", char)
    folded = "".join(_SINGLE.get(one, one) for one in apart).casefold()
    return "".join(folded.split())


class _Classes(dict[int, str]):
    """The table of `str.translate`, filled as characters come up."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _class(chr(code))
        return folded


_CLASSES = _Classes()

#: ASCII characters in which only case goes, or they themselves.
_OWN = frozenset(char for char in map(chr, range(128)) if _class(char) in ("", char.lower()))
#: ASCII characters beside blanks that go.
_GONE = "".join(char for char in map(chr, range(128)) if not _class(char) and not char.isspace())
#: Of each character of Latin-1 whether it stays.
_LEFT = bytes(code >= 128 or bool(_class(chr(code))) for code in range(256))


class Folded(Struct, frozen=True, gc=False):
    """A folded text.

    `starts[i]` says where its character i stands in the text it was made of, `wide` where those pieces end that are
    longer than a character, by their starts, and `raised` which characters follow a mark of a superscript.
    """

    text: str
    starts: list[int]
    wide: dict[int, int]
    raised: frozenset[int]

    def end(self, index: int) -> int:
        """Where the character `index` ends in the text it was made of."""
        start = self.starts[index]
        return self.wide.get(start, start + 1)

    def span(self, start: int, end: int) -> Span:
        """Folded characters `start` up to `end`, as a span of the original."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.end(-1) if self.starts else 0)
            return Span(place, place)
        return Span(self.starts[start], self.end(end - 1))

    def index(self, offset: int) -> int:
        """The first folded character that stands at or behind an offset of the original."""
        return bisect_left(self.starts, offset)


def fold(text: str) -> Folded:
    """Fold a text."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


@lru_cache(maxsize=65536)
def _remembered(text: str) -> Folded:
    return _plainly(text) if _PLAIN.fullmatch(text) else _folded(text)


@lru_cache(maxsize=65536)
def folds_to(text: str) -> str:
    """What a short text folds to: a good deal less work where nobody asks for the way back."""
    if _PLAIN.fullmatch(text):
        return text.replace(" ", "").lower()
    return _folded(text).text if _MARKED.search(text) else _HYPHEN.sub("", text.translate(_CLASSES))


def _plainly(text: str) -> Folded:
    """Of a text in which only case and blanks go, such as most names and dates."""
    starts = [index for index, char in enumerate(text) if char != " "]
    return Folded(text.replace(" ", "").lower(), starts, {}, frozenset())


def _folded(text: str) -> Folded:
    pieces: list[str] = []
    starts: list[int] = []
    wide: dict[int, int] = {}
    lifting = [match.start() for match in _LIFTING.finditer(text)]
    same, special = _one_for_one(text)
    at = 0
    for match in [*special.finditer(text), None]:
        stop = match.start() if match else len(text)
        run = same[at:stop]
        starts.extend(compress(range(at, stop), run.encode("latin-1", "replace").translate(_LEFT)))
        for gone in _GONE:
            run = run.replace(gone, "")
        pieces.extend(run.split())
        if match is None:
            break
        at = match.end()
        piece = _special(match.group())
        pieces.append(piece)
        starts.extend([stop] * len(piece))
        if at > stop + 1:
            wide[stop] = at
        if match.group() == "<sup>":
            lifting.append(at)
    raised = {index for offset in lifting if (index := bisect_left(starts, offset)) < len(starts)}
    return _without_hyphens("".join(pieces), starts, wide, raised)


def _one_for_one(text: str) -> tuple[str, re.Pattern[str]]:
    """The text, as long as before, with each character that folds to one or to nothing as that one or a blank; and the
    pattern of what is left to fold. A text has few such characters, each of them many times."""
    same = text
    other = []
    for char in set(text) - _OWN:
        folded = _CLASSES[ord(char)] or " "
        if len(folded) > 1 or folded.lower() != folded:
            folded = " "
            other.append(char)
        same = same.replace(char, folded)
    return same.lower(), _pattern("".join(sorted(other)))


@lru_cache(maxsize=256)
def _pattern(characters: str) -> re.Pattern[str]:
    """The pattern of markup and of some characters, none of which has a meaning inside brackets."""
    return re.compile(f"[{characters}]|{_MARKUP}") if characters else _MARKED


def _special(piece: str) -> str:
    """What a character beyond ASCII, a tag, an entity, a TeX command or a sign of two characters folds to."""
    if len(piece) == 1:
        return _CLASSES[ord(piece)]
    match piece[0]:
        case "&":
            return unescape(piece).translate(_CLASSES)
        case "\\":
            return "" if piece[1] in ",;:!" else _TEX.get(piece[1:], piece[1:]).translate(_CLASSES)
        case "+":
            return "±"
    return {"<=": "≤", ">=": "≥"}.get(piece, "")


def _without_hyphens(text: str, starts: list[int], wide: dict[int, int], raised: set[int]) -> Folded:
    """Drop hyphens between two letters."""
    gone = [match.start() for match in _HYPHEN.finditer(text)]
    if not gone:
        return Folded(text, starts, wide, frozenset(raised))
    kept = [slice(start + 1, stop) for start, stop in zip([-1, *gone], [*gone, len(text)], strict=True)]
    moved = frozenset(index - bisect_left(gone, index) for index in raised)
    left = chain.from_iterable(starts[one] for one in kept)
    return Folded("".join([text[one] for one in kept]), list(left), wide, moved)
