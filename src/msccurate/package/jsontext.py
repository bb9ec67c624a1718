"""The package as one JSON file: a list of maps per table, numbers with the decimals that were printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import TableSchema

FILE = "evidence.json"


def write(export: Export, target: Target) -> None:
    """One JSON file; blanks are left out, `10.0` stays `10.0`."""
    target.add(FILE, _pieces(export))


def _pieces(export: Export) -> Iterator[bytes]:
    start = "{"
    for schema in export.shipped:
        yield f"{start}\n  {json.dumps(schema.name)}: [".encode()
        start, between = ",", ""
        for frame in export.tables.frames(schema.name):
            rows = ",".join(f"\n    {_row(row, schema)}" for row in frame.iter_rows(named=True))
            if rows:
                yield (between + rows).encode()
                between = ","
        yield b"\n  ]" if between else b"]"
    yield b"\n}\n"


def _row(row: Mapping[str, Any], schema: TableSchema) -> str:
    cells = ((one, row[one.name]) for one in schema.fields)
    said = (f"{json.dumps(one.name)}: {_literal(one.type, value)}" for one, value in cells if value is not None)
    return "{" + ", ".join(said) + "}"


def _literal(type: str, value: Any) -> str:
    text = text_of(value)
    return text if type in ("integer", "number", "boolean") else json.dumps(text, ensure_ascii=False)
