"""Regions of tables and figures, and the tab-separated grids inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msccurate.text import Span, fold

_CAPTION = re.compile(
    r"^[ \t\x0b\x0c*#_|]*(?P<label>(?:Supplementary\s+|Extended\s+Data\s+)?(?:Table|Figure|Fig\.|Box)\s*S?\d+[A-Za-z]?)"
    r"(?=\**\s*(?:[.:|*]|$|[A-Z(]|\**$))",
    re.MULTILINE,
)
_LOOSE = re.compile(r"(?P<label>(?:Table|Figure)\s*S?\d+)\s+(?=[A-Z][a-z]+ [a-z]+)")


@dataclass(frozen=True, slots=True)
class GridCell:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A tab-separated table: heads (one or two rows), then rows; every row begins with its label."""

    heads: tuple[tuple[GridCell, ...], ...]
    rows: tuple[tuple[GridCell, ...], ...]
    span: Span


def find_region(text: str, label: str) -> Span | None:
    """From the caption that begins with `label` to the next caption of another table or figure."""
    wanted = fold(label).text
    captions = [(match.start("label"), fold(match["label"]).text) for match in _CAPTION.finditer(text)]
    starts = [start for start, name in captions if name == wanted]
    if not starts:
        loose = [match.start() for match in _LOOSE.finditer(text) if fold(match["label"]).text == wanted]
        if not loose:
            return None
        return Span(loose[-1], next((start for start, _ in captions if start > loose[-1]), len(text)))
    end = next((start for start, name in captions if start > starts[0] and name != wanted), len(text))
    return Span(starts[0], end)


def captions(text: str) -> list[tuple[int, str]]:
    """Where each caption begins, and its label as printed."""
    return [(match.start("label"), match["label"]) for match in _CAPTION.finditer(text)]


def find_grid(text: str, region: Span) -> Grid | None:
    """The first run of tab-separated lines of a region; None where it has none."""
    rows: list[tuple[GridCell, ...]] = []
    begun = region.start
    at = region.start
    for line in region.of(text).splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if "\t" in bare:
            if not rows:
                begun = at
            rows.append(_cells(bare, at))
        elif rows and bare.strip():
            # a heading inside the table stands alone on its line; two such lines end it
            following = text[at + len(line) : region.end].split("\n", 1)[0]
            if "\t" not in following:
                break
            rows.append((GridCell(bare.strip(), Span(at, at + len(bare))),))
        at += len(line)
    if not rows:
        return None
    heads = 2 if len(rows) > 2 and not rows[0][0].text and _is_head(rows[1]) else 1
    return Grid(tuple(rows[:heads]), tuple(rows[heads:]), Span(begun, rows[-1][-1].span.end))


def _cells(line: str, start: int) -> tuple[GridCell, ...]:
    cells = []
    at = start
    for piece in line.split("\t"):
        left = at + len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        cells.append(GridCell(stripped, Span(left, left + len(stripped)) if stripped else Span(at, at)))
        at += len(piece) + 1
    return tuple(cells)


def _is_head(row: tuple[GridCell, ...]) -> bool:
    """Whether a second row is one of heads: no cell but words."""
    return not any(cell.text[:1].isdigit() for cell in row[1:])
