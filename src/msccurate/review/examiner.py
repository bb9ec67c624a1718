"""Examines units: reads their files, and asks the rules that look at one document."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msccurate.review.adjudications import load_adjudication
from msccurate.review.cache import Cache
from msccurate.review.encoding import encoded
from msccurate.review.examination import examine
from msccurate.review.examined import COMMON, Examined
from msccurate.review.packs import Packs
from msccurate.review.uncollected import uncollected
from msccurate.review.units import Setting, Share, Unit, environment, key
from msccurate.rules import known_rule
from msccurate.tables import Corpus, Document, Reader
from msccurate.tables.secondopinion import LIMIT_ROWS
from msccurate.tables.validate import Ask


class Examiner:
    """One process's share of a review: codebook and rules are loaded once. Results are kept in the cache, if any.

    `ask` asks the validators of tables somewhere else than here.
    """

    def __init__(self, setting: Setting, cache: Cache | None, ask: Ask | None = None) -> None:
        self._setting, self._cache, self._ask = setting, cache, ask
        self._reader = Reader.of(setting.root, setting.least_coverage)
        self._rules = tuple(known_rule(one.code, one.module) for one in setting.rules)
        self._packs = Packs.of(cache, self._rules)
        self._used = False
        self._limit_rows = LIMIT_ROWS if setting.second_opinion else -1

    def examine(
        self,
        share: Share,
        tell: Callable[[str], None] = lambda name: None,
        keep: Callable[[Corpus], None] = lambda corpus: None,
    ) -> list[Examined]:
        """What each of some units says; `tell` is told the name of the document that is being read, and `keep` is
        given the documents when they have been examined."""
        units = share.units
        before = self._keys(units)
        with uncollected():
            if self._used:
                gc.collect(0)
            self._used = True
            examined = {one.document: one for one in self._examined(units, tell, self._keeping(units, keep))}
        result = [examined[unit.name] for unit in units]
        if self._cache is not None:
            kept = {}
            for name, entry in self._unchanged(units, before):
                if all(digest for _, digest in examined[name].sources):
                    self._cache.put(entry, encoded(examined[name]))
                    kept[name] = entry
            if share.whole and len(kept) == len(units):
                self._packs.put([kept[unit.name] for unit in units], result)
        return result

    def _keeping(self, units: Sequence[Unit], keep: Callable[[Corpus], None]) -> Callable[[Corpus], None]:
        """`keep`, and the tables are kept too if they are asked for; where they cannot be, they are made later."""
        if self._setting.tables is None:
            return keep
        from msccurate.review.tableparts import place, write

        folder = place(self._setting, self._setting.tables, units)

        def both(corpus: Corpus) -> None:
            with suppress(OSError):
                write(corpus, folder)
            keep(corpus)

        return both

    def _examined(
        self, units: Sequence[Unit], tell: Callable[[str], None], keep: Callable[[Corpus], None]
    ) -> Iterator[Examined]:
        files = [load_adjudication(self._setting.root / path, path) for unit in units for path in unit.adjudications]
        documents = self._documents(units, tell)
        common = any(unit.name == COMMON for unit in units)
        corpus = Corpus(self._reader.project(documents), limit_rows=self._limit_rows, ask=self._ask)
        yield from examine(corpus, files, self._rules, common)
        keep(corpus)

    def _documents(self, units: Iterable[Unit], tell: Callable[[str], None]) -> Iterator[Document]:
        for unit in units:
            for path in unit.specs:
                tell(unit.name)
                yield self._reader.document(Path(self._setting.root / path))

    # ---- the cache

    def _keys(self, units: Iterable[Unit]) -> dict[str, str | None]:
        if self._cache is None:
            return {}
        made_from = environment(self._setting)
        return {unit.name: key(made_from, self._setting.root, unit) for unit in units}

    def _unchanged(self, units: Sequence[Unit], before: dict[str, str | None]) -> Iterator[tuple[str, str]]:
        """Names and keys of the units whose files are what they were before they were read."""
        after = self._keys(units)
        return ((name, entry) for name, entry in before.items() if entry is not None and entry == after[name])
