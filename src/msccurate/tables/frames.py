"""Rows -> polars frames, typed by us and never coerced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any

from msccurate.tables.lexical import text_of, typed
from msccurate.tables.table import Table, columns_of
from msccurate.tables.tableschema import Field, Rows, TableSchema

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell whose value is not of its column's type."""

    row: int
    column: str
    value: object


@dataclass(frozen=True, slots=True)
class Framed:
    """A table as a frame. `misfits` are blank in it; `strangers` are columns of rows that the schema does not know."""

    frame: polars.DataFrame
    misfits: tuple[Misfit, ...]
    strangers: tuple[str, ...]


#: Python types that a column takes as they are, by Table Schema type; others are looked at cell by cell.
_PLAIN: dict[str, frozenset[type]] = {
    "string": frozenset({str}),
    "integer": frozenset({int}),
    "number": frozenset({int, float, Decimal}),
    "boolean": frozenset({bool}),
    "date": frozenset({date}),
}


def frame(schema: TableSchema, rows: Rows) -> polars.DataFrame:
    """The rows as a frame with the schema's columns, in its order; what is not of a column's type is blank."""
    return framed(schema, rows).frame


def framed(schema: TableSchema, rows: Rows) -> Framed:
    """The rows as a frame, and what did not fit into it."""
    import polars

    misfits: list[Misfit] = []
    values = columns_of(rows, schema.names)
    columns = [_column(field, values[field.name], misfits) for field in schema.fields]
    known = set(schema.names)
    shapes = [rows.columns] if isinstance(rows, Table) else dict.fromkeys(map(tuple, rows))
    strangers = {name: None for shape in shapes for name in shape if name not in known}
    return Framed(polars.DataFrame(columns), tuple(misfits), tuple(strangers))


def printed(schema: TableSchema, rows: Rows) -> Framed:
    """The same, but for its numbers: they are the texts that a CSV file has, with the decimals that were printed.

    No floating-point number knows whether `80.6` or `80.60` was printed. `numbered` reads them.
    """
    import polars

    misfits: list[Misfit] = []
    columns = []
    known = columns_of(rows, schema.names)
    for field in schema.fields:
        values = known[field.name]
        if field.type == "number":
            texts = [text_of(value) or None for value in values]
            columns.append(polars.Series(field.name, texts, dtype=polars.String))
        else:
            columns.append(_column(field, values, misfits))
    return Framed(polars.DataFrame(columns), tuple(misfits), ())


def numbered(schema: TableSchema, printed: polars.DataFrame) -> Framed:
    """A printed frame with its numbers read: the frame that `framed` makes of the same rows."""
    numbers = [field.name for field in schema.fields if field.type == "number"]
    frame = printed.with_columns(as_numbers(schema))
    misfits = [
        Misfit(row, name, printed[name][row])
        for name in numbers
        if frame[name].null_count() != printed[name].null_count()
        for row in (frame[name].is_null() & printed[name].is_not_null()).arg_true()
    ]
    return Framed(frame, tuple(misfits), ())


def as_numbers(schema: TableSchema) -> list[polars.Expr]:
    """The columns of a printed frame that hold numbers, read; what is none is blank."""
    import polars

    return [polars.col(one.name).cast(polars.Float64, strict=False) for one in schema.fields if one.type == "number"]


def dtypes() -> dict[str, Any]:
    """The polars type of each Table Schema type."""
    import polars

    return {
        "string": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
    }


def _column(field: Field, values: list[Any], misfits: list[Misfit]) -> polars.Series:
    import polars

    dtype = dtypes()[field.type]
    kinds = set(map(type, values)) - {NoneType}
    if kinds <= _PLAIN[field.type]:
        series = _plain(field, values)
        if series is not None:
            return series
    read: list[Any] = [None] * len(values)
    for row, value in enumerate(values):
        if value is None or value == "":
            continue
        read[row] = typed(field.type, value)
        if read[row] is None:
            misfits.append(Misfit(row, field.name, value))
    return polars.Series(field.name, read, dtype=dtype, strict=True)


def _plain(field: Field, values: list[Any]) -> polars.Series | None:
    """A column of nothing but plain values, the fast way; None where one of them does not fit after all."""
    import polars

    dtype = dtypes()[field.type]
    if field.type == "string":
        texts = [value or None for value in values] if "" in values else values
        return polars.Series(field.name, texts, dtype=dtype)
    try:
        if field.type == "number":
            values = [None if value is None else float(value) for value in values]
        series = polars.Series(field.name, values, dtype=dtype, strict=True)
    except (OverflowError, TypeError, ValueError):
        return None
    if field.type == "number" and not series.is_finite().all():
        return None
    return series
