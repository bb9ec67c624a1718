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
from itertools import compress
from unicodedata import combining, normalize

from msgspec import Struct

from msccurate.text.span import Span

_TEX = {
    "times": "×", "mu": "μ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "cdot": "·", "circ": "°", "chi": "χ", "kappa": "κ", "lambda": "λ", "sigma": "σ",
    "approx": "~", "sim": "~", "%": "%", "rm": "", "mathrm": "", "text": "", "pi": "π", "omega": "ω", "lt": "<",
    "gt": ">", "degree": "°", "ll": "<", "gg": ">",
}  # fmt: skip

_SPECIAL = re.compile(
    r"[^\x00-\x7f]|<(?:=|/?(?:sub|sup|b|i|em|strong|bold|italic|p|br|xref|span|td|tr|th)\b[^<>]*>)"
    r"|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|\\(?:[a-zA-Z]+|[%,;:!])|\+/[-−–]|>="
)
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
_LIFTING = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+|[ˆ^]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")

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

# ASCII, the bulk of every text, is folded as bytes: what goes, what each becomes, and which are left.
_GONE = bytes(code for code in range(128) if not _class(chr(code)))
_LOWER = bytes(ord(_class(chr(code)) or " ") for code in range(128)) + bytes(128)
_LEFT = bytes(code not in _GONE for code in range(128)) + bytes(128)


class Folded(Struct, frozen=True, gc=False):
    """A folded text.

    `starts[i]` and `ends[i]` say where its character i stands in the text it was made of, `raised` which characters
    follow a mark of a superscript.
    """

    text: str
    starts: list[int]
    ends: list[int]
    raised: frozenset[int]

    def span(self, start: int, end: int) -> Span:
        """Folded characters `start` up to `end`, as a span of the original."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(place, place)
        return Span(self.starts[start], self.ends[end - 1])

    def index(self, offset: int) -> int:
        """The first folded character that stands at or behind an offset of the original."""
        return bisect_left(self.starts, offset)


def fold(text: str) -> Folded:
    """Fold a text."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


@lru_cache(maxsize=65536)
def _remembered(text: str) -> Folded:
    return _plainly(text) if _PLAIN.fullmatch(text) else _folded(text)


def _plainly(text: str) -> Folded:
    """Of a text in which only case and blanks go, such as most names and dates."""
    starts = [index for index, char in enumerate(text) if char != " "]
    return Folded(text.replace(" ", "").lower(), starts, [index + 1 for index in starts], frozenset())


def _folded(text: str) -> Folded:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    lifting = [match.start() for match in _LIFTING.finditer(text)]
    at = 0
    for match in [*_SPECIAL.finditer(text), None]:
        stop = match.start() if match else len(text)
        plain = text[at:stop].encode("ascii")
        pieces.append(plain.translate(_LOWER, _GONE).decode("ascii"))
        left = plain.translate(_LEFT)
        starts.extend(compress(range(at, stop), left))
        ends.extend(compress(range(at + 1, stop + 1), left))
        if match is None:
            break
        at = match.end()
        piece = _special(match.group())
        pieces.append(piece)
        starts.extend([match.start()] * len(piece))
        ends.extend([at] * len(piece))
        if match.group() == "<sup>":
            lifting.append(at)
    raised = {index for offset in lifting if (index := bisect_left(starts, offset)) < len(starts)}
    return _without_hyphens("".join(pieces), starts, ends, raised)


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


def _without_hyphens(text: str, starts: list[int], ends: list[int], raised: set[int]) -> Folded:
    """Drop hyphens between two letters."""
    gone = [match.start() for match in _HYPHEN.finditer(text)]
    if not gone:
        return Folded(text, starts, ends, frozenset(raised))
    keep = bytearray(b"\x01") * len(text)
    for index in gone:
        keep[index] = 0
    moved = frozenset(index - bisect_left(gone, index) for index in raised)
    return Folded("".join(compress(text, keep)), list(compress(starts, keep)), list(compress(ends, keep)), moved)
