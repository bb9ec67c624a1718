"""The tables for readers of CSV on the Web: csv-metadata.json."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from msccurate.package.csvtext import DIALECT
from msccurate.package.metadata import PackageMetadata
from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import Field, TableSchema

FILE = "csv-metadata.json"
#: Bounds of Table Schema -> of CSVW.
_BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
    "minLength": "minLength",
    "maxLength": "maxLength",
}


def page(metadata: PackageMetadata, schemas: Sequence[TableSchema]) -> str:
    """The metadata of a group of tables, with the types, keys and patterns of their Table Schemas.

    CSVW has no closed lists of values: such a list is a pattern here. Keys that may be blank are left out, as strict
    readers call a blank an error.
    """
    described = {
        "dc:title": metadata.title,
        "dc:description": metadata.description,
        "dc:license": {"@id": metadata.licenses[0].path} if metadata.licenses and metadata.licenses[0].path else "",
        "dc:issued": metadata.released,
    }
    known = {one.name for one in schemas}
    group = {
        "@context": "http://www.w3.org/ns/csvw",
        **{key: value for key, value in described.items() if value},
        "dialect": {
            "delimiter": DIALECT["delimiter"],
            "quoteChar": DIALECT["quoteChar"],
            "doubleQuote": DIALECT["doubleQuote"],
            "header": True,
            "encoding": "utf-8",
            "lineTerminators": [DIALECT["lineTerminator"]],
        },
        "tables": [_table(one, known) for one in schemas],
    }
    return json.dumps(group, ensure_ascii=False, indent=2) + "\n"


def _table(schema: TableSchema, known: set[str]) -> dict[str, Any]:
    required = {one.name for one in schema.fields if one.required}
    keys = [
        {
            "columnReference": list(key.fields),
            "reference": {"resource": f"{key.table}.csv", "columnReference": list(key.reference)},
        }
        for key in schema.foreign_keys
        if key.table in known and required.issuperset(key.fields)
    ]
    columns = {"columns": [_column(one) for one in schema.fields]}
    primary = {"primaryKey": list(schema.primary_key)} if schema.primary_key else {}
    return {
        "url": f"{schema.name}.csv",
        "dc:title": schema.title,
        "dc:description": schema.description,
        "tableSchema": {**columns, **primary, **({"foreignKeys": keys} if keys else {})},
    }


def _column(field: Field) -> dict[str, Any]:
    said = {
        "name": field.name,
        "titles": field.name,
        "dc:title": field.title,
        "dc:description": field.description,
        "schema:unitCode": field.unit,
        "datatype": _datatype(field),
    }
    return {**{key: value for key, value in said.items() if value}, **({"required": True} if field.required else {})}


def _datatype(field: Field) -> dict[str, Any] | str:
    limits = {
        theirs: bound if isinstance(bound, int | float) else text_of(bound)
        for ours, theirs in _BOUNDS.items()
        if (bound := field.constraints.get(ours)) is not None
    }
    allowed = "|".join(re.escape(text_of(one)) for one in field.constraints.get("enum", ()))
    pattern = allowed or field.constraints.get("pattern", "")
    if field.type == "boolean":
        pattern = "true|false"
    elif field.type != "string":
        pattern = ""
    if not limits and not pattern:
        return field.type
    return {"base": field.type, **({"format": pattern} if pattern else {}), **limits}
