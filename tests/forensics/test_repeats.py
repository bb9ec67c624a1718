"""Rows and panels that repeat: copies are found, ordinary courses of patients are not."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from msgspec.structs import replace

from msccurate.forensics.repeats import Series, carried, repeated_rows, repeats
from msccurate.printed import Printed

#: Start, step from day to day, and decimals of ordinary laboratory values.
VALUES = (
    (7.0, 1.5, 2), (0.4, 0.1, 2), (5.5, 1.5, 2), (90.0, 8.0, 0), (120.0, 20.0, 0), (40.0, 15.0, 1), (10.0, 3.0, 2),
    (250.0, 40.0, 0), (25.0, 5.0, 1), (15.0, 4.0, 0), (25.0, 4.0, 0), (9.0, 3.0, 1), (7.38, 0.05, 2), (90.0, 15.0, 0),
    (42.0, 6.0, 0), (97.0, 1.5, 0), (60.0, 0.0, 0), (1.8, 0.5, 1), (37.0, 0.3, 1),
)  # fmt: skip


def _printed(value: float, decimals: int) -> Printed:
    mantissa = round(abs(value) * 10**decimals)
    return Printed(f"{mantissa / 10**decimals:.{decimals}f}", mantissa, decimals)


def _course(seed: int, days: int = 11) -> list[Series]:
    """A patient's values as random walks, some days missing, and a pulse oximeter that follows the blood gases."""
    chance = random.Random(seed)
    rows = []
    for start, step, decimals in VALUES:
        value, cells = start, {}
        for day in range(days):
            value = max(value + chance.gauss(0, step), 0.0)
            if chance.random() < 0.9:
                cells[day] = _printed(min(value, 100.0) if start == 97.0 else value, decimals)
        rows.append(Series(cells))
    near = {day: _printed(float(one.value) - chance.choice((0, 0, 1)), 0) for day, one in rows[15].cells.items()}
    return [*rows, Series(near)]


@pytest.mark.parametrize("block", range(4))
def test_ordinary_courses_have_no_repeated_rows_and_no_panels_carried_forward(block: int) -> None:
    for seed in range(25 * block, 25 * (block + 1)):
        rows = _course(seed)
        assert all(one.chance >= 0.001 for one in repeated_rows(rows, 11)), seed
        assert all(one.chance >= 0.01 for one in carried(rows, range(11))), seed


@pytest.mark.parametrize("seed", range(5))
def test_a_row_that_was_pasted_over_another_is_found(seed: int) -> None:
    rows = _course(seed)
    rows[8] = Series(dict(rows[5].cells))
    first = repeated_rows(rows, 11)[0]
    assert ((first.left, first.right), first.chance < 1e-6) == ((5, 8), True)


@pytest.mark.parametrize("seed", range(5))
def test_a_panel_that_was_carried_forward_is_found(seed: int) -> None:
    rows = _course(seed)
    for row, (start, _, decimals) in zip(rows[3:9], VALUES[3:9], strict=True):
        row.cells[5] = row.cells[6] = _printed(start * 1.37, decimals)
    first = carried(rows, range(11))[0]
    assert ((first.left, first.right), first.chance < 0.01) == ((5, 6), True)
    assert len(set(first.rows) & set(range(3, 9))) >= 4


@pytest.mark.parametrize("seed", range(6))
def test_columns_are_weighed_as_by_looking_at_every_pair(seed: int) -> None:
    """Rows are counted first, so that few pairs are looked at: the answer is that of all of them."""
    chance = random.Random(seed)
    rows, days = _course(seed), [*range(11)]
    for _ in range(3):  # a column copied in part, as numbers and with a sign
        left, right = chance.sample(days, 2)
        for row in rows:
            if left in row.cells and chance.random() < 0.5:
                row.cells[right] = replace(row.cells[left], comparator=chance.choice(("", "", "<")))
    answer = {(one.left, one.right): (one.rows, one.shared) for one in repeats(rows, days)}
    for left, right in combinations(days, 2):
        shared = [index for index, row in enumerate(rows) if {left, right} <= row.cells.keys()]
        equal = tuple(index for index in shared if rows[index].cells[left].same == rows[index].cells[right].same)
        assert answer.get((left, right), (equal, len(shared))) == (equal, len(shared))
        assert len(equal) >= 4 or (left, right) not in answer
    assert answer
