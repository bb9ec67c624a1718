"""A document file: its text, passages, tables and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from msccurate.findings import Problem
from msccurate.sources.clean import Clean, clean
from msccurate.sources.dates import YEAR, find_dates
from msccurate.sources.regions import Captioned, captioned
from msccurate.text import Folded, Lines, Span, fold

MOST_BYTES = 20_000_000
#: Sources that are kept while specs change, or other extractors read them.
KEPT = 16


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the text. `section` is title, abstract, introduction, methods, results, case, discussion, caption,
    table, references, back, front or other."""

    span: Span
    section: str


class SourceNumber(Struct, frozen=True, gc=False):
    """A number of the source. `role` is table (a cell), result (running text) or other: citations, numbers of tables
    and figures, digits of names, references, addresses. `table`, `row` and `column` are the printed heads."""

    span: Span
    text: str
    role: str
    table: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, eq=False)
class Source:
    """One file of a document; `path` is relative to the project root."""

    id: str
    path: str
    text: str
    sha256: str

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def clean(self) -> Clean:
        """The text without markup, with the way back."""
        return clean(self.text)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of all full dates of the text before its references."""
        ends = [one.span.start for one in self.passages if one.section == "references"]
        text = self.text[: min(ends)] if ends else self.text
        return tuple(sorted({int(year.group()) for date in find_dates(text) if (year := YEAR.search(date.full))}))

    @cached_property
    def captioned(self) -> tuple[Captioned, ...]:
        """Its tables and figures, by their captions."""
        return captioned(self.text)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        from msccurate.sources.passages import passages

        return passages(self)

    @cached_property
    def numbers(self) -> tuple[SourceNumber, ...]:
        from msccurate.sources.numbers import numbers

        return numbers(self)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source, or the problem for which there is none."""

    source: Source | None
    problems: tuple[Problem, ...] = ()


def load(root: Path, relative: str, id: str) -> Loaded:
    """Read a document file below `root`. Nothing outside of it is opened, and never the network."""
    parts = PurePosixPath(relative).parts
    if "://" in relative:
        return _refused("a source must be a file of the project, not an address", "download it into seeds/")
    if not relative.strip() or PurePosixPath(relative).is_absolute() or ".." in parts or "\\" in relative:
        return _refused(
            f"`{relative}` leaves the project", "give the path from the project's folder, such as seeds/a.txt"
        )
    path = root / relative
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(root.resolve()):
            return _refused(f"`{relative}` is a link that leaves the project", "copy the file into seeds/")
        if not resolved.is_file():
            return _refused(f"`{relative}` is no file", "name the document's file")
        if resolved.stat().st_size > MOST_BYTES:
            return _refused(f"`{relative}` is larger than {MOST_BYTES:,} bytes", "is it the text of one document?")
        data = resolved.read_bytes()
    except FileNotFoundError:
        return _refused(f"there is no file `{relative}`", "copy the document into seeds/, or correct the path")
    except (OSError, RuntimeError, ValueError) as error:
        return _refused(f"`{relative}` cannot be read: {getattr(error, 'strerror', None) or error}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _refused(f"`{relative}` is not UTF-8 (byte {data[error.start]:#04x} in line {line})", "convert it")
    return Loaded(_source(id, relative, text, sha256(data).hexdigest()))


@lru_cache(maxsize=KEPT)
def _source(id: str, path: str, text: str, digest: str) -> Source:
    """A source; one that was loaded lately is the same object, with all that was found in it."""
    return Source(id, path, text, digest)


def _refused(words: str, help: str = "") -> Loaded:
    return Loaded(None, (Problem("SRC01", Span(0, 0), words, help),))
