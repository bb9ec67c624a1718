"""One patient, day by day: blood tests and blood gases on dates, and the events between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import exp, log10

from numpy.random import Generator

from tests.benchmarks.world import names
from tests.benchmarks.world.measures import MEASURES, Measure, Unit
from tests.benchmarks.world.patients import LABELS, laboratory
from tests.benchmarks.world.printing import written
from tests.benchmarks.world.study import Block, Group, Head, Row, Study

_TESTS = (
    "lymphocytes", "neutrophils", "hemoglobin", "platelets", "crp", "procalcitonin", "il6", "d_dimer", "ldh", "alt",
    "ast", "creatinine", "bun", "glucose", "albumin", "sodium", "potassium", "lactate",
)  # fmt: skip
_GASES = ("ph", "pao2", "paco2", "hco3", "sao2", "fio2", "pf_ratio")
_NAMES = LABELS | {"hco3": "Bicarbonate", "sao2": "SaO2"}

Series = dict[str, list[int]]


def series(random: Generator, number: int, name: str, large: bool = False, ordinary: bool = False) -> Study:
    """A case report with tables over dates."""
    lab = laboratory(random)
    units = lab.units | {"hco3": Unit("mmol/L", 1, 1), "sao2": Unit("%", 1, 0), "fio2": Unit("%", 1, 0)}
    units |= {id: Unit(units["pao2"].printed, 1, 0) for id in ("pao2", "paco2", "pf_ratio")}
    admitted = date(2020, 1, 5) + timedelta(int(random.integers(0, 420)))
    dates = [admitted]
    for _ in range(int(random.integers(10, 14)) if large else int(random.integers(6, 11))):
        dates.append(dates[-1] + timedelta(int(random.choice([1, 1, 2, 2, 3, 4, 5]))))
    tests = [id for id in _TESTS if random.random() < (0.95 if large else 0.75)]
    values = {id: _walk(random, MEASURES[id], units[id], dates) for id in tests}
    values |= _white_cells(random, units, values)
    event = _transfused(random, units, values, dates) if ordinary and random.random() < 0.4 else []
    gases = _gases(random, units, dates)
    printed_date = names.pick(random, _DATES)
    age, sex = int(random.integers(31, 84)), names.pick(random, ("man", "woman"))
    rows = [_row(units, id, values[id], random) for id in _ordered(values)]
    gas_rows = [_row(units, id, gases[id], None) for id in _GASES]
    together = large and random.random() < 0.5
    tables = [("table1", "Table 1", "Laboratory findings", [*rows, *gas_rows] if together else rows)]
    if not together:
        tables.append(("table2", "Table 2", "Blood gases", gas_rows))
    heads = tuple(Head(day.isoformat(), printed_date(day)) for day in dates)
    blocks = [
        *_story(random, age, sex, dates, _long),
        _gas_said(units, gases, dates, int(random.integers(0, len(dates))), _long),
        _tests_said(random, units, values, dates, int(random.integers(0, len(dates))), _long),
        *event,
        *(Block(id, tuple(rows), heads, label, f"{caption} of the patient", corner="Test")
          for id, label, caption, rows in tables),
    ]  # fmt: skip
    return Study(
        name=name,
        title=names.title(random, "series", number),
        authors=names.authors(random),
        journal=names.journal(random),
        published=(dates[-1] + timedelta(int(random.integers(30, 200)))).isoformat(),
        doi=f"10.5555/world.{number:06}",
        design="case report",
        groups=(
            Group("patient", "1", keys=(("note", "a case report; the number is not printed"),), label="the patient"),
        ),
        blocks=tuple(blocks),
        methods=("The patient gave written consent.",),
        publication={"design": "case report"},
    )


_DATES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%b} {day.day}",
    lambda day: f"{day:%b}. {day.day}" if day.month != 5 else f"{day:%b} {day.day}",
    lambda day: f"{day.day} {day:%b}",
    lambda day: day.isoformat(),
)


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _walk(random: Generator, measure: Measure, unit: Unit, dates: list[date]) -> list[int]:
    """Values that drift from day to day and are drawn back to the patient's own level."""
    level = random.normal(0, 0.6)
    x = level + random.normal(0, 0.7)
    step = min(measure.daily / measure.spread, 0.45)
    found = []
    for index, day in enumerate(dates):
        if index:
            for _ in range((day - dates[index - 1]).days):
                x += (level - x) * 0.06 + float(random.normal(0, step * 0.7))
        value = measure.middle * exp(measure.spread * x) if measure.skewed else measure.middle + measure.spread * x
        found.append(_units(min(max(value, measure.low), measure.high), unit))
    return found


