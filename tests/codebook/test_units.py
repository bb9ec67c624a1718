"""Printed units: every spelling is known, every factor is that of UCUM, conversion is exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.codebook import ConversionError, Unit, Units
from tests.codebook.projects import REFERENCE, shipped
from tests.codebook.test_shipped import _rows

UNITS = shipped().units
#: Units that no library of UCUM knows as a quantity.
NO_QUANTITY = {"[pH]"}


# ---- spellings


@pytest.mark.parametrize("unit", UNITS.by_code.values(), ids=lambda unit: unit.code)
def test_every_spelling_names_its_unit(unit: Unit) -> None:
    for spelling in (unit.code, *unit.spellings):
        read = UNITS.read(spelling)
        assert read is not None and read.unit is unit and not read.flattened, spelling
    for spelling in unit.flattened:
        read = UNITS.read(spelling)
        assert read is not None and read.unit is unit and read.flattened, spelling


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("×10^9/L", "10*9/L"), ("× 10⁹/L", "10*9/L"), ("x10^9/l", "10*9/L"), ("10^9 / L", "10*9/L"),
        ("X 10^9/L", "10*9/L"), ("× 10^9 per L", "10*9/L"), ("×10⁹ cells L⁻¹", "10*9/L"), ("G/L", "10*9/L"),
        ("g/L", "g/L"), ("g l⁻¹", "g/L"), ("μg/ml", "ug/mL"), ("µg/mL", "ug/mL"), ("ug/ml", "ug/mL"),
        ("mmHg", "mm[Hg]"), ("mm Hg", "mm[Hg]"), ("mm\N{NO-BREAK SPACE}Hg", "mm[Hg]"), ("ml/cmH2O", "mL/cm[H2O]"),
        ("ml/cmH₂O", "mL/cm[H2O]"), ("kg/m²", "kg/m2"), ("kg/m^2", "kg/m2"), ("kg/m2", "kg/m2"),
        ("breaths /minute", "/min"), ("bpm", "/min"), ("°C", "Cel"), ("C", "Cel"), ("ºC", "Cel"), ("%", "%"),
        ("cells per kilogram of weight", "/kg"), ("USB-MSCs per kilogram of the patient's weight", "/kg"),
        ("UC-MSCs per kilogram of body weight", "/kg"), ("×10^6 cells per kg of body weight", "10*6/kg"),
        ("-year-old", "a"), ("–day", "d"), ("hours", "h"), ("minutes", "min"), ("cells", "1"), ("-time", "1"),
        ("mmol l -1", "mmol/L"), ("in mg/L FEU", "mg{FEU}/L"), ("in ×1000 per microlitre", "10*3/uL"),
        ("IU/ml", "[iU]/mL"),
    ],
)  # fmt: skip
def test_printed(printed: str, code: str) -> None:
    read = UNITS.read(printed)
    assert read is not None
    assert (read.unit.code, read.flattened) == (code, False)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("× 109/L", "10*9/L"), ("×109/l", "10*9/L"), ("x 10 9 /L", "10*9/L"), ("109/L", "10*9/L"),
        ("×10 9 cells/l", "10*9/L"), ("× 10 9 per L", "10*9/L"), ("× 109/mL", "10*9/mL"), ("10 6 /l", "10*6/L"),
        ("10 3 /μL", "10*3/uL"), ("×10 3 /mm 3", "10*3/uL"), ("×10 3 /mm^3", "10*3/uL"), ("10 3 /L", "10*3/L"),
        ("× 1012/L", "10*12/L"), ("× 106 cells/kg", "10*6/kg"), ("× 106", "10*6"), ("× 107 cells", "10*7"),
    ],
)  # fmt: skip
def test_flattened_exponent_is_told_from_one_that_is_none(printed: str, code: str) -> None:
    read = UNITS.read(printed)
    assert read is not None
    assert (read.unit.code, read.flattened) == (code, True)


@pytest.mark.parametrize("printed", ["mq/L", "", "×10^99/L", "Ml/Cm", "CI", "10^9", "1000", " " * 10**6])
def test_no_unit_is_guessed(printed: str) -> None:
    assert UNITS.read(printed) is None


def test_case_counts_where_two_units_differ_by_it() -> None:
    units = Units({code: Unit(code, code, Fraction(1)) for code in ("G/L", "g/L", "mg/L")})
    read = {printed: units.read(printed) for printed in ("G/L", "g/L", "MG/l", "G/l")}
    found = {printed: spelled.unit.code if spelled else None for printed, spelled in read.items()}
    assert found == {"G/L": "G/L", "g/L": "g/L", "MG/l": "mg/L", "G/l": None}


def test_nearest_spelling_is_named() -> None:
    assert UNITS.nearest("mq/L") == "mg/L"
    assert UNITS.nearest("mg/dLL") == "mg/dL"
    assert UNITS.nearest("mmHgg") == "mmHg"
    assert UNITS.nearest("furlongs per fortnight") is None


#: Row labels that hold no unit, or more than one.
NOT_UNITS = {
    "(none in row label)", "2 mg/l", "1 mg/l", "CRP <19.0 nmol/l", "CRP ≥19.0 nmol/l", "mm/24 h", "a mg/dL", "110-125",
    "mmol/L/3 h", "pg/mL, 12 wk", "pg/mL, 1 y", "3 pg/mL", "4 pg/mL", "g/dl, mean ± SD", "95% CI", "per 1 kPa",
    "1.20%", "PaO 2 /FiO 2 ratio",
}  # fmt: skip


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference files are not at hand")
def test_units_as_papers_print_them() -> None:
    seen = {row["unit_string_as_printed"] for row in _rows("unit_spellings_seen.csv")} - NOT_UNITS
    assert len(seen) > 50
    assert [one for one in sorted(seen) if UNITS.read(one) is None] == []


# ---- factors


@pytest.fixture(scope="module")
def ucum() -> Any:
    pytest.importorskip("pint")
    return pytest.importorskip("ucumvert").PintUcumRegistry()


def test_every_factor_and_dimension_is_that_of_ucum(ucum: Any) -> None:
    by_dimension: dict[str, list[Unit]] = {}
    for unit in UNITS.by_code.values():
        if unit.code not in NO_QUANTITY:
            by_dimension.setdefault(unit.dimension, []).append(unit)
    for dimension, units in by_dimension.items():
        first = units[0]
        for unit in units:
            theirs, base = ucum.from_ucum(unit.code), ucum.from_ucum(first.code)
            assert theirs.dimensionality == base.dimensionality, (dimension, unit.code)
            if dimension != "temperature":
                ratio = float((1 * theirs).to_base_units().m / (1 * base).to_base_units().m)
                # pint's millimetre of mercury is that of 13.5951 g/cm3, UCUM's is 133.322 Pa
                assert ratio == pytest.approx(float(unit.factor / first.factor), rel=5e-6), unit.code


@pytest.mark.parametrize(("code", "value"), [("Cel", "38.4"), ("[degF]", "101.12"), ("K", "311.55")])
def test_temperatures_are_those_of_pint(ucum: Any, code: str, value: str) -> None:
    names = {"Cel": "degree_Celsius", "[degF]": "degree_Fahrenheit", "K": "kelvin"}
    theirs = ucum.Quantity(float(value), names[code]).to("kelvin").m
    assert float(UNITS.convert(Fraction(value), code, "K")) == pytest.approx(theirs)
    assert UNITS.convert(Fraction(value), code, "Cel") == Fraction("38.4")


@pytest.mark.parametrize(
    ("variable", "grams_per_mole"),
    [("glucose", 180.16), ("creatinine", 113.12), ("bun", 28.01), ("urea", 60.06), ("bilirubin", 584.66),
     ("lactate", 90.08), ("hemoglobin", 16114), ("nt_probnp", 8457)],
)  # fmt: skip
def test_molar_factors_are_molar_masses(variable: str, grams_per_mole: float) -> None:
    one_mole = UNITS.convert(Fraction(1), "mol/L", "g/L", variable)
    assert float(one_mole) == pytest.approx(grams_per_mole, rel=1e-3)


# ---- conversion

VALUES = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4)
CODES = sorted(UNITS.by_code)


@given(VALUES, st.sampled_from(CODES), st.sampled_from(CODES))
def test_round_trip_is_exact(value: Fraction, given_code: str, wanted: str) -> None:
    if UNITS.by_code[given_code].dimension == UNITS.by_code[wanted].dimension:
        assert UNITS.convert(UNITS.convert(value, given_code, wanted), wanted, given_code) == value
    else:
        with pytest.raises(ConversionError, match="measures"):
            UNITS.convert(value, given_code, wanted)


@given(VALUES, st.sampled_from(sorted(UNITS.factors)), st.data())
def test_molar_round_trip_is_exact(value: Fraction, conversion: tuple[str, str, str], data: st.DataObject) -> None:
    variable, source, target = conversion
    ends = []
    for code in (source, target):
        dimension = UNITS.by_code[code].dimension
        ends.append(data.draw(st.sampled_from([one for one in CODES if UNITS.by_code[one].dimension == dimension])))
    there = UNITS.convert(value, ends[0], ends[1], variable)
    assert UNITS.convert(there, ends[1], ends[0], variable) == value


def test_known_values() -> None:
    assert UNITS.convert(Fraction(90), "mg/dL", "mmol/L", "glucose") == Fraction("4.995")
    assert UNITS.convert(Fraction("13.4"), "g/dL", "g/L", "hemoglobin") == 134
    assert UNITS.convert(Fraction(495), "ng/mL", "ug/mL", "d_dimer") == Fraction("0.495")
    assert UNITS.convert(Fraction("6.72"), "10*9/mL", "10*9/L", "wbc") == 6720
    assert UNITS.convert(Fraction("0.6"), "1", "%", "fio2") == 60


@pytest.mark.parametrize(
    ("given_code", "wanted", "variable", "words"),
    [
        ("g/L", "mm[Hg]", "pao2", "g/L measures mass concentration, mm[Hg] measures pressure"),
        ("mg/dL", "mmol/L", "sodium", "mg/dL measures mass concentration, mmol/L measures substance concentration"),
        ("mq/L", "mg/L", "crp", "`mq/L` is no known unit"),
        ("mg/L", "mq/L", "crp", "`mq/L` is no known unit"),
    ],
)
def test_refusals_say_why(given_code: str, wanted: str, variable: str, words: str) -> None:
    with pytest.raises(ConversionError) as error:
        UNITS.convert(Fraction(1), given_code, wanted, variable)
    assert str(error.value) == words
