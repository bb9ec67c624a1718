"""The checks over columns answer as the checks of one row do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics import (
    change_correlation,
    ci_from,
    debit,
    grim,
    grimmer,
    p_from_ci,
    paired_correlation,
    percent,
    pooled,
    sd_bounds,
    t_test,
    table_2x2,
)
from msccurate.forensics.rounding import ROUNDINGS
from tests.forensics.peers import cases, wrong

MEANS = ["5.19", "5.2", "-1.57", "0", "3.0", "<5", "1,234.5", "123456789.1234", "80.6%", "", "0.5", ".35", "2.50"]
SDS = ["1.2", "0", "0.0", "1.61", "0.71", "-1", ">3", "0.50", "0.3", "123.4567", "1"]
SIZES = ["28", "2", "3", "4", "5", "19", "1", "0", "> 30", "1000", "28.0", "123456789012"]


def agree(check: Callable[..., Any], columns: dict[str, list[Any]], **more: Any) -> None:
    frame = check(**{name: pl.Series(values) for name, values in columns.items()}, **more)
    for row, values in enumerate(zip(*columns.values(), strict=True)):
        expected = None if "" in values else check(*values, **more).possible
        assert frame["possible"][row] is expected, (values, more)
        assert frame["verdict"][row] == {True: "possible", False: "impossible", None: "not testable"}[expected]


def drawn(columns: dict[str, list[str]], rows: int = 600, seed: int = 7) -> dict[str, list[Any]]:
    rng = np.random.default_rng(seed)
    return {name: [values[i] for i in rng.integers(0, len(values), rows)] for name, values in columns.items()}


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_grim(rounding: str) -> None:
    rows = drawn({"mean": MEANS, "n": SIZES, "items": ["1", "2", "5"]})
    agree(grim, rows, rounding=rounding)
    agree(grim, rows, percent=True, rounding=rounding)


def test_percent() -> None:
    agree(percent, drawn({"percent": [*MEANS, "100", "50", "33.3"], "count": ["14", "0", "1", "30", "-1"], "n": SIZES}))


def test_grimmer() -> None:
    rows = drawn({"mean": MEANS, "sd": SDS, "n": SIZES, "items": ["1", "3"]})
    agree(grimmer, rows)
    agree(grimmer, rows, scale=(1, 7))


def test_debit() -> None:
    agree(debit, drawn({"mean": [*MEANS, "0.35", "1.0"], "sd": SDS, "n": SIZES}))


P = ["0.5", "0.04", "<0.001", "1", "0", "0.000", ".05", "1.2", ">0.05", "-0.1", "0.0001"]


def equal(check: Callable[..., Any], columns: dict[str, list[Any]], ends: dict[str, str], **more: Any) -> None:
    """Not only the verdicts: the intervals too."""
    agree(check, columns, **more)
    frame = check(**columns, **more)
    for row in frame.iter_rows(named=True):
        values = [row[name] for name in columns]
        if "" in values:
            continue
        one = check(*values, **more)
        for name, path in ends.items():
            value: Any = one
            for step in path.split("."):
                value = None if value is None else getattr(value, step)
            if value is not None and row[name] is not None and abs(value) < 1e300:
                assert row[name] == pytest.approx(value, rel=1e-9, abs=1e-12), (name, row)


def test_t_test() -> None:
    box = {"m1": MEANS, "sd1": SDS, "n1": SIZES[:-1], "m2": MEANS, "sd2": SDS, "n2": SIZES[:-1]}
    ends = {f"{test}_{end}": f"{test}.{end}" for test in ("student", "welch") for end in ("low", "high")}
    equal(t_test, drawn(box), ends)
    agree(t_test, drawn({**box, "p": P}))


def test_table_2x2() -> None:
    counts = ["0", "1", "3", "7", "12", "28", "", "> 3", "-1", "30"]
    rows = drawn({"a": counts, "n1": SIZES[:-1], "b": counts, "n2": SIZES[:-1], "p": P})
    agree(table_2x2, rows)
    frame = table_2x2(*(rows[name] for name in ("a", "n1", "b", "n2")))
    for row in frame.iter_rows(named=True):
        if row["possible"]:
            one = table_2x2(row["a"], row["n1"], row["b"], row["n2"])
            for name in ("pearson", "yates", "fisher", "mid_p"):
                found = one.p.get(name)
                assert row[name] == (None if found is None else pytest.approx(found.high, rel=1e-9))


def test_correlations() -> None:
    ends = {f"r_{end}": f"correlation.{end}" for end in ("low", "high")}
    equal(change_correlation, drawn({"sd_before": SDS, "sd_after": SDS, "sd_change": SDS}), ends)
    near = [one for one in MEANS if len(one) < 9]  # float differences of long numbers are less sharp over columns
    box = {"m1": near, "sd1": SDS, "m2": near, "sd2": SDS, "n": SIZES, "p": P}
    equal(paired_correlation, drawn(box), ends)


def test_intervals() -> None:
    rows = drawn({"estimate": MEANS, "se": SDS, "df": ["28", "3", "12.4", "1"]})
    ends = {"low_from": "low.low", "low_to": "low.high", "high_from": "high.low", "high_to": "high.high"}
    equal(ci_from, rows, ends)
    equal(ci_from, {name: rows[name] for name in ("estimate", "se")}, ends, ratio=True)
    rows = drawn({"estimate": MEANS, "low": MEANS, "high": MEANS, "p": P})
    ends = {"p_low": "p.low", "p_high": "p.high"}
    equal(p_from_ci, {name: rows[name] for name in ("estimate", "low", "high")}, ends, ratio=True)
    equal(p_from_ci, {name: rows[name] for name in ("estimate", "low", "high")}, ends, level=90)
    frame = p_from_ci(rows["estimate"], rows["low"], rows["high"], p=rows["p"])
    for row in frame.iter_rows(named=True):
        if "" not in (row["estimate"], row["low"], row["high"]):
            one = p_from_ci(row["estimate"], row["low"], row["high"], p=row["p"])
            assert row["possible"] is one.possible, row


def test_pooled() -> None:
    rows = drawn({"n1": SIZES[:-1], "m1": MEANS, "s1": SDS, "m2": MEANS, "s2": SDS})
    frame = pooled([(rows["n1"], rows["m1"], rows["s1"]), (12, rows["m2"], rows["s2"])])
    for row in frame.iter_rows(named=True):
        values = [row[f"{name}{place}"] for place in (1, 2) for name in ("n", "mean", "sd")]
        if "" in values:
            continue
        one = pooled([tuple(values[:3]), tuple(values[3:])])
        assert row["possible"] is one.possible, row
        if one.sd is not None:
            assert (row["sd_low"], row["sd_high"]) == (pytest.approx(one.sd.low), pytest.approx(one.sd.high))


def test_sd_bounds() -> None:
    rows = drawn({"mean": MEANS, "n": SIZES, "low": ["0", "1", "-3"], "high": ["7", "5", "100"], "items": ["1", "2"]})
    agree(sd_bounds, rows)
    frame = sd_bounds(rows["mean"], rows["n"], rows["low"], rows["high"], rows["items"])
    for values in frame.drop_nulls().iter_rows(named=True):
        one = sd_bounds(*(values[name] for name in ("mean", "n", "low", "high", "items")))
        assert one.squares is not None
        assert values["low_sd"] == pytest.approx(float(one.squares[0]) ** 0.5)
        assert values["high_sd"] == pytest.approx(float(one.squares[1]) ** 0.5)


@given(st.lists(st.tuples(st.integers(-999, 9999), st.integers(0, 3), st.integers(0, 400), st.integers(0, 3),
                          st.integers(1, 300), st.integers(1, 4)), min_size=1, max_size=30))  # fmt: skip
def test_any_numbers(rows: list[tuple[int, int, int, int, int, int]]) -> None:
    def text(units: int, places: int) -> str:
        digits = f"{abs(units):0{places + 1}}"
        return ("-" if units < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)

    columns: dict[str, list[Any]] = {
        "mean": [text(row[0], row[1]) for row in rows],
        "sd": [text(row[2], row[3]) for row in rows],
        "n": [row[4] for row in rows],
    }
    agree(debit, columns)
    agree(grimmer, {**columns, "items": [row[5] for row in rows]})
    agree(grimmer, {**columns, "items": [row[5] for row in rows]}, scale=(0, 10))
    agree(grim, {"mean": columns["mean"], "n": columns["n"], "items": [row[5] for row in rows]})


@pytest.mark.parametrize("sizes", [["28", "19", "30"], ["28", "+19", "30"], ["28", "19.0", "30"], ["28", "> 30", "3"]])
def test_columns_that_are_alike_are_read_as_others(sizes: list[str]) -> None:
    """Means of 2 decimals and whole sizes are read on a short way; one row that is otherwise is not lost there."""
    for means in (["5.19", "5.18", "-0.50"], ["5.19", "5.18", "0.5"], ["5.19", "5.18", "+0.50"], ["5.19", "1e.2", "5"]):
        try:
            expected = [grim(*row).possible for row in zip(means, sizes, strict=True)]
        except ValueError as error:
            with pytest.raises(ValueError, match=re.escape(str(error))):
                grim(means, sizes)
        else:
            assert grim(means, sizes)["possible"].to_list() == expected


@pytest.mark.parametrize("kind", [pl.Int8, pl.Int64, pl.UInt64])
def test_sizes_of_any_integer_type(kind: pl.DataType) -> None:
    sizes = pl.Series([28, None, 2**63 if kind == pl.UInt64 else 0], dtype=kind)
    assert grim("5.19", sizes)["possible"].to_list() == [False, None, None]
    assert grim("5.19", sizes[:1])["possible"].to_list() == [False]


def test_many_rows_are_answered_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = drawn({"shown": MEANS, "count": ["14", "0", "1"], "n": SIZES}, rows=50)

    def answers() -> tuple[pl.DataFrame, pl.DataFrame]:
        return grim(rows["shown"], rows["n"]), percent(rows["shown"], rows["count"], rows["n"])

    whole = answers()
    monkeypatch.setattr("msccurate.forensics.columns._BLOCK", 7)
    assert all(one.equals(other) for one, other in zip(answers(), whole, strict=True))
    with pytest.raises(ValueError, match="row 20: `many` is not one number"):
        grim(["5.19"] * 20, [28] * 19 + ["many"])


def test_the_peers_cases() -> None:
    rows = cases("grimmer_scrutiny_tests")
    frame = grimmer([r["x"] for r in rows], [r["sd"] for r in rows], [r["n"] for r in rows], [r["items"] for r in rows])
    assert wrong(rows, frame["possible"].to_list(), "exact_consistent") == []
    rows = cases("debit_scrutiny_tests")
    frame = debit([row["x"] for row in rows], [row["sd"] for row in rows], [row["n"] for row in rows])
    assert wrong(rows, frame["possible"].to_list(), "exact_consistent") == []


def test_what_columns_hold() -> None:
    frame = grim(["5.19", "5.18", None, "5.2"], 28)
    assert frame.columns == ["mean", "n", "items", "possible", "verdict", "nearest"]
    assert frame["possible"].to_list() == [False, True, None, None]
    assert frame["nearest"].to_list() == [5.18, None, None, None]
    assert percent(np.array(["80.6", "86.0"]), (25, 25), 31)["share"].round(2).to_list() == [80.65, 80.65]
    assert grim([], []).is_empty()


def test_what_is_wrong_is_said_with_its_row() -> None:
    with pytest.raises(ValueError, match=r"row 2: `about five` is not one number"):
        grim(["5.19", "about five"], 28)
    with pytest.raises(ValueError, match=r"row 1: `28\.5` is not whole"):
        grim("5.19", ["28.5"])
    with pytest.raises(ValueError, match=r"the columns differ in length: mean 2, n 3"):
        grim(["5.19", "5.18"], [28, 28, 28])
    with pytest.raises(TypeError, match="trailing zeros"):
        grim([5.19, 5.2], 28)
    with pytest.raises(ValueError, match="no way to round"):
        grim(["5.19"], 28, rounding="sideways")
