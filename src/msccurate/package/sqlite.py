"""The package as one SQLite database, with its primary and foreign keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.sql import create_table, quoted, rows

FILE = "evidence.sqlite"
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}


def write(export: Export, target: Target) -> None:
    """One database; dates are ISO texts and truth values 0 and 1, as SQLite has no types for them."""
    known = {one.name for one in export.shipped}
    try:
        with closing(sqlite3.connect(target.folder / FILE, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # what fails half way is thrown away as a whole
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("BEGIN")
            for schema in export.shipped:
                database.execute(create_table(schema, TYPES, known))
                places = ", ".join("?" * len(schema.fields))
                for frame in export.tables.frames(schema.name):
                    values = (
                        [str(one) if isinstance(one, date) else one for one in row] for row in rows(schema, frame)
                    )
                    database.executemany(f"INSERT INTO {quoted(schema.name)} VALUES ({places})", values)
            database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise PackageError(f"{FILE} cannot be written: {error}") from None
    target.adopt(FILE)
