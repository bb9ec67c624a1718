"""The second opinion: frictionless on the tables that are shipped, in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import SHIPPED, ForeignKey, Rows, TableSchema
from msccurate.tables.violations import Violation, gathered, violation, violation_of_table

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


def shipped(tables: Mapping[str, Rows]) -> int:
    """How many rows the tables have that the package ships."""
    return sum(len(tables.get(name, ())) for name in SHIPPED)


def skipped(rows: int, limit_rows: int | None = LIMIT_ROWS) -> str:
    """Why frictionless is not asked of so many rows, in words for the report; empty where it is."""
    if limit_rows is None or rows <= limit_rows:
        return ""
    return f"frictionless was not asked: the tables have {rows} rows, more than {limit_rows}; it checks the package"


def frictionless_violations(
    tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema], limit_rows: int | None = LIMIT_ROWS
) -> list[Violation]:
    """What frictionless rejects in the tables that are shipped; nothing where there are more rows than the limit.

    Nothing is read from disk or network: cells are passed as the texts that a CSV file would have, and the only
    address is the name of the standard's version.
    """
    given = {name: tables[name] for name in SHIPPED if name in tables and name in schemas}
    if not any(given.values()) or skipped(shipped(given), limit_rows):
        return []
    import frictionless

    resources = [_resource(schemas[name], rows, given) for name, rows in given.items() if rows]
    keys = {(key.table, key.reference) for name in given for key in _keys(schemas[name], given)}
    resources += [_key_resource(schemas[table], names, given[table]) for table, names in sorted(keys)]
    package = frictionless.Package.from_descriptor({"$schema": PROFILE, "name": "tables", "resources": resources})
    # one by one: the package's own description, and tables that hold only keys, need no second look
    reports = [package.get_resource(name).validate(limit_errors=LIMIT_ERRORS) for name, rows in given.items() if rows]
    return gathered(one for report in reports for one in _violations(report, given, schemas))


def _keys(schema: TableSchema, given: Mapping[str, Rows]) -> list[ForeignKey]:
    return [key for key in schema.foreign_keys if key.table in given and not key.optional]


def _resource(schema: TableSchema, rows: Rows, given: Mapping[str, Rows]) -> dict[str, Any]:
    """A table for frictionless, without columns that are wholly blank and may be: they cannot be wrong."""
    keys = _keys(schema, given)
    named = {*schema.primary_key, *(name for key in keys for name in key.fields)}
    columns = [
        one.name
        for one in schema.fields
        if one.required or one.name in named or any(row.get(one.name) is not None for row in rows)
    ]
    described: dict[str, Any] = {"fields": _fields(schema, columns), "missingValues": [""]}
    if schema.primary_key:
        described["primaryKey"] = list(schema.primary_key)
    if keys:
        described["foreignKeys"] = [
            {
                "fields": list(key.fields),
                "reference": {"resource": _key_name(key.table, key.reference), "fields": list(key.reference)},
            }
            for key in keys
        ]
    cells = _Cells([columns, *([text_of(row.get(name)) for name in columns] for row in rows)])
    return {"name": schema.name, "data": cells, "schema": described}


def _key_resource(schema: TableSchema, names: tuple[str, ...], rows: Rows) -> dict[str, Any]:
    """Only the columns that foreign keys refer to: frictionless copies and reads all of a table for each of them."""
    found = dict.fromkeys(tuple(text_of(row.get(name)) for name in names) for row in rows)
    fields = [{"name": one["name"], "type": one["type"]} for one in _fields(schema, list(names))]
    cells = _Cells([list(names), *(list(one) for one in found if any(one))])
    return {"name": _key_name(schema.name, names), "data": cells, "schema": {"fields": fields, "missingValues": [""]}}


def _key_name(table: str, names: tuple[str, ...]) -> str:
    return ".".join((table, *names))


def _fields(schema: TableSchema, columns: list[str]) -> list[dict[str, Any]]:
    stated = {one["name"]: one for one in schema.descriptor["fields"]}
    told = ("name", "type", "constraints")
    return [{"type": "string", **{key: stated[name][key] for key in told if key in stated[name]}} for name in columns]


def _violations(report: Any, given: Mapping[str, Rows], schemas: Mapping[str, TableSchema]) -> Iterator[Violation]:
    for error in report.errors:
        yield _of_table("tables", f"frictionless: {error.message}")
    for task in report.tasks:
        if task.name not in given:
            continue
        schema, rows = schemas[task.name], given[task.name]
        for error in task.errors:
            row = getattr(error, "row_number", None)
            if row is None:
                yield _of_table(task.name, f"frictionless: {error.message}")
            else:
                constraint = _NAMES.get(error.type) or _named(error.note)
                yield violation(schema, rows, row - 2, _column(error), constraint, "frictionless")
        if len(task.errors) >= LIMIT_ERRORS:
            yield _of_table(task.name, f"`{task.name}` has {LIMIT_ERRORS} errors or more; frictionless stopped there")


def _of_table(table: str, words: str) -> Violation:
    return replace(violation_of_table(table, words), engine="frictionless")


def _named(note: str) -> str:
    said = _CONSTRAINT.search(note)
    return said[1] if said else note


def _column(error: Any) -> str:
    if error.type == "foreign-key":
        return ", ".join(error.field_names)
    return "" if error.type == "primary-key" else getattr(error, "field_name", "")
