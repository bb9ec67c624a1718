"""The tables that are shipped, in parts: Parquet files of some hundred documents each, as `Parts` reads them.

A part is named for all that it depends on but the sources, whose digests it holds; what is there and still right is not
made again. Numbers are kept as the texts that were printed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msccurate.review.engine import Tell, silent
from msccurate.review.examined import COMMON
from msccurate.review.uncollected import uncollected
from msccurate.review.units import Setting, SourceDigests, Unit, WorkerLost, digest, environment, key, runs, units
from msccurate.tables import Corpus, Curations, Document, Reader
from msccurate.tables.parts import Parts, write_part
from msccurate.tables.schemafiles import load_schemas
from msccurate.tables.tableschema import SHIPPED
from msccurate.tables.violations import violation

if TYPE_CHECKING:
    import polars

    from msccurate.tables.frames import Framed

#: Documents that are in memory at the same time where formats are made from documents.
AT_ONCE = 25
#: Fewer parts than these are no work for further processes.
FEW = 3
#: Where a project keeps its parts.
FOLDER = Path(".msccurate") / "tables"
#: The tables that documents and codebook fill; those of the review come from its report.
CORE = tuple(name for name in SHIPPED if name not in ("findings", "adjudications"))
#: The tables in which curated values stand.
CURATED = ("groups", "measurements", "comparisons")
_MANIFEST, _WAITING = "part.json", ".part"


def table_parts(setting: Setting, folder: Path, jobs: int = 1, tell: Tell = silent) -> Parts:
    """The tables of a project but for findings and adjudications; parts that `folder` lacks are made there, in `jobs`
    processes, and those that nothing needs any more go.

    Raises WorkerLost if a process is lost, OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digests = SourceDigests(setting.root)
    wanted = {place(setting, folder, run): run for run in runs(units(setting.root))}
    missing = [(run, path) for path, run in wanted.items() if not is_there(path, digests)]
    for number, name in enumerate(_made(setting, missing, jobs)):
        tell(f"making the tables of {name}", number + 1, len(missing))
    for path in folder.iterdir():
        if path not in wanted and path.suffix != _WAITING:  # what another run is writing stays
            shutil.rmtree(path, ignore_errors=True)
    found = {table: [path / f"{table}.parquet" for path in wanted] for table in CORE}
    misfits = tuple(words for path in wanted for words in _manifest(path)["misfits"])
    return Parts(load_schemas(setting.root), {**found, "variables": found["variables"][:1]}, misfits)


def kept(root: Path) -> Path | None:
    """The folder in which a project keeps its parts; None where it cannot."""
    folder = root / FOLDER
    if folder.is_symlink() or folder.parent.is_symlink():
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def forget(root: Path) -> None:
    """Delete the parts that a project keeps."""
    folder = kept(root)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def place(setting: Setting, folder: Path, run: Sequence[Unit]) -> Path:
    """Where the part of a run of units lies."""
    made_from = environment(Setting(setting.root, (), setting.least_coverage))
    keys = (key(made_from, setting.root, unit) for unit in run if unit.name != COMMON)
    return folder / digest((one or "").encode() for one in keys)[:32]


def write(corpus: Corpus, folder: Path) -> None:
    """Write the part of some documents, as a whole: the folder is there when all its tables are."""
    frames = {table: corpus.printed(table) for table in CORE}
    made_from: dict[str, Any] = {"sources": dict(_sources(corpus.documents)), "misfits": list(_misfits(corpus, frames))}
    waiting = folder.with_name(f"{folder.name}.{os.getpid()}{_WAITING}")
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir(parents=True)
    try:
        for table, frame in frames.items():
            write_part(frame.frame, waiting / f"{table}.parquet")
        made_from["tables"] = _digests(waiting)
        (waiting / _MANIFEST).write_text(json.dumps(made_from), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        waiting.rename(folder)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _sources(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    for document in documents:
        for entry in document.spec.sources.values():
            loaded = document.sources.get(entry.id)
            yield entry.path.text, loaded.sha256 if loaded else ""


def _misfits(corpus: Corpus, frames: Mapping[str, Framed]) -> Iterator[str]:
    schemas = load_schemas(corpus.project.root)
    for table, one in frames.items():
        for misfit in one.misfits:
            yield violation(schemas[table], corpus.tables[table], misfit.row, misfit.column, "type").words


def _manifest(folder: Path) -> dict[str, Any]:
    """What a part says of itself; empty where there is none, or a damaged one."""
    try:
        said: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return said


def is_there(folder: Path, digests: SourceDigests) -> bool:
    """Whether a part is there, whole, and made from the sources as they are."""
    said = _manifest(folder)
    sources = said.get("sources")
    if sources is None or said.get("tables") != _digests(folder):
        return False
    return all(digests.of(path) == known for path, known in sources.items())


def _digests(folder: Path) -> dict[str, str]:
    """The sha256 of each table of a part: files that are gone, cut off or otherwise damaged show."""
    return {path.stem: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def _made(setting: Setting, missing: Sequence[tuple[Sequence[Unit], Path]], jobs: int) -> Iterator[str]:
    """Make parts; the name of the first document of each, as it is done."""
    make = partial(_make, setting)
    if jobs == 1 or len(missing) < FEW:
        yield from map(make, missing)
        return
    with ProcessPoolExecutor(min(jobs, len(missing)), get_context("spawn")) as pool:
        try:
            yield from pool.map(make, missing)
        except BrokenProcessPool:
            raise WorkerLost("a process ended while it made tables; perhaps memory ran out: try fewer --jobs") from None


def _make(setting: Setting, one: tuple[Sequence[Unit], Path]) -> str:
    run, folder = one
    with uncollected():
        write(_corpus(setting, run), folder)
    return next((unit.name for unit in run if unit.name != COMMON), "the codebook")


def _corpus(setting: Setting, run: Sequence[Unit]) -> Corpus:
    reader = Reader.of(setting.root, setting.least_coverage)
    return Corpus(reader.project(reader.document(setting.root / path) for unit in run for path in unit.specs))


def corpora(setting: Setting, curations: Curations) -> Iterator[Corpus]:
    """All documents, some at a time, with curated values put in."""
    every = units(setting.root)
    for start in range(0, len(every), AT_ONCE):
        with uncollected():
            corpus = _corpus(setting, every[start : start + AT_ONCE]).curated(curations)
        yield corpus


# ---- curated values


def curated(tables: Parts, setting: Setting, curations: Curations, folder: Path) -> Parts:
    """The tables with curated values put in; the parts that change are written into `folder`."""
    names = {document for document, _, _ in curations}
    changed = {table: list(tables.found[table]) for table in CURATED}
    for part, run in enumerate(runs(units(setting.root))):
        mine = [unit for unit in run if unit.name in names]
        if not mine:
            continue
        corpus = _corpus(setting, mine).curated(curations)
        for table in CURATED:
            path = folder / f"{table}.{part}.parquet"
            write_part(_replaced(tables.frame(table, part), corpus.printed(table).frame), path)
            changed[table][part] = path
    return replace(tables, found={**tables.found, **changed})


def _replaced(frame: polars.DataFrame, by: polars.DataFrame) -> polars.DataFrame:
    """A frame with the rows of some documents in the place of those it has."""
    import polars

    apart = frame.partition_by("document", maintain_order=True, as_dict=True)
    apart |= by.partition_by("document", maintain_order=True, as_dict=True)
    return polars.concat([frame.clear(), *apart.values()])
