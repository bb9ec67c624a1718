"""The files of the site; a page whose input did not change is not made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from msccurate.tables import Curations, Document

MANIFEST = "manifest.json"
ASSETS = ("site.css", "site.js")
MISSING = (
    "No pictures: they are drawn by matplotlib, which is not installed; "
    "`pip install 'msccurate[plots]'` brings it. Their numbers are below."
)

#: What a site consists of: page -> hash of its input, and its files with the hash of their content.
Pages = Mapping[str, tuple[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A readable document: the path of its spec, a digest of the spec and its sources, and how it is loaded."""

    document: str
    extractor: str
    path: str
    digest: str
    load: Callable[[], Document]


def subjects(documents: Iterable[Document]) -> list[Subject]:
    """Documents that are loaded already."""
    return [
        Subject(one.name, one.extractor, one.spec.path, document_digest(one), partial(_itself, one))
        for one in documents
        if one.spec.readable
    ]


def document_digest(document: Document) -> str:
    """A digest of a document's spec and sources."""
    return _digest(document.spec.text, *(source.sha256 for source in document.sources.values()))


def _itself(document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class Made:
    """A page and its pictures: path below the site's folder -> content; empty where nothing of it changed."""

    page: str
    inputs: str
    files: Mapping[str, bytes]
    kept: Mapping[str, str]


def made(
    report: Report,
    curations: Curations,
    codebook: Codebook,
    subjects: Sequence[Subject],
    root: Path,
    before: Pages,
    same: Callable[[str, str], bool],
    draws: bool | None = None,
) -> Iterator[Made]:
    """Every page of the site, the overview last.

    `before` is what the last run wrote, and `same` asks whether a file still has a content's hash. `draws` says whether
    pictures are drawn (default: whether matplotlib is there). Raises TemplateFault.
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
        page = pages[key] = names.page(one.path)
        inputs = _digest(common, one.path, one.digest, repr(mine))
        old, kept = before.get(page, ("", {}))
        if old == inputs and kept and all(same(path, digest) for path, digest in kept.items()):
            yield Made(page, inputs, {}, kept)
            continue
        document = one.load()
        shown = pictures(document, mine, curations)
        missing = "" if draws or not shown else MISSING
        values = document_page.context(document, mine, coverage.get(key), curations, shown, missing)
        content = {page: _rendered(templates, "document.html.j2", values)}
        if draws:
            folder = f"pictures/{page.removesuffix('.html')}"
            content |= {f"{folder}/{picture.name}.svg": picture.draw().encode() for picture in shown}
        yield Made(page, inputs, content, {})
    content = {name: _asset(name) for name in ASSETS}
    content["index.html"] = _rendered(templates, "overview.html.j2", overview.context(report, pages))
    yield Made("index.html", "", content, {})


def read_manifest(text: str) -> Pages:
    """What the last run wrote; nothing where that cannot be read."""
    try:
        pages = json.loads(text)["pages"]
        return {page: (one["inputs"], dict(one["files"])) for page, one in pages.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def manifest(pages: Pages) -> bytes:
    """The manifest of a site, to be read by the next run."""
    told = {page: {"inputs": inputs, "files": dict(sorted(kept.items()))} for page, (inputs, kept) in pages.items()}
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
