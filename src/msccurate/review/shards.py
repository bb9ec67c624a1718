"""Shards: a fixed share of a project's documents, examined by one job of an array without any engine.

What a job finds out is kept in the project's cache, from which `check` then reports; the tables of its documents are
kept as the parts that `export` reads. What is there already is not made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from msccurate.review.cache import Cache
from msccurate.review.engine import with_second_opinion
from msccurate.review.units import Setting, Share, SourceDigests, environment, key, runs, units

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th of `count` shares, counted from 1."""

    number: int
    count: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """`2/8`. Raises ValueError for anything else."""
        number, _, count = text.partition("/")
        if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            raise ValueError(f"`{text}` is no shard: write 1/8 for the first of eight")
        return cls(int(number), int(count))

    def of(self, every: Sequence[T]) -> list[T]:
        """What is in this shard: runs of the whole, as long as each other."""
        return list(every[len(every) * (self.number - 1) // self.count : len(every) * self.number // self.count])


def examine_shard(setting: Setting, cache: Cache, shard: Shard) -> tuple[int, int]:
    """Examine a shard, whole parts of the tables each: how many documents there are, and how many were examined."""
    from msccurate.review.examiner import Examiner
    from msccurate.review.tableparts import is_there, kept, place

    every = units(setting.root)
    setting = replace(with_second_opinion(setting, every), tables=kept(setting.root))
    digests, made_from = SourceDigests(setting.root), environment(setting)
    examiner: Examiner | None = None
    documents = new = 0
    apart = runs(every)
    for run in shard.of(apart):
        inside = sum(bool(unit.specs) for unit in run)
        documents += inside
        keys = [key(made_from, setting.root, unit) for unit in run]
        there = setting.tables is None or is_there(place(setting, setting.tables, run), digests)
        if there and all(one and cache.get(one) for one in keys):
            continue
        examiner = examiner or Examiner(setting, cache)
        examiner.examine(Share(run, whole=len(apart) > 1))
        new += inside
    return documents, new
