"""Coverage: which of a document's numbers its spec accounts for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msccurate.sources import Source, SourceNumber
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
    for quote in document.quotes:
        if quote.found is not None and (quote.route in noted or quote.route.startswith(("claims.", "groups."))):
            found.setdefault(quote.source, []).append((quote.found.span, quote.route))
    return found
