"""Where spec, source and codebook meet: from a spec to the document that rules see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from msgspec import structs

from msccurate import sources
from msccurate.codebook import Codebook, Units
from msccurate.expressions import words as words_of
from msccurate.findings import Problem
from msccurate.notation import Form, Reading
from msccurate.printed import Printed
from msccurate.reading import Placing
from msccurate.sources import Source
from msccurate.spec import Block, CellText, Coordinates, HeadText, Row, Spec, Vocabulary
from msccurate.tables.canonical import with_canonical
from msccurate.tables.cells import PART_NAMES, read, read_size, readings, size_route
from msccurate.tables.document import Document, Quantity
from msccurate.tables.locate import Located, locate
from msccurate.tables.records import PARTS, Measurement, Numbers
from msccurate.tables.routes import Routes
from msccurate.text import Span


def build(root: Path, spec: Spec, codebook: Codebook, units: Units) -> Document:
    """The document of a spec; what cannot be read or found is in its problems, never an exception."""
    return assemble(spec, codebook, units, *_sources(root, spec))


def assemble(
    spec: Spec, codebook: Codebook, units: Units, sources: dict[str, Source], problems: Sequence[Problem] = ()
) -> Document:
    """The document of a spec whose sources have been read; those that are missing are passed over."""
    return _Builder(spec, codebook, units, (sources, list(problems))).document()


def _sources(root: Path, spec: Spec) -> tuple[dict[str, Source], list[Problem]]:
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for entry in spec.sources.values():
        loaded = sources.load(root, entry.path.text, entry.id)
        place = f"sources.{entry.id}"
        problems += [Problem(one.kind, entry.path.span, one.words, one.help, place) for one in loaded.problems]
        if loaded.source is None:
            continue
        found[entry.id] = loaded.source
        if loaded.source.sha256 != entry.sha256.text:
            words = f"`{entry.path.text}` is not the file that this spec was written for: its sha256 is another"
            help = f"look at what changed; if the spec still holds, write sha256: {loaded.source.sha256}"
            problems.append(Problem("SRC02", entry.sha256.span, words, help, place))
    return found, problems


class _Builder:
    def __init__(
        self, spec: Spec, codebook: Codebook, units: Units, loaded: tuple[dict[str, Source], list[Problem]]
    ) -> None:
        self.spec, self.codebook, self.units = spec, codebook, units
        self.sources, self.problems = loaded[0], [*spec.problems, *loaded[1]]
        self.vocabulary = Vocabulary(spec, codebook)
        self.routes: dict[str, Placing] = dict(spec.routes)
        self.sizes: dict[str, Printed] = {}
        self.measurements: list[Measurement] = []
        self.readings: dict[str, Reading] = {}
        self._heads: dict[int, list[tuple[str, Placing]]] = {}
        self._ways: dict[tuple[object, ...], tuple[Reading, ...]] = {}

    def document(self) -> Document:
        if self.spec.readable:
            self.problems += [*self.vocabulary.clashes(), *self.vocabulary.dangling()]
            self._read_group_sizes()
            for block in self.spec.blocks:
                for row in block.rows:
                    self._read_row(block, row)
            self._check_claims()
        located = locate(self.spec, self.codebook, self.sources, self.readings)
        self.problems += located.problems
        sources = {block.id: block.source or self.spec.default_source for block in self.spec.blocks}
        measurements = tuple(_with_source(one, sources[one.block], located) for one in self.measurements)
        return Document(
            spec=self.spec,
            codebook=self.codebook,
            units=self.units,
            sources=self.sources,
            measurements=measurements,
            quantities=_quantities(measurements, self.codebook),
            group_sizes=self.sizes,
            anchors=located.anchors,
            quotes=located.quotes,
            regions=located.regions,
            sought=located.sought,
            routes=Routes(self.routes),
            problems=tuple(self.problems),
        )

    def _read_group_sizes(self) -> None:
        for group in self.spec.groups.values():
            if group.n is None:
                continue
            route = size_route(group.id)
            cell = read_size(group.n.text, self.spec)
            for problem in cell.problems:
                span = group.n.at(problem.span.start, problem.span.end)
                self.problems.append(Problem(problem.kind, span, problem.words, problem.help, route))
            for part in cell.parts:
                self.sizes[group.id] = structs.replace(part.number, route=route)

    def _read_row(self, block: Block, row: Row) -> None:
        heads = [block.about, row.head] if block.about else [row.head]
        words = [word for head in heads for word in self._words(head)]
        columns: tuple[HeadText | None, ...] = block.columns or (None,)
        row_problems = len(self.problems)
        unit = _unit(heads)
        begun = ".".join(filter(None, (block.id, row.head.key)))
        for column, cell in zip_longest(columns, row.cells):
            route = f"{begun}.{column.key}" if column and column.key else begun
            if route in self.readings:
                continue  # two heads are the same: that is reported, and the first one counts
            self.routes[route] = cell.placing(0, len(cell.text)) if cell else row.span
            all_words = [*words, *self._words(column)] if column else words
            at = self._coordinates(all_words, heads[0], route) if cell is None or cell.text != "." else None
            if at is not None and cell is not None:
                own = column is not None and column.head.unit is not None
                self._read_cell(block, row, cell, at, column if own else unit, route)
        self._say_once(row_problems)

    def _say_once(self, since: int) -> None:
        """A head that is wrong is wrong for every cell of its row or column: say it once."""
        if len(self.problems) == since:
            return
        seen: set[tuple[Span, str]] = {(one.span, one.words) for one in self.problems[:since]}
        kept = []
        for problem in self.problems[since:]:
            if (problem.span, problem.words) not in seen:
                kept.append(problem)
                seen.add((problem.span, problem.words))
        self.problems[since:] = kept

    def _words(self, head: HeadText) -> list[tuple[str, Placing]]:
        """The words of a head and where they stand; a column's head is that of every row."""
        known = self._heads.get(id(head))
        if known is None:
            known = self._heads[id(head)] = [(word.text, head.placing(word.span)) for word in head.head.words]
        return known

    def _coordinates(self, words: list[tuple[str, Placing]], head: HeadText, route: str) -> Coordinates | None:
        at, problems = self.vocabulary.coordinates(words)
        self.problems += [replace(problem, place=route) for problem in problems]
        if problems:
            return None
        if not at.variable and at.statistic not in ("n", "missing", "events", "count"):
            words_said = " ".join(word for word, _ in words)
            help = "put a variable of curation/codebook.yaml into the head of the row, the column or the block"
            self.problems.append(Problem("SPC07", head.span, f"`{words_said}` names no variable", help, route))
            return None
        return at

    def _read_cell(
        self, block: Block, row: Row, text: CellText, at: Coordinates, unit: HeadText | None, route: str
    ) -> None:
        cell, reading = read(text.text, self._readings(at, (row.forms, block.forms)))
        if cell.state == "blank":
            return
        for problem in cell.problems:
            span = text.place(problem.span.start, problem.span.end)
            self.problems.append(Problem(problem.kind, span, problem.words, problem.help, route))
        numbers: dict[str, Printed] = {}
        whole = self._whole(at)
        for part in cell.parts:
            name = PART_NAMES.get(part.name, part.name)
            exact = part.number.exact or (whole and name == "value" and part.number.decimals <= 0)
            own = f"{route}#{name}"
            numbers[name] = structs.replace(part.number, exact=exact, route=own)
            self.routes[own] = text.placing(part.start, part.end)
        size = self.sizes.get(at.groups[0]) if len(at.groups) == 1 else None
        if cell.everyone and size is not None:
            numbers["count"] = structs.replace(size, text=text.text, route=f"{route}#count")
            self.routes[f"{route}#count"] = text.span
        printed = unit.head.unit if unit else None
        spelled = self.units.read(printed) if printed else None
        self.readings[route] = reading
        measurement = Measurement(
            document=self.spec.document,
            extractor=self.spec.extractor,
            route=route,
            block=block.id,
            at=at,
            text=text.text,
            state=cell.state,
            numbers=Numbers(**numbers),
            category=cell.category,
            date=cell.date,
            everyone=cell.everyone,
            form=cell.form.text if cell.form else "",
            unit_printed=printed,
            unit=spelled.unit.code if spelled else "",
        )
        if unit is not None and unit.head.unit_span is not None:
            self.routes[f"{route}#unit"] = unit.placing(unit.head.unit_span)
        self.measurements.append(with_canonical(measurement, self.codebook, self.units))

    def _readings(self, at: Coordinates, forms: tuple[tuple[Form, ...], tuple[Form, ...]]) -> tuple[Reading, ...]:
        """How a cell can be read: as every other one that is about this variable in this way."""
        key = (forms, at.variable, bool(at.level), at.comparison, at.statistic)
        found = self._ways.get(key)
        if found is None:
            found = self._ways[key] = readings(at, self.codebook, self.spec, forms)
        return found

    def _whole(self, at: Coordinates) -> bool:
        """Whether a variable has whole values only: its printed values are points, not intervals."""
        variable = self.codebook.variables.get(at.variable)
        return variable is not None and variable.whole == "certain"

    def _check_claims(self) -> None:
        for group in self.spec.groups.values():
            for head in group.lost:
                named = [(word, head.span) for word in head.text.split()]
                _, problems = self.vocabulary.coordinates(named)
                self.problems += [replace(one, place=f"groups.{group.id}.lost") for one in problems]
        for claim in (*self.spec.claims, *self.spec.eligibility):
            if claim.tree is None:
                continue
            about = (
                [(word.text, claim.about.place(word.span)) for word in claim.about.head.words] if claim.about else []
            )
            for leaf in words_of(claim.tree):
                place = claim.expect.at(leaf.span.start, leaf.span.end)
                _, problems = self.vocabulary.coordinates([*about, *((word, place) for word in leaf.words)])
                self.problems += [replace(one, place=claim.route) for one in problems]


