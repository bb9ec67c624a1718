"""What is measured in the made-up patients: names, units in use, and where healthy and ill patients lie."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from math import exp
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.benchmarks.world.printing import Whole


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed: canonical value × `factor`, measured to 10^-grain."""

    printed: str
    factor: float
    grain: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured variable of the codebook. `spread` is the sigma of a logarithm where `skewed`, else an SD.

    `better` is the factor (or, where not skewed, the difference) by which treatment moves it; `daily` how far one
    patient's value drifts in a day, as `spread` is said.
    """

    id: str
    label: str
    middle: float
    spread: float
    units: tuple[Unit, ...]
    skewed: bool
    better: float
    daily: float
    low: float
    high: float
    reference: str


def _unit(text: str) -> Unit:
    """`mg/dL 0.1 2`: the unit as printed (`-`: none), its factor, how many decimals are measured."""
    printed, factor, grain = text.rsplit(" ", 2)
    return Unit("" if printed == "-" else printed, float(Fraction(factor)), int(grain))


def _measure(line: dict[str, str]) -> Measure:
    numbers = {key: float(line[key]) for key in ("middle", "spread", "better", "daily", "low", "high")}
    units = tuple(_unit(text) for text in line["units"].split("; "))
    return Measure(
        line["id"], line["label"], units=units, skewed=line["skewed"] == "yes", reference=line["reference"], **numbers
    )


with Path(__file__).with_name("measures.csv").open(encoding="utf-8") as _file:
    _LINES = list(csv.DictReader(_file))
BLOOD = tuple(_measure(line) for line in _LINES if line["group"] == "blood")
VITAL = tuple(_measure(line) for line in _LINES if line["group"] == "vital")
MEASURES = {measure.id: measure for measure in (*BLOOD, *VITAL)}


def measured(random: Generator, measure: Measure, unit: Unit, n: int, shift: float = 0.0) -> Whole:
    """Values of n patients in whole multiples of 10^-grain; `shift` in units of `spread`."""
    if measure.skewed:
        values = random.lognormal(0.0, measure.spread, n) * (measure.middle * exp(measure.spread * shift))
    else:
        values = random.normal(measure.middle + measure.spread * shift, measure.spread, n)
    return whole(values, measure, unit)


def later(random: Generator, measure: Measure, unit: Unit, before: Whole, share: float = 1.0) -> Whole:
    """The same patients' values after treatment: each keeps something of its own level."""
    values = before / (unit.factor * 10**unit.grain)
    n = len(values)
    if measure.skewed:
        values = values * measure.better**share * random.lognormal(0.0, measure.spread * 0.6, n)
    else:
        kept = measure.middle + (values - measure.middle) * 0.7
        values = kept + measure.better * share + random.normal(0.0, measure.spread * 0.6, n)
    return whole(values, measure, unit)


def whole(values: NDArray[np.float64], measure: Measure, unit: Unit) -> Whole:
    clipped = values.clip(measure.low, measure.high)
    rounded: Whole = np.rint(clipped * (unit.factor * 10**unit.grain)).astype(np.int64)
    return rounded
