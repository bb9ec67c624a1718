"""What would reconcile impossible numbers: the single edit, the likeliest slip first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.notation import scan_numbers
from msccurate.review import review
from msccurate.review.repairs import slips
from msccurate.tables import load_project
from tests.projects import SOURCE, make_project

#: A wrong number that the document itself prints -> the rule that finds it, and its hint.
SLIPS = {
    "digits swapped in the percentage": (
        ("13 (65.0%)", "13 (56.0%)"),
        "PCT01",
        "`56.0%` were `65.0%` (two digits swapped)",
    ),
    "one digit of the count": (("16 (80.0%)", "15 (80.0%)"), "PCT01", "`15` were `16` (one digit)"),
    "quartiles": (
        ("58 years (IQR, 49–66\nyears)", "58 years (IQR, 94–66\nyears)"),
        "SPR01",
        "`94` were `49` (two digits swapped)",
    ),
    "a point moved": (
        ("58 years (IQR, 49–66\nyears)", "58 years (IQR, 49–6.6\nyears)"),
        "SPR01",
        "(the decimal point moved)",
    ),
}


def helps(root: Path) -> dict[str, str]:
    return {one.code: one.help for one in review(load_project(root)).report.findings}


@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_is_named(tmp_path: Path, name: str) -> None:
    (old, new), code, words = SLIPS[name]
    inline = old.replace("\n", " "), new.replace("\n", " ")
    changes = [inline]
    if "IQR" in old:
        changes.append(("58 (49–66)", "58 (" + inline[1].split("IQR, ")[1].split(" ")[0] + ")"))
    root = make_project(tmp_path, *changes, source=SOURCE.replace(old, new))
    assert words in helps(root)[code]


def test_what_the_document_says_there_comes_first(tmp_path: Path) -> None:
    root = make_project(tmp_path, ("outcome died: 4 (20.0%)", "outcome died: 5 (20.0%)"))
    assert "it would fit if `5` were `4` (what the document says there)" in helps(root)["PCT01"]


@given(st.from_regex(r"-?\d{1,5}(\.\d{1,3})?%?", fullmatch=True))
def test_every_slip_is_printed_as_the_number_that_it_is(text: str) -> None:
    (number,) = (part.number for part in scan_numbers(text))
    for _, slip in slips(number):
        (again,) = (part.number for part in scan_numbers(slip.text))
        assert again.same == slip.same


def test_a_slip_of_the_pen_is_taken_back_by_another() -> None:
    (number,) = (part.number for part in scan_numbers("80.6%"))
    for _, slip in slips(number):
        assert number.value in {back.value for _, back in slips(slip)}
