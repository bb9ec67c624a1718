"""The package as one DuckDB database, with its primary and foreign keys."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from msccurate.package.export import Export
from msccurate.package.sql import create_table, quoted, rows

FILE = "evidence.duckdb"
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def files(export: Export) -> dict[str, bytes]:
    """One database. Two runs hold the same, but not the same bytes: DuckDB writes what it likes into its blocks."""
    import duckdb

    from msccurate.tables.schema import frame

    known = {one.name for one in export.shipped}
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with duckdb.connect(str(path)) as database:
            for schema in export.shipped:
                database.execute(create_table(schema, TYPES, known))
                if any(key.table == schema.name for key in schema.foreign_keys):  # row by row, parents first
                    places = ", ".join("?" * len(schema.fields))
                    for row in rows(export, schema):
                        database.execute(f"INSERT INTO {quoted(schema.name)} VALUES ({places})", list(row))
                    continue
                part = Path(folder) / f"{schema.name}.parquet"
                frame(schema, export.tables.get(schema.name, ())).write_parquet(part)
                database.execute(f"INSERT INTO {quoted(schema.name)} SELECT * FROM read_parquet(?)", [str(part)])
        return {FILE: path.read_bytes()}
