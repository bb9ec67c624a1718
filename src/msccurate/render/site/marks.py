"""What is marked in the text of a document's sources, and by what it was accounted for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from msccurate.render.site import names
from msccurate.review import ReportedFinding
from msccurate.tables import Document
from msccurate.text import Span

#: Kind of a mark -> what it says to a reader.
KINDS = {
    "extracted": "extracted: a cell of the spec has it",
    "differs": "the spec has something else here",
    "read": "read by the curators, no cell of its own",
    "unextracted": "not extracted: nothing in the spec accounts for it",
    "found": "a finding speaks of it",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span of a source. `routes` are the cells that have it, `findings` the fingerprints that point at it."""

    span: Span
    kind: str
    routes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of each source in their order, none over another; `cells` and `findings` give the id of the mark where
    a cell (by route) or a finding (by fingerprint) stands."""

    of: Mapping[str, tuple[Mark, ...]]
    cells: Mapping[str, str]
    findings: Mapping[str, str]


def marks(document: Document, findings: Iterable[ReportedFinding]) -> Marks:
    """All marks of a document's sources: cells' numbers, numbers that nothing accounts for, places of findings."""
    wanted = list(_cells(document))
    wanted += _numbers(document)
    wanted += _findings(document, findings)
    of = {id: _laid_out([mark for source, mark in wanted if source == id]) for id in document.sources}
    cells: dict[str, str] = {}
    pointed: dict[str, str] = {}
    for id, laid in of.items():
        for mark in laid:
            place = names.place(id, mark.span.start)
            for route in mark.routes:
                cells.setdefault(route, place)
            for fingerprint in mark.findings:
                pointed.setdefault(fingerprint, place)
    return Marks(of, cells, pointed)


def _cells(document: Document) -> Iterator[tuple[str, Mark]]:
    sources = {block.id: block.source or document.spec.default_source for block in document.spec.blocks}
    for route, anchor in document.anchors.items():
        source = sources.get(route.partition(".")[0], document.spec.default_source)
        if anchor.span is None or source not in document.sources:
            continue
        kind = "extracted" if anchor.status == "found" else "differs"
        spans = [anchor.span] if kind == "differs" else [span for _, span in anchor.parts] or [anchor.span]
        for span in spans:
            yield source, Mark(span, kind, (route,))


def _numbers(document: Document) -> Iterator[tuple[str, Mark]]:
    """Numbers of tables and results: `read` where a quotation accounts for them, else not extracted."""
    for one in document.accounted:
        if one.route:
            yield one.source.id, Mark(one.number.span, "read")
        elif one.number.role in ("table", "result"):
            yield one.source.id, Mark(one.number.span, "unextracted")


def _findings(document: Document, findings: Iterable[ReportedFinding]) -> Iterator[tuple[str, Mark]]:
    paths = {source.path: id for id, source in document.sources.items()}
    for finding in findings:
        place = finding.primary.source
        if place is None or place.path not in paths:
            continue
        source = document.sources[paths[place.path]]
        start = source.lines.span(place.line).start + place.column - 1
        end = source.lines.span(place.end_line).start + place.end_column - 1
        yield source.id, Mark(Span(start, max(end, start + 1)), "found", (), (finding.fingerprint,))


def _laid_out(wanted: list[Mark]) -> tuple[Mark, ...]:
    """Marks in order without overlaps. What a cell has goes before what only counts; a mark that overlaps another adds
    its cells and findings to the first that it meets."""
    rank = {kind: place for place, kind in enumerate(("differs", "extracted", "unextracted", "read", "found"))}
    starts: list[int] = []
    taken: list[Mark] = []
    for mark in sorted(wanted, key=lambda one: (rank[one.kind], one.span)):
        at = bisect_right(starts, mark.span.start)
        if at and taken[at - 1].span.overlaps(mark.span):
            at -= 1
        elif at == len(taken) or not taken[at].span.overlaps(mark.span):
            starts.insert(at, mark.span.start)
            taken.insert(at, mark)
            continue
        if mark.routes or mark.findings:
            here = taken[at]
            routes, findings = _added(here.routes, mark.routes), _added(here.findings, mark.findings)
            taken[at] = replace(here, routes=routes, findings=findings)
    return tuple(taken)


def _added(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))
