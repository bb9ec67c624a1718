"""Repeated values: how many values any two columns of a patient's tables have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from msccurate.expressions import words
from msccurate.expressions.tree import Binary, Words
from msccurate.render.pictures.picture import Picture
from msccurate.tables import Curations, Document

TITLE = "Repeated values between columns"
LEAST_COLUMNS = 4
LEAST_SHARED = 6
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns (by their places): equal values of those that both report, and whether a finding doubts them."""

    left: int
    right: int
    equal: int
    shared: int
    doubted: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """Columns in order of time: their tables and days; and all pairs of them."""

    columns: tuple[tuple[str, date], ...]
    pairs: tuple[Pair, ...]


def repeats(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Picture | None:
    """The picture of all pairs of columns of a patient's tables; None where there are few."""
    found = _repeated(document, doubts)
    if found is None:
        return None

    def draw() -> str:
        from msccurate.render.pictures.repeatsdrawing import drawn

        return drawn(found, TITLE, _summary(found))

    ranked = sorted((one for one in found.pairs if one.equal), key=lambda one: (-one.equal / one.shared, one.left))
    return Picture(
        name="repeats",
        title=TITLE,
        summary=_summary(found),
        notes=(
            "Each square is a pair of columns, its number the values that are equal to the digit; the darker, the "
            "larger their share of the values that both columns report. Values that are computed from others are "
            "left out. Settings and slow values repeat by nature; a framed square is one that a finding doubts "
            "(DUP01)."
        ),
        heads=("Column", "and", "equal", "of", "finding"),
        rows=tuple(
            (_name(found, one.left), _name(found, one.right), str(one.equal), str(one.shared), "DUP01" * one.doubted)
            for one in ranked[:40]
        ),
        draw=draw,
    )


def _repeated(document: Document, doubts: Mapping[str, tuple[str, ...]]) -> Repeated | None:
    derived = {
        relation.tree.left.words[0]
        for relation in document.codebook.relations.values()
        if isinstance(relation.tree, Binary)
        and relation.tree.sign == "="
        and isinstance(relation.tree.left, Words)
        and len(words(relation.tree.right)) > 1
    }
    values: dict[tuple[str, date], dict[str, tuple[tuple[int, int, str], bool]]] = {}
    for one in document.measurements:
        days, number = document.when(one.at.timepoint), one.numbers.value
        if days is None or number is None or one.at.variable in derived or one.at.variable == "":
            continue
        column = values.setdefault((one.block, days[0]), {})
        column.setdefault(one.at.variable, (number.same, "DUP01" in doubts.get(one.route, ())))
    columns = sorted((key for key, cells in values.items() if len(cells) >= LEAST_SHARED), key=lambda key: key[::-1])
    if not LEAST_COLUMNS <= len(columns) <= MOST_COLUMNS:
        return None
    pairs = []
    for left, right in combinations(range(len(columns)), 2):
        a, b = values[columns[left]], values[columns[right]]
        both = [id for id in a if id in b]
        if len(both) < LEAST_SHARED:
            continue
        equal = [id for id in both if a[id][0] == b[id][0]]
        doubted = sum(a[id][1] and b[id][1] for id in equal) >= 2
        pairs.append(Pair(left, right, len(equal), len(both), doubted))
    titles = {block.id: block.label.text if block.label else block.id for block in document.spec.blocks}
    return Repeated(tuple((titles[block], day) for block, day in columns), tuple(pairs)) if pairs else None


def _name(found: Repeated, place: int) -> str:
    title, day = found.columns[place]
    return f"{day.day} {day:%b %Y} ({title})"


def _summary(found: Repeated) -> str:
    most = max(found.pairs, key=lambda one: (one.doubted, one.equal / one.shared, one.equal, -one.left))
    others = sorted(one.equal for one in found.pairs if one is not most)
    usual = others[len(others) // 2] if others else 0
    words = (
        f"Of {len(found.pairs)} pairs of columns, {_name(found, most.left)} and {_name(found, most.right)} have "
        f"{most.equal} of {most.shared} values in common"
    )
    return words + (f"; half of the other pairs have at most {usual}." if others else ".")
