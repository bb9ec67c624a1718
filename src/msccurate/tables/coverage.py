"""Coverage: which of a document's numbers its spec accounts for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from msccurate.notation import renderings
from msccurate.sources import Source, SourceNumber, find_all, find_any
from msccurate.tables.document import Document
from msccurate.text import Span


class Accounted(Struct, frozen=True, gc=False):
    """A number of a source, and the route of what accounts for it; empty where nothing does."""

    source: Source
    number: SourceNumber
    route: str


def accounted(document: Document) -> tuple[Accounted, ...]:
    """Every number of the document's sources, in their order, with what accounts for it.

    A number is accounted for by a cell found there, by a group's or claim's quote, or by a block that was read and
    left (a quote with a note and no rows).
    """
    return tuple(_accounted(document))


def _accounted(document: Document) -> Iterator[Accounted]:
    covers = _covers(document)
    for id, source in document.sources.items():
        # the route that accounts for each character; of several spans the first one counts
        routes = [""] * len(source.text)
        for start, end, route in sorted({(span.start, span.end, route) for span, route in covers.get(id, ())})[::-1]:
            routes[start:end] = [route] * (end - start)
        moved = _repeats(source)
        for number in source.numbers:
            span = number.span
            route = routes[span.start] or next(filter(None, routes[span.start : span.end]), "")
            if moved and not route:
                again = (span.shifted(by) for passage, by in moved if span.within(passage))
                route = next((one for place in again for one in routes[place.start : place.end] if one), "")
            yield Accounted(source, number, route)


def _repeats(source: Source) -> list[tuple[Span, int]]:
    """Passages that say again, to the letter, what an earlier one says, and how far back that one stands."""
    first: dict[str, int] = {}
    found = []
    for passage in source.passages:
        text = passage.span.of(source.text)
        start = first.setdefault(text, passage.span.start)
        if start != passage.span.start:
            found.append((passage.span, start - passage.span.start))
    return found


def _covers(document: Document) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = {}
    noted = {block.id for block in document.spec.blocks if not block.rows}
    default = document.spec.default_source
    sources = {block.id: block.source or default for block in document.spec.blocks}
    for route, anchor in document.anchors.items():
        if anchor.span is None or anchor.status not in ("found", "differs"):
            continue
        spans = found.setdefault(sources.get(route.partition(".")[0], default), [])
        spans += [(span, route) for _, span in anchor.parts] or [(anchor.span, route)]
    times: dict[str, dict[str, str]] = {}
    for cell in document.measurements:
        if cell.at.timepoint:
            times.setdefault(cell.block, {})[cell.at.timepoint] = cell.route
    for id, (source, span) in document.regions.items():
        found.setdefault(source, []).extend(_heads(document, times.get(id, {}), source, span))
    for group in document.spec.groups.values():
        if group.quote is None:
            continue
        # the n of a group stands in the head of every part of a table
        for one in document.sources.values():
            places = find_all(one, group.quote.text, Span(0, len(one.text)))
            found.setdefault(one.id, []).extend((place.span, f"groups.{group.id}.n") for place in places)
    for quote in document.quotes:
        if quote.found is not None and (
            quote.route in noted or quote.route.startswith(("claims.", "eligibility.", "groups."))
        ):
            found.setdefault(quote.source, []).append((quote.found.span, quote.route))
    return found


def _heads(document: Document, times: Mapping[str, str], source: str, region: Span) -> Iterator[tuple[Span, str]]:
    """The dates of a block's heads, where they stand in its region; `times` has the route of a cell of each."""
    for time, route in times.items():
        declared = document.spec.timepoints.get(time)
        names = renderings(time) or ((declared.label,) if declared and declared.label else ())
        place = next(find_any(document.sources[source], names, region), None)
        if place is not None:
            yield place.span, route
