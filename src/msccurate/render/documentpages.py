"""What is rendered of one document each: only what changed is made again, by several processes where that is much.

The files of a document are known by a digest of all that they are made of: program, libraries, templates, codebook,
units and schemas, the spec, and what the report says of the document. Its sources are compared before they are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar, Protocol

from msccurate.review import Coverage, Report, ReportedFinding
from msccurate.review.curations import curations
from msccurate.review.engine import Tell, silent
from msccurate.review.uncollected import uncollected
from msccurate.review.units import Setting, WorkerLost, digest, environment, units
from msccurate.review.workers import uninterrupted
from msccurate.spec.load import named
from msccurate.tables import Curated, Curations, Document, Reader

#: Fewer documents than these are no work for further processes: these take a second to start.
FEW = 30
#: Documents that a process is given at a time.
PART = 5
#: Libraries that make pages.
LIBRARIES = ("jinja2", "markupsafe", "matplotlib")


@dataclass(frozen=True, slots=True)
class Subject:
    """An extraction of a document, by the path of its spec, and what the report says of it."""

    path: str
    findings: tuple[ReportedFinding, ...]
    coverage: Coverage | None
    curations: Curations

    @property
    def name(self) -> str:
        """As the spec is named: two extractors have two of everything."""
        return self.path.rpartition("/")[2].removesuffix(".yaml")


class Maker(Protocol):
    """Makes the files of a document, by path; none where its spec cannot be read. It is sent to other processes, and
    how it is printed says all that its files depend on besides.

    `folder` is where paths begin, from the project's root.
    """

    folder: ClassVar[str]

    def __hash__(self) -> int: ...

    def __call__(self, root: Path, document: Document, subject: Subject) -> Mapping[str, bytes]:
        """Raises TemplateFault."""


@dataclass(frozen=True, slots=True)
class Made:
    """What there is of a document: the digest of all that it is made of, and the digests of the sources that it shows
    and of its files, by path. `content` is what is to be written: nothing, where it is there already."""

    name: str
    inputs: str
    sources: Mapping[str, str]
    files: Mapping[str, str]
    content: Mapping[str, bytes]

    @classmethod
    def fresh(cls, name: str, content: Mapping[str, bytes], sources: Mapping[str, str] | None = None) -> Made:
        return cls(name, "", sources or {}, {path: sha256(data).hexdigest() for path, data in content.items()}, content)


def subjects(report: Report, root: Path) -> list[Subject]:
    """All extractions of a project, in the order of their names."""
    found: dict[tuple[str, str], list[ReportedFinding]] = {}
    for finding in report.findings:
        found.setdefault((finding.document, finding.extractor), []).append(finding)
    covered = {(one.document, one.extractor): one for one in report.coverage}
    specs = {path: named(path) for unit in units(root) for path in unit.specs}
    put: dict[tuple[str, str], dict[tuple[str, str, str], Curated]] = {}
    for route, value in sorted(curations(report.findings, specs).items()):
        put.setdefault(route[:2], {})[route] = value
    return [Subject(path, tuple(found.get(key, ())), covered.get(key), put.get(key, {})) for path, key in specs.items()]


def made(
    setting: Setting,
    subjects: Iterable[Subject],
    maker: Maker,
    before: Mapping[str, Made],
    jobs: int = 1,
    tell: Tell = silent,
) -> Iterator[Made]:
    """What there is of every document, what was there already first.

    `before` is what the last run made, by name; `jobs` processes make what has to be made.

    Raises TemplateFault, and WorkerLost if a process is lost.
    """
    common = _common(setting, maker)
    stale: list[tuple[Subject, str]] = []
    for one in subjects:
        inputs = digest([common.encode(), *_of_document(setting.root, one)])
        old = before.get(one.name)
        if old is not None and old.inputs == inputs and _there(old, setting.root, maker.folder):
            yield replace(old, content={})
        else:
            stale.append((one, inputs))
    new = _made(setting, maker, [one for one, _ in stale], jobs)
    for done, (fresh, (_, inputs)) in enumerate(zip(new, stale, strict=True), 1):
        tell(f"rendering {fresh.name}", done, len(stale))
        yield replace(fresh, inputs=inputs)


def _common(setting: Setting, maker: Maker) -> str:
    """A digest of what the files of all documents depend on."""
    # whether frictionless is asked changes what the report says, and that is looked at by itself
    made_from = environment(replace(setting, second_opinion=True))
    versions = [_version(library).encode() for library in LIBRARIES]
    own = _files(setting.root / "curation" / "templates", "*")
    return digest([made_from.encode(), repr(maker).encode(), *versions, _templates(), *own])


@cache
def _templates() -> bytes:
    return digest(_files(Path(__file__).parent, "*.j2")).encode()


def _files(folder: Path, pattern: str) -> Iterator[bytes]:
    """Names and digests of all files below a folder."""
    for path in sorted(folder.rglob(pattern)):
        yield path.relative_to(folder).as_posix().encode()
        yield file_digest(path).encode()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _of_document(root: Path, one: Subject) -> Iterator[bytes]:
    yield one.path.encode()
    yield file_digest(root / one.path).encode()
    yield repr((one.findings, one.coverage, one.curations)).encode()


def _there(old: Made, root: Path, folder: str) -> bool:
    """Whether the files of a document are as they were made, and its sources as they were read."""
    written = all(file_digest(root / folder / path) == one for path, one in old.files.items())
    return written and bool(old.files) and all(file_digest(root / path) == one for path, one in old.sources.items())


def file_digest(path: Path) -> str:
    """The digest of a file's content; empty where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


