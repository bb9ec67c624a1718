"""Tables in parts, each with the rows of some documents: more rows than memory holds, one part at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msccurate.tables.frames import dtypes, printed
from msccurate.tables.tableschema import Rows, TableSchema

if TYPE_CHECKING:
    import polars

    #: A part of a table: a Parquet file, or a frame at hand. Numbers are the texts that were printed.
    Part = Path | polars.DataFrame


@dataclass(frozen=True)
class Parts:
    """Tables by name, each in parts that have no document in common and follow each other by the documents' names.

    `misfits` are words about values that were not of their column's type, and are blank in it.
    """

    schemas: Mapping[str, TableSchema]
    found: Mapping[str, Sequence[Part]]
    misfits: tuple[str, ...] = ()

    @classmethod
    def of(cls, tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema]) -> Parts:
        """Tables whose rows are at hand, each in one part."""
        known = {name: rows for name, rows in tables.items() if name in schemas}
        return cls(schemas, {name: [printed(schemas[name], rows).frame] for name, rows in known.items()})

    def frames(self, table: str, columns: Sequence[str] | None = None) -> Iterator[polars.DataFrame]:
        """A table part by part, or some of its columns."""
        return (self.frame(table, part, columns) for part in range(len(self.found.get(table, ()))))

    def frame(self, table: str, part: int, columns: Sequence[str] | None = None) -> polars.DataFrame:
        """One part of a table."""
        import polars

        one = self.found[table][part]
        if isinstance(one, Path):
            return polars.read_parquet(one, glob=False, columns=None if columns is None else list(columns))
        return one if columns is None else one.select(columns)

    def lazy(self, table: str) -> list[polars.LazyFrame]:
        """The parts of a table, not read yet."""
        import polars

        return [
            polars.scan_parquet(one, glob=False) if isinstance(one, Path) else one.lazy()
            for one in self.found.get(table, ())
        ]

    def whole(self, table: str, columns: Sequence[str] | None = None) -> polars.DataFrame:
        """All parts of a table together: for some columns, or for a table that is known to be small."""
        import polars

        types = {**dtypes(), "number": polars.String}
        schema = {one.name: types[one.type] for one in self.schemas[table].fields}
        empty = polars.DataFrame(schema={name: schema[name] for name in columns or schema})
        return polars.concat([empty, *self.frames(table, columns)])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table that is known to be small, numbers as texts."""
        return self.whole(table).to_dicts()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        import polars

        return sum(int(one.select(polars.len()).collect().item()) for one in self.lazy(table))


def write_part(frame: polars.DataFrame, path: Path) -> None:
    """Write a part of a table as a Parquet file. Raises OSError where that cannot be done, as polars would not."""
    content = io.BytesIO()
    frame.write_parquet(content)
    path.write_bytes(content.getvalue())
