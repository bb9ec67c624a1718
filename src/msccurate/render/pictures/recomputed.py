"""Reported against recomputed: what an equation of the codebook gives, beside what the document prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from msccurate.expressions import words
from msccurate.expressions.tree import Binary, Words
from msccurate.printed import Truth
from msccurate.render.pictures.picture import Picture
from msccurate.render.pictures.scale import shown_unit
from msccurate.tables import Curations, Document

TITLE = "Reported against recomputed"
LEAST = 3


@dataclass(frozen=True, slots=True)
class Value:
    """One reported value and what it should be: both as the ends of what their rounding leaves open."""

    time: str
    text: str
    reported: tuple[float, float]
    recomputed: tuple[float, float]
    fits: bool


@dataclass(frozen=True, slots=True)
class Equation:
    label: str
    unit: str
    text: str
    values: tuple[Value, ...]


def recomputed(document: Document, doubts: Mapping[str, tuple[str, ...]], curations: Curations) -> Picture | None:
    """The picture of all equations of the codebook that can be asked often enough; None where there is none."""
    found = tuple(_equations(document))
    if not found:
        return None

    def draw() -> str:
        from msccurate.render.pictures.recomputeddrawing import drawn

        return drawn(found, TITLE, _summary(found))

    return Picture(
        name="recomputed",
        title=TITLE,
        summary=_summary(found),
        notes=(
            "Left: each reported value over what the equation gives; on the line they are equal. Right: their "
            "difference; the bars are all that the rounding of the printed numbers leaves open, and a bar that does "
            "not reach zero (red ring) cannot be right."
        ),
        heads=("Equation", "Time", "reported", "recomputed, from", "to", "fits"),
        rows=tuple(
            (
                one.text,
                value.time,
                value.text,
                f"{value.recomputed[0]:.4g}",
                f"{value.recomputed[1]:.4g}",
                "yes" if value.fits else "no",
            )
            for one in found
            for value in one.values
        ),
        draw=draw,
    )


def _equations(document: Document) -> Iterator[Equation]:
    for relation in document.codebook.relations.values():
        tree = relation.tree
        if not isinstance(tree, Binary) or tree.sign != "=" or not isinstance(tree.left, Words):
            continue
        variable = document.codebook.variables.get(tree.left.words[0])
        if variable is None or variable.kind != "number" or len(words(tree.right)) < 2:
            continue
        values = []
        for one in document.instances(tree):
            outcome = one.outcome
            if outcome.left is None or outcome.right is None or not outcome.operands:
                continue
            left, right = outcome.left.rounded(), outcome.right.rounded()
            ends = (left.low, left.high, right.low, right.high)
            if all(isfinite(end) for end in ends) and left.low > 0 and right.low > 0:
                text = outcome.operands[0].numbers[0].text if outcome.operands[0].numbers else ""
                fits = outcome.truth is not Truth.FALSE
                values.append(Value(one.time, text, (left.low, left.high), (right.low, right.high), fits))
        if len(values) >= LEAST:
            yield Equation(variable.label, shown_unit(variable.unit), relation.text, tuple(values))


def _summary(found: tuple[Equation, ...]) -> str:
    told = []
    for one in found:
        wrong = [value.time or value.text for value in one.values if not value.fits]
        which = f"{len(wrong)} cannot be right: {', '.join(wrong[:4])}" if wrong else "all fit within their rounding"
        told.append(f"{one.text}: of {len(one.values)} reported values {which}")
    return ". ".join(told) + "."
