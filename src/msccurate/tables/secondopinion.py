"""The second opinion: frictionless on the tables that are shipped, in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import SHIPPED, Rows, TableSchema
from msccurate.tables.violations import Violation, gathered, violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: frictionless reads about 17,000 wide rows a second: above this many it only sees the exported package.
LIMIT_ROWS = 100_000

#: frictionless stops reading a table at so many errors (its own default is 1,000, and it stops without a word).
LIMIT_ERRORS = 10_000

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_CONSTRAINT = re.compile(r'constraint "(\w+)"')
_NAMES = {
    "type-error": "type",
    "unique-error": "unique",
    "primary-key": "primaryKey",
    "foreign-key": "foreignKey",
}


class _Cells(list[list[str]]):
    """Cells that are never copied: frictionless copies the data of a resource several times over."""

    def __deepcopy__(self, memo: object) -> _Cells:
        return self


def skipped(tables: Mapping[str, Rows]) -> str:
    """Why frictionless is not asked, in words for the report; empty where it is."""
    rows = sum(len(tables.get(name, ())) for name in SHIPPED)
    if rows <= LIMIT_ROWS:
        return ""
    return f"frictionless was not asked: the tables have {rows} rows, more than {LIMIT_ROWS}; it checks the exported package"


def frictionless_violations(tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema]) -> list[Violation]:
    """What frictionless rejects in the tables that are shipped; nothing where there are too many rows to ask.

    Nothing is read from disk or network: cells are passed as the texts that a CSV file would have, and the only
    address is the name of the standard's version.
    """
    given = {name: tables[name] for name in SHIPPED if name in tables and name in schemas}
    if skipped(given):
        return []
    import frictionless

    columns = {name: _columns(schemas[name], rows) for name, rows in given.items()}
    resources = [
        {
            "name": name,
            "data": _cells(columns[name], rows),
            "schema": _schema(schemas[name], columns[name], given),
        }
        for name, rows in given.items()
        if rows or _referred(name, schemas, given)
    ]
    if not any(given.values()):
        return []
    package = frictionless.Package.from_descriptor({"$schema": PROFILE, "name": "tables", "resources": resources})
    report = package.validate(limit_errors=LIMIT_ERRORS)
    return gathered(_violations(report, given, schemas))


def _referred(name: str, schemas: Mapping[str, TableSchema], given: Mapping[str, Rows]) -> bool:
    return any(key.table == name for other in given if other in schemas for key in schemas[other].foreign_keys)


def _columns(schema: TableSchema, rows: Rows) -> list[str]:
    """The columns that frictionless must see: a wholly blank one that may be blank cannot be wrong."""
    keys = {*schema.primary_key, *(name for key in schema.foreign_keys for name in key.fields)}
    return [
        one.name
        for one in schema.fields
        if one.required or one.name in keys or any(row.get(one.name) is not None for row in rows)
    ]


def _cells(columns: list[str], rows: Rows) -> _Cells:
    return _Cells([columns, *([text_of(row.get(name)) for name in columns] for row in rows)])


def _schema(schema: TableSchema, columns: list[str], given: Mapping[str, Rows]) -> dict[str, Any]:
    stated = schema.descriptor
    fields = [
        {key: one[key] for key in ("name", "type", "constraints") if key in one}
        for one in stated["fields"]
        if one["name"] in columns
    ]
    keys = [key for key in stated.get("foreignKeys", ()) if key["reference"]["resource"] in given]
    described: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if schema.primary_key:
        described["primaryKey"] = list(schema.primary_key)
    if keys:
        described["foreignKeys"] = [
            {
                "fields": list(key["fields"]),
                "reference": {"resource": key["reference"]["resource"], "fields": list(key["reference"]["fields"])},
            }
            for key in keys
        ]
    return described


def _violations(report: Any, given: Mapping[str, Rows], schemas: Mapping[str, TableSchema]) -> Iterator[Violation]:
    for error in report.errors:
        yield Violation("", -1, (), "", "schema", "", f"frictionless: {error.message}", engine="frictionless")
    for task in report.tasks:
        schema, rows = schemas[task.name], given[task.name]
        for error in task.errors:
            row = getattr(error, "row_number", None)
            constraint = _NAMES.get(error.type) or _named(error.note)
            if row is None:
                words = f"frictionless: {error.message}"
                yield Violation(task.name, -1, (), "", "schema", "", words, engine="frictionless")
            else:
                yield violation(schema, rows, row - 2, _column(error), constraint, "frictionless")
        if len(task.errors) >= LIMIT_ERRORS:
            words = f"`{task.name}` has {LIMIT_ERRORS} errors or more; frictionless stopped there"
            yield Violation(task.name, -1, (), "", "schema", "", words, engine="frictionless")


def _named(note: str) -> str:
    said = _CONSTRAINT.search(note)
    return said[1] if said else note


def _column(error: Any) -> str:
    if error.type == "foreign-key":
        return ", ".join(error.field_names)
    return "" if error.type == "primary-key" else getattr(error, "field_name", "")
