"""Some columns of all documents' tables, packed: what is read of many documents is never in memory all at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msccurate.codebook import Codebook

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Extract:
    """What a corpus rule that says what it reads is given: the packed rows of each document, by table."""

    root: Path
    packed: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, root: Path, tables: Mapping[str, Sequence[Row]]) -> Extract:
        """An extract of rows that are at hand."""
        found: dict[str, dict[str, list[Row]]] = {table: {} for table in tables}
        for table, rows in tables.items():
            for row in rows:
                found[table].setdefault(row["document"], []).append(row)
        return cls(root, {table: {name: packed(rows) for name, rows in own.items()} for table, own in found.items()})

    @cached_property
    def codebook(self) -> Codebook:
        """The project's codebook, read when somebody asks: it takes longer than most rules."""
        from msccurate.codebook import load

        return load(self.root).codebook

    def rows(self, table: str, documents: Collection[str] | None = None) -> Iterator[Row]:
        """The rows of a table, of some documents or of all, in the order of the documents' names."""
        own = self.packed.get(table, {})
        for name in own if documents is None else sorted(documents):
            if name in own:
                yield from unpacked(own[name])


def packed(rows: Iterable[Row]) -> str:
    """Rows of one table as JSON: its columns, then the values of each row."""
    listed = list(rows)
    columns = list(listed[0]) if listed else []
    values = [tuple(row.values()) for row in listed]
    return json.dumps([columns, *values], separators=(",", ":"), default=_marked)


def unpacked(text: str) -> Iterator[Row]:
    """The rows that were packed."""
    columns, *rows = json.loads(text)
    for values in rows:
        yield dict(zip(columns, [_typed(one) if type(one) is list else one for one in values], strict=True))


def _marked(value: object) -> list[str]:
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    raise TypeError(f"a {type(value).__name__} cannot be packed")


def _typed(marked: list[str]) -> Decimal | date:
    kind, text = marked
    return Decimal(text) if kind == "decimal" else date.fromisoformat(text)
