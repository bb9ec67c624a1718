"""Distilled tables as Parquet files of some documents each, and what corpus rules ask of all these files together."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msccurate.tables.extract import Row, unpacked

if TYPE_CHECKING:
    import polars

    from msccurate.codebook import Codebook

#: Table -> the types of its columns, in their order: str, int, float or bool.
Types = Mapping[str, Mapping[str, type]]


#: Parts that are read together where all rows are asked for.
AT_ONCE = 32


@dataclass(frozen=True)
class DistilledPart:
    """Some documents, in the order of their names, and where their rows of each table lie."""

    documents: frozenset[str]
    tables: Mapping[str, Path | polars.DataFrame]


class Parted:
    """An extract in parts, which polars reads column by column, never all of it at the same time.

    Parts follow each other by the names of their documents.
    """

    def __init__(self, codebook: Callable[[], Codebook], types: Types, parts: Sequence[DistilledPart]) -> None:
        self.codebook, self._types, self._parts = codebook, types, parts

    def count(self, table: str) -> int:
        import polars

        names = self._lazy(table).select(polars.col("document").n_unique())
        return int(names.collect(engine="streaming").item())

    def rows(self, table: str, documents: Collection[str] | None = None) -> Iterator[Row]:
        import polars

        if documents is None:
            for start in range(0, len(self._parts), AT_ONCE):
                yield from self._lazy(table, self._parts[start : start + AT_ONCE]).collect().iter_rows(named=True)
            return
        wanted = [part for part in self._parts if not part.documents.isdisjoint(documents)]
        if wanted:
            found = self._lazy(table, wanted).filter(polars.col("document").is_in(sorted(documents)))
            yield from found.collect().iter_rows(named=True)

    def values(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        found = self._lazy(table).select(names).collect(engine="streaming")
        return zip(*(column.to_list() for column in found), strict=True)

    def shared(self, table: str, *keys: str) -> Iterator[list[Row]]:
        import polars

        several = (
            self._lazy(table)
            .select("document", *keys)
            .group_by(keys)
            .agg(polars.col("document").n_unique())
            .filter(polars.col("document") > 1)
            .collect(engine="streaming")
        )
        if several.is_empty():
            return
        rows = (
            self._lazy(table)
            .join(several.lazy().select(keys), on=keys, how="semi", nulls_equal=True, maintain_order="left")
            .collect()
        )
        found: dict[tuple[str, ...], list[Row]] = {}
        for row in rows.sort("document", maintain_order=True).iter_rows(named=True):
            found.setdefault(tuple(row[key] for key in keys), []).append(row)
        yield from found.values()

    def alike(
        self, table: str, keys: Sequence[str], weight: str, least: int, most: int
    ) -> Iterator[tuple[str, str, int, float]]:
        import polars

        # a digest of 64 bits stands for the texts: there are many rows, and who meets by it is compared in full
        rows = self._lazy(table).select("document", weight, same=polars.struct(keys).hash())
        once = rows.unique(["document", "same"], keep="first", maintain_order=True).collect(engine="streaming")
        names = once["document"].unique().sort().to_list()
        once = once.with_columns(polars.col("document").cast(polars.Enum(names)).to_physical())
        several = once.filter(polars.len().over("same").is_between(2, most))
        pairs = several.join(several.select("document", "same"), on="same", suffix="_of")
        found = (
            pairs.filter(polars.col("document") < polars.col("document_of"))
            .group_by("document", "document_of")
            .agg(polars.len(), polars.col(weight).sum())
            .filter(polars.col("len") >= least)
            .sort("document", "document_of")
        )
        for one, other, number, total in zip(*(column.to_list() for column in found), strict=True):
            yield names[one], names[other], number, total

    def _lazy(self, table: str, parts: Sequence[DistilledPart] | None = None) -> polars.LazyFrame:
        import polars

        held = [part.tables[table] for part in (self._parts if parts is None else parts) if table in part.tables]
        paths = [one for one in held if isinstance(one, Path)]
        frames = [one.lazy() for one in held if not isinstance(one, Path)]
        if paths:
            frames.append(polars.scan_parquet(paths, glob=False))
        if not frames:
            return polars.LazyFrame(schema=_schema(self._types[table]))
        return polars.concat(frames).sort("document", maintain_order=True) if len(frames) > 1 else frames[0]


def frames(types: Types, tables: Mapping[str, Mapping[str, bytes]]) -> dict[str, polars.DataFrame]:
    """The tables of some documents (document -> table -> its packed columns) as frames; only those that have rows."""
    import polars

    found: dict[str, dict[str, list[Any]]] = {}
    for document in sorted(tables):
        for table, data in tables[document].items():
            columns = unpacked(data)
            whole = found.setdefault(table, {name: [] for name in ("document", *types[table])})
            whole["document"] += [document] * len(next(iter(columns.values())))
            for name, values in columns.items():
                whole[name] += values
    return {table: polars.DataFrame(columns, schema=_schema(types[table])) for table, columns in found.items()}


def parquet(frame: polars.DataFrame) -> bytes:
    """A frame as a Parquet file."""
    content = io.BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


def _schema(types: Mapping[str, type]) -> dict[str, Any]:
    return {"document": str, **types}
