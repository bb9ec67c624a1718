"""Finding the words of a quote: exactly, after folding both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from msccurate.sources.document import Source
from msccurate.text import Folded, Span, fold, folds_to


class Found(Struct, frozen=True, gc=False):
    """Where something stands, and how alike it is: verbatim, whitespace, normalized or flattened."""

    span: Span
    tier: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The passage most like a quote that was not found, and pairs of differing words: the spec's, the source's."""

    span: Span
    differing: tuple[tuple[str, str], ...]


def find_quote(source: Source, quote: str, start: int = 0) -> Found | None:
    """The first place of a quote; None where it does not stand. No partial number or word, no lost minus sign."""
    return next(find_all(source, quote, Span(start, len(source.text))), None)


def find_any(source: Source, names: Iterable[str], region: Span) -> Iterator[Found]:
    """All places of any of several names (of the ways to print a date) inside a region, name by name."""
    for name in may_stand(source, names, region):
        yield from find_all(source, name, region)


def may_stand(source: Source, names: Iterable[str], region: Span) -> Iterator[str]:
    """Those of the names whose characters are in a region: a cheap question, which most of many names answer."""
    folded = source.folded
    there = folded.text[folded.index(region.start) : folded.index(region.end)]
    return (name for name in names if _sought(name)[1] in there)


def find_all(source: Source, words: str, region: Span, name: bool = False) -> Iterator[Found]:
    """All places of words inside a region, in order; a `name` is no part of a compound (`invasive` of
    `non-invasive`, `PaO2` of `PaO2/FiO2`)."""
    words, sought = _sought(words)
    if not sought:
        return
    folded = source.folded
    at = folded.index(region.start)
    end = folded.index(region.end)
    while (at := folded.text.find(sought, at, end)) >= 0:
        stop = at + len(sought)
        if stands_free(source.text, folded, at, stop) and not (name and _compound(source.text, folded.span(at, stop))):
            yield Found(folded.span(at, stop), tier(source, words, at, stop))
        at += 1


@lru_cache(maxsize=65536)
def _sought(words: str) -> tuple[str, str]:
    """Words as they are looked for, and what they fold to; names of rows and dates are looked for again and again."""
    bare = words.strip()
    if bare[:1] in "-–" or bare[-1:] in "-–":
        bare = _LOOSE_HYPHENS.sub("", bare)
    return bare, folds_to(bare)


#: Hyphens at the ends of words sought, which the other side may have lost between two letters.
_LOOSE_HYPHENS = re.compile(r"\A[-–]\s*(?=[^\W\d_])|(?<=[^\W\d_])\s*[-–]\Z")
#: Markup and footnote marks, which part nothing.
_MARKS_BEFORE = re.compile(r"(?:</?[a-zA-Z][^<>]*>|[*_$^{}\\†‡§¶‖])+\Z")
#: A word that is broken at the end of a line.
_BROKEN_BEFORE = re.compile(r"[^\W\d_][-‐\xad][ \t]*\n\s*\Z")
_BROKEN_AFTER = re.compile(r"[-‐\xad][ \t]*\n\s*[a-z]")
_MARKS_AFTER = re.compile(r"(?:</?[a-zA-Z][^<>]*>|[*_$^{}\\†‡§¶‖])+")
#: What before a number makes it a part of something: a digit, a name, a minus sign, a comparator.
_PART_OF = re.compile(
    r"(?:\d|\d[.,·]|[^\W\d_][-‐‑–]|(?:^|[\s(\[=<>≤≥±,;:|/])[-−–‐‑]|−\s|[<>≤≥]=?\s*)\Z|(?:[^\W\d_])(?<![\W\d][xX])\Z"
)
_RAISED = re.compile(r"<sup>|\^|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]")


