"""Names of places on the site: they are made of routes and fingerprints, so that links stay good."""

from __future__ import annotations

from pathlib import PurePosixPath


def page(spec: str) -> str:
    """The file of a document's page, from the path of its spec: two extractors have two pages."""
    stem = PurePosixPath(spec).stem
    return f"{stem}.html" if stem != "index" else "index_.html"


def picture(spec: str, name: str) -> str:
    """The file of a picture of a document's page."""
    return f"pictures/{PurePosixPath(spec).stem}/{name}.svg"


def cell(route: str) -> str:
    """The id of a cell on its document's page; a part of a cell is found where the cell is."""
    return f"cell-{route.partition('#')[0]}"


def block(id: str) -> str:
    return f"block-{id}"


def place(source: str, start: int) -> str:
    """The id of what is marked at an offset of a source."""
    return f"source-{source}-{start}"


def line(source: str, number: int) -> str:
    return f"source-{source}-L{number}"
