"""The files of the site; a page whose input did not change is not made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from msccurate.codebook import Codebook
from msccurate.render.environment import TemplateFault
from msccurate.render.pictures import pictures
from msccurate.render.site import document as document_page
from msccurate.render.site import names, overview
from msccurate.review import Report, ReportedFinding
from msccurate.spec.load import FIRST
from msccurate.tables import Curations, Document
from msccurate.tables.project import spec_paths

FOLDER = "out/site"
MANIFEST = "manifest.json"
ASSETS = ("site.css", "site.js")
MISSING = (
    "No pictures: they are drawn by matplotlib, which is not installed; "
    "`pip install 'msccurate[plots]'` brings it. Their numbers are below."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it is, or was, written: a digest of its input, and the digests of the sources that it shows and of its
    files, by path. `content` is what is to be written: nothing, where it is there already."""

    page: str
    inputs: str
    sources: Mapping[str, str]
    files: Mapping[str, str]
    content: Mapping[str, bytes]


Pages = Mapping[str, Made]


@dataclass(frozen=True, slots=True)
class Subject:
    """A document that a page may be about: its spec's path and digest, and how it is loaded if it has to be."""

    document: str
    extractor: str
    path: str
    digest: str
    load: Callable[[], Document]


def subjects(root: Path, load: Callable[[Path], Document]) -> Iterator[Subject]:
    """The documents of a project, of which none is loaded yet."""
    for path in spec_paths(root):
        document, _, extractor = path.name.removesuffix(".yaml").partition(".")
        try:
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue
        relative = path.relative_to(root).as_posix()
        yield Subject(document, extractor or FIRST, relative, digest, partial(load, path))


def made(
    report: Report,
    curations: Curations,
    codebook: Codebook,
    subjects: Iterable[Subject],
    root: Path,
    before: Pages,
    draws: bool | None = None,
) -> Iterator[Made]:
    """Every page of the site, the overview last; a document whose page is there already is not loaded.

    `before` is what the last run wrote. `draws` says whether pictures are drawn (default: whether matplotlib is there).
    Raises TemplateFault.
    """
    draws = find_spec("matplotlib") is not None if draws is None else draws
    templates = _environment(root)
    common = _digest(_program(), *_own_templates(root), repr(codebook), str(draws))
    found: dict[tuple[str, str], list[ReportedFinding]] = {}
    for finding in report.findings:
        found.setdefault((finding.document, finding.extractor), []).append(finding)
    coverage = {(one.document, one.extractor): one for one in report.coverage}
    pages = {}
    for one in subjects:
        key = (one.document, one.extractor)
        mine = found.get(key, [])
        page = names.page(one.path)
        inputs = _digest(common, one.path, one.digest, repr(mine), repr(coverage.get(key)))
        old = before.get(page)
        if old is not None and old.inputs == inputs and _there(old, root):
            pages[key] = page
            yield replace(old, content={})
            continue
        document = one.load()
        if not document.spec.readable:
            continue
        pages[key] = page
        shown = pictures(document, mine, curations)
        missing = "" if draws or not shown else MISSING
        values = document_page.context(document, mine, coverage.get(key), curations, shown, missing)
        content = {page: _rendered(templates, "document.html.j2", values)}
        if draws:
            folder = f"pictures/{page.removesuffix('.html')}"
            content |= {f"{folder}/{picture.name}.svg": picture.draw().encode() for picture in shown}
        sources = {source.path: source.sha256 for source in document.sources.values()}
        yield _fresh(page, inputs, sources, content)
    content = {name: _asset(name) for name in ASSETS}
    content["index.html"] = _rendered(templates, "overview.html.j2", overview.context(report, pages))
    yield _fresh("index.html", "", {}, content)


def _fresh(page: str, inputs: str, sources: Mapping[str, str], content: Mapping[str, bytes]) -> Made:
    return Made(page, inputs, sources, {path: sha256(data).hexdigest() for path, data in content.items()}, content)


def _there(old: Made, root: Path) -> bool:
    """Whether the files of a page are as they were written, and the sources as they were read."""
    written = all(file_digest(root / FOLDER / path) == digest for path, digest in old.files.items())
    return written and bool(old.files) and all(file_digest(root / path) == one for path, one in old.sources.items())


def file_digest(path: Path) -> str:
    """The digest of a file's content; empty where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_manifest(text: str) -> Pages:
    """What the last run wrote; nothing where that cannot be read."""
    try:
        pages = json.loads(text)["pages"]
        return {
            page: Made(page, str(one["inputs"]), dict(one["sources"]), dict(one["files"]), {})
            for page, one in pages.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def manifest(pages: Pages) -> bytes:
    """The manifest of a site, to be read by the next run."""
    told = {
        page: {"inputs": one.inputs, "sources": dict(one.sources), "files": dict(one.files)}
        for page, one in pages.items()
    }
    return (json.dumps({"version": 1, "pages": told}, indent=1, sort_keys=True) + "\n").encode()


def _environment(root: Path) -> SandboxedEnvironment:
    ours = PackageLoader("msccurate.render.site", "templates")
    loader = ChoiceLoader([FileSystemLoader(root / "curation" / "templates" / "site"), ours])
    return SandboxedEnvironment(loader=loader, undefined=StrictUndefined, autoescape=True)


def _rendered(templates: SandboxedEnvironment, name: str, values: Mapping[str, Any]) -> bytes:
    try:
        return templates.get_template(name).render(values).encode()
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{name}, line {line}" if line else name
        raise TemplateFault(f"the template site/{where} cannot be rendered: {error.message}") from None


def _asset(name: str) -> bytes:
    return (files("msccurate.render.site") / "assets" / name).read_bytes()


@cache
def _program() -> str:
    """A digest of everything that makes pages, so that a new version makes them anew."""
    here = Path(__file__).parent
    paths = [*here.parent.glob("*.py"), *here.rglob("*.*"), *(here.parent / "pictures").glob("*.py")]
    return _digest(*(path.read_bytes() for path in sorted(paths) if path.suffix in (".py", ".j2")))


def _own_templates(root: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((root / "curation" / "templates" / "site").glob("*.j2"))]


def _digest(*pieces: str | bytes) -> str:
    digest = sha256()
    for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else piece
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
