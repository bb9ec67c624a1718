"""The codebook that comes with the program: it loads, and its facts are those of the reference files."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pytest

from msccurate.codebook import Bound
from msccurate.expressions import Exact, Operand, evaluate
from msccurate.printed import Truth
from tests.codebook.projects import REFERENCE, problems, shipped

VARIABLES = shipped().codebook.variables
UNITS = shipped().units

#: Names of the reference files where the codebook's differ.
NAMES = {
    "ph_arterial": "ph", "neut_abs": "neutrophils", "lymph_abs": "lymphocytes", "mono_abs": "monocytes",
    "eos_abs": "eosinophils", "baso_abs": "basophils", "neut_pct": "neutrophils_percent",
    "lymph_pct": "lymphocytes_percent", "mono_pct": "monocytes_percent", "eos_pct": "eosinophils_percent",
    "baso_pct": "basophils_percent", "cd4_abs": "cd4", "ddimer_feu": "d_dimer_feu", "ddimer_ddu": "d_dimer_ddu",
    "ddimer_unspecified": "d_dimer", "ddimer": "d_dimer", "bilirubin_total": "bilirubin",
    "troponin_i_hs": "troponin_i", "troponin_t_hs": "troponin_t", "heart_rate": "pulse",
    "msc_dose_per_kg": "dose_per_kg", "msc_dose_total": "dose", "msc_n_infusions": "infusions",
    "msc_infusions": "infusions", "msc_viability": "viability", "hb": "hemoglobin", "neut": "neutrophils",
    "lymph": "lymphocytes", "plt": "platelets", "hco3_calc": "hco3", "static_compliance": "compliance",
}  # fmt: skip
#: More than ten infusions are rare, not impossible.
WIDER = {"infusions"}
#: A spread of days stands for several variables of the codebook.
NO_VARIABLE = {"days_interval"}

needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference files are not at hand")


def _rows(name: str) -> list[dict[str, str]]:
    path = REFERENCE / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ANALYTES = _rows("analytes.csv")
LIMITS = [row for row in _rows("daily_limits.csv") if row["variable"] not in NO_VARIABLE]


def _in_unit(text: str, given: str, variable: str) -> Fraction:
    return UNITS.convert(Fraction(text), given, VARIABLES[variable].unit, variable)


def _ends(bound: Bound | None) -> tuple[Fraction | None, Fraction | None]:
    assert bound is not None
    return bound.low, bound.high


def test_no_problems() -> None:
    assert problems(shipped()) == []


def test_every_bound_says_where_it_is_from() -> None:
    for variable in VARIABLES.values():
        for bound in (variable.possible, variable.usual, variable.centres):
            assert bound is None or bound.source, variable.id


def test_accepted_ranges_are_possible() -> None:
    for variable in VARIABLES.values():
        for bound in variable.reference:
            low, high = _ends(variable.possible)
            assert bound.low is None or low is None or bound.low >= low, variable.id
            assert bound.high is None or high is None or bound.high <= high, variable.id


def test_every_relation_says_why() -> None:
    assert [one.id for one in shipped().codebook.relations.values() if not one.note] == []


@pytest.mark.parametrize("row", ANALYTES, ids=lambda row: row["analyte_id"])
def test_analyte(row: dict[str, str]) -> None:
    id = NAMES.get(row["analyte_id"], row["analyte_id"])
    variable = VARIABLES[id]
    codes = re.findall(r"\d+-\d\b", row["loinc"])
    assert variable.loinc in codes if codes else not variable.loinc
    unit = "1" if row["ucum_canonical"] == "[pH]" else row["ucum_canonical"]
    expected = _in_unit(row["hard_min"], unit, id), _in_unit(row["hard_max"], unit, id)
    if id in WIDER:
        low, high = _ends(variable.possible)
        assert low is not None and high is not None and low <= expected[0] and high >= expected[1]
    else:
        assert _ends(variable.possible) == expected


#: Centres that groups have beyond the reference: patients who get oxygen for healthy lungs, muscles at rest.
WIDER_CENTRES = {"pf_ratio": (60, 600), "ck": (20, 1000)}


@needs_reference
def test_centres_of_groups() -> None:
    compared = 0
    for row in ANALYTES:
        id = NAMES.get(row["analyte_id"], row["analyte_id"])
        unit = "1" if row["ucum_canonical"] == "[pH]" else row["ucum_canonical"]
        if VARIABLES[id].centres is not None:
            known = _in_unit(row["soft_group_min"], unit, id), _in_unit(row["soft_group_max"], unit, id)
            assert _ends(VARIABLES[id].centres) == WIDER_CENTRES.get(id, known), id
            compared += 1
    assert compared > 55


@needs_reference
def test_accepted_units_convert_with_the_known_factors() -> None:
    spelled = {"Torr": "mm[Hg]", "{fraction}": "1", "L/L": "1", "G/L": "10*9/L"}
    compared = 0
    for row in ANALYTES:
        id = NAMES.get(row["analyte_id"], row["analyte_id"])
        for part in row["accepted_units_multiply_by"].split("; "):
            unit, _, factor = part.rpartition("=")
            code = spelled.get(unit, unit)
            if code in UNITS.by_code and re.fullmatch(r"[\d.e/-]+", factor) and id != "ph":
                found = float(UNITS.convert(Fraction(1), code, row["ucum_canonical"], id))
                top, _, bottom = factor.partition("/")
                assert found == pytest.approx(float(top) / float(bottom or 1), rel=3e-4), (id, unit)
                compared += 1
    assert compared > 110


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row["variable"])
def test_limits_of_patients(row: dict[str, str]) -> None:
    id = NAMES.get(row["variable"], row["variable"])
    variable = VARIABLES[id]
    hard = Fraction(row["hard_min"]), Fraction(row["hard_max"])
    soft = Fraction(row["soft_min_patient"]), Fraction(row["soft_max_patient"])
    if id not in WIDER:
        assert _ends(variable.possible) == hard
    assert soft == hard if variable.usual is None else _ends(variable.usual) == soft
    columns = {"rise": "day_rise_max", "fall": "day_fall_max", "ratio": "day_ratio_max", "least": "day_ratio_min"}
    expected = {name: Fraction(row[column]) for name, column in columns.items() if row[column]}
    if row["guard_start"]:
        expected["above"] = Fraction(row["guard_start"].rpartition(">")[2])
    assert variable.daily == expected


@dataclass
class Patient:
    """Exact values of one patient, for an expression to be evaluated with."""

    values: Mapping[str, str]
    none: tuple[str, ...] = field(default=())

    def value(self, words: tuple[str, ...], time: str) -> Operand | None:
        text = self.values.get(" ".join(words))
        return None if text is None else Operand(Exact(Fraction(text), Fraction(text)), "value", ())

    def levels(self, words: tuple[str, ...], time: str) -> None:
        return None

    def times(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return self.none

    def when(self, time: str) -> None:
        return None


@pytest.mark.parametrize(
    ("relation", "values"),
    [
        ("pf_ratio", {"pf_ratio": "150", "pao2": "90", "fio2": "60"}),
        ("bmi", {"bmi": "20", "weight": "45", "height": "150"}),
        ("therapy_days", {"therapy_days": "10", "therapy_start": "100", "therapy_end": "109"}),
        ("differential", {"wbc": "8", "lymphocytes": "2", "neutrophils": "6"}),
        ("mean_pressure", {"map": "108", "sbp": "148", "dbp": "88"}),
        ("oxygen", {"oxygen": "31", "oxygen_inhalation": "19", "niv": "4", "imv": "8"}),
    ],
)
def test_relation_holds_for_true_numbers_and_only_for_them(relation: str, values: dict[str, str]) -> None:
    tree = shipped().codebook.relations[relation].tree
    assert evaluate(tree, Patient(values)).truth is Truth.TRUE
    first = next(iter(values))
    assert evaluate(tree, Patient(values | {first: "1"})).truth is Truth.FALSE
    assert evaluate(tree, Patient({first: "1"})).truth is None
