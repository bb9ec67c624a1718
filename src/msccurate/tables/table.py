"""A table held by its columns: what is made for many documents at once is never a dict per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, overload

#: Column name -> the values of all rows, None for a blank.
Columns = Mapping[str, list[Any]]


class Table(Sequence[Mapping[str, Any]]):
    """Columns of equal length, in their order. Read by rows it is a sequence of dicts, made as they are asked for."""

    __slots__ = ("columns",)

    def __init__(self, columns: Columns | None = None) -> None:
        self.columns: dict[str, list[Any]] = dict(columns or {})

    def extend(self, columns: Columns) -> None:
        """Add rows below. Raises KeyError for other columns than those that are there."""
        if not self.columns:
            self.columns = {name: list(values) for name, values in columns.items()}
            return
        for name, values in columns.items():
            self.columns[name].extend(values)

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows below, all with the same columns."""
        if rows:
            self.extend({name: [row[name] for row in rows] for name in rows[0]})

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mapping[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        if isinstance(at, slice):
            return Table({name: values[at] for name, values in self.columns.items()})
        return {name: values[at] for name, values in self.columns.items()}

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        names = tuple(self.columns)
        return (dict(zip(names, values, strict=True)) for values in zip(*self.columns.values(), strict=True))

    def runs(self, column: str = "document") -> Iterator[tuple[str, slice]]:
        """Rows that follow each other and have one value in a column, such as those of one document."""
        start = 0
        for value, same in groupby(self.columns.get(column, ())):
            end = start + sum(1 for _ in same)
            yield value, slice(start, end)
            start = end


def columns_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Columns:
    """Some columns of rows, blank where there is no such column."""
    if isinstance(rows, Table):
        return {name: rows.columns.get(name) or [None] * len(rows) for name in names}
    return {name: [row.get(name) for row in rows] for name in names}
