"""Cells of a table: on the row of its label, and in its column where the source has columns."""

from __future__ import annotations

from collections.abc import Sequence

from msccurate.sources.anchors import SoughtRow, TableFound
from msccurate.sources.document import Source
from msccurate.sources.ingrid import locate_in_grid
from msccurate.sources.inrows import locate_in_rows
from msccurate.sources.regions import find_grid, find_region
from msccurate.text import folds_to


def locate_in_table(
    source: Source, label: str, rows: Sequence[SoughtRow], other_names: Sequence[str] = ()
) -> TableFound:
    """Anchors of all cells of a table's rows. `other_names` are names of rows that the table may hold beside."""
    wanted = folds_to(label)
    known = next((one for one in source.captioned if folds_to(one.label) == wanted), None)
    region = known.region if known else find_region(source.text, label)
    if region is None:
        return TableFound(None)
    grid = known.grid if known else find_grid(source.text, region)
    if grid is not None:
        return TableFound(region, locate_in_grid(source, grid, rows, other_names))
    return TableFound(region, locate_in_rows(source, region, rows, other_names))
