"""Coverage: which of a document's numbers its spec accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msccurate.notation import renderings
from msccurate.sources import Source, SourceNumber, find_all, find_words
from msccurate.tables import Document
from msccurate.text import Span


@dataclass(frozen=True, slots=True)
class Accounted:
    """A number of a source, and the route of what accounts for it; empty where nothing does."""

    source: Source
    number: SourceNumber
    route: str


def accounted(document: Document) -> Iterator[Accounted]:
    """Every number of the document's sources, in their order, with what accounts for it.

    A number is accounted for by a cell found there, by a group's or claim's quote, or by a block that was read and
    left (a quote with a note and no rows).
    """
    covers = _covers(document)
    for id, source in document.sources.items():
        spans = sorted(covers.get(id, ()))
        for number in source.numbers:
            route = next((route for span, route in spans if number.span.overlaps(span)), "")
            yield Accounted(source, number, route)


def _covers(document: Document) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = {}
    noted = {block.id for block in document.spec.blocks if not block.rows}
    sources = {block.id: block.source or document.spec.default_source for block in document.spec.blocks}
    for route, anchor in document.anchors.items():
        if anchor.span is None or anchor.status not in ("found", "differs"):
            continue
        source = sources.get(route.partition(".")[0], document.spec.default_source)
        spans = [span for _, span in anchor.parts] or [anchor.span]
        found.setdefault(source, []).extend((span, route) for span in spans)
    for id, (source, span) in document.regions.items():
        found.setdefault(source, []).extend(_heads(document, id, source, span))
    for group in document.spec.groups.values():
        # the n of a group stands in the head of every part of a table
        for source in document.sources.values() if group.quote is not None else ():
            whole = Span(0, len(source.text))
            places = find_all(source, group.quote.text, whole) if group.quote is not None else ()
            found.setdefault(source.id, []).extend((one.span, f"groups.{group.id}.n") for one in places)
    for quote in document.quotes:
        if quote.found is not None and (quote.route in noted or quote.route.startswith(("claims.", "groups."))):
            found.setdefault(quote.source, []).append((quote.found.span, quote.route))
    return found


def _heads(document: Document, block: str, source: str, region: Span) -> Iterator[tuple[Span, str]]:
    """The dates of a block's heads, where they stand in its region."""
    times = {one.at.timepoint: one.route for one in document.measurements if one.block == block and one.at.timepoint}
    for time, route in times.items():
        declared = document.spec.timepoints.get(time)
        for name in renderings(time) or ((declared.label,) if declared and declared.label else ()):
            place = find_words(document.sources[source], name, region)
            if place is not None:
                yield place.span, route
                break
