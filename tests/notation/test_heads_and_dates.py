"""Heads, forms, bars and dates."""

from __future__ import annotations

import pytest

from msccurate.notation import parse_iso, read_forms, read_head, renderings, split_bars


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("crp after (mg/L)", ["crp", "after"], "mg/L"),
        ("wbc (× 109/mL)", ["wbc"], "× 109/mL"),
        ("pf_ratio ()", ["pf_ratio"], ""),
        ("sex male", ["sex", "male"], None),
        ("x (mL/min (1.73 m2))", ["x"], "mL/min (1.73 m2)"),
    ],
)
def test_heads(text: str, words: list[str], unit: str | None) -> None:
    head = read_head(text)
    assert [word.text for word in head.words] == words
    assert head.unit == unit
    assert head.problems == ()


def test_a_head_that_goes_on_behind_its_unit_is_a_problem() -> None:
    assert read_head("crp (mg/L) after").problems[0].kind == "SPC07"


def test_forms() -> None:
    forms = read_forms("mean ± SD | median (IQR) | HR [99% CI] | p").forms
    assert [(form.centre, form.spread, form.bracket, form.level) for form in forms] == [
        ("mean", "SD", "±", 95), ("median", "IQR", "(", 95), ("HR", "CI", "[", 99), ("p", "", "", 95),
    ]  # fmt: skip
    (problem,) = read_forms("meen ± SD").problems
    assert problem.help == "did you mean `mean`?"


def test_bars_stand_free() -> None:
    assert [piece.text for piece in split_bars("a |  b|c | .")] == ["a", "b|c", "."]


@pytest.mark.parametrize(
    "printed",
    [
        "Feb. 2",
        "Feb 2",
        "2 February 2020",
        "February 2, 2020",
        "February, 2, 2020",
        "2nd February",
        "02.02.2020",
        "2020-02-02",
    ],
)
def test_dates_are_printed_in_many_ways(printed: str) -> None:
    assert printed in renderings("2020-02-02")


def test_months_and_years() -> None:
    assert "March 2020" in renderings("2020-03")
    assert renderings("2020") == ("2020",)
    month = parse_iso("2020-02")
    assert month is not None
    assert (month.first.day, month.last.day) == (1, 29)


@pytest.mark.parametrize("text", ["2020-02-30", "2020-13", "20-01-01", "2020-1-5", "", "x"])
def test_what_is_no_date(text: str) -> None:
    assert parse_iso(text) is None
