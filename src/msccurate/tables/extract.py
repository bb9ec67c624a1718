"""Some columns of all documents' tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msccurate.tables.tableschema import Rows

if TYPE_CHECKING:
    import polars

    from msccurate.codebook import Codebook


@dataclass(frozen=True)
class Extract:
    """What a corpus rule that says what it reads is given."""

    root: Path
    columns: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Rows]

    @cached_property
    def codebook(self) -> Codebook:
        """The project's codebook, read when somebody asks: it takes longer than most rules."""
        from msccurate.codebook import load

        return load(self.root).codebook

    def frame(self, table: str) -> polars.DataFrame:
        """The columns of one table as a polars frame."""
        from msccurate.tables.schema import frame, load_schemas

        return frame(load_schemas(self.root)[table], self.tables[table]).select(self.columns[table])
