"""Made-up patients: who they are, what they have, what was measured in them and when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.benchmarks.world.measures import BLOOD, MEASURES, VITAL, Unit, later, measured
from tests.benchmarks.world.names import pick
from tests.benchmarks.world.printing import Sample, Whole

Flags = NDArray[np.bool_]

#: Yes/no variables of the codebook, with the name that the document prints and how common they are.
SYMPTOMS = (("fever", "Fever", 0.8), ("cough", "Cough", 0.7), ("dyspnea", "Dyspnea", 0.5),
            ("chest_congestion", "Chest congestion", 0.35), ("fatigue", "Fatigue", 0.4))  # fmt: skip
DISEASES = (
    ("hypertension", "Hypertension", 0.4),
    ("copd", "Chronic obstructive pulmonary disease", 0.12),
    ("coronary_disease", "Coronary artery disease", 0.15),
    ("diabetes", "Diabetes", 0.22),
    ("renal_insufficiency", "Renal insufficiency", 0.08),
)
FINDINGS = (
    ("bilateral_pneumonia", "Bilateral pneumonia", 0.9),
    ("ground_glass", "Ground-glass opacity", 0.75),
    ("ards", "Acute respiratory distress syndrome", 0.3),
    ("cardiac_injury", "Cardiac injury", 0.2),
)
TREATMENTS = (
    ("arbidol", "Arbidol", 0.5),
    ("interferon", "Interferon", 0.3),
    ("oseltamivir", "Oseltamivir", 0.15),
    ("chloroquine", "Chloroquine", 0.1),
    ("antibiotics", "Antibiotics", 0.7),
    ("methylprednisolone", "Methylprednisolone", 0.3),
    ("immunoglobulin", "Intravenous immunoglobulin", 0.25),
)
LEVELS = {
    "sex": (("male", "Men"), ("female", "Women")),
    "severity": (("moderate", "Moderate"), ("severe", "Severe"), ("critical", "Critical")),
    "outcome": (("discharged", "Discharged"), ("died", "Death")),
    "infusion_group": (("one", "Single infusion"), ("two", "Two infusions"), ("three", "Three infusions")),
}


@dataclass(frozen=True, slots=True)
class Laboratory:
    """How one study measures: the unit of each variable, and whether it reports a mean or a median."""

    units: dict[str, Unit]
    means: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cohort:
    """n patients. `numbers` holds the samples of each variable by time; the first time is the baseline.

    `seen` says of whom a variable is known, where data are missing; samples hold those patients only.
    """

    n: int
    flags: dict[str, Flags]
    levels: dict[str, NDArray[np.int64]]
    numbers: dict[str, dict[str, Sample]]
    seen: dict[str, Flags] = field(default_factory=dict)

    def count(self, variable: str, level: str = "") -> int:
        if not level:
            flags = self.flags[variable]
            return int((flags & self.seen[variable]).sum() if variable in self.seen else flags.sum())
        index = [name for name, _ in LEVELS[variable]].index(level)
        return int((self.levels[variable] == index).sum())

    def total(self, variable: str) -> int:
        """Of how many patients a variable is known."""
        return int(self.seen[variable].sum()) if variable in self.seen else self.n


#: Variables that other rows are made of, or that every study knows of everybody.
_COMPLETE = {
    "antivirals", "arbidol", "interferon", "oseltamivir", "chloroquine", "oxygen", "oxygen_inhalation", "niv", "imv",
    "icu", "death", "ae_any", "ae_serious", "ae_attributable", "infusion_reaction", "pcr_clearance", "diabetes", "age",
    "onset_to_admission", "onset_to_therapy", "vent_free_days", "lymphocytes", "neutrophils", "wbc", "height", "weight",
    "bmi", "pao2", "fio2", "pf_ratio", "sbp", "dbp",
}  # fmt: skip


def with_gaps(random: Generator, people: Cohort) -> Cohort:
    """The same patients, of some of whom some variables are not known."""
    seen: dict[str, Flags] = {}
    for id in (*people.flags, *people.numbers):
        if id not in _COMPLETE and random.random() < 0.15:
            known = random.random(people.n) > random.uniform(0.01, 0.09)
            if known.sum() >= 0.85 * people.n:
                seen[id] = known
    numbers = {
        id: {
            time: Sample(sample.values[seen[id]], sample.grain) if id in seen else sample for time, sample in by.items()
        }
        for id, by in people.numbers.items()
    }
    return replace(people, numbers=numbers, seen=seen)


def laboratory(random: Generator, ordinary: bool = False) -> Laboratory:
    units = {one.id: pick(random, one.units) for one in (*BLOOD, *VITAL)}
    cells = pick(random, MEASURES["lymphocytes"].units)
    units |= {"lymphocytes": cells, "neutrophils": cells, "wbc": cells}
    pressure = pick(random, (Unit("mmHg", 1, 0), Unit("mm Hg", 1, 0)))
    units |= {"sbp": pressure, "dbp": pressure, "pao2": pressure, "paco2": pressure, "pf_ratio": pressure}
    units |= {
        "age": Unit("years", 1, 0),
        "bmi": Unit("kg/m2", 1, 1),
        "weight": Unit("kg", 1, 0),
        "fio2": Unit("%", 1, 0),
    }
    units["height"] = Unit("cm", 1, 0)
    units |= {name: Unit("days", 1, 0) for name in ("onset_to_admission", "onset_to_therapy", "vent_free_days")}
    means = {one.id for one in (*BLOOD, *VITAL) if not one.skewed or random.random() < 0.15}
    means |= {one for one in ("bmi", "weight", "height", "pf_ratio", "pao2", "dbp") if random.random() < 0.8}
    means |= {one for one in ("age", "onset_to_therapy", "onset_to_admission") if random.random() < 0.5}
    return Laboratory(units, frozenset(means))


def cohort(random: Generator, lab: Laboratory, n: int, times: tuple[str, ...], effect: float = 1.0) -> Cohort:
    """n patients seen at these times; `effect` is how much of the usual improvement they have."""
    flags = {
        id: random.random(n) < min(share * random.uniform(0.7, 1.25), 1.0)
        for id, _, share in (*SYMPTOMS, *DISEASES, *FINDINGS, *TREATMENTS)
    }
    flags["antivirals"] = flags["arbidol"] | flags["interferon"] | flags["oseltamivir"] | flags["chloroquine"]
    severity = random.choice(3, n, p=(0.25, 0.5, 0.25))
    support = random.random(n)
    flags["imv"] = (severity == 2) & (support < 0.6)
    flags["niv"] = ~flags["imv"] & (severity >= 1) & (support < 0.45)
    flags["oxygen_inhalation"] = ~flags["imv"] & ~flags["niv"] & (support < 0.9)
    flags["oxygen"] = flags["imv"] | flags["niv"] | flags["oxygen_inhalation"]
    flags["icu"] = (severity == 2) | (flags["niv"] & (random.random(n) < 0.3))
    flags["pcr_clearance"] = random.random(n) < 0.9
    died = random.random(n) < np.array([0.01, 0.07, 0.35])[severity] * (1.3 - 0.4 * effect)
    flags["death"] = died
    flags["ae_any"] = random.random(n) < 0.35
    flags["ae_serious"] = flags["ae_any"] & (random.random(n) < 0.35)
    flags["ae_attributable"] = flags["ae_any"] & (random.random(n) < 0.12)
    flags["infusion_reaction"] = flags["ae_any"] & (random.random(n) < 0.15)
    levels = {
        "sex": (random.random(n) < 0.42).astype(np.int64),
        "severity": severity,
        "outcome": died.astype(np.int64),
        "infusion_group": random.choice(3, n, p=(0.4, 0.3, 0.3)),
    }
    return Cohort(n, flags, levels, _numbers(random, lab, n, times, effect, severity))


def _numbers(
    random: Generator, lab: Laboratory, n: int, times: tuple[str, ...], effect: float, severity: NDArray[np.int64]
) -> dict[str, dict[str, Sample]]:
    found: dict[str, dict[str, Sample]] = {}
    first = times[0]
    for measure in (*BLOOD, *VITAL):
        unit = lab.units[measure.id]
        values = measured(random, measure, unit, n, float(random.normal(0, 0.15)))
        found[measure.id] = {first: Sample(values, unit.grain)}
        for index, time in enumerate(times[1:], 1):
            values = later(random, measure, unit, values, effect / max(len(times) - 2, 1) if index > 1 else effect)
            found[measure.id][time] = Sample(values, unit.grain)
    found["wbc"] = _white_cells(random, lab, found)
    found["dbp"] = {
        time: Sample((sample.values * random.uniform(0.5, 0.68, n)).round().astype(np.int64), 0)
        for time, sample in found["sbp"].items()
    }
    found |= _oxygenation(random, n, times, effect, severity)
    height = random.normal(168, 9, n).clip(146, 196).round().astype(np.int64)
    bmi = random.normal(25, 3.2, n).clip(17, 42)
    weight = (bmi * (height / 100) ** 2).round().astype(np.int64)
    found["height"], found["weight"] = {first: Sample(height, 0)}, {first: Sample(weight, 0)}
    found["bmi"] = {first: Sample((10 * weight / (height / 100) ** 2).round().astype(np.int64), 1)}
    ages = random.normal(60, 13, n).clip(21, 92) * 10 ** lab.units["age"].grain
    found["age"] = {first: Sample(ages.round().astype(np.int64), lab.units["age"].grain)}
    admission = random.gamma(4, 2.6, n).round().astype(np.int64) + 1
    found["onset_to_admission"] = {first: Sample(admission, 0)}
    found["onset_to_therapy"] = {first: Sample(admission + random.gamma(3, 2, n).round().astype(np.int64), 0)}
    free = np.where(random.random(n) < 0.15, 0, random.normal(19 + effect, 6, n).clip(0, 28).round())
    found["vent_free_days"] = {first: Sample(free.astype(np.int64), 0)}
    return found


def _white_cells(random: Generator, lab: Laboratory, found: dict[str, dict[str, Sample]]) -> dict[str, Sample]:
    """Lymphocytes, neutrophils and the others together, to the same grain."""
    unit = lab.units["wbc"]
    total = {}
    for time, lymphocytes in found["lymphocytes"].items():
        others = random.lognormal(-0.7, 0.25, lymphocytes.n) * unit.factor * 10**unit.grain
        values: Whole = lymphocytes.values + found["neutrophils"][time].values + others.round().astype(np.int64)
        total[time] = Sample(values, unit.grain)
    return total


def _oxygenation(
    random: Generator, n: int, times: tuple[str, ...], effect: float, severity: NDArray[np.int64]
) -> dict[str, dict[str, Sample]]:
    """PaO2, FiO2 and their ratio; the ratio improves from time to time."""
    found: dict[str, dict[str, Sample]] = {"pao2": {}, "fio2": {}, "pf_ratio": {}}
    ratio = np.array([330, 230, 150])[severity] * random.lognormal(0, 0.18, n)
    for time in times:
        fio2 = np.array([29, 40, 55])[severity] + random.integers(-3, 4, n)
        pao2 = (ratio * fio2 / 100).clip(48, 260).round().astype(np.int64)
        found["pao2"][time], found["fio2"][time] = Sample(pao2, 0), Sample(fio2, 0)
        found["pf_ratio"][time] = Sample((100 * pao2 / fio2).round().astype(np.int64), 0)
        ratio = (ratio * (1 + 0.16 * effect) * random.lognormal(0, 0.1, n)).clip(70, 520)
    return found


LABELS = {
    "wbc": "White-cell count", "dbp": "Diastolic blood pressure", "pao2": "PaO2", "fio2": "FiO2",
    "pf_ratio": "PaO2/FiO2", "height": "Height", "weight": "Body weight", "bmi": "Body mass index", "age": "Age",
    "onset_to_admission": "Days between onset of symptoms and hospital admission",
    "onset_to_therapy": "Days between onset of symptoms and UC-MSC therapy",
    "vent_free_days": "Ventilator-free days",
} | {measure.id: measure.label for measure in MEASURES.values()}  # fmt: skip

REFERENCES = {measure.id: measure.reference for measure in MEASURES.values()} | {"wbc": "3.5–9.5"}
