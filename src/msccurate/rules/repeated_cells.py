"""DUP01, DUP02: single cells that hold what stands in the next column, or in the next row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import pi, sqrt
from typing import TYPE_CHECKING

from msccurate.forensics.methods import deviates
from msccurate.forensics.reported_p import said, side
from msccurate.printed import Printed
from msccurate.rules.compared import Compared, compared, patients
from msccurate.rules.registry import Draft, found

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Quantity

_SUMMARIES = ("mean", "sd", "median", "q1", "q3")
#: Two cells of so many digits are not the same by chance, in one row or in two that may be alike (proposals).
_DIGITS, _DIGITS_OF_ROWS = 5, 7
#: A value is off its row beyond this factor of all others (at least as many), and at home in another within it.
_OFF, _OTHERS = 1.5, 4
#: Numbers of two times are the same by chance less often than this (proposal), if the values of one patient correlate
#: as much as two determinations of one sample do.
_CHANCE, _CORRELATION = 0.001, 0.9
#: Before and after correlate less than this (proposal): two determinations of one sample do not agree so well.
_MOST = 0.99
#: Standard errors of normal samples, in units of SD/√n.
_ERRORS = {"mean": 1.0, "sd": 0.71, "median": 1.25, "q1": 1.36, "q3": 1.36}


def of_the_next_row(document: Document) -> Iterator[Draft]:
    """Cells that are those of the row above or below, in their own column."""
    rows: dict[tuple[str, str], list[Printed]] = {}
    columns: dict[tuple[object, ...], list[Quantity]] = {}
    tables = {block.id for block in document.spec.blocks if block.label is not None}
    for quantity in document.quantities:
        at = quantity.at
        if quantity.variable is None or quantity.block not in tables or at.comparison or at.level:
            continue
        columns.setdefault((quantity.block, at.groups, at.timepoint), []).append(quantity)
        if quantity.value is not None:
            rows.setdefault((quantity.block, at.variable), []).append(quantity.value)
    for column in columns.values():
        for one, other in pairwise(column):
            if one.variable is None or other.variable is None or _alike_by_nature(one.variable, other.variable):
                continue
            numbers = _same(one, other, _DIGITS_OF_ROWS)
            if numbers:
                yield _repeated(one, other, numbers)
            for mine, theirs in ((one, other), (other, one)):
                if _strays(rows, mine, theirs):
                    yield _repeated(mine, theirs, [(mine.value, theirs.value)])  # type: ignore[list-item]


def _alike_by_nature(one: Variable, other: Variable) -> bool:
    """Whether two variables may be one under two names: BUN and urea in mmol/L."""
    return one.id == other.id or (bool(one.loinc) and one.loinc == other.loinc) or other.id in one.ambiguous


def _same(one: Quantity, other: Quantity, least_digits: int) -> list[tuple[Printed, Printed]]:
    """The numbers of two cells that sum up patients, where all are the same and have enough digits."""
    pairs = [(one.part(name), other.part(name)) for name in _SUMMARIES]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    digits = sum(len(str(abs(a.mantissa))) for a, _ in both)
    if len(both) < 2 or len(both) < sum(a is not None or b is not None for a, b in pairs) or digits < least_digits:
        return []
    return both if all(a.same == b.same for a, b in both) else []


def _strays(rows: dict[tuple[str, str], list[Printed]], mine: Quantity, theirs: Quantity) -> bool:
    """Whether a value is off its own row, is the one beside it in the next row, and is at home there."""
    if mine.value is None or theirs.value is None or mine.value.same != theirs.value.same or mine.value.comparator:
        return False
    own, next_ = (
        [float(one.value) for one in rows[one.block, one.at.variable] if one is not one_value and not one.comparator]
        for one, one_value in ((mine, mine.value), (theirs, theirs.value))
    )
    value = float(mine.value.value)
    if len(own) < _OTHERS or len(next_) < _OTHERS or value <= 0:
        return False
    off = value * _OFF < min(own) or value > max(own) * _OFF
    return off and min(next_) <= value * _OFF and value <= max(next_) * _OFF


def _repeated(mine: Quantity, theirs: Quantity, pairs: list[tuple[Printed, Printed]]) -> Draft:
    assert mine.variable is not None and theirs.variable is not None
    shown = mine.measurements[0].text
    return found(
        pairs[0][0],
        f"{mine.variable.label} is {shown}, and so is {theirs.variable.label} in the next row",
        words=mine.variable.label,
        beside=[(pairs[0][1], theirs.variable.label)],
        help="compare both rows with the document; one of them is probably copied",
    )


def of_another_time(document: Document) -> Iterator[Draft]:
    """Means or medians that are the same at two times, with their spread, although p says that they differ."""
    for one in compared(document):
        if one.p is None or not one.of_times or one.left is None or one.right is None:
            continue
        numbers = _same(one.left, one.right, _DIGITS)
        if not numbers or side(said(one.p), 0.05) != "significant":
            continue
        if _chance(document, one) < _CHANCE or _correlation(document, one) > _MOST:
            yield found(
                numbers[0][0],
                f"{one.name} is {one.left.measurements[0].text} at both times, and p {one.p} says that it differs",
                beside=[(numbers[0][1], "the same"), (one.p, "differs")],
                help="compare both cells with the document; one of them is probably copied",
            )


def _chance(document: Document, one: Compared) -> float:
    """How often two times agree in all numbers, at most: the last place over what differences usually are."""
    assert one.left is not None
    size, quantity = patients(document, one.left), one.left
    if size is None:
        return 1.0
    spread = quantity.sd.interval.high if quantity.sd is not None else 0.0
    if quantity.q1 is not None and quantity.q3 is not None:
        spread = (quantity.q3.interval.high - quantity.q1.interval.low) / 1.35
    chance = 1.0
    for name in _SUMMARIES:
        number = quantity.part(name)
        if number is not None:
            error = _ERRORS[name] * spread * sqrt(2 * (1 - _CORRELATION) / size[0])
            chance *= min(10.0**-number.decimals / (sqrt(2 * pi) * error), 1.0) if error > 0 else 1.0
    return chance


def _correlation(document: Document, one: Compared) -> float:
    """The least correlation of two times whose means are the same and differ significantly: 1 - s²_d / 2s², where the
    SD of the differences is at most one last place times √n over the deviate of p; 0 where none is printed."""
    assert one.left is not None and one.p is not None
    size, mean, sd = patients(document, one.left), one.left.mean, one.left.sd
    if size is None or mean is None or sd is None or sd.interval.low <= 0:
        return 0.0
    change = 10.0**-mean.decimals * sqrt(size[0]) / deviates(said(one.p)).low
    return 1 - change**2 / (2 * sd.interval.low**2)
