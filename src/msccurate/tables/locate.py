"""Where each quote, row and cell of a spec stands in the document's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from msccurate.codebook import Codebook
from msccurate.findings import Problem
from msccurate.notation import Reading, renderings
from msccurate.sources import (
    CellAnchor,
    SoughtCell,
    SoughtRow,
    Source,
    find_quote,
    locate_in_quote,
    locate_in_table,
    suggest,
)
from msccurate.spec import Block, HeadText, Row, Spec
from msccurate.tables.document import Quote
from msccurate.text import Span


@dataclass(frozen=True, slots=True)
class Located:
    """All that was found: an anchor per cell route, the quotes, and the region of each block."""

    anchors: Mapping[str, CellAnchor]
    quotes: tuple[Quote, ...]
    regions: Mapping[str, tuple[str, Span]]
    sought: Mapping[str, tuple[SoughtRow, ...]]
    problems: tuple[Problem, ...]


def locate(
    spec: Spec,
    codebook: Codebook,
    sources: Mapping[str, Source],
    readings: Mapping[str, Reading],
) -> Located:
    """Look for everything that a spec says in its sources; a source that is missing is passed over."""
    return _Locator(spec, codebook, sources, readings).located()


class _Locator:
    def __init__(
        self,
        spec: Spec,
        codebook: Codebook,
        sources: Mapping[str, Source],
        readings: Mapping[str, Reading],
    ) -> None:
        self.spec, self.codebook, self.sources, self.readings = spec, codebook, sources, readings
        self._names = {id: (one.label, *one.spellings) for id, one in codebook.variables.items()}
        self.anchors: dict[str, CellAnchor] = {}
        self.quotes: list[Quote] = []
        self.regions: dict[str, tuple[str, Span]] = {}
        self.sought: dict[str, tuple[SoughtRow, ...]] = {}
        self.problems: list[Problem] = []

    def located(self) -> Located:
        for group in self.spec.groups.values():
            if group.quote is not None:
                self._group(group.id, group.quote.text, group.n.text if group.n else "", group.quote.span)
        for block in self.spec.blocks:
            source = self.sources.get(block.source or self.spec.default_source)
            if source is None or block.digitised:
                continue
            if block.quote is not None:
                self._quoted(block, source, block.quote.text, block.quote.span)
            elif block.label is not None:
                self._tabled(block, source, block.label.text, block.label.span)
        for claim in (*self.spec.claims, *self.spec.eligibility):
            if claim.quote is not None:
                self._claimed(claim.route, claim.quote.text, claim.quote.span)
        return Located(self.anchors, tuple(self.quotes), self.regions, self.sought, tuple(self.problems))

    # ---- quotes

    def _find(self, route: str, source: Source, text: str, span: Span) -> Span | None:
        found = find_quote(source, text)
        self.quotes.append(Quote(route, source.id, text, found))
        if found is not None:
            return found.span
        self.problems.append(_quote_missing(route, source, text, span))
        return None

    def _group(self, id: str, quote: str, n: str, span: Span) -> None:
        source = self.sources.get(self.spec.default_source)
        if source is None:
            return
        region = self._find(f"groups.{id}.quote", source, quote, span)
        if region is None or not n:
            return
        cell = SoughtCell(f"groups.{id}.n", n, Reading("count", "n", decimal=self.spec.decimal))
        row = SoughtRow(f"groups.{id}", (), None, (cell,))
        for anchor in locate_in_quote(source, region, (row,)):
            self.anchors[anchor.route] = anchor

    def _claimed(self, route: str, quote: str, span: Span) -> None:
        for source in self.sources.values():
            found = find_quote(source, quote)
            if found is not None:
                self.quotes.append(Quote(route, source.id, quote, found))
                return
        default = self.sources.get(self.spec.default_source)
        if default is not None:
            self._find(route, default, quote, span)

    def _quoted(self, block: Block, source: Source, quote: str, span: Span) -> None:
        region = self._find(block.id, source, quote, span)
        if region is None:
            return
        self.regions[block.id] = source.id, region
        for anchor in locate_in_quote(source, region, tuple(self._rows(block))):
            self.anchors[anchor.route] = anchor

    # ---- tables

    def _tabled(self, block: Block, source: Source, label: str, span: Span) -> None:
        rows = tuple(self._rows(block))
        self.sought[block.id] = rows
        found = locate_in_table(source, label, rows, self._other_names(block))
        if found.region is None:
            words = f"`{label}` is no table or figure of {source.path}"
            help = "write the label as the caption prints it, such as `Table 1`; for running text write `quote:`"
            self.problems.append(Problem("SRC03", span, words, help, block.id))
            return
        self.regions[block.id] = source.id, found.region
        for anchor in found.anchors:
            self.anchors[anchor.route] = anchor

    def _rows(self, block: Block) -> Iterator[SoughtRow]:
        columns = [(column.key, self._head_names(column)) for column in block.columns] or [("", ())]
        for row in block.rows:
            cells = []
            own = ".".join(filter(None, (block.id, row.head.key)))
            for (column, names), cell in zip(columns, row.cells, strict=False):  # a row of the wrong length has none
                route = f"{own}.{column}" if column else own
                reading = self.readings.get(route)
                if reading is None and cell.text != ".":
                    continue
                reading = reading or Reading("number")
                inside = reading.statistic in ("reference", "n")
                cells.append(SoughtCell(route, cell.text, reading, names, inside))
            if cells:
                unit = row.head.head.unit
                yield SoughtRow(f"{block.id}.{row.head.key}", self._row_names(row), unit, tuple(cells))

    def _row_names(self, row: Row) -> tuple[str, ...]:
        """The printed names by which a row may be known: its own label, or what the codebook and the spec call it."""
        if row.label:
            return (row.label,)
        words = [word.text for word in row.head.head.words]
        variable = next((self.codebook.variables[word] for word in words if word in self.codebook.variables), None)
        if variable is not None:
            own = (variable.label, *variable.spellings)
            levels = [word for word in words if word in variable.levels]
            if not levels:
                return own
            spellings = (levels[0], *variable.levels[levels[0]])
            return (*(f"{name}, {level}" for name in own for level in spellings), *spellings)
        levels = [spelling for word in words for spelling in self._level_spellings(word)]
        return (*levels, *self._head_names(row.head))

    def _level_spellings(self, word: str) -> tuple[str, ...]:
        """The spellings of a level whose variable stands in another head."""
        for variable in self.codebook.variables.values():
            if word in variable.levels:
                return (word, *variable.levels[word])
        return ()

    def _head_names(self, head: HeadText) -> tuple[str, ...]:
        """The printed names of a head: of its group or timepoint, or the usual ones of a statistic."""
        names: list[str] = []
        for word in (word.text for word in head.head.words):
            if word in self.spec.groups:
                names.append(self.spec.groups[word].label)
            elif word in self.spec.timepoints:
                names.append(self.spec.timepoints[word].label)
            elif word in self.spec.comparisons:
                names += ["P value", "P-value", "P"] if word.startswith("p") else []
            elif word[:1].isdigit():
                names += renderings(word)
        return tuple(name for name in names if name)

    def _other_names(self, block: Block) -> tuple[str, ...]:
        """The names of everything that a table could hold beside the rows of this block."""
        mine = {word.text for row in block.rows for word in row.head.head.words}
        return tuple(chain.from_iterable(names for variable, names in self._names.items() if variable not in mine))


def _quote_missing(route: str, source: Source, text: str, span: Span) -> Problem:
    words = f"this quote does not stand in {source.path}"
    suggestion = suggest(source, text)
    if suggestion is None:
        return Problem("SRC03", span, words, "copy the words from the document", route)
    pairs = [f"`{ours or 'nothing'}` where it has `{theirs or 'nothing'}`" for ours, theirs in suggestion.differing[:3]]
    line = source.lines.position(suggestion.span.start).line
    help = f"line {line} is nearest; the spec has {', '.join(pairs)}" if pairs else f"line {line} is nearest"
    return Problem("SRC03", span, words, help, route)
