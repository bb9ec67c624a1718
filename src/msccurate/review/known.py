"""What is known already of runs of documents: from their packs, else from the entries of single documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msccurate.review.cache import Cache
from msccurate.review.encoding import decoded
from msccurate.review.examined import Examined
from msccurate.review.packs import Packs, without_tables
from msccurate.review.units import Setting, SourceDigests, Unit, environment, key

if TYPE_CHECKING:
    from msccurate.tables.distilled import DistilledPart


Keys = Sequence[str | None]


@dataclass
class Run:
    """A run of units: what is known of some of them and, when it is `complete`, what is `examined` of all.

    Where a project has several runs, each is packed when it is complete: its tables then lie in its `part`. The pack is
    kept only if all files are what they were when the `keys` were made of them.
    """

    units: Sequence[Unit]
    keys: Keys
    keys_now: Callable[[], Keys]
    packs: Packs | None = None
    examined: Sequence[Examined] = ()
    part: DistilledPart | None = None
    _by_name: dict[str, Examined] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return bool(self.examined)

    @property
    def missing(self) -> list[Unit]:
        """The units of which nothing is known."""
        return [] if self.complete else [unit for unit in self.units if unit.name not in self._by_name]

    def add(self, one: Examined) -> None:
        """Know what a unit says."""
        self._by_name[one.document] = one
        if len(self._by_name) == len(self.units):
            self._complete([self._by_name.pop(unit.name) for unit in self.units])

    def _complete(self, examined: list[Examined]) -> None:
        if self.packs is not None:
            readable = all(digest for one in examined for _, digest in one.sources)
            keys = self.keys if readable and self.keys == self.keys_now() else ()
            pack = self.packs.get(keys)
            without = [without_tables(one) for one in examined]
            self.part = pack[1] if pack and list(pack[0]) == without else self.packs.put(keys, examined)
            examined = without
        self.examined = examined


def remembered(
    setting: Setting, runs: Iterable[Sequence[Unit]], cache: Cache | None, packs: Packs | None
) -> Iterator[Run]:
    """Each run, with what the cache knows of it and its sources did not make untrue."""
    if cache is None:
        yield from (Run(units, (), tuple, packs) for units in runs)
        return
    sources = SourceDigests(setting.root)
    made_from = environment(setting)

    def keys(made_from: str, units: Sequence[Unit]) -> Keys:
        return [key(made_from, setting.root, unit) for unit in units]

    for units in runs:
        run = Run(units, keys(made_from, units), lambda units=units: keys(environment(setting), units), packs)  # type: ignore[misc]
        pack = packs.get(run.keys) if packs else None
        if pack is not None and all(map(sources.unchanged, pack[0])):
            run.examined, run.part = pack
        else:
            for one in _entries(cache, run.keys):
                if sources.unchanged(one):
                    run.add(one)
        yield run


def _entries(cache: Cache, keys: Keys) -> Iterator[Examined]:
    for entry in filter(None, keys):
        data = cache.get(entry)
        if data is not None:
            with suppress(ValueError):
                yield decoded(data)