def _with_source(one: Measurement, source: str, located: Located) -> Measurement:
    anchor = located.anchors.get(one.route)
    if anchor is None or anchor.span is None or anchor.status != "found":
        return structs.replace(one, source=source)
    return structs.replace(one, source=source, source_start=anchor.span.start, source_end=anchor.span.end)


def _unit(heads: list[HeadText]) -> HeadText | None:
    """The head that states the unit: the innermost that does."""
    return next((head for head in reversed(heads) if head.head.unit is not None), None)


def _quantities(measurements: tuple[Measurement, ...], codebook: Codebook) -> tuple[Quantity, ...]:
    grouped: dict[tuple[str, Coordinates], list[Measurement]] = {}
    for one in measurements:
        if one.at.statistic != "reference" and one.state == "read":
            at = structs.replace(one.at, statistic="") if one.at.statistic else one.at
            grouped.setdefault((one.block, at), []).append(one)
    return tuple(_quantity(at, members, codebook) for (_, at), members in grouped.items())


def _quantity(at: Coordinates, members: list[Measurement], codebook: Codebook) -> Quantity:
    numbers = dict(members[0].numbers.parts())
    if len(members) > 1:
        for one in members[1:]:
            for name, number in one.numbers.parts():
                numbers.setdefault(name, number)
        centre = Numbers(**numbers).centre
        members.sort(key=lambda one: 0 if centre and centre[1] in (one.numbers.part(name) for name in PARTS) else 1)
    first = members[0]
    variable = codebook.variables.get(at.variable)
    return Quantity(
        **numbers, at=at, block=first.block, route=first.route, variable=variable, measurements=tuple(members)
    )
