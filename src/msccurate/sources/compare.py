"""Whether a cell of the spec is what stands in the source."""

from __future__ import annotations

import re
from functools import lru_cache

from msccurate.notation import Reading, read_cell, renderings
from msccurate.sources.clean import clean
from msccurate.text import Span, fold, folds_to

_MARKS = re.compile(r"[†‡§¶‖#]+")
_RAISED_LETTERS = re.compile(r"<sup>\s*[a-z*](?:[ ,]*[a-z*])*\s*</sup>|\^\{?[a-z]\}?(?![a-z\d])|[ᵃ-ᶻ]", re.IGNORECASE)
#: Cells that hold no mark.
_BARE = re.compile(r"[0-9 .,±()\[\]%–<-]*")
_LETTER_BEHIND = re.compile(r"([^a-z]*[\d%)\]])[a-f]$")


@lru_cache(maxsize=65536)
def essence(text: str) -> str:
    """What must be equal on both sides: folded, without footnote marks."""
    if _BARE.fullmatch(text):
        folded = folds_to(text)
        return folded if folded.strip("-") else folded[:1]
    folded = _MARKS.sub("", folds_to(_RAISED_LETTERS.sub("", text)))
    return _LETTER_BEHIND.sub(r"\1", folded) if folded.strip("-") else folded[:1]


@lru_cache(maxsize=65536)
def essences(spec: str) -> frozenset[str]:
    """What a cell of the spec may be in the source: itself, or any rendering of a date."""
    return frozenset((essence(spec), *map(folds_to, renderings(spec))))  # dates bear no marks


@lru_cache(maxsize=65536)
def lifted(text: str) -> frozenset[int]:
    """Which digits of the folded text are raised."""
    folded = fold(text)
    return frozenset(index for index in folded.raised if folded.text[index].isdigit())


def same(spec: str, there: str) -> bool:
    """Whether a spec's cell is what stands there: alike after folding; a date in any of its renderings; a blank cell
    is nothing."""
    if spec == ".":
        return not there.strip("-–—− \t\n")
    return spec == there or essence(there) in essences(spec)


def alike(spec: str, there: str) -> str:
    """The tier of two texts that are the same."""
    if spec == there:
        return "verbatim"
    if " ".join(spec.split()) == " ".join(there.split()):
        return "whitespace"
    if renderings(spec):
        return "normalized"
    return "flattened" if lifted(spec) != lifted(there) or _apart(spec) != _apart(there) else "normalized"


_SPLIT = re.compile(r"(?<=\d)[ \u2009\u202f\u00a0]+(?=\d)")


def _apart(text: str) -> int:
    """How many times a blank stands between two digits."""
    return len(_SPLIT.findall(clean(text).text))


def parts(there: str, start: int, reading: Reading) -> tuple[tuple[str, Span], ...]:
    """The numbers of a cell of the source by their role, read as the spec's cell is; `start` is where it begins."""
    bare = clean(there)
    cell = read_cell(bare.text, reading)
    if bare.text == there:
        return tuple([(part.name, Span(start + part.start, start + part.end)) for part in cell.parts])
    return tuple((part.name, bare.span(part.start, part.end).shifted(start)) for part in cell.parts)
