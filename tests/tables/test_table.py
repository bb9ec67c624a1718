"""A table by its columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from msccurate.tables.table import Table, columns_of

ROWS: list[dict[str, Any]] = [
    {"document": "one", "n": 31, "mean": Decimal("61.20")},
    {"document": "one", "n": None, "mean": Decimal("5")},
    {"document": "two", "n": 12, "mean": None},
]


def table() -> Table:
    made = Table()
    made.add(ROWS[:1])
    made.extend({"document": ["one", "two"], "n": [None, 12], "mean": [Decimal("5"), None]})
    return made


def test_columns_read_by_rows_are_the_rows() -> None:
    assert list(table()) == ROWS
    assert table()[1] == ROWS[1]
    assert list(table()[1:]) == ROWS[1:]
    assert len(table()) == 3
    assert list(Table()) == []


def test_other_columns_are_refused() -> None:
    with pytest.raises(KeyError):
        table().extend({"document": ["three"], "median": [1]})


def test_runs_are_the_rows_of_each_document() -> None:
    assert list(table().runs()) == [("one", slice(0, 2)), ("two", slice(2, 3))]


def test_a_column_that_is_not_there_is_blank() -> None:
    assert columns_of(table(), ("n", "sd")) == {"n": [31, None, 12], "sd": [None] * 3}
    assert columns_of(ROWS, ("n", "sd")) == {"n": [31, None, 12], "sd": [None] * 3}
    assert columns_of(Table(), ("n",)) == {"n": []}
