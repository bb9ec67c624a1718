"""Passages of a text, and the sections that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msccurate.sources.document import Passage
from msccurate.text import Span

#: A piece of a heading -> the section that begins there.
_HEADINGS = (
    ("abstract", "abstract"),
    ("introduction", "introduction"),
    ("background", "introduction"),
    ("case presentation", "case"),
    ("case report", "case"),
    ("patients and methods", "methods"),
    ("materials and methods", "methods"),
    ("methods", "methods"),
    ("results", "results"),
    ("discussion", "discussion"),
    ("conclusion", "discussion"),
    ("acknowledg", "back"),
    ("author contribution", "back"),
    ("authors' contribution", "back"),
    ("authors’ contribution", "back"),
    ("funding", "back"),
    ("corresponding author", "back"),
    ("conflict of interest", "back"),
    ("competing interests", "back"),
    ("references", "references"),
    ("bibliography", "references"),
    ("authors", "back"),
)
_MEDLINE = re.compile(r"(?:^|(?<=\s))(PMID|[A-Z]{2,4} ?)-\s")
_MEDLINE_SECTIONS = {"TI": "title", "AB": "abstract"}
_BLANK = re.compile(r"\n[ \t\x0b\x0c]*\n[\s]*")
_REFERENCE = re.compile(r"\[\d{1,3}\]\s*$|\bet al\b|\d{4};\s?\d+")


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text in order; Medline records are broken at their tags, other texts at blank lines."""
    if re.match(r"\s*PMID\s?-", text):
        return tuple(_medline(text))
    return tuple(_paragraphs(text))


def _medline(text: str) -> Iterator[Passage]:
    tags = list(_MEDLINE.finditer(text))
    for tag, following in zip(tags, [*tags[1:], None], strict=True):
        end = following.start() if following else len(text)
        yield Passage(Span(tag.start(), end), _MEDLINE_SECTIONS.get(tag[1].strip(), "back"))


def _paragraphs(text: str) -> Iterator[Passage]:
    start = 0
    section = "front" if re.search(r"^#+ ", text, re.MULTILINE) else "other"
    for end, next_start in [*((match.start(), match.end()) for match in _BLANK.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        if piece.strip():
            heading = _heading(piece)
            section = heading or section
            yield Passage(Span(start, end), _kind(piece, section))
        start = next_start


def _heading(piece: str) -> str:
    """The section that a paragraph opens, by its heading or its first, bold words."""
    line = piece.strip().split("\n", 1)[0]
    words = line.strip("#* \t:").casefold()
    marked = line.startswith("#") or len(words) < 40
    bold = re.match(r"\*\*([^*]{3,40}?):?\*\*", line)
    for start, section in _HEADINGS:
        if marked and words.startswith(start):
            return section
        if bold and bold[1].casefold().startswith(start) and section in ("back", "references"):
            return section
    return ""


def _kind(piece: str, section: str) -> str:
    stripped = piece.strip(" \t\n*#")
    if re.match(r"(?:Table|Figure|Fig\.?)\s*\d", stripped):
        return "table" if "\t" in piece else "caption"
    if "\t" in piece:
        return "table"
    if section in ("front", "abstract", "other") and re.match(r"\(?(?:Received|Accepted|Copyright|©|\*?J\b.*\d{4};)", stripped):
        return "front"
    return section
