"""The package as one JSON file: a list of maps per table, numbers with the decimals that were printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msccurate.package.export import Export
from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import TableSchema

FILE = "evidence.json"


def files(export: Export) -> dict[str, bytes]:
    """One JSON file; blanks are left out, `10.0` stays `10.0`."""
    tables = [f"  {json.dumps(one.name)}: [{_rows(export, one)}]" for one in export.shipped]
    return {FILE: ("{\n" + ",\n".join(tables) + "\n}\n").encode()}


def _rows(export: Export, schema: TableSchema) -> str:
    lines = [_row(row, schema) for row in export.tables.get(schema.name, ())]
    return "\n    " + ",\n    ".join(lines) + "\n  " if lines else ""


def _row(row: Mapping[str, Any], schema: TableSchema) -> str:
    cells = ((one, row.get(one.name)) for one in schema.fields)
    said = (f"{json.dumps(one.name)}: {_literal(one.type, value)}" for one, value in cells if value is not None)
    return "{" + ", ".join(said) + "}"


def _literal(type: str, value: Any) -> str:
    if type in ("integer", "number", "boolean"):
        return text_of(int(value) if type == "integer" else value)
    return json.dumps(text_of(value), ensure_ascii=False)
