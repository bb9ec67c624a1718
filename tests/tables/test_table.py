"""A table by its columns, and what of it is packed for rules that look at all documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.codebook import Codebook
from msccurate.tables.extract import Extract, packed, unpacked
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


texts = st.none() | st.text(st.characters(codec="utf-8"))
decimals = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
dates = st.none() | st.dates(date(1900, 1, 1))
numbers = st.none() | st.integers(-(2**53), 2**53)


@given(st.lists(st.tuples(texts, decimals, dates, numbers), min_size=1))
def test_what_is_packed_is_what_is_unpacked(rows: list[tuple[Any, ...]]) -> None:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("text", "mean", "day", "n"))}
    again = unpacked(packed(columns))
    assert again == columns
    assert [str(one) for one in again["mean"]] == [str(one) for one in columns["mean"]]
    assert unpacked(packed(columns), ("n",)) == {"n": columns["n"]}


def test_an_extract_says_the_same_of_packed_columns() -> None:
    whole = Extract.of(Codebook, {"measurements": table()}, {"measurements": ("document", "mean")})
    again = Extract(
        Codebook, {"measurements": {name: packed(columns) for name, columns in whole.columns("measurements")}}
    )
    expected = [{"document": row["document"], "mean": row["mean"]} for row in ROWS]
    assert list(whole.rows("measurements")) == list(again.rows("measurements")) == expected
    assert list(again.rows("measurements", ("two", "three"))) == expected[2:]
    assert list(again.only("one").rows("measurements")) == expected[:2]
    assert [(name, list(values)) for name, values in again.values("measurements", "mean")] == [
        ("one", [(Decimal("61.20"),), (Decimal("5"),)]),
        ("two", [(None,)]),
    ]
