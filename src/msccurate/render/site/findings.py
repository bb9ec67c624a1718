"""A finding as the site shows it."""

from __future__ import annotations

from dataclasses import dataclass

from msccurate.render.frame import verdict_words
from msccurate.render.site import names
from msccurate.render.site.excerpts import Cut, cuts
from msccurate.render.site.marks import Marks
from msccurate.review import Adjudication, PlacedLabel, ReportedFinding

#: Severity -> its sign, open and adjudicated: a shape for each, so that colour is never the only sign.
SIGNS = {"error": ("■", "□"), "warning": ("▲", "△"), "note": ("●", "○")}


@dataclass(frozen=True, slots=True)
class Label:
    """One place a finding points at: the spec's lines, the source's lines, and the ids of both on the page (empty
    where there are none)."""

    words: str
    text: str
    cell: str
    mark: str
    spec_place: str
    spec: tuple[Cut, ...]
    source_place: str
    source: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with everything that its card prints."""

    id: str
    code: str
    name: str
    severity: str
    sign: str
    state: str
    message: str
    verdict: str
    said: str
    help: str
    route: str
    primary: Label
    related: tuple[Label, ...]
    adjudication: Adjudication | None


def shown(finding: ReportedFinding, marks: Marks, cells: frozenset[str]) -> Shown:
    """A finding for a document's page; `cells` are the ids of the cells on it."""
    severity = str(finding.severity)
    verdict, _, said = verdict_words(finding).partition(", ")
    return Shown(
        id=finding.fingerprint,
        code=finding.code,
        name=finding.name,
        severity=severity,
        sign=sign(finding),
        state="open" if finding.open else "adjudicated",
        message=finding.message,
        verdict=verdict,
        said=said,
        help=finding.help if finding.open else "",
        route=finding.route,
        primary=_label(finding.primary, marks, cells, marks.findings.get(finding.fingerprint, "")),
        related=tuple(_label(label, marks, cells, "") for label in finding.related),
        adjudication=finding.adjudication,
    )


def sign(finding: ReportedFinding) -> str:
    """Filled where a finding is open, hollow where it is settled."""
    return SIGNS[str(finding.severity)][0 if finding.open else 1]


def _label(label: PlacedLabel, marks: Marks, cells: frozenset[str], mark: str) -> Label:
    cell = names.cell(label.route)
    spec, source = label.spec, label.source
    return Label(
        words=label.words,
        text=label.text,
        cell=cell if cell in cells else "",
        mark=mark or marks.cells.get(label.route.partition("#")[0], ""),
        spec_place=f"{spec.path}:{spec.line}",
        spec=tuple(cuts(spec)),
        source_place=f"{source.path}:{source.line}" if source else "",
        source=tuple(cuts(source)) if source else (),
    )