def _units(value: float, unit: Unit) -> int:
    units: float = value * unit.factor * 10**unit.grain
    return round(units)


def _white_cells(random: Generator, units: dict[str, Unit], values: Series) -> Series:
    """The white-cell count is its parts together; it can be given only where both are."""
    if "lymphocytes" not in values or "neutrophils" not in values:
        return {}
    unit = units["wbc"]
    scale = unit.factor * 10**unit.grain
    return {
        "wbc": [
            a + b + round(float(random.uniform(0.3, 0.8)) * scale)
            for a, b in zip(values["lymphocytes"], values["neutrophils"], strict=True)
        ]
    }


def _transfused(random: Generator, units: dict[str, Unit], values: Series, dates: list[date]) -> list[Block]:
    """A transfusion, and the hemoglobin that it raises from then on."""
    if "hemoglobin" not in values:
        return []
    at = int(random.integers(1, len(dates)))
    gain = _units(float(random.uniform(25, 70)), units["hemoglobin"])
    values["hemoglobin"] = [
        value + gain * (index >= at) - gain // 2 for index, value in enumerate(values["hemoglobin"])
    ]
    day = dates[at]
    row = Row(Head("transfusion_date", ""), (day.isoformat(),))
    return [Block("transfusion", (row,), quote=f"Red cells were transfused on {_long(day)}")]


def _gases(random: Generator, units: dict[str, Unit], dates: list[date]) -> Series:
    """Blood gases: saturation by Severinghaus (1979) with the Bohr shift, bicarbonate by Henderson and Hasselbalch."""
    ph = _walk(random, MEASURES["ph"], units["ph"], dates)
    paco2 = _walk(random, MEASURES["paco2"], units["paco2"], dates)
    ratio = float(random.uniform(120, 320))
    found: Series = {id: [] for id in _GASES}
    for acid, carbon in zip(ph, paco2, strict=True):
        ratio = min(max(ratio * exp(float(random.normal(0.04, 0.12))), 80), 460)
        fio2 = (
            int(random.choice([21, 29, 33, 35, 40, 45, 50, 60]))
            if ratio > 200
            else int(random.choice([45, 50, 60, 70]))
        )
        pao2 = round(min(max(ratio * fio2 / 100, 52), 190))
        shifted = 10 ** (log10(pao2) + 0.48 * (acid / 100 - 7.4))
        saturation = 100 / (23400 / (shifted**3 + 150 * shifted) + 1) + float(random.normal(0, 0.6))
        bicarbonate = 0.0307 * carbon * 10 ** (acid / 100 - 6.1) + float(random.normal(0, 0.25))
        found["pao2"].append(pao2)
        found["fio2"].append(fio2)
        found["pf_ratio"].append(round(100 * pao2 / fio2))
        found["sao2"].append(round(min(saturation, 100)))
        found["hco3"].append(round(10 * bicarbonate))
    found["ph"], found["paco2"] = ph, paco2
    return found


def _ordered(values: Series) -> list[str]:
    return [id for id in ("wbc", *_TESTS) if id in values]


def _printed(units: dict[str, Unit], id: str, value: int) -> str:
    return written(value, units[id].grain)


def _row(units: dict[str, Unit], id: str, values: list[int], random: Generator | None) -> Row:
    """A row of values; some tests were not done on some days, and an assay has its limit."""
    cells = [_printed(units, id, value) for value in values]
    if random is not None and random.random() < 0.35:
        cells = ["--" if random.random() < 0.15 else cell for cell in cells]
    if id == "d_dimer" and units[id].factor == 1:
        cells = [">20" if cell != "--" and float(cell) > 20 else cell for cell in cells]
    if id == "crp" and units[id].factor == 1:
        cells = ["<5" if cell != "--" and float(cell) < 5 else cell for cell in cells]
    unit = units[id].printed
    return Row(Head(id, f"{_NAMES[id]}, {unit}" if unit else _NAMES[id], unit), tuple(cells))


