"""Some columns of all documents' tables, packed: what is read of many documents is never in memory all at once."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from msccurate.tables.table import Columns, Table

if TYPE_CHECKING:
    from msccurate.codebook import Codebook

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Extract:
    """What a corpus rule that says what it reads is given: by table, the columns of each document, packed or not."""

    codebook_of: Callable[[], Codebook]
    held: Mapping[str, Mapping[str, bytes | Columns]]

    @classmethod
    def of(
        cls, codebook_of: Callable[[], Codebook], tables: Mapping[str, Table], columns: Mapping[str, Sequence[str]]
    ) -> Extract:
        """An extract of some columns of tables that are at hand."""
        found: dict[str, dict[str, bytes | Columns]] = {}
        for table, names in columns.items():
            own: dict[str, dict[str, list[Any]]] = {}
            for name, rows in tables[table].runs():
                known = own.setdefault(name, {column: [] for column in names if column != "document"})
                for column in known:
                    known[column] += tables[table].columns[column][rows]
            found[table] = dict(own)
        return cls(codebook_of, found)

    def only(self, document: str) -> Extract:
        """What there is of one document."""
        own = {table: {document: held[document]} for table, held in self.held.items() if document in held}
        return Extract(self.codebook_of, own)

    @cached_property
    def codebook(self) -> Codebook:
        """The project's codebook, read when somebody asks: it takes longer than most rules."""
        return self.codebook_of()

    @cached_property
    def documents(self) -> tuple[Row, ...]:
        """The rows of the table `documents`, which many rules ask for."""
        return tuple(self.rows("documents"))

    def rows(self, table: str, documents: Collection[str] | None = None) -> Iterator[Row]:
        """The rows of a table, of some documents or of all, in the order of the documents' names."""
        for document, columns in self.columns(table, documents):
            names = tuple(columns)
            for values in zip(*columns.values(), strict=True):
                yield {"document": document, **dict(zip(names, values, strict=True))}

    def values(self, table: str, *names: str) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
        """Each document's name, and the values of some columns of its rows: for rules that pass over many rows."""
        for document, columns in self.columns(table, None, names):
            yield document, zip(*(columns[name] for name in names), strict=True)

    def columns(
        self, table: str, documents: Collection[str] | None = None, names: Collection[str] = ()
    ) -> Iterator[tuple[str, Columns]]:
        """The columns of a table (at least those that are named; none: all), of some documents or of all."""
        held = self.held.get(table, {})
        for name in held if documents is None else sorted(documents):
            if name in held:
                one = held[name]
                columns = unpacked(one, names) if isinstance(one, bytes) else one
                if columns:
                    yield name, columns


def packed(columns: Columns) -> bytes:
    """Columns of one document as compressed JSON; those of printed numbers and of dates are texts behind a mark."""
    kept = {name: _marked(values) for name, values in columns.items() if name != "document"}
    return zlib.compress(msgspec.json.encode(kept), 1)


def unpacked(data: bytes, names: Collection[str] = ()) -> Columns:
    """The columns that were packed, or some of them."""
    marked = msgspec.json.decode(zlib.decompress(data))
    return {name: _plain(marked[name]) for name in names or marked} if marked else {}


def of_rows(rows: Iterable[Row]) -> Columns:
    """The columns of rows that are all alike."""
    table = Table()
    table.add(list(rows))
    return table.columns


def _marked(values: list[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if Decimal in kinds:
        return ["decimal", *(None if one is None else str(one) for one in values)]
    if date in kinds:
        return ["date", *(None if one is None else one.isoformat() for one in values)]
    return ["", *values]


def _plain(marked: list[Any]) -> list[Any]:
    kind, *values = marked
    if kind == "decimal":
        return [None if one is None else Decimal(one) for one in values]
    return [None if one is None else date.fromisoformat(one) for one in values] if kind == "date" else values
