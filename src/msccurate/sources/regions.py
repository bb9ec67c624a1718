"""Regions of tables and figures, and the tab-separated grids inside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from msccurate.text import Span, folds_to

_CAPTION = re.compile(
    r"^(?P<marks>[ \t\x0b\x0c*#_|]*)(?P<label>(?:(?:Supplementary|Supplemental|Extended\s+Data|Additional)\s+)?"
    r"e?(?:Table|TABLE|Figure|FIGURE|Fig\.|FIG\.|Box|Panel)\s*(?:S?\d+[A-Za-z]?|[IVX]+)\b)"
    r"(?=\**\s*(?:[.:|*—–-]|$|[A-Z(]|\**$))",
    re.MULTILINE,
)
_LOOSE = re.compile(r"(?<=[.?!)\]]\s)(?P<label>(?:Table|TABLE|Figure|Fig\.)\s*S?\d+)[.:]?\s+(?=[A-Z][a-z]+ [a-z]+)")
_SECTION = re.compile(
    r"^(?:#+\s.*"
    r"|[ \t]*(?:Introduction|Methods|Results|Discussion|Conclusions?|References|Acknowledge?ments?|Funding)[ \t:]*)$",
    re.MULTILINE,
)


class GridCell(Struct, frozen=True, gc=False):
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A tab-separated table: heads (one or two rows), then rows; every row begins with its label."""

    heads: tuple[tuple[GridCell, ...], ...]
    rows: tuple[tuple[GridCell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Captioned:
    """What stands under one label: its region, and its grid where that is tab-separated."""

    label: str
    region: Span
    grid: Grid | None


def captioned(text: str) -> tuple[Captioned, ...]:
    """All that has a caption, each label once, in the order of the captions."""
    known = captions(text)
    found = []
    for label in dict.fromkeys(label for _, label in known):
        region = _region(text, known, label)
        if region is not None:
            found.append(Captioned(label, region, _joined_grid(text, known, region)))
    return tuple(found)


def find_region(text: str, label: str) -> Span | None:
    """From the caption that begins with `label` to the next caption of another table or figure, or the next section."""
    return _region(text, captions(text), label)


def _region(text: str, captions: Sequence[Caption], label: str) -> Span | None:
    wanted = folds_to(label)
    known = [(start, folds_to(name)) for start, name in captions]
    starts = [start for start, name in known if name == wanted]
    if not starts:
        starts = [match.start("label") for match in _LOOSE.finditer(text) if folds_to(match["label"]) == wanted][-1:]
    if not starts:
        return None
    ends = [start for start, name in known if start > starts[0] and name != wanted]
    section = _SECTION.search(text, starts[-1])
    return Span(starts[0], min([*ends, section.start() if section else len(text)]))


#: Where a caption begins, and its label as printed.
Caption = tuple[int, str]


@lru_cache(maxsize=16)
def captions(text: str) -> tuple[Caption, ...]:
    """Where each caption begins, and its label as printed; a sentence that goes on with `Table 1` is none."""
    return tuple(
        (match.start("label"), match["label"]) for match in _CAPTION.finditer(text) if not _goes_on(text, match)
    )


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the line before a label is one of a sentence that is not at its end."""
    if match["marks"].strip():
        return False
    before = text[: match.start()].rpartition("\n")[0].rpartition("\n")[2]
    return (
        bool(before.strip())
        and "\t" not in before
        and not before.rstrip().endswith((".", ":", ";", ")", "!", "?", "|"))
    )


def find_grid(text: str, region: Span) -> Grid | None:
    """The tab-separated lines of a region, with those of its continuations; None where it has none."""
    return _joined_grid(text, captions(text), region)


def _joined_grid(text: str, captions: Sequence[Caption], region: Span) -> Grid | None:
    name = next((label for start, label in captions if start == region.start), "")
    starts = [start for start, label in captions if region.start <= start < region.end and label == name]
    starts = starts or [region.start]
    found = [_grid(text, Span(start, end)) for start, end in zip(starts, [*starts[1:], region.end], strict=True)]
    grids = [one for one in found if one is not None]
    if not grids:
        return None
    rows = [row for grid in grids for row in grid.rows]
    return Grid(grids[0].heads, tuple(rows), Span(grids[0].span.start, grids[-1].span.end))


def _grid(text: str, region: Span) -> Grid | None:
    """The first run of tab-separated lines of a region."""
    rows: list[tuple[GridCell, ...]] = []
    begun = region.start
    at = region.start
    for line in region.of(text).split("\n"):
        bare = line.rstrip("\r")
        if "\t" in bare:
            if not rows:
                begun = at
            rows.append(_cells(bare, at))
        elif rows and bare.strip():
            # a heading inside the table stands alone on its line; two such lines end it
            following = text[at + len(line) + 1 : region.end].split("\n", 1)[0]
            if "\t" not in following:
                break
            left = at + len(bare) - len(bare.lstrip())
            rows.append((GridCell(bare.strip(), Span(left, left + len(bare.strip()))),))
        at += len(line) + 1
    if not rows:
        return None
    two = len(rows) > 2 and not (rows[0][0].text and rows[1][0].text) and _is_head(rows[1])
    heads = 2 if two else 1
    return Grid(tuple(rows[:heads]), tuple(rows[heads:]), Span(begun, rows[-1][-1].span.end))


def _cells(line: str, start: int) -> tuple[GridCell, ...]:
    cells = []
    at = start
    for piece in line.split("\t"):
        stripped = piece.strip()
        left = at if stripped == piece else at + len(piece) - len(piece.lstrip())
        cells.append(GridCell(stripped, Span(left, left + len(stripped)) if stripped else Span(at, at)))
        at += len(piece) + 1
    return tuple(cells)


def _is_head(row: tuple[GridCell, ...]) -> bool:
    """Whether a second row is one of heads: no cell but words."""
    return not any(cell.text[:1].isdigit() for cell in row[1:])
