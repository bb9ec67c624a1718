"""Every format, read back by a reader that is not ours, and compared value by value with the tables."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from msccurate.package import FORMATS, Export, PackageError
from msccurate.tables.lexical import text_of, typed
from tests.package.made import export_of, files, reviewed_export
from tests.tables.study import schemas, study

ROOT = Path(__file__).parents[2]


def made_up() -> Export:
    """A study with everything that is hard: quotes, line breaks, trailing zeros, blanks."""
    tables = study()
    tables["documents"][0]["journal"] = "=SUM(A1)"
    tables["measurements"][0]["n"] = Decimal("3E+1")
    return export_of(tables, schemas())


@cache
def this_repository() -> Export:
    return reviewed_export(ROOT)


EXPORTS: dict[str, Callable[[], Export]] = {"made up": made_up, "this repository": this_repository}


@pytest.fixture(params=EXPORTS)
def export(request: pytest.FixtureRequest) -> Export:
    return EXPORTS[request.param]()


def rows(export: Export, table: str) -> list[tuple[Any, ...]]:
    """A table's rows as typed values, in any order."""
    fields = export.schemas[table].fields
    return _sorted([tuple(typed(one.type, row.get(one.name)) for one in fields) for row in export.tables.rows(table)])


def _sorted(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(found, key=lambda row: [(value is None, str(value)) for value in row])


def test_parquet_is_read_by_polars(export: Export) -> None:
    import polars

    made = files(export, "parquet")
    for one in export.shipped:
        table = polars.read_parquet(io.BytesIO(made[f"{one.name}.parquet"]))
        assert tuple(table.columns) == one.names
        assert _sorted(table.rows()) == rows(export, one.name)


def test_sqlite_is_read_by_sqlite(export: Export, tmp_path: Path) -> None:
    (tmp_path / "evidence.sqlite").write_bytes(files(export, "sqlite")["evidence.sqlite"])
    database = sqlite3.connect(tmp_path / "evidence.sqlite")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for one in export.shipped:
        found = database.execute(f'SELECT * FROM "{one.name}"').fetchall()
        expected = [
            tuple(str(value) if isinstance(value, date) else value for value in row) for row in rows(export, one.name)
        ]
        assert _sorted(found) == _sorted(expected)
    names = {row[2] for row in database.execute("PRAGMA foreign_key_list(findings)")}
    assert names == {"adjudications", "measurements"}


def test_sqlite_refuses_a_row_that_refers_to_nothing() -> None:
    tables = study()
    tables["sources"][0]["document"] = "ghost"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        files(export_of(tables, schemas()), "sqlite")


def test_duckdb_is_read_by_duckdb(export: Export, tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "evidence.duckdb").write_bytes(files(export, "duckdb")["evidence.duckdb"])
    with duckdb.connect(str(tmp_path / "evidence.duckdb"), read_only=True) as database:
        for one in export.shipped:
            assert _sorted(database.execute(f'SELECT * FROM "{one.name}"').fetchall()) == rows(export, one.name)
        kinds = database.execute("SELECT DISTINCT constraint_type FROM duckdb_constraints()").fetchall()
        assert {"PRIMARY KEY", "FOREIGN KEY"} <= {kind for (kind,) in kinds}


def test_the_workbook_is_read_by_openpyxl(export: Export) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(files(export, "xlsx")["evidence.xlsx"]))
    assert book.sheetnames == [one.name for one in export.shipped]
    for one in export.shipped:
        header, *found = book[one.name].iter_rows()
        assert [cell.value.partition(" (")[0] for cell in header] == list(one.names)
        assert book[one.name].freeze_panes == f"{'ABCDEFGH'[len(one.primary_key)]}2"
        values = [
            tuple(_plain(cell.value) for cell in row) for row in found if any(cell.value is not None for cell in row)
        ]
        assert _sorted(values) == rows(export, one.name)


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def test_the_workbook_shows_printed_decimals_and_runs_nothing() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(files(made_up(), "xlsx")["evidence.xlsx"]))
    measurements = book["measurements"]
    columns = {cell.value.partition(" (")[0]: cell.column for cell in measurements[1]}
    mean = measurements.cell(2, columns["mean"])
    assert (mean.value, mean.number_format) == (70.1, "0.00")
    documents = book["documents"]
    journal = next(cell for cell in documents[2] if cell.value == "=SUM(A1)")
    assert (journal.data_type, journal.quotePrefix) == ("s", True)


def test_json_keeps_the_decimals(export: Export) -> None:
    found = json.loads(files(export, "json")["evidence.json"], parse_float=Decimal)
    for one in export.shipped:
        expected = [
            {field.name: _said(field.type, row[field.name]) for field in one.fields if row.get(field.name) is not None}
            for row in export.tables.rows(one.name)
        ]
        assert [{name: text_of(value) for name, value in row.items()} for row in found[one.name]] == expected


def _said(type: str, value: Any) -> str:
    return text_of(int(value) if type == "integer" else value)


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "duckdb"])
def test_two_exports_are_the_same_bytes(format: str) -> None:
    assert files(this_repository(), format) == files(this_repository(), format)


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(PackageError, match=r"pip install 'msccurate\[xlsx\]'"):
        files(made_up(), "xlsx")