# ---- what the last run made


def manifest(made: Iterable[Made]) -> bytes:
    """What was made, to be read by the next run."""
    told = {one.name: {"inputs": one.inputs, "sources": dict(one.sources), "files": dict(one.files)} for one in made}
    return (json.dumps({"version": 1, "made": told}, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(data: bytes) -> dict[str, Made]:
    """What the last run made, by name; nothing where that cannot be read."""
    try:
        told = json.loads(data)["made"]
        return {
            name: Made(name, str(one["inputs"]), dict(one["sources"]), dict(one["files"]), {})
            for name, one in told.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


# ---- making


@dataclass(frozen=True, slots=True)
class _Making:
    """One process's share of the work: the codebook is loaded once."""

    maker: Maker
    reader: Reader

    def __call__(self, one: Subject) -> Made:
        root = self.reader.root
        with uncollected():
            document = self.reader.document(root / one.path)
            content = self.maker(root, document, one)
        return Made.fresh(one.name, content, {source.path: source.sha256 for source in document.sources.values()})


@cache
def _making(root: Path, least_coverage: float, maker: Maker) -> _Making:
    return _Making(maker, Reader.of(root, least_coverage))


def _make(root: Path, least_coverage: float, maker: Maker, one: Subject) -> Made:
    return _making(root, least_coverage, maker)(one)


def _made(setting: Setting, maker: Maker, stale: Sequence[Subject], jobs: int) -> Iterator[Made]:
    """The files of some documents, in their order."""
    if jobs < 2 or len(stale) < FEW:
        yield from map(_Making(maker, Reader.of(setting.root, setting.least_coverage)), stale) if stale else ()
        return
    make = partial(_make, setting.root, setting.least_coverage, maker)
    pool = ProcessPoolExecutor(min(jobs, -(-len(stale) // PART)), get_context("spawn"))
    try:
        with uninterrupted():
            coming = pool.map(make, stale, chunksize=PART)
        yield from coming
    except BrokenProcessPool:
        raise WorkerLost("a process ended while it rendered; perhaps memory ran out: try fewer --jobs") from None
    finally:
        pool.shutdown(cancel_futures=True)
