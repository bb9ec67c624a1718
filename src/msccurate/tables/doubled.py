"""Double extraction: the cells of two extractors of one document, side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from msccurate.findings import Place
from msccurate.sources import CellAnchor
from msccurate.spec import Block
from msccurate.spec.load import FIRST
from msccurate.tables.document import Document
from msccurate.tables.records import Measurement
from msccurate.text import fold

#: The block of the sizes of groups, which stand at the top of a spec.
GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Extracted:
    """A cell as one extractor has it; `measurement` is None for the size of a group.

    `value` is what was read: equal for two cells that say the same, however they are written.
    """

    document: Document
    block: str
    route: str
    text: str
    name: str
    value: Hashable
    measurement: Measurement | None = None

    @property
    def anchor(self) -> CellAnchor | None:
        return self.document.anchors.get(self.route)

    @property
    def readable(self) -> bool:
        return self.measurement is None or self.measurement.state != "unreadable"

    @property
    def place(self) -> Place:
        return Place(self.document.spec.path, self.document.routes[self.route])

    @property
    def source_place(self) -> Place | None:
        """What stands in the source where the cell belongs."""
        if self.anchor is None or self.anchor.span is None:
            return None
        id = self.measurement.source if self.measurement else self.document.spec.default_source
        return Place(self.document.sources[id].path, self.anchor.span)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two extractors have for one cell; None for the one who does not have it. `block` is the first one's id
    where the first has the cell."""

    first: Extracted | None
    second: Extracted | None

    @property
    def block(self) -> str:
        return (self.first or self.second).block  # type: ignore[union-attr]

    @property
    def name(self) -> str:
        return (self.first or self.second).name  # type: ignore[union-attr]

    @property
    def readable(self) -> bool:
        return all(one is None or one.readable for one in (self.first, self.second))

    @property
    def standing(self) -> str:
        """Whose text stands in the source: first, second, both, neither; empty where neither cell was looked up."""
        found = [
            one is not None and one.anchor is not None and one.anchor.status == "found"
            for one in (self.first, self.second)
        ]
        if not any(one is not None and one.anchor is not None for one in (self.first, self.second)):
            return ""
        return {(True, True): "both", (True, False): "first", (False, True): "second"}.get(
            (found[0], found[1]), "neither"
        )

    @property
    def in_source(self) -> str:
        """What the source has there; empty where that is not known, and where it bears both out."""
        right = {"first": self.first, "second": self.second}.get(self.standing)
        sides = (right,) if right else (self.first, self.second) if self.standing == "neither" else ()
        return next((one.anchor.text for one in sides if one and one.anchor and one.anchor.text), "")

    @property
    def agrees(self) -> bool:
        """Whether both have it, with the same numbers (trailing zeros count), words, date and unit.

        A denominator that only one of them wrote out is no disagreement: it is the group's n.
        """
        return self.first is not None and self.second is not None and self.values[0] == self.values[1]

    @property
    def differs_in_unit_only(self) -> bool:
        if self.first is None or self.second is None or self.agrees:
            return False
        a, b = self.first.measurement, self.second.measurement
        return a is not None and b is not None and _value(a) == _value(replace(b, unit=a.unit))

    @property
    def values(self) -> tuple[Hashable, Hashable]:
        """Both values as categories; None is a category too: not extracted."""
        first, second = self.first, self.second
        if first is None or second is None or first.measurement is None or second.measurement is None:
            return (first.value if first else None), (second.value if second else None)
        a, b = first.measurement, second.measurement
        if (a.numbers.denominator is None) != (b.numbers.denominator is None):
            a, b = (replace(one, numbers=replace(one.numbers, denominator=None)) for one in (a, b))
        if not (a.unit and b.unit):  # a unit that only one of them states is reported where it lacks
            a, b = replace(a, unit=""), replace(b, unit="")
        return _value(a), _value(b)


