"""Rows of tables from patients: counts with percentages, means, medians, p values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.world import inference
from tests.benchmarks.world.patients import LABELS, LEVELS, Cohort, Laboratory
from tests.benchmarks.world.printing import Sample, p_value, percent
from tests.benchmarks.world.study import Head, Row


@dataclass(frozen=True, slots=True)
class Style:
    """How one document prints: decimals and rounding of percentages, the percent sign in cells, dashes and brackets."""

    decimals: int = 1
    rounding: str = "up"
    sign: bool = True
    mean: str = "±"
    bracket: str = "()"
    dash: str = "–"
    comma: bool = False
    totals: bool = True

    @property
    def form(self) -> str:
        spread = "mean ± SD" if self.mean == "±" else "mean (SD)"
        return f"{spread} | median {self.bracket[0]}IQR{self.bracket[1]}"

    @property
    def said(self) -> str:
        """The sentence of the methods that says what the numbers are."""
        spread = "mean ± SD" if self.mean == "±" else "mean (SD)"
        return f"Values are {spread}, median {self.bracket[0]}IQR{self.bracket[1]} or number (percentage)"

    def count(self, count: int, total: int, brackets: str = "()") -> str:
        sign = "%" if self.sign or brackets != "()" else ""
        return f"{count} {brackets[0]}{percent(count, total, self.decimals, self.rounding)}{sign}{brackets[1]}"

    def centre(self, sample: Sample, mean: bool, decimals: int, bracket: str = "") -> str:
        bracket = bracket or self.bracket
        if mean:
            spread = sample.sd(decimals)
            return f"{sample.mean(decimals)} ± {spread}" if self.mean == "±" else f"{sample.mean(decimals)} ({spread})"
        median, low, high = sample.quartiles(decimals)
        return f"{median} {bracket[0]}{low}{self.dash}{high}{bracket[1]}"

    def named(self, label: str, unit: str, mean: bool, table: bool = True) -> str:
        """A row's printed name, with its unit and what its numbers are."""
        if not table:
            return label
        unit = f", {unit}" if unit else ""
        spread = ("mean ± SD" if self.mean == "±" else "mean (SD)") if mean else "median (IQR)"
        return f"{label}{unit}, {spread}" if self.comma else f"{label}{unit}"


def decimals_of(lab: Laboratory, id: str) -> int:
    """How many decimals a statistic of a variable is printed with: as measured, one for whole years and days."""
    grain = lab.units[id].grain
    return max(grain, 1) if id in ("age", "onset_to_admission", "onset_to_therapy", "vent_free_days") else grain


def numeric(
    style: Style, lab: Laboratory, id: str, samples: Sequence[Sample], more: Sequence[str] = (), words: str = ""
) -> Row:
    """A row of one measured variable, a cell for each sample, then what else stands there."""
    mean = id in lab.means
    unit = lab.units[id].printed
    decimals = decimals_of(lab, id) if mean else (1 if id in ("age",) and samples[0].n % 2 else lab.units[id].grain)
    cells = [style.centre(sample, mean, decimals) for sample in samples]
    head = Head(" ".join((id, words)).strip(), style.named(LABELS[id], unit, mean), unit)
    return Row(head, (*cells, *more))


def counted(style: Style, id: str, label: str, arms: Sequence[Cohort], more: Sequence[str] = ()) -> Row:
    return Row(Head(id, label), (*(share(style, arm, id) for arm in arms), *more))


def share(style: Style, people: Cohort, id: str, brackets: str = "()") -> str:
    """`25 (80.6%)` of those of whom it is known; some documents print of how many, where data are missing."""
    count, total = people.count(id), people.total(id)
    cell = style.count(count, total, brackets)
    return cell.replace(f"{count} ", f"{count}/{total} ", 1) if style.totals and total < people.n else cell


def levels(style: Style, variable: str, arms: Sequence[Cohort], more: Sequence[str] = ()) -> list[Row]:
    """A row for each level that a patient has."""
    return [
        Row(
            Head(f"{variable} {level}", label),
            (*(style.count(arm.count(variable, level), arm.n) for arm in arms), *more),
        )
        for level, label in LEVELS[variable]
        if any(arm.count(variable, level) for arm in arms)
    ]


def p_paired(lab: Laboratory, id: str, before: Sample, after: Sample) -> str:
    a, b = before.floats(), after.floats()
    return p_value(inference.paired(a, b) if id in lab.means else inference.wilcoxon(a, b))


def p_groups(lab: Laboratory, id: str, a: Sample, b: Sample) -> str:
    test = inference.welch if id in lab.means else inference.mann_whitney
    return p_value(test(a.floats(), b.floats()))


def p_counts(id: str, a: Cohort, b: Cohort) -> str:
    return p_value(inference.two_by_two(a.count(id), a.total(id), b.count(id), b.total(id)))


def p_levels(variable: str, a: Cohort, b: Cohort) -> str:
    known = [level for level, _ in LEVELS[variable] if a.count(variable, level) + b.count(variable, level)]
    table = np.array([[arm.count(variable, level) for level in known] for arm in (a, b)])
    return p_value(inference.chi_square(table)) if len(known) > 1 else "> 0.99"


def p_adjusted(before: Sequence[Sample], after: Sequence[Sample]) -> str:
    """Of two arms, adjusted for their values at baseline."""
    return p_value(inference.ancova([one.floats() for one in before], [one.floats() for one in after]))
