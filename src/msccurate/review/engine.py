"""A review in parts: what is known already is taken from the cache, the rest is examined, several documents at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msccurate.review.cache import Cache
from msccurate.review.conclusion import Documents, conclude, extract
from msccurate.review.encoding import decoded
from msccurate.review.examined import Examined
from msccurate.review.report import Report
from msccurate.review.units import PART, Setting, SourceDigests, Unit, WorkerLost, environment, key, units

if TYPE_CHECKING:
    from msccurate.tables import Reader

#: Fewer documents than these are no work for further processes: these take half a second to start.
FEW = 60
#: Specs of fewer bytes together are expected to make so few rows that frictionless is asked: a row takes 7 to 12 bytes.
#: Where that is wrong everything is examined twice.
SMALL = 900_000


class Tell(Protocol):
    """Is told what is being done now, and how much `of` it is done where that is known; no words: nothing any more."""

    def __call__(self, words: str, done: int = 0, of: int = 0) -> None: ...


def silent(words: str, done: int = 0, of: int = 0) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True)
class Labour:
    """Who examines: `jobs` processes of this machine, or, with the engine `dask`, the workers of a cluster: the one at
    the address `scheduler`, or one of `jobs` processes."""

    jobs: int = 1
    engine: str = ""
    scheduler: str = ""


def check(setting: Setting, cache: Cache | None = None, labour: Labour = Labour(), tell: Tell = silent) -> Report:
    """The report on a project: the same, byte for byte, whatever is in the cache and whoever does the work.

    Raises WorkerLost if a process is lost.
    """
    if any(one.whole for one in setting.rules):
        return _whole(setting, tell)
    every = units(setting.root)
    setting = with_second_opinion(setting, every)
    likely = setting.second_opinion
    examined = _examined(setting, every, cache, labour, tell)
    if examined[0].across:
        return _whole(setting, tell)
    note = _skipped(setting, examined)
    if bool(note) == likely:
        examined = _examined(replace(setting, second_opinion=not likely), every, cache, labour, tell)
    tell("asking the rules")
    return _concluded(setting, every, examined, (note,) if note else ())


def with_second_opinion(setting: Setting, every: Iterable[Unit]) -> Setting:
    """The setting that asks frictionless where there are likely few enough rows."""
    return replace(setting, second_opinion=_size(setting.root, every) < SMALL)


def _size(root: Path, every: Iterable[Unit]) -> int:
    """How many bytes the specs have."""
    size = 0
    for path in (path for unit in every for path in unit.specs):
        with suppress(OSError):
            size += os.stat(root / path).st_size  # noqa: PTH116 - there may be many
    return size


def _whole(setting: Setting, tell: Tell) -> Report:
    from msccurate.review.whole import review
    from msccurate.rules import known_rule
    from msccurate.tables import load_project

    rules = [known_rule(one.code, one.module) for one in setting.rules]
    return review(load_project(setting.root, tell, setting.least_coverage), rules).report


def _examined(
    setting: Setting, every: Sequence[Unit], cache: Cache | None, labour: Labour, tell: Tell
) -> list[Examined]:
    """What every unit says, in their order."""
    found = {unit.name: one for unit, one in _remembered(setting, every, cache)}
    missing = [unit for unit in every if unit.name not in found]
    if missing:
        found |= {one.document: one for one in _new(setting, missing, cache, labour, tell)}
        if cache is not None:
            cache.trim()
    return [found[unit.name] for unit in every]


def _remembered(setting: Setting, every: Iterable[Unit], cache: Cache | None) -> Iterator[tuple[Unit, Examined]]:
    if cache is None:
        return
    sources = SourceDigests(setting.root)
    made_from = environment(setting)
    for unit in every:
        entry = key(made_from, setting.root, unit)
        data = cache.get(entry) if entry else None
        if data is None:
            continue
        try:
            examined = decoded(data)
        except ValueError:
            continue
        if sources.unchanged(examined):
            yield unit, examined


def _new(
    setting: Setting, missing: Sequence[Unit], cache: Cache | None, labour: Labour, tell: Tell
) -> Iterator[Examined]:
    size = min(PART, -(-len(missing) // labour.jobs))
    if size < PART:
        setting = replace(setting, tables=None)  # these are no whole parts
    parts = [missing[start : start + size] for start in range(0, len(missing), size)]
    folder = cache.folder if cache else None
    documents = sum(bool(unit.specs) for unit in missing)

    begun: set[str] = set()

    def told(done: int, name: str) -> None:
        """A part is done at once, which may take long: what has been begun is counted too."""
        begun.add(name)
        if name:
            tell(f"checking {name}", min(max(done, len(begun - {""})), documents), documents)

    if labour.engine == "dask":
        from msccurate.review.cluster import examine_on_cluster

        yield from examine_on_cluster(setting, folder, parts, labour.jobs, told, labour.scheduler)
        return
    if labour.jobs > 1 and len(missing) >= FEW:
        from msccurate.review.workers import examine_apart

        yield from examine_apart(setting, folder, parts, labour.jobs, told)
        return
    from msccurate.review.examiner import Examiner

    examiner = Examiner(setting, cache)
    for number, part in enumerate(parts):
        yield from examiner.examine(part, lambda name, number=number: told(number * size, name))  # type: ignore[misc]


def _skipped(setting: Setting, examined: Iterable[Examined]) -> str:
    """Why frictionless is not asked, for the report; empty where it is, or no rule would ask it."""
    if not any(one.scope == "tables" for one in setting.rules):
        return ""
    from msccurate.tables import secondopinion

    return secondopinion.skipped(sum(one.rows for one in examined), secondopinion.LIMIT_ROWS)


def _concluded(setting: Setting, every: Iterable[Unit], examined: Sequence[Examined], notes: tuple[str, ...]) -> Report:
    from msccurate.rules import known_rule

    corpus = extract(setting.root, examined)
    codes = [one.code for one in setting.rules]
    rules = [known_rule(one.code, one.module) for one in setting.rules if one.scope in ("corpus", "review")]
    return conclude(
        setting.root, examined, codes, rules, lambda rule: rule.run(corpus), _reading(setting, every), notes
    )


def _reading(setting: Setting, every: Iterable[Unit]) -> Callable[[str], Documents]:
    """Gives the extractions of a document, read again."""
    specs = {unit.name: unit.specs for unit in every}

    @once
    def reader() -> Reader:
        from msccurate.tables import Reader

        return Reader.of(setting.root, setting.least_coverage)

    def documents(name: str) -> Documents:
        read = [reader().document(Path(setting.root / path)) for path in specs[name]]
        return {(one.name, one.extractor): one for one in read}

    return documents


__all__ = ["Labour", "WorkerLost", "check"]
