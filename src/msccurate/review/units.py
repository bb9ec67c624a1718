"""The units of a review: a document with all its extractions, and what its result depends on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msccurate
from msccurate.review.examined import COMMON, Examined

if TYPE_CHECKING:
    from msccurate.rules import Rule

#: Libraries whose answers enter the results.
LIBRARIES = ("pyyaml", "polars", "pandera", "frictionless", "numpy", "scipy")


#: Documents that are in memory at the same time, in each process: so many on average, and a third more or less.
PART = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule that is to be asked: its code, module and scope; `whole`: it needs all documents in memory."""

    code: str
    module: str
    scope: str
    whole: bool = False

    @classmethod
    def of(cls, rule: Rule) -> Asked:
        return cls(rule.code, rule.check.__module__, rule.scope, rule.scope == "corpus" and not rule.distils)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be done with each document of a project.

    `second_opinion`: frictionless is asked too; `tables`: the folder that whole parts of the tables are kept in, None
    where nobody wants them.
    """

    root: Path
    rules: tuple[Asked, ...]
    least_coverage: float = 100
    second_opinion: bool = True
    tables: Path | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A document: its specs and its adjudications, as paths from the project root. COMMON has none of both."""

    name: str
    specs: tuple[str, ...] = ()
    adjudications: tuple[str, ...] = ()


class WorkerLost(Exception):
    """A process that ended, or broke, while it examined a document; worded for the person who waits for it."""


def units(root: Path) -> list[Unit]:
    """COMMON, then every document of a project that has a spec or adjudications, in the order of their names."""
    specs: dict[str, list[str]] = {}
    for name in _yaml(root / "specs"):
        specs.setdefault(name.removesuffix(".yaml").partition(".")[0], []).append(f"specs/{name}")
    judged = {name.removesuffix(".yaml"): name for name in _yaml(root / "curation" / "adjudications")}
    return [
        Unit(COMMON),
        *(
            Unit(
                name,
                tuple(specs.get(name, ())),
                (f"curation/adjudications/{judged[name]}",) if name in judged else (),
            )
            for name in sorted({*specs, *judged})
        ),
    ]


@dataclass(frozen=True, slots=True)
class Share:
    """Units that are examined together; `whole` says that they are a run."""

    units: tuple[Unit, ...]
    whole: bool = False


def runs(every: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """The units of a project in runs, whose results are kept together; COMMON, if it is among them, is in the first.

    The names of documents say where a run ends, so that a further document changes one run and not all that follow.
    """
    if len(every) <= PART:
        return [tuple(every)] if every else []
    least, most = PART * 2 // 3, PART * 4 // 3
    found: list[tuple[Unit, ...]] = []
    begin = 0
    for end, unit in enumerate(every, 1):
        length = end - begin
        if length >= most or (length >= least and crc32(unit.name.encode()) % (PART - least) == 0):
            found.append(tuple(every[begin:end]))
            begin = end
    return [*found, tuple(every[begin:])] if begin < len(every) else found


def shared_out(every: Iterable[Sequence[Unit]], missing: Sequence[Unit], jobs: int) -> list[Share]:
    """Who is to be examined in each of some runs, the largest share first; evenly where there is little to do."""
    names = {unit.name for unit in missing}
    whole = [Share(tuple(run), whole=True) for run in every if all(unit.name in names for unit in run)]
    if len(whole) <= jobs:
        return _slices(missing, min(PART, -(-len(missing) // jobs)))
    inside = {unit.name for share in whole for unit in share.units}
    rest = _slices([unit for unit in missing if unit.name not in inside], PART)
    return [*sorted(whole, key=lambda share: -len(share.units)), *rest]


def _slices(units: Sequence[Unit], size: int) -> list[Share]:
    return [Share(tuple(units[start : start + size])) for start in range(0, len(units), size)]


def _yaml(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".yaml"))  # noqa: PTH208 - there may be many
    except OSError:
        return []


def environment(setting: Setting) -> str:
    """A digest of all that the results of all documents depend on: program, libraries, rules, codebook, schemas."""
    curation = setting.root / "curation"
    paths = [curation / "codebook.yaml", curation / "units.yaml", *sorted((curation / "schemas").glob("*.json"))]
    return digest(
        [program(), repr((setting.rules, setting.least_coverage, setting.second_opinion)).encode(), *_contents(paths)]
    )


@cache
def program() -> bytes:
    """A digest of this program, of Python, and of the libraries that it asks."""
    from importlib.metadata import version

    folder = Path(msccurate.__file__).parent
    files = sorted(folder.rglob("*.py"))
    versions = [sys.version, *(version(name) for name in LIBRARIES)]
    return digest([*(one.encode() for one in versions), *_contents(files)]).encode()


def key(environment: str, root: Path, unit: Unit) -> str | None:
    """The name of a unit's result: a digest of the environment and of its files; None where one cannot be read."""
    parts = [environment.encode(), unit.name.encode()]
    for path in (*unit.specs, *unit.adjudications):
        try:
            with open(os.path.join(root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - there are many
                parts += [path.encode(), file.read()]
        except OSError:
            return None
    return digest(parts)


def digest(parts: Iterable[bytes]) -> str:
    """One digest of several texts, in their order."""
    one = sha256()
    for part in parts:
        one.update(len(part).to_bytes(8, "big"))
        one.update(part)
    return one.hexdigest()


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        yield path.name.encode()
        try:
            yield path.read_bytes()
        except OSError:
            yield b""


@dataclass
class SourceDigests:
    """Whether the sources are still those that a result was made from; each file is read once."""

    root: Path
    _known: dict[str, str] = field(default_factory=dict)
    _inside: dict[str, bool] = field(default_factory=dict)

    def unchanged(self, examined: Examined) -> bool:
        return all(digest and self.of(path) == digest for path, digest in examined.sources)

    def of(self, path: str) -> str:
        """The digest of a source; empty where there is no plain file of the project."""
        if path not in self._known:
            self._known[path] = self._read(path) if self._in_project(path.rpartition("/")[0]) else ""
        return self._known[path]

    def _in_project(self, folder: str) -> bool:
        """Whether a folder, links followed, lies in the project."""
        if folder not in self._inside:
            real, root = os.path.realpath(self.root / folder), os.path.realpath(self.root)
            self._inside[folder] = Path(real).is_relative_to(root)
        return self._inside[folder]

    def _read(self, path: str) -> str:
        """The digest of a plain file; empty for links and whatever else is none."""
        try:
            path = os.path.join(self.root, path)  # noqa: PTH118 - there are many
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except (OSError, ValueError):
            return ""
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            plain = stat.S_ISREG(os.fstat(descriptor).st_mode)
            return sha256(file.read()).hexdigest() if plain else ""
