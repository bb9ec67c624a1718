"""Dates at the heads of columns, against the heads that the document prints: a part of SRC06."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place
from msccurate.notation import renderings
from msccurate.rules.registry import Draft, found
from msccurate.sources import Source, find_any
from msccurate.sources.regions import Grid, GridCell, find_grid
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.spec import Block, HeadText
    from msccurate.tables import Document


def heads_not_printed(document: Document) -> Iterator[Draft]:
    """A finding for every column whose date is none that its table prints, though it prints those of most others."""
    for block in document.spec.blocks:
        id, region = document.regions.get(block.id, ("", Span(0, 0)))
        source = document.sources.get(id)
        if source is None or block.label is None:
            continue
        dated = [(index, column) for index, column in enumerate(block.columns) if _spellings(column)]
        if not dated:
            continue
        known = next((one for one in source.captioned if one.region == region), None)
        grid = known.grid if known else find_grid(source.text, region)
        missing = [(index, column) for index, column in dated if not _printed(source, grid, region, column)]
        if missing and 2 * len(missing) < len(dated):
            for index, column in missing:
                yield _draft(source, block, column, _there(grid, index))


def _spellings(column: HeadText) -> tuple[str, ...]:
    return tuple(name for word in column.head.words if word.text[:1].isdigit() for name in renderings(word.text))


def _printed(source: Source, grid: Grid | None, region: Span, column: HeadText) -> bool:
    places = [cell.span for line in grid.heads for cell in line if cell.text] if grid else [region]
    whole = Span(min(one.start for one in places), max(one.end for one in places)) if places else region
    found = (one.span for one in find_any(source, _spellings(column), whole))
    return any(span.within(place) for span in found for place in places)


def _there(grid: Grid | None, index: int) -> GridCell | None:
    """What the document prints at the head of the column in this place."""
    if grid is None or index + 1 >= len(grid.heads[-1]):
        return None
    return grid.heads[-1][index + 1]


def _draft(source: Source, block: Block, column: HeadText, there: GridCell | None) -> Draft:
    words = " ".join(word.text for word in column.head.words)
    label = block.label.text if block.label else block.id
    shown = there is not None and bool(there.text)
    return found(
        Label(
            f"{block.id}.columns",
            "",
            words,
            source=Place(source.path, there.span) if there is not None and shown else None,
        ),
        f"no column of {label} is headed {words}"
        + (f": in its place the document prints `{there.text}`" if there is not None and shown else ""),
        help="compare the heads of the columns with the document",
        differs=True,
    )
