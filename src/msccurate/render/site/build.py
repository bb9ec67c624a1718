"""The files of the site: a page per document, and the overview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader

from msccurate.render.documentpages import Made, Subject
from msccurate.render.environment import filled, html_prose, own, templates
from msccurate.render.pictures import pictures
from msccurate.render.site import document as document_page
from msccurate.render.site import names, overview
from msccurate.review import Report
from msccurate.spec.load import named
from msccurate.tables import Document

FOLDER = "out/site"
MANIFEST = "manifest.json"
ASSETS = ("site.css", "site.js")
MISSING = (
    "No pictures: they are drawn by matplotlib, which is not installed; "
    "`pip install 'msccurate[plots]'` brings it. Their numbers are below."
)


@dataclass(frozen=True, slots=True)
class SitePage:
    """Makes the page of a document, and its pictures where they are to be drawn."""

    draws: bool

    folder: ClassVar[str] = FOLDER

    @classmethod
    def here(cls) -> SitePage:
        """With pictures where matplotlib is there."""
        return cls(find_spec("matplotlib") is not None)

    def __call__(self, root: Path, document: Document, subject: Subject) -> dict[str, bytes]:
        """The page's files, none for a spec that cannot be read. Raises TemplateFault."""
        if not document.spec.readable:
            return {}
        found, curations = subject.findings, subject.curations
        shown = [(one, one.draw() if self.draws else "") for one in pictures(document, found, curations)]
        missing = "" if self.draws or not shown else MISSING
        values = document_page.context(document, found, subject.coverage, curations, shown, missing)
        content = {names.page(subject.path): _page(root, "document.html.j2", values)}
        if self.draws:
            content |= {names.picture(subject.path, one.name): drawn.encode() for one, drawn in shown}
        return content


def overview_page(report: Report, root: Path, made: Iterable[str]) -> Made:
    """The first page and what all pages need; `made` are the specs that have a page. Raises TemplateFault."""
    pages = {named(path): names.page(path) for path in made}
    content = {name: _asset(name) for name in ASSETS}
    values = overview.context(report, pages)
    content["index.html"] = _page(root, "overview.html.j2", values)
    return Made.fresh("", content)


def _page(root: Path, name: str, values: Mapping[str, Any]) -> bytes:
    environment = _environment(own(root / "curation" / "templates" / "site"))
    return filled(environment, name, values, "site/").encode()


@lru_cache(maxsize=4)
def _environment(own: Path | None) -> Environment:
    made = templates(own, PackageLoader("msccurate.render.site", "templates"), autoescape=True)
    made.filters["prose"] = html_prose
    return made


def _asset(name: str) -> bytes:
    return (files("msccurate.render.site") / "assets" / name).read_bytes()
