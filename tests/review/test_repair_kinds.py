"""Each kind of slip that a document may print, and the hint that takes it back: for every family that recomputes."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate.review import review
from msccurate.tables import load_project
from tests.projects import make_project

GROUPS = "groups:\n  all: {n: 20, quote: 20 patients were treated}"
ARMS = "groups:\n  all: {n: 20, quote: 20 patients were treated}\n  msc: {n: 24}\n  control: {n: 20}"
COLUMNS = "    columns: mean | sd | ci\n"

#: What is slipped -> groups, what the table prints, the rule that finds it, and its hint.
KINDS = {
    "a digit of the denominator": (GROUPS, "fever: 13/20 (54.2%)", "PCT01", "`20` were `24` (one digit)"),
    "the n of another group": (
        ARMS + "\n  old: {n: 20}",
        "fever old: 13 (54.2%)",
        "PCT01",
        "`20` were `24` (another group's n)",
    ),
    "the count of the row beside it": (
        GROUPS,
        "fever: 5 (40.0%)\n      cough: 8 (40.0%)",
        "PCT01",
        "`5` were `8` (the value of the row beside it)",
    ),
    "the percentage of the row above": (
        GROUPS,
        "cough: 13 (65.0%)\n      fever: 5 (65.0%)\n      fatigue: 5 (25.0%)",
        "PCT01",
        "`65.0%` were `25.0%` (the value of the row beside it",
    ),
    "the count of the column beside it": (
        ARMS,
        "fever: 5 (33.3%) | 8 (40.0%)",
        "PCT01",
        "`5` were `8` (the value of the column beside it)",
    ),
    "a unit": (
        GROUPS,
        "pao2 (kPa): 80\n      fio2 (%): 40\n      pf_ratio (mm Hg): 200",
        "REL01",
        "`kPa` were `mm[Hg]` (another unit)",
    ),
    "swapped digits of an SD": (
        GROUPS,
        "infusions (times): 2.50 ± 0.15",
        "GRN02",
        "`0.15` were `0.51` (two digits swapped)",
    ),
    "a digit of a median": (GROUPS, "infusions (times): 2.4 (1.0–3.0)", "GRN04", "`2.4` were `2.5` (one digit)"),
    "a total": (
        "groups:\n  all: {n: 20, quote: 20 patients were treated, parts: [msc, control]}\n"
        "  msc: {n: 12}\n  control: {n: 8}",
        "fever: 10 | 4 | 8\n      cough: 14 | 8 | 6",
        "SUM04",
        "(the value of the row beside it)",
    ),
    "the n randomised": (
        "groups:\n  all: {n: 20, quote: 20 patients were treated}\n  randomised: {n: 32, to: [all], lost: [withdrew]}",
        "withdrew randomised: 3",
        "FLW01",
        "`32` were `23` (two digits swapped)",
    ),
    "the counts of a flow": (
        "groups:\n  all: {n: 20, quote: 20 patients were treated}\n  randomised: {n: 34, to: [all], lost: [withdrew]}",
        "withdrew randomised: 41",
        "FLW01",
        "`41` were `14` (two digits swapped)",
    ),
}


def helps(root: Path) -> dict[str, str]:
    return {one.code: one.help for one in review(load_project(root)).report.findings}


@pytest.mark.parametrize("name", KINDS)
def test_the_slip_is_named(tmp_path: Path, name: str) -> None:
    groups, rows, code, words = KINDS[name]
    first = rows.split("\n")[0]
    columns = {1: "", 2: "    columns: msc | control\n", 3: "    columns: all | msc | control\n"}[first.count("|") + 1]
    block = f"data:\n  t9:\n    label: Table 9\n{columns}    rows:\n      {rows}\n"
    root = make_project(tmp_path, (GROUPS, groups), ("data:\n", block))
    assert words in helps(root)[code]


@pytest.mark.parametrize(
    ("columns", "row", "code", "words"),
    [
        ("n | mean", "infusions (times): 20 | 2.53", "GRN01", "`2.53` were `2.35` (two digits swapped)"),
        ("mean | sd | se", "age (years): 60.0 | 12.0 | 26.8", "SPR04", "`26.8` were `2.68` (the decimal point moved)"),
        ("mean | sd | ci", "age (years): 60.0 | 10.0 | 55.3–46.7", "SPR01", "`46.7` were `64.7` (two digits swapped)"),
        ("mean | sd | ci", "age (years): 60.0 | 1.0 | 55.3–64.7", "SPR08", "`1.0` were `10` (the decimal point moved)"),
        ("mean | min | median | max", "age (years): 84 | 30 | 50 | 90", "SPR09", "`84` were `48` (two digits swapped)"),
        (
            "mean | sd | q1 | q3",
            "age (years): 60 | 1.2 | 51 | 68",
            "SPR10",
            "`1.2` were `12` (the decimal point moved)",
        ),
    ],
)
def test_the_slip_in_a_row_of_statistics_is_named(
    tmp_path: Path, columns: str, row: str, code: str, words: str
) -> None:
    block = f"data:\n  t9:\n    label: Table 9\n    columns: {columns}\n    rows:\n      {row}\n"
    assert words in helps(make_project(tmp_path, ("data:\n", block)))[code]


def test_a_slip_of_a_change_is_named(tmp_path: Path) -> None:
    times = "timepoints: {before: {}, after: {}}\ncomparisons: {change: {compare: after vs before, form: mean ± SD}}\n"
    row = "crp (mg/L): 80.1 ± 20.2 | 60.0 ± 20.0 | -21.0 ± 15.0"
    block = f"{times}data:\n  t9:\n    label: Table 9\n    columns: before | after | change\n    rows:\n      {row}\n"
    hint = helps(make_project(tmp_path, ("data:\n", block)))["SPR11"]
    assert "-21.0` were `-20.1` (two digits swapped)" in hint


#: Rule -> unlikely rows of one patient, and all repairs that are named: slips of the pen that leave nothing odd.
UNLIKELY = {
    "PHY02": ("ph (): 7.14\n      pao2 (mm Hg): 55\n      sao2 (%): 88", "`7.14` were `7.41` (two digits swapped)"),
    "PHY03": (
        "ph (): 7.41\n      paco2 (mm Hg): 32\n      hco3 (mmol/L): 2.01",
        "`2.01` were `20.1` (the decimal point moved)",
    ),
    "PLA01": ("ldh (U/L): 21\n      albumin (g/L): 31", "`21` were `210` (the decimal point moved)"),
    "PLA02": ("hemoglobin (g/L): 210\n      wbc (10^9/L): 4.55", "`210` were `120` (two digits swapped)"),
}


@pytest.mark.parametrize("code", UNLIKELY)
def test_of_what_is_unlikely_only_slips_of_the_pen_are_named(tmp_path: Path, code: str) -> None:
    rows, words = UNLIKELY[code]
    patient = f"{GROUPS}\n  patient: {{n: 1}}"
    block = f"data:\n  t9:\n    label: Table 9\n    about: patient\n    rows:\n      {rows}\n"
    help = helps(make_project(tmp_path, (GROUPS, patient), ("data:\n", block)))[code]
    assert help.partition("it would fit if ")[2] == words


def test_where_several_units_would_do_none_is_named(tmp_path: Path) -> None:
    block = "data:\n  t9:\n    label: Table 9\n    rows:\n      vent_free_days (days): 31\n"
    assert "another unit" not in helps(make_project(tmp_path, ("data:\n", block)))["PLA01"]


def test_what_the_document_prints_elsewhere_comes_first(tmp_path: Path) -> None:
    """Of two edits that would do, the one whose number stands in the document."""
    block = "data:\n  t9:\n    label: Table 9\n    rows:\n      fever: 13 (56.0%)\n"
    hint = helps(make_project(tmp_path, ("data:\n", block)))["PCT01"]
    assert (
        "it would fit if `56.0%` were `65.0%` (two digits swapped, and the document prints that number elsewhere)"
        in hint
    )


def test_a_note_has_no_hint(tmp_path: Path) -> None:
    """Skewed values are not impossible."""
    block = "data:\n  t9:\n    label: Table 9\n    rows:\n      crp (mg/L): 20.1 ± 35.2\n"
    assert "it would fit" not in helps(make_project(tmp_path, ("data:\n", block)))["SPR07"]
