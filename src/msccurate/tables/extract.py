"""What corpus rules read of all documents: the tables that they distil from each, put together."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from msccurate.tables.table import Columns

if TYPE_CHECKING:
    from msccurate.codebook import Codebook

Row = Mapping[str, Any]


class Extract(Protocol):
    """Distilled tables of all documents; each has the column `document` beside its own.

    Everything comes in the order of the documents' names, and within a document in that of its rows.
    """

    def codebook(self) -> Codebook:
        """The project's codebook, read when somebody asks: that takes longer than most rules."""
        ...

    def count(self, table: str) -> int:
        """How many documents have rows in a table."""
        ...

    def rows(self, table: str, documents: Collection[str] | None = None) -> Iterator[Row]:
        """The rows of a table, of some documents or of all."""
        ...

    def values(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns of all rows: for rules that pass over many."""
        ...

    def shared(self, table: str, *keys: str) -> Iterator[list[Row]]:
        """Rows that have the same in some columns of texts, where at least two documents have such a row."""
        ...

    def alike(
        self, table: str, keys: Sequence[str], weight: str, least: int, most: int
    ) -> Iterator[tuple[str, str, int, float]]:
        """Pairs of documents that have at least `least` rows with the same in some columns of texts: both names, how
        many such rows, and the sum of the weights of each. Rows that more than `most` documents have do not count."""
        ...


class Held:
    """An extract in memory, each document's tables packed until they are asked for."""

    def __init__(self, codebook: Callable[[], Codebook], tables: Mapping[str, Mapping[str, bytes]]) -> None:
        self.codebook, self._tables = codebook, tables

    def count(self, table: str) -> int:
        return len(self._tables.get(table, ()))

    def rows(self, table: str, documents: Collection[str] | None = None) -> Iterator[Row]:
        for document, columns in self._columns(table, documents):
            names = ("document", *columns)
            for values in zip(*columns.values(), strict=True):
                yield dict(zip(names, (document, *values), strict=True))

    def values(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        for document, columns in self._columns(table):
            own = {**columns, "document": [document] * len(next(iter(columns.values())))}
            yield from zip(*(own[name] for name in names), strict=True)

    def shared(self, table: str, *keys: str) -> Iterator[list[Row]]:
        for rows in self._by(table, keys).values():
            if rows[0]["document"] != rows[-1]["document"]:
                yield rows

    def alike(
        self, table: str, keys: Sequence[str], weight: str, least: int, most: int
    ) -> Iterator[tuple[str, str, int, float]]:
        found: dict[tuple[str, str], tuple[int, float]] = {}
        for rows in self._by(table, keys).values():
            own = {row["document"]: row[weight] for row in reversed(rows)}
            for pair in combinations(sorted(own), 2) if len(own) <= most else ():
                number, total = found.get(pair, (0, 0.0))
                found[pair] = number + 1, total + own[pair[0]]
        return ((*pair, number, total) for pair, (number, total) in sorted(found.items()) if number >= least)

    def _by(self, table: str, keys: Iterable[str]) -> dict[tuple[str, ...], list[Row]]:
        found: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows(table):
            found.setdefault(tuple(row[key] for key in keys), []).append(row)
        return found

    def _columns(self, table: str, documents: Collection[str] | None = None) -> Iterator[tuple[str, Columns]]:
        held = self._tables.get(table, {})
        for name in sorted(held if documents is None else held.keys() & set(documents)):
            yield name, unpacked(held[name])


def packed(columns: Columns) -> bytes:
    """Columns of one document, of plain values, as compressed MessagePack."""
    return zlib.compress(msgspec.msgpack.encode(columns), 1)


def unpacked(data: bytes) -> Columns:
    """The columns that were packed."""
    columns: Columns = msgspec.msgpack.decode(zlib.decompress(data))
    return columns
