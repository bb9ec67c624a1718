"""The package as Parquet files, one a table, with typed columns."""

from __future__ import annotations

from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.tables.frames import as_numbers, frame

#: Said outright, so that the bytes do not depend on how many processors there are.
ROWS_OF_A_GROUP = 100_000


def write(export: Export, target: Target) -> None:
    """A Parquet file per table, compressed by zstd, rows in the order of the primary key."""
    import polars

    for schema in export.shipped:
        name, key = f"{schema.name}.parquet", schema.primary_key or schema.names
        parts = [one.with_columns(as_numbers(schema)).sort(key) for one in export.tables.lazy(schema.name)]
        try:
            polars.concat([frame(schema, ()).lazy(), *parts]).sink_parquet(
                target.folder / name,
                compression="zstd",
                statistics=True,
                row_group_size=ROWS_OF_A_GROUP,
                maintain_order=True,
            )
        except polars.exceptions.ComputeError as error:  # a full disk, in words of its own
            raise PackageError(f"{name} cannot be written: {error}") from None
        target.adopt(name)
