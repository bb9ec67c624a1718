"""The package as one DuckDB database, with its primary and foreign keys."""

from __future__ import annotations

from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.sql import create_table, quoted, refers_to_itself, rows
from msccurate.tables.frames import numbered
from msccurate.tables.parts import write_part

FILE = "evidence.duckdb"
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def write(export: Export, target: Target) -> None:
    """One database. Two runs hold the same, but not the same bytes: DuckDB writes what it likes into its blocks."""
    import duckdb

    known = {one.name for one in export.shipped}
    try:
        with TemporaryDirectory(dir=target.folder) as folder, duckdb.connect(str(target.folder / FILE)) as database:
            for schema in export.shipped:
                database.execute(create_table(schema, TYPES, known))
                for frame in export.tables.frames(schema.name):
                    if refers_to_itself(schema):  # row by row, parents first
                        places = ", ".join("?" * len(schema.fields))
                        for row in rows(schema, frame):
                            database.execute(f"INSERT INTO {quoted(schema.name)} VALUES ({places})", list(row))
                        continue
                    part = Path(folder) / "part.parquet"
                    write_part(numbered(schema, frame).frame, part)
                    database.execute(
                        f"INSERT INTO {quoted(schema.name)} SELECT * FROM read_parquet(?)", [escape(str(part))]
                    )
    except duckdb.IOException as error:
        raise PackageError(f"{FILE} cannot be written: {error}") from None
    target.adopt(FILE)
