"""Rows -> CSV: UTF-8, commas, line feeds, raw values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import Rows, TableSchema

#: The dialect that `csv_bytes` writes, said outright: a reader that guesses may guess wrong.
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}

_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


def csv_bytes(schema: TableSchema, rows: Rows) -> bytes:
    """A table as a CSV file, in the order of its primary key.

    Numbers keep the decimals they were printed with; nothing is escaped for spreadsheets (a leading minus is a
    number), texts that a spreadsheet would run are rejected before.
    """
    key = schema.primary_key or schema.names
    lines = [",".join(schema.names)]
    lines += [
        ",".join(_quoted(_text(row, one.name, one.type)) for one in schema.fields)
        for row in sorted(rows, key=_order(key))
    ]
    return ("\n".join(lines) + "\n").encode()


def _order(key: tuple[str, ...]) -> Any:
    def order(row: Mapping[str, Any]) -> list[tuple[bool, float, str]]:
        values = (row.get(name) for name in key)
        return [(value is not None, value if isinstance(value, int) else 0, text_of(value)) for value in values]

    return order


def _text(row: Mapping[str, Any], name: str, type: str) -> str:
    value = row.get(name)
    if type == "integer" and value is not None and not isinstance(value, (str, bool, float)):
        return str(int(value))
    return text_of(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
