"""The package as Parquet files, one a table, with typed columns."""

from __future__ import annotations

import io

from msccurate.package.export import Export
from msccurate.tables.schema import frame


def files(export: Export) -> dict[str, bytes]:
    """A Parquet file per table, compressed by zstd, rows in the order of the primary key."""
    made = {}
    for schema in export.shipped:
        target = io.BytesIO()
        table = frame(schema, export.tables.get(schema.name, ()))
        table.sort(schema.primary_key or schema.names).write_parquet(target, compression="zstd", statistics=True)
        made[f"{schema.name}.parquet"] = target.getvalue()
    return made
