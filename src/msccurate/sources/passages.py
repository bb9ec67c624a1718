"""Passages of a text, and the sections that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msccurate.sources.document import Passage, Source
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
_LINE = re.compile(r"\n\s*")
#: The head of a document of the CORD-19 set, which has no lines.
_CORD19 = re.compile(
    r"\s*key: \S+ authors: .*?(?P<title>title: .*?) (?P<rest>date: \S+ journal: .*? cord_uid: \S+)", re.DOTALL
)


def passages(source: Source) -> tuple[Passage, ...]:
    """The passages of a source in order; Medline records are broken at their tags, other texts at blank lines, or at
    every line where there are no blank ones."""
    text = source.text
    if re.match(r"\s*PMID\s?-", text):
        return tuple(_medline(text))
    cord19 = _CORD19.match(text)
    if cord19:
        title, rest = cord19.span("title"), cord19.span("rest")
        head = [Passage(Span(0, title[0]), "front"), Passage(Span(*title), "title"), Passage(Span(*rest), "front")]
        return (*head, *_tabled(source, _paragraphs(text, rest[1])))
    return tuple(_tabled(source, _paragraphs(text)))


def _tabled(source: Source, found: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, with those that are lines of tables known as such, and prose under a table as its footnote."""
    text = source.text
    regions = [one.region for one in source.captioned if one.label[:3].lower() == "tab"]
    for one in found:
        inside = any(region.start <= one.span.start < region.end for region in regions)
        if inside and one.section not in ("table", "caption"):
            words = one.span.of(text).split()
            numbers = sum(any(char.isdigit() for char in word) for word in words)
            prose = len(words) >= _PROSE and (numbers * 3 < len(words) or words[-1].endswith("."))
            yield Passage(one.span, "footnote" if prose else "table")
        else:
            yield one


#: As many words, few of them numbers, are no row of a table.
_PROSE = 15


def _medline(text: str) -> Iterator[Passage]:
    tags = list(_MEDLINE.finditer(text))
    for tag, following in zip(tags, [*tags[1:], None], strict=True):
        end = following.start() if following else len(text)
        yield Passage(Span(tag.start(), end), _MEDLINE_SECTIONS.get(tag[1].strip(), "back"))


def _paragraphs(text: str, start: int = 0) -> Iterator[Passage]:
    section = "front" if re.search(r"^#+ ", text, re.MULTILINE) else "other"
    gap = _BLANK if _BLANK.search(text) else _LINE
    titled = False
    for match in [*gap.finditer(text, start), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            section = _heading(piece) or section
            title = not titled and section == "front" and re.match(r"\s*# ", piece) is not None
            titled = titled or title
            yield Passage(Span(start, end), "title" if title else _kind(piece, section))
        start = match.end() if match else end


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
    if section in ("front", "abstract", "other") and re.match(
        r"\(?(?:Received|Accepted|Copyright|©|\*?J\b.*\d{4};)", stripped
    ):
        return "front"
    return section
