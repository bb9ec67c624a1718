"""Measures of a diagnostic test: is there a 2×2 table of whole patients that gives all of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from msccurate.forensics.result import Result, Verdict

#: An interval of shares (0 to 1), both ends included.
Shares = tuple[Fraction, Fraction]
#: What can be said of a test; `prevalence` is the share of those with the disease among all.
MEASURES = ("sensitivity", "specificity", "ppv", "npv", "accuracy", "prevalence")
#: Beyond, all measures of ordinary precision are possible, and searching takes long.
LARGEST = 5000


@dataclass(frozen=True, slots=True)
class Table:
    """Whole patients: true and false positives, false and true negatives."""

    tp: int
    fp: int
    fn: int
    tn: int

    def __str__(self) -> str:
        return f"TP {self.tp}, FP {self.fp}, FN {self.fn}, TN {self.tn}"


@dataclass(frozen=True, slots=True)
class Accuracy(Result):
    """Whether a 2×2 table gives all measures; `table` is the first that does, None where none does."""

    table: Table | None = None


def accuracy(measures: Mapping[str, Shares], n: int, diseased: int | None = None) -> Accuracy:
    """Whether whole numbers of patients, `n` in all and `diseased` of them with the disease where that is known, give
    every measure (a name of `MEASURES` -> the shares that print as reported).

    Exact, by enumeration. Not testable for fewer than two facts besides n, and for n above 5,000. A predictive value of
    nobody (no test positive) is no number, and fits nothing.
    Raises ValueError for a measure that is not known.
    """
    for name in measures:
        if name not in MEASURES:
            raise ValueError(f"`{name}` is no measure of accuracy: it is one of {', '.join(MEASURES)}")
    if n < 1 or n > LARGEST or len(measures) + (diseased is not None) < 2:
        return Accuracy(Verdict.NOT_TESTABLE, f"{len(measures)} measures of {n} patients cannot be tested")
    table = next(iter(_tables(measures, n, diseased)), None)
    said = ", ".join(measures)
    if table is not None:
        return Accuracy(Verdict.POSSIBLE, f"{said} of {n} patients are possible: {table}", table)
    return Accuracy(Verdict.IMPOSSIBLE, f"no whole numbers of {n} patients give {said} as printed")


def _tables(measures: Mapping[str, Shares], n: int, diseased: int | None) -> list[Table]:
    """The first table that fits, in a list; or an empty one."""
    for ill in range(n + 1) if diseased is None else (diseased,):
        healthy = n - ill
        if healthy < 0 or not _fits(measures.get("prevalence"), ill, n):
            continue
        for tp in _counts(measures.get("sensitivity"), ill):
            for tn in _negatives(measures, tp, ill, healthy):
                fp, fn = healthy - tn, ill - tp
                if _fits(measures.get("ppv"), tp, tp + fp) and _fits(measures.get("npv"), tn, tn + fn):
                    return [Table(tp, fp, fn, tn)]
    return []


def _negatives(measures: Mapping[str, Shares], tp: int, ill: int, healthy: int) -> range:
    """The true negatives that give specificity and accuracy."""
    specific = _counts(measures.get("specificity"), healthy)
    right = measures.get("accuracy")
    if right is None:
        return specific
    total = ill + healthy
    both = range(ceil(right[0] * total) - tp, floor(right[1] * total) - tp + 1)
    return range(max(specific.start, both.start), min(specific.stop, both.stop))


def _counts(share: Shares | None, of: int) -> range:
    """The counts out of `of` that give a share; none of nobody, where a share is printed."""
    if share is None:
        return range(of + 1)
    if of == 0:
        return range(0)
    return range(max(ceil(share[0] * of), 0), min(floor(share[1] * of), of) + 1)


def _fits(share: Shares | None, count: int, of: int) -> bool:
    return share is None or (of > 0 and share[0] * of <= count <= share[1] * of)
