"""The page of a document: its curated tables and findings, beside the text of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msccurate.render.pictures import Picture
from msccurate.render.site import names
from msccurate.render.site.curation import tables
from msccurate.render.site.findings import Shown, shown
from msccurate.render.site.marks import KINDS, marks
from msccurate.render.site.sourcetext import parts
from msccurate.review import Coverage, ReportedFinding
from msccurate.tables import Curations, Document
from msccurate.tables.rows import claim_result

_VIEW_BOX = re.compile(r'viewBox="0 0 (\d+)\S* (\d+)')
RESULTS = {
    "holds": "✓ holds",
    "fails": "✗ fails",
    "fragile": "≈ depends on rounding",
    "unknown": "? could not be evaluated",
}


def context(
    document: Document,
    findings: Sequence[ReportedFinding],
    coverage: Coverage | None,
    curations: Curations,
    pictures: Sequence[tuple[Picture, str]],
    missing: str,
) -> dict[str, Any]:
    """What the template of a document's page prints; `pictures` come with their SVG, or empty ones where
    `missing` says what to install for that."""
    marked = marks(document, findings)
    routes = [f"groups.{id}.n" for id in document.group_sizes]
    by_cell: dict[str, list[ReportedFinding]] = {}
    for one in findings:
        by_cell.setdefault(one.route.partition("#")[0], []).append(one)
    blocks = tables(document, marked, by_cell, curations)
    ids = frozenset(cell.id for block in blocks for line in block.lines for cell in line.cells)
    ids |= {names.cell(route) for route in routes}
    views = {one.fingerprint: shown(one, marked, ids) for one in findings}
    placed = {one.fingerprint for block in blocks for one in block.findings}
    return {
        "document": document,
        "name": document.spec.path.rpartition("/")[2].removesuffix(".yaml"),
        "publication": _publication(document),
        "coverage": coverage,
        "blocks": blocks,
        "views": views,
        "listed": [views[one.fingerprint] for one in sorted(findings, key=lambda one: (not one.open, -one.severity))],
        "elsewhere": [view for key, view in views.items() if key not in placed],
        "rules": sorted({(view.code, view.name) for view in views.values()}),
        "groups": _groups(document, marked.cells),
        "timepoints": list(document.spec.timepoints.values()),
        "claims": _claims(document, views),
        "sources": [(source, parts(source, marked.of[id])) for id, source in document.sources.items()],
        "kinds": KINDS,
        "pictures": [(one, _size(drawn)) for one, drawn in pictures],
        "missing": missing,
        "cell": names.cell,
    }


def _size(drawn: str) -> tuple[str, str]:
    """Width and height of a picture, for its place to be kept free until it is there."""
    found = _VIEW_BOX.search(drawn)
    return (found[1], found[2]) if found else ("", "")


def _publication(document: Document) -> dict[str, str]:
    said = {name: scalar.text for name, scalar in document.spec.publication.items()}
    authors = ", ".join(author.text for author in document.spec.authors)
    return {"title": document.name, "journal": "", "published": "", "doi": "", **said, "authors": authors}


def _groups(document: Document, marked: Any) -> list[dict[str, str]]:
    return [
        {
            "id": names.cell(f"groups.{group.id}.n"),
            "name": group.label or group.id,
            "n": group.n.text if group.n else "",
            "mark": marked.get(f"groups.{group.id}.n", ""),
            "quote": group.quote.text if group.quote else "",
        }
        for group in document.spec.groups.values()
    ]


def _claims(document: Document, views: dict[str, Shown]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"claim-{claim.id}",
            "name": claim.id.replace("_", " "),
            "expect": claim.expect.text,
            "quote": claim.quote.text if claim.quote else "",
            "result": RESULTS[claim_result(document, claim)],
            "findings": [view for view in views.values() if view.route == claim.route],
        }
        for claim in document.spec.claims
    ]
