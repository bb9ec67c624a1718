"""From routes to places: the one module that turns what rules name into lines and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from msccurate.findings import Finding, Label, Place
from msccurate.review.report import Adjudication, Excerpt, PlacedLabel, ReportedFinding
from msccurate.sources import CellAnchor
from msccurate.tables import Document
from msccurate.text import Lines, Span

LONGEST = 6

#: Findings that say that a cell differs from its source: others on the same cell are shown under them.
STANDS_ELSEWHERE = ("SRC05", "SRC06", "SRC04")

#: (document, extractor, cell) -> fingerprint of the finding that it differs from its source.
WrongCells = Mapping[tuple[str, str, str], str]


class Files:
    """The texts that places lie in, and the excerpts that are cut from them; `text` gives a file's text by its path."""

    def __init__(self, text: Callable[[str], str | None]) -> None:
        self._text = text
        self._lines: dict[str, Lines] = {}

    def excerpt(self, place: Place) -> Excerpt:
        """What stands at a place, with the whole lines around it (the first few of a long one)."""
        lines = self._of(place.path)
        start = lines.position(min(place.span.start, len(lines.text)))
        end = lines.position(min(place.span.end, len(lines.text)))
        shown = range(start.line, min(end.line, start.line + LONGEST - 1) + 1)
        text = place.span.of(lines.text)
        whole = tuple(lines.line(number) for number in shown)
        return Excerpt(place.path, start.line, start.column, end.line, end.column, text, whole)

    def _of(self, path: str) -> Lines:
        if path not in self._lines:
            self._lines[path] = Lines(self._text(path) or "")
        return self._lines[path]


class Places:
    """Where the labels of one document's findings lie."""

    def __init__(self, files: Files, document: Document | None) -> None:
        self._files, self._document = files, document

    def label(self, label: Label) -> PlacedLabel:
        spec = label.spec or self._spec_place(label.route)
        source = label.source or self._source_place(label.route)
        excerpt = self._files.excerpt(spec)
        text = label.text or excerpt.text
        return PlacedLabel(label.route, label.words, text, excerpt, self._files.excerpt(source) if source else None)

    def _spec_place(self, route: str) -> Place:
        assert self._document is not None, f"a label without a document needs a place: {route}"
        routes, path = self._document.routes, self._document.spec.path
        for candidate in _shortened(route):
            if candidate in routes:
                return Place(path, routes[candidate])
        return Place(path, Span(0, 0))

    def _source_place(self, route: str) -> Place | None:
        if self._document is None:
            return None
        cell, _, part = route.partition("#")
        anchor = self._document.anchors.get(cell)
        if anchor is not None and anchor.span is not None:
            span = dict(anchor.parts).get({"denominator": "of"}.get(part, part), anchor.span) if part else anchor.span
            return Place(self._source_path(cell), span)
        if route in self._document.regions:
            source, span = self._document.regions[route]
            return Place(self._document.sources[source].path, Span(span.start, min(span.end, span.start + 80)))
        quote = next((one for one in self._document.quotes if one.route == route and one.found), None)
        if quote is not None and quote.found is not None:
            return Place(self._document.sources[quote.source].path, quote.found.span)
        return None

    def _source_path(self, cell: str) -> str:
        assert self._document is not None
        block = next((one for one in self._document.spec.blocks if cell.startswith(one.id + ".")), None)
        source = (block.source if block else "") or self._document.spec.default_source
        return self._document.sources[source].path


def _shortened(route: str) -> list[str]:
    """The route, then the routes of what it is a part of, to its block."""
    cell = route.partition("#")[0]
    parts = cell.split(".")
    return [route, *(".".join(parts[:count]) for count in range(len(parts), 0, -1))]


def anchors_of(finding: Finding, document: Document) -> list[CellAnchor | None]:
    """The anchor of every label that names a cell; None for a cell that was not looked for or not found."""
    cells = {label.route.partition("#")[0] for label in (finding.primary, *finding.related) if not label.spec}
    known = {one.route for one in document.measurements} | {f"groups.{id}.n" for id in document.group_sizes}
    return [document.anchors.get(cell) for cell in sorted(cells & known)]


def verdict(finding: Finding, document: Document | None) -> str:
    """Whose error a finding is: the spec's, the source's, or undecided."""
    if finding.differs is not None:
        return "extraction-error" if finding.differs else "source-error"
    if finding.primary.source is not None:
        return "source-error"
    anchors = anchors_of(finding, document) if document is not None else []
    if any(anchor is not None and anchor.status in ("differs", "misplaced") for anchor in anchors):
        return "extraction-error"
    if anchors and all(anchor is not None and anchor.status == "found" for anchor in anchors):
        return "source-error"
    return "undecided"


def placed(
    findings: list[Finding],
    names: list[str],
    settled: list[Adjudication | None],
    documents: Mapping[tuple[str, str], Document],
    files: Files,
    wrong: WrongCells | None = None,
) -> tuple[ReportedFinding, ...]:
    """Findings as they are reported: with their fingerprints (`names`), places, verdicts and adjudications.

    `wrong` are cells that other findings say differ from their source; those among `findings` are found here.
    """
    placers = {key: Places(files, document) for key, document in documents.items()}
    nowhere = Places(files, None)
    result = []
    for finding, name, adjudication in zip(findings, names, settled, strict=True):
        key = (finding.document, finding.extractor)
        places = placers.get(key, nowhere)
        result.append(
            ReportedFinding(
                code=finding.code,
                name=finding.name,
                severity=finding.severity,
                verdict=verdict(finding, documents.get(key)),
                message=finding.message,
                help=finding.help,
                expected=finding.expected,
                document=finding.document,
                extractor=finding.extractor,
                route=finding.primary.route,
                fingerprint=name,
                primary=places.label(finding.primary),
                related=tuple(places.label(label) for label in finding.related),
                adjudication=adjudication,
                under="",
            )
        )
    known = {**(wrong or {}), **wrong_cells(result)}
    return tuple(one if one.code in STANDS_ELSEWHERE else replace(one, under=_under(one, known)) for one in result)


def wrong_cells(findings: Iterable[ReportedFinding]) -> WrongCells:
    """The cells of which findings say that they differ from their source."""
    return {
        (one.document, one.extractor, _cell(label.route)): one.fingerprint
        for one in sorted(findings, key=lambda one: one.code)
        if one.code in STANDS_ELSEWHERE
        for label in (one.primary, *one.related)
    }


def _under(finding: ReportedFinding, wrong: WrongCells) -> str:
    keys = [(finding.document, finding.extractor, _cell(label.route)) for label in (finding.primary, *finding.related)]
    return next((wrong[key] for key in keys if key in wrong), "")


def _cell(route: str) -> str:
    return route.partition("#")[0]
