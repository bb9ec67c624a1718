"""The compiler: Table Schema -> pandera."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msccurate.tables.frames import dtypes
from msccurate.tables.tableschema import Field, TableSchema

if TYPE_CHECKING:
    import pandera.polars
    import polars


@dataclass(frozen=True, slots=True)
class Check:
    """A question to every row: `expression` is true where the constraint holds, null where it does not apply.

    `column` is empty for a check of several columns.
    """

    column: str
    constraint: str
    expression: polars.Expr


def checks(schema: TableSchema) -> tuple[Check, ...]:
    """Everything that the schema asks of the values of its columns, types and blanks apart."""
    import polars

    found = [
        Check(field.name, constraint, _expression(polars.col(field.name), constraint, value))
        for field in schema.fields
        for constraint, value in _constraints(field)
    ]
    if schema.primary_key:
        found.append(Check("", "primaryKey", polars.struct(schema.primary_key).is_first_distinct()))
    return tuple(found)


@lru_cache
def pandera_schema(schema: TableSchema) -> pandera.polars.DataFrameSchema:
    """The pandera schema of a table: for frames, never for lazy frames (pandera looks only at their columns).

    Types are checked and never coerced, and there are no columns but the schema's.
    """
    pa = pandera_for_polars()
    by_column: dict[str, list[Any]] = {}
    for check in checks(schema):
        by_column.setdefault(check.column, []).append(_check(pa, check.constraint, check.expression))
    return _schema(pa, schema, by_column, by_column.get("", []))


@lru_cache
def pandera_gate(schema: TableSchema) -> pandera.polars.DataFrameSchema:
    """The same schema with all its checks in one: several times as fast, but it does not say which one failed.

    That no cell is blank is one of them here: pandera would collect every column for it.
    """
    import polars

    pa = pandera_for_polars()
    expressions = [check.expression for check in checks(schema)]
    expressions += [polars.col(field.name).is_not_null() for field in schema.fields if field.required]
    together = [_check(pa, "constraints", polars.all_horizontal(expressions))] if expressions else []
    return _schema(pa, schema, {}, together, gate=True)


def _schema(
    pa: Any, schema: TableSchema, by_column: dict[str, list[Any]], whole: list[Any], *, gate: bool = False
) -> pandera.polars.DataFrameSchema:
    types = dtypes()
    columns = {
        field.name: pa.Column(
            types[field.type],
            checks=by_column.get(field.name),
            nullable=gate or not field.required,
            coerce=False,
            title=field.title or None,
            description=field.description or None,
        )
        for field in schema.fields
    }
    compiled: pandera.polars.DataFrameSchema = pa.DataFrameSchema(
        columns, checks=whole or None, strict=True, coerce=False, name=schema.name
    )
    return compiled


def _check(pa: Any, name: str, expression: polars.Expr) -> Any:
    return pa.Check(lambda data: data.lazyframe.select(expression), name=name, error=name, ignore_na=True)


def _constraints(field: Field) -> Iterator[tuple[str, Any]]:
    if field.type == "number":
        yield "finite", True
    for constraint, value in field.constraints.items():
        if constraint != "required" and value is not False:
            yield constraint, value


def _expression(column: polars.Expr, constraint: str, value: Any) -> polars.Expr:
    import polars

    match constraint:
        case "finite":
            return column.is_finite()
        case "unique":
            return column.is_first_distinct() | column.is_null()
        case "enum":
            return column.is_in(list(value))
        case "pattern":
            return column.str.contains(f"^(?:{value})$")
        case "minLength":
            return column.str.len_chars() >= polars.lit(value)
        case "maxLength":
            return column.str.len_chars() <= polars.lit(value)
        case "minimum":
            return column >= polars.lit(value)
        case "maximum":
            return column <= polars.lit(value)
        case "exclusiveMinimum":
            return column > polars.lit(value)
        case "exclusiveMaximum":
            return column < polars.lit(value)
        case _:
            raise ValueError(f"a check for `{constraint}` is not known")


def pandera_for_polars() -> Any:
    """pandera, imported when it is needed."""
    with _hypothesis_hidden():
        import pandera.polars
        import pandera.strategies.base_strategies
    return pandera.polars


@contextmanager
def _hypothesis_hidden() -> Iterator[None]:
    """Keep pandera from importing hypothesis, which takes a third of a second and serves only to invent test data."""
    if "hypothesis" in sys.modules:
        yield
        return
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["hypothesis"]
