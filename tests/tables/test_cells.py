"""Which of the forms that are declared around a cell reads it, and what a table holds of a converted value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from msccurate.codebook import load as load_codebook
from msccurate.notation.form import read_forms
from msccurate.spec import Coordinates, load
from msccurate.tables.cells import read, readings
from msccurate.tables.rows import canonical_decimal
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


@pytest.mark.parametrize(
    ("value", "decimal"),
    [
        (Fraction(5 * 10**66), "5" + "0" * 66),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(120), "120"),
        (None, "None"),
    ],
)
def test_a_converted_value_is_written_out_however_large(value: Fraction | None, decimal: str) -> None:
    assert str(canonical_decimal(value)) == decimal
