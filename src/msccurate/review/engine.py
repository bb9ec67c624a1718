"""A review in parts: what is known already is taken from the cache, the rest is examined, several documents at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msccurate.review.cache import Cache
from msccurate.review.conclusion import Documents, codebook_of, conclude, extract
from msccurate.review.examined import Examined
from msccurate.review.known import Run, remembered
from msccurate.review.packs import Packs
from msccurate.review.report import Report
from msccurate.review.uncollected import uncollected
from msccurate.review.units import Setting, Unit, WorkerLost, runs, shared_out, units
from msccurate.tables.distilled import Parted

if TYPE_CHECKING:
    from msccurate.rules import Rule
    from msccurate.tables import Extract, Reader
    from msccurate.tables.validate import Ask

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
    known = _known(setting, every, cache, labour, tell)
    if known.examined[0].across:
        return _whole(setting, tell)
    note = _skipped(setting, known.examined)
    if bool(note) == likely:
        known = _known(replace(setting, second_opinion=not likely), every, cache, labour, tell)
        likely = not likely
    tell("asking the rules")
    notes = (note,) if note else ()
    try:
        report = _concluded(setting, every, known, notes)
    except FileNotFoundError:  # somebody cleared the cache meanwhile
        known = _known(replace(setting, second_opinion=likely), every, cache, labour, tell)
        report = _concluded(setting, every, known, notes)
    if cache is not None and known.new:
        cache.trim()
    return report


def _concluded(setting: Setting, every: Sequence[Unit], known: _Known, notes: tuple[str, ...]) -> Report:
    codes = [one.code for one in setting.rules]
    ask = known.extract
    reading = _reading(setting, every)
    with uncollected():
        return conclude(
            setting.root, known.examined, codes, _across(setting), lambda rule: rule.run(ask), reading, notes
        )


def with_second_opinion(setting: Setting, every: Iterable[Unit]) -> Setting:
    """The setting that asks frictionless where there are likely few enough rows."""
    return replace(setting, second_opinion=_small(setting.root, every))


def _small(root: Path, every: Iterable[Unit]) -> bool:
    """Whether the specs have few bytes together."""
    size = 0
    for path in (path for unit in every for path in unit.specs):
        with suppress(OSError):
            size += os.stat(root / path).st_size  # noqa: PTH116 - there may be many
        if size >= SMALL:
            return False
    return True


def _whole(setting: Setting, tell: Tell) -> Report:
    from msccurate.review.whole import review
    from msccurate.rules import known_rule
    from msccurate.tables import load_project

    rules = [known_rule(one.code, one.module) for one in setting.rules]
    return review(load_project(setting.root, tell, setting.least_coverage), rules).report


@dataclass
class _Known:
    """What every unit says, in their order, and what corpus rules read of them; whether anything of it is `new`."""

    examined: Sequence[Examined]
    extract: Extract
    new: bool


def _known(setting: Setting, every: Sequence[Unit], cache: Cache | None, labour: Labour, tell: Tell) -> _Known:
    """What is in the cache, and for what is not there: examined."""
    apart = runs(every)
    packs = Packs.of(cache, _across(setting)) if len(apart) > 1 else None
    with uncollected():
        found = list(remembered(setting, apart, cache, packs))
    missing = [run for run in found if not run.complete]
    if missing:
        of = {unit.name: run for run in missing for unit in run.missing}
        for one in _new(setting, missing, cache, labour, tell):
            of[one.document].add(one)
    examined = [one for run in found for one in run.examined]
    if packs is None:
        return _Known(examined, extract(setting.root, examined), bool(missing))
    parts = [run.part for run in found if run.part is not None]
    return _Known(examined, Parted(codebook_of(setting.root), packs.types, parts), bool(missing))


def _new(
    setting: Setting, missing: Sequence[Run], cache: Cache | None, labour: Labour, tell: Tell
) -> Iterator[Examined]:
    shares = shared_out([run.units for run in missing], [unit for run in missing for unit in run.missing], labour.jobs)
    folder = cache.folder if cache else None
    documents = sum(bool(unit.specs) for share in shares for unit in share.units)

    begun: set[str] = set()

    def told(done: int, name: str) -> None:
        """A share is done at once, which may take long: what has been begun is counted too."""
        begun.add(name)
        if name:
            tell(f"checking {name}", min(max(done, len(begun - {""})), documents), documents)

    if labour.engine == "dask":
        from msccurate.review.cluster import examine_on_cluster

        yield from examine_on_cluster(setting, folder, shares, labour.jobs, told, labour.scheduler)
        return
    if labour.jobs > 1 and documents >= FEW:
        from msccurate.review.workers import examine_apart

        yield from examine_apart(setting, folder, shares, labour.jobs, told)
        return
    with _validators(setting, labour) as ask:
        from msccurate.review.examiner import Examiner

        examiner = Examiner(setting, cache, ask)
        done = 0
        for share in shares:
            yield from examiner.examine(share, lambda name, done=done: told(done, name))  # type: ignore[misc]
            done += len(share.units)


@contextmanager
def _validators(setting: Setting, labour: Labour) -> Iterator[Ask | None]:
    """Asks the validators of tables in processes of their own, where there may be any, and from now on."""
    if labour.jobs == 1 or not any(one.scope == "tables" for one in setting.rules):
        yield None
        return
    from msccurate.tables.apart import Apart

    with Apart(("pandera", "frictionless") if setting.second_opinion else ("pandera",)) as apart:
        yield apart.ask


def _across(setting: Setting) -> list[Rule]:
    """The rules that look at more than one document."""
    from msccurate.rules import known_rule

    return [known_rule(one.code, one.module) for one in setting.rules if one.scope in ("corpus", "review")]


def _skipped(setting: Setting, examined: Iterable[Examined]) -> str:
    """Why frictionless is not asked, for the report; empty where it is, or no rule would ask it."""
    if not any(one.scope == "tables" for one in setting.rules):
        return ""
    from msccurate.tables import secondopinion

    return secondopinion.skipped(sum(one.rows for one in examined), secondopinion.LIMIT_ROWS)


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
