"""Table Schemas, and what is made of them: frames and pandera schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msccurate.tables.frames import frame
from msccurate.tables.schemafiles import SchemaProblem, Schemas, load_schemas
from msccurate.tables.schemareading import read_schema
from msccurate.tables.tableschema import SHIPPED, TABLES, Field, ForeignKey, TableSchema

if TYPE_CHECKING:
    import pandera.polars

__all__ = [
    "SHIPPED",
    "TABLES",
    "Field",
    "ForeignKey",
    "SchemaProblem",
    "Schemas",
    "TableSchema",
    "frame",
    "load_schemas",
    "pandera_schema",
    "read_schema",
]


def pandera_schema(schema: TableSchema) -> pandera.polars.DataFrameSchema:
    """The pandera schema that a Table Schema compiles to; for frames made by `frame`."""
    from msccurate.tables.compiled import pandera_schema as compile

    return compile(schema)