def _story(random: Generator, age: int, sex: str, dates: list[date], said: Callable[[date], str]) -> list[Block]:
    """Who the patient is, when admitted, and when the cells were given: a schedule that fits its dates."""
    count, every = int(random.integers(2, 5)), int(random.integers(1, 4))
    first = dates[0] + timedelta(int(random.integers(1, 3)))
    last = first + timedelta(every * (count - 1))
    temperature = f"{float(random.uniform(36.8, 39.4)):.1f}"
    pressure = int(random.integers(105, 150)), int(random.integers(62, 90))
    pulse, breaths = int(random.integers(72, 118)), int(random.integers(18, 32))
    words = {2: "two", 3: "three", 4: "four"}[count]
    dose = f"{float(random.uniform(2, 9)):.1f} × 10^7"
    admitted = dates[0].isoformat()
    return [
        Block(
            "admission",
            (
                Row(Head("age", "", "-year-old"), (str(age),)),
                Row(Head("sex", ""), (sex,)),
                Row(Head("admission_date", ""), (admitted,)),
            ),
            quote=f"A {age}-year-old {sex} was admitted on {said(dates[0])}",
        ),
        Block(
            "vital_signs",
            (
                Row(Head("temperature", "", "°C"), (temperature,)),
                Row(Head("sbp", "", "mmHg"), (str(pressure[0]),)),
                Row(Head("dbp", "", "mmHg"), (str(pressure[1]),)),
                Row(Head("pulse", "", "/min"), (str(pulse),)),
                Row(Head("resp_rate", "", "/min"), (str(breaths),)),
            ),
            about=admitted,
            quote=f"Temperature was {temperature}°C, blood pressure {pressure[0]}/{pressure[1]} mmHg, heart rate "
            f"{pulse}/min and respiratory rate {breaths}/min",
        ),
        Block(
            "cells",
            (
                Row(Head("infusions", "", "times"), (words,)),
                Row(Head("infusion_interval", "", "days"), (str(every),)),
                Row(Head("therapy_start", ""), (first.isoformat(),)),
                Row(Head("therapy_end", ""), (last.isoformat(),)),
            ),
            quote=f"Cells were infused {words} times, every {every} days, from {said(first)} to {said(last)}",
        ),
        Block(
            "dose",
            (Row(Head("dose", "", "cells"), (dose,)),),
            quote=f"Each infusion held {dose} cells",
        ),
    ]


def _gas_said(units: dict[str, Unit], gases: Series, dates: list[date], day: int, said: Callable[[date], str]) -> Block:
    """One of the blood gases in a sentence."""
    rows, parts = [], []
    for id in ("ph", "pao2", "paco2", "sao2", "pf_ratio"):
        unit, cell = units[id].printed, _printed(units, id, gases[id][day])
        rows.append(Row(Head(id, "", unit), (cell,)))
        parts.append(f"{_NAMES[id]} {cell} {unit}".strip())
    quote = f"On {said(dates[day])} the blood gas analysis showed {', '.join(parts)}"
    return Block("gas", tuple(rows), about=dates[day].isoformat(), quote=quote)


def _tests_said(
    random: Generator, units: dict[str, Unit], values: Series, dates: list[date], day: int, said: Callable[[date], str]
) -> Block:
    """Some of a day's blood tests in a sentence."""
    ids = [id for id in values if id not in ("d_dimer", "crp") and random.random() < 0.4] or list(values)[:1]
    rows, parts = [], []
    for id in ids:
        unit, cell = units[id].printed, _printed(units, id, values[id][day])
        rows.append(Row(Head(id, "", unit), (cell,)))
        parts.append(f"{_NAMES[id].lower()} {cell} {unit}".strip())
    quote = f"Blood tests on {said(dates[day])} showed {', '.join(parts)}"
    return Block("tests", tuple(rows), about=dates[day].isoformat(), quote=quote)