def extractions(documents: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Every further extraction with the first one of its document."""
    by_name: dict[str, list[Document]] = {}
    for document in documents:
        if document.spec.readable:
            by_name.setdefault(document.name, []).append(document)
    for same in by_name.values():
        first, *others = sorted(same, key=lambda one: (one.extractor != FIRST, one.extractor))
        for other in others:
            yield first, other


def paired(first: Document, second: Document) -> tuple[Pair, ...]:
    """All cells that at least one of two extractors has, in the first one's order.

    Extractors name blocks, groups and timepoints as they like: blocks are one if they have the same id, the same
    label, or stand at the same place of the source; groups, timepoints and comparisons by their ids, labels and dates.
    """
    names = _Names(first, second)
    left = [*_sizes(first), *_cells(first)]
    waiting: dict[Hashable, list[Extracted]] = {}
    for one in (*_sizes(second), *_cells(second)):
        waiting.setdefault(names.key(one, foreign=True), []).append(one)
    pairs = []
    for mine in left:
        others = waiting.get(names.key(mine), [])
        alike = [one for one in others if names.same_block(mine, one)]
        theirs = next((one for one in alike if one.block == mine.block), alike[0] if alike else None)
        if theirs is not None:
            others.remove(theirs)
        pairs.append(Pair(mine, theirs))
    pairs += [Pair(None, one) for others in waiting.values() for one in others]
    return tuple(pairs)


def _sizes(document: Document) -> Iterator[Extracted]:
    for id, size in document.group_sizes.items():
        yield Extracted(document, GROUPS, size.route, size.text, id, ("n", *size.same))


def _cells(document: Document) -> Iterator[Extracted]:
    for one in document.measurements:
        name = one.route.removeprefix(f"{one.block}.")
        yield Extracted(document, one.block, one.route, one.text, name, _value(one), one)


def _value(one: Measurement) -> Hashable:
    if one.state == "unreadable":
        return "unreadable", one.text
    numbers = tuple((name, *number.same) for name, number in one.numbers.parts())
    return one.state, numbers, fold(one.category).text, one.date, one.unit


class _Names:
    """The second extractor's ids in the first one's words."""

    def __init__(self, first: Document, second: Document) -> None:
        self.first, self.second = first, second
        self._groups = self._matched(
            {id: one.label for id, one in first.spec.groups.items()},
            {id: one.label for id, one in second.spec.groups.items()},
        )
        self._groups.setdefault(second.spec.default_group, first.spec.default_group)
        self._times = self._matched(
            {id: one.label for id, one in first.spec.timepoints.items()},
            {id: one.label for id, one in second.spec.timepoints.items()},
        )
        self._mine = {block.id: block for block in first.spec.blocks}
        self._theirs = {block.id: block for block in second.spec.blocks}

    @staticmethod
    def _matched(mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
        by_label = {fold(label).text: id for id, label in mine.items() if label}
        found = {id: id for id in theirs if id in mine}
        for id, label in theirs.items():
            same = by_label.get(fold(label).text) if label else None
            if same is not None and id not in found and same not in found.values():
                found[id] = same
        return found

    def key(self, one: Extracted, foreign: bool = False) -> Hashable:
        """What a cell is about, in the first one's words."""
        if one.measurement is None:
            return GROUPS, self._group(one.name, foreign)
        at = one.measurement.at
        groups = tuple(sorted(self._group(id, foreign) for id in at.groups))
        comparison = tuple(self._comparison(id, foreign) for id in at.comparison.split("+") if id)
        return at.variable, at.level, groups, self._time(at.timepoint, foreign), comparison, at.statistic

    def same_block(self, one: Extracted, other: Extracted) -> bool:
        if one.measurement is None or one.block == other.block:
            return True
        mine, theirs = self._mine[one.block], self._theirs[other.block]
        if (mine.label is None) != (theirs.label is None):
            return False
        labels = [one.label.text for one in (mine, theirs) if one.label is not None]
        if len(labels) == 2 and fold(labels[0]).text == fold(labels[1]).text:
            return True
        return self._overlap(mine, theirs)

    def _group(self, id: str, foreign: bool) -> str:
        return self._groups.get(id, id) if foreign else id

    def _time(self, id: str, foreign: bool) -> Hashable:
        days = (self.second if foreign else self.first).when(id) if id else None
        return days or (self._times.get(id, id) if foreign else id)

    def _comparison(self, id: str, foreign: bool) -> Hashable:
        document = self.second if foreign else self.first
        declared = document.spec.comparisons[id]
        sides = []
        for side in (declared.left, declared.right):
            known = side in document.spec.groups
            sides.append(self._group(side, foreign) if known else self._time(side, foreign))
        return tuple(sides) if all(sides) else id

    def _overlap(self, mine: Block, theirs: Block) -> bool:
        here, there = self.first.regions.get(mine.id), self.second.regions.get(theirs.id)
        if here is None or there is None:
            return False
        same_file = self.first.sources[here[0]].path == self.second.sources[there[0]].path
        return same_file and here[1].start < there[1].end and there[1].start < here[1].end
