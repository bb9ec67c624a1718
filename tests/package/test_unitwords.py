"""Units as papers print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate import codebook
from msccurate.package.unitwords import unit_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1", ""),
        ("%", "%"),
        ("a", "years"),
        ("Cel", "°C"),
        ("10*9/L", "10⁹/L"),
        ("/uL", "/µL"),
        ("umol/L", "µmol/L"),
        ("mm[Hg]", "mm Hg"),
        ("mL/cm[H2O]", "mL/cm H₂O"),
        ("kg/m2", "kg/m²"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("mg{FEU}/L", "mg FEU/L"),
        ("[iU]/mL", "IU/mL"),
        ("m[iU]/L", "mIU/L"),
        ("[pH]", "pH"),
    ],
)
def test_a_unit_in_words(code: str, words: str) -> None:
    assert unit_words(code) == words


def test_no_unit_of_the_codebook_is_left_in_ucum() -> None:
    units = codebook.load(ROOT).codebook.variables.values()
    assert not [one.unit for one in units if set(unit_words(one.unit)) & set("[]{}*_")]
