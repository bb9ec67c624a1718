"""Tables in parts against their schemas: everything that is asked of whole tables, one part in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msccurate.tables.frames import numbered
from msccurate.tables.parts import Parts
from msccurate.tables.tableschema import ForeignKey, TableSchema
from msccurate.tables.validate import of_table
from msccurate.tables.violations import Violation, gathered, violation

if TYPE_CHECKING:
    import polars


def first_violations(tables: Parts) -> list[Violation]:
    """What is wrong with the first part that has something wrong; empty where all tables fit their schemas.

    Types, constraints and formulas are asked of each part by its pandera schema; keys also across parts.
    """
    for name in tables.found:
        schema = tables.schemas[name]
        apart = True
        documents: set[str] = set()
        for part in range(len(tables.found[name])):
            frame = tables.frame(name, part)
            lines = _Lines(frame)
            wrong = list(of_table(schema, lines, numbered(schema, frame)))
            for key in schema.foreign_keys:
                if key.table in tables.found:
                    wrong += [
                        _lost(schema, lines, row, key) for row in _rows_that_refer_to_nothing(tables, key, frame, part)
                    ]
            if wrong:
                return gathered(wrong)
            own = set(frame["document"]) if "document" in frame.columns else set()
            apart = apart and documents.isdisjoint(own)
            documents |= own
        wrong = list(_doubled(tables, schema, apart))
        if wrong:
            return gathered(wrong)
    return []


class _Lines(Sequence[Mapping[str, Any]]):
    """The rows of a frame, each made when it is asked for."""

    def __init__(self, frame: polars.DataFrame) -> None:
        self._frame = frame

    def __getitem__(self, row: Any) -> Any:
        return self._frame.row(row, named=True)

    def __len__(self) -> int:
        return self._frame.height


def _lost(schema: TableSchema, lines: _Lines, row: int, key: ForeignKey) -> Violation:
    return violation(schema, lines, row, ", ".join(key.fields), "foreignKey")


def _rows_that_refer_to_nothing(tables: Parts, key: ForeignKey, frame: polars.DataFrame, part: int) -> list[int]:
    """Rows of a part whose key is in no part of the other table: sought in the part of the same place first."""
    lost = frame.select(key.fields).with_row_index("row of the part").drop_nulls()
    others = range(len(tables.found[key.table]))
    for other in sorted(others, key=lambda other: other != part):
        if lost.is_empty():
            break
        there = tables.frame(key.table, other, tuple(dict.fromkeys(key.reference)))
        lost = lost.join(there, left_on=key.fields, right_on=key.reference, how="anti")
    return sorted(lost["row of the part"].to_list())


def _doubled(tables: Parts, schema: TableSchema, apart: bool) -> Iterator[Violation]:
    """Keys that stand in two parts; `apart`: no two parts have a document in common."""
    import polars

    if len(tables.found[schema.name]) < 2:
        return
    unique = [(field.name,) for field in schema.fields if field.constraints.get("unique")]
    for key in [*([schema.primary_key] if schema.primary_key else []), *unique]:
        if apart and "document" in key:
            continue
        frame = tables.whole(schema.name, key)
        again = (
            frame.select(polars.struct(key).is_first_distinct().not_()).to_series()
            & ~frame.select(polars.all_horizontal(polars.all().is_null())).to_series()
        )
        for row in again.arg_true():
            constraint = "primaryKey" if key == schema.primary_key else "unique"
            yield violation(schema, _Lines(frame), row, ", ".join(key), constraint)