def stands_free(text: str, folded: Folded, start: int, end: int) -> bool:
    """Whether a folded match is no part of a longer number or word, and loses no minus sign, comparator or exponent."""
    if _halved(folded, start) or _halved(folded, end):
        return False
    span = folded.span(start, end)
    first, second, last = text[span.start], text[span.start + 1 : span.start + 2], text[span.end - 1]
    before = _MARKS_BEFORE.sub("", text[max(span.start - 40, 0) : span.start])
    rest = text[span.end : span.end + 40]
    if first.isdigit() or (first in ".·" and second.isdigit()):
        if _PART_OF.search(before):
            return False
    elif first.isalpha():
        if before[-1:].isalpha() or _BROKEN_BEFORE.search(before):
            return False
    elif first in "-−–" and second.isdigit() and (before[-1:].isalnum() or before[-1:] in tuple(")]%")):
        return False
    raised = _RAISED.match(rest)
    after = _MARKS_AFTER.sub("", rest, count=1) if _MARKS_AFTER.match(rest) else rest
    if last.isdigit():
        if raised:
            return not (folded.text[:end].endswith("10") and (after[:1].isdigit() or after[:1] in tuple("-−⁻")))
        return not after[:1].isdigit() and not re.match(r"[.,·]\d", after)
    if last.isalpha():
        return bool(raised) or not (after[:1].isalnum() or _BROKEN_AFTER.match(after))
    return True


def _halved(folded: Folded, at: int) -> bool:
    """Whether a character that folds to several is cut in two before `at`."""
    return 0 < at < len(folded.starts) and folded.starts[at - 1] == folded.starts[at]


def _compound(text: str, span: Span) -> bool:
    before, after = text[max(span.start - 2, 0) : span.start], text[span.end : span.end + 2]
    return bool(re.search(r"[^\W\d_][-‐‑–]\Z|\d[/:]\Z", before) or re.match(r"[-‐‑–/:][^\W_]", after))


def tier(source: Source, words: str, at: int, end: int) -> str:
    """How alike a match from folded offset `at` to `end` is to the words."""
    there = source.folded.span(at, end).of(source.text)
    if there == words:
        return "verbatim"
    if " ".join(there.split()) == " ".join(words.split()):
        return "whitespace"
    sought = fold(words)
    raised = {index - at for index in source.folded.raised if at <= index < end}
    if _digits(sought, raised ^ set(sought.raised)) or _joins(source.folded, at, sought):
        return "flattened"
    return "normalized"


def _digits(sought: Folded, places: set[int]) -> bool:
    return any(sought.text[index].isdigit() or sought.text[index] == "-" for index in places)


def _joins(folded: Folded, at: int, sought: Folded) -> bool:
    """Whether two digits stand together on one side and apart on the other."""
    for index in range(len(sought.text) - 1):
        if sought.text[index].isdigit() and sought.text[index + 1].isdigit():
            if index + 1 in sought.raised and at + index + 1 in folded.raised:
                continue
            here = sought.end(index) == sought.starts[index + 1]
            there = folded.end(at + index) == folded.starts[at + index + 1]
            if here != there:
                return True
    return False


_WORD = re.compile(r"[^\W_]+(?:(?:[.,]|[-‐\xad][ \t]*\n\s*)[^\W_]+)*|[<>±%]")
_BROKEN = re.compile(r"[-‐\xad][ \t]*\n\s*")


def suggest(source: Source, quote: str) -> Suggestion | None:
    """The nearest passage: suggested, never accepted."""
    mine = _words(quote)
    theirs = _words(source.text)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(theirs):
        places.setdefault(word.key, []).append(index)
    votes: dict[int, float] = {}
    for index, word in enumerate(mine):
        known = places.get(word.key, [])
        for place in known if len(known) <= _MOST_COMMON else ():
            votes[place - index] = votes.get(place - index, 0.0) + 1 / len(known)
    if not votes:
        return None
    best = max(votes, key=lambda shift: (sum(votes.get(shift + slip, 0.0) for slip in (-2, -1, 0, 1, 2)), -shift))
    window = theirs[max(best, 0) : max(best, 0) + len(mine) + 2]
    if not window:
        return None
    matcher = SequenceMatcher(None, [word.key for word in mine], [word.key for word in window], False)
    if matcher.ratio() < 0.5:
        return None
    end = next((d for kind, _, _, _, d in reversed(matcher.get_opcodes()) if kind != "insert"), len(window))
    differing = tuple(
        (" ".join(word.text for word in mine[a:b]), " ".join(word.text for word in window[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal" and c < end
    )
    return Suggestion(Span(window[0].span.start, window[max(end, 1) - 1].span.end), differing)


#: A word that is more common than this says nothing of the place.
_MOST_COMMON = 50


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    key: str
    span: Span


def _words(text: str) -> list[_Word]:
    """The words of a text; one that is broken over two lines is one word."""
    found = []
    for match in _WORD.finditer(text):
        word = _BROKEN.sub("", match.group())
        found.append(_Word(word, word.casefold(), Span(*match.span())))
    return found
