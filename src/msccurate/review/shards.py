"""Shards: a fixed share of a project's documents, examined by one job of an array without any engine.

What a job finds out is kept in the project's cache, from which `check` then reports; the tables of its documents go to
`.msccurate/parts/<shard>-of-<shards>.<part>.<digest>/<table>.parquet`. A part that is there is not made again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msccurate.review.cache import Cache
from msccurate.review.examined import COMMON
from msccurate.review.units import Setting, Unit, digest, environment, key, units

if TYPE_CHECKING:
    from msccurate.tables import Corpus

FOLDER = Path(".msccurate") / "parts"


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

    def of(self, every: Sequence[Unit]) -> list[Unit]:
        """The units of this shard: runs of the whole, as long as each other."""
        return list(every[len(every) * (self.number - 1) // self.count : len(every) * self.number // self.count])


def examine_shard(setting: Setting, cache: Cache, shard: Shard, size: int) -> tuple[int, int]:
    """Examine a shard in parts of `size` documents: how many there are, and how many of them had to be examined."""
    from msccurate.review.examiner import Examiner

    mine = shard.of([unit for unit in units(setting.root) if unit.name != COMMON])
    examiner: Examiner | None = None
    made_from = environment(setting)
    new = 0
    for number, start in enumerate(range(0, len(mine), size), 1):
        part = mine[start : start + size]
        keys = [key(made_from, setting.root, unit) for unit in part]
        name = f"{shard.number:04}-of-{shard.count:04}.{number:04}"
        folder = setting.root / FOLDER / f"{name}.{digest((one or '').encode() for one in keys)[:16]}"
        if folder.is_dir() and all(one and cache.get(one) for one in keys):
            continue
        examiner = examiner or Examiner(setting, cache)
        examiner.examine(part, keep=lambda corpus, folder=folder: write(corpus, folder))  # type: ignore[misc]
        for other in folder.parent.glob(f"{name}.*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        new += len(part)
    return len(mine), new


def write(corpus: Corpus, folder: Path) -> None:
    """Write the tables of some documents, as a whole: the folder is there when they all are."""
    waiting = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir(parents=True)
    try:
        for table in corpus.tables:
            corpus.frame(table).write_parquet(waiting / f"{table}.parquet")
        shutil.rmtree(folder, ignore_errors=True)
        waiting.rename(folder)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def parts(root: Path) -> Mapping[str, list[Path]]:
    """The files of all parts, by table: what polars scans without holding them in memory."""
    found: dict[str, list[Path]] = {}
    for folder in _folders(root):
        for path in sorted(folder.glob("*.parquet")):
            found.setdefault(path.stem, []).append(path)
    return found


def _folders(root: Path) -> Iterator[Path]:
    return (path for path in sorted((root / FOLDER).glob("*-of-*")) if path.suffix != ".part")
