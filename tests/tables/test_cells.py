"""Which of the forms that are declared around a cell reads it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from msccurate.codebook import load as load_codebook
from msccurate.notation.form import read_forms
from msccurate.spec import Coordinates, load
from msccurate.tables.cells import read, readings
from tests.projects import ROOT


@pytest.mark.parametrize(
    ("row", "block", "document", "part"),
    [
        ("", "", "", "value"),
        ("", "", "mean", "mean"),
        ("", "mean", "", "mean"),
        ("", "mean", "median", "mean"),
        ("median", "mean", "", "median"),
        ("median", "", "mean", "median"),
    ],
)
def test_a_bare_number_is_what_the_innermost_form_says(row: str, block: str, document: str, part: str) -> None:
    spec = load(ROOT / "specs" / "yao.yaml", "specs/yao.yaml")
    forms = [read_forms(text).forms if text else () for text in (row, block, document)]
    ways = readings(
        Coordinates(variable="age"), load_codebook(ROOT).codebook, replace(spec, forms=forms[2]), (forms[0], forms[1])
    )
    cell, _ = read("24.5", ways)
    assert [one.name for one in cell.parts] == [part]
