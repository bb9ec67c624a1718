"""Packs: what a run of documents says in one piece, so that a project of many is known again from a few files.

A pack is made from the results of its documents, and made again where it is not there or damaged. Its distilled tables
are Parquet files, which corpus rules read without any of them being in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from msccurate.review.cache import Cache
from msccurate.review.encoding import decoded_pack, encoded
from msccurate.review.examined import Examined, Pack
from msccurate.review.units import digest

if TYPE_CHECKING:
    from msccurate.rules import Rule
    from msccurate.tables.distilled import DistilledPart, Types


@dataclass(frozen=True)
class Packs:
    """The packs of a project in its cache; without one they are made for this run alone, in memory."""

    cache: Cache | None
    types: Types

    @classmethod
    def of(cls, cache: Cache | None, rules: Iterable[Rule]) -> Packs:
        """The packs with the tables that some rules distil."""
        return cls(cache, {distil.table: distil.columns for rule in rules for distil in rule.distils})

    def get(self, keys: Sequence[str | None]) -> tuple[tuple[Examined, ...], DistilledPart] | None:
        """What the documents with these keys say, and their tables; None where that is not known."""
        key = _name(keys)
        data = self.cache.get(key) if self.cache and key else None
        if data is None:
            return None
        try:
            pack = decoded_pack(data)
        except ValueError:
            return None
        part = self._part(key, pack)
        return None if part is None else (pack.examined, part)

    def put(self, keys: Sequence[str | None], examined: Sequence[Examined]) -> DistilledPart:
        """Make the pack of some documents, of which all is known, and keep it where that can be."""
        from msccurate.tables.distilled import DistilledPart, frames, parquet

        tables = frames(self.types, {one.document: one.tables for one in examined})
        key = _name(keys)
        if self.cache and key:
            files = {table: self.cache.put_file(f"{key}-{table}", parquet(one)) for table, one in tables.items()}
            pack = Pack(tuple(without_tables(one) for one in examined), files)
            self.cache.put(key, encoded(pack))
            part = self._part(key, pack)
            if part is not None:
                return part
        return DistilledPart(frozenset(one.document for one in examined), tables)

    def _part(self, key: str, pack: Pack) -> DistilledPart | None:
        from msccurate.tables.distilled import DistilledPart

        assert self.cache is not None
        tables = {table: self.cache.file(f"{key}-{table}", known) for table, known in pack.files.items()}
        found = {table: path for table, path in tables.items() if path is not None}
        return DistilledPart(frozenset(one.document for one in pack.examined), found) if found == tables else None


def without_tables(examined: Examined) -> Examined:
    """What a document says, without the tables that a pack keeps."""
    return replace(examined, tables={}) if examined.tables else examined


def _name(keys: Sequence[str | None]) -> str:
    """The name of the pack of some documents; empty where one of them cannot be read, or none is known."""
    known = [key for key in keys if key]
    return digest(key.encode() for key in ("pack", *known)) if known and len(known) == len(keys) else ""
