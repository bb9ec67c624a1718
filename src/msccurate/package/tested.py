"""What a printed p value tells of numbers that no document prints: standard errors, SDs, correlations.

All rest on the test being the one that is declared, and on p being printed as a number and not as a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, log

from msccurate.conversions import (
    Derived,
    NotConvertible,
    correlation_from_change_sd,
    pooled_sd_from_se,
    sd_from_se,
    se_from_p,
)
from msccurate.package.summaries import ArmSummary
from msccurate.rules.compared import Compared, compared
from msccurate.tables import Document

RATIOS = ("HR", "OR", "RR")
#: Measures whose estimate and its standard error give the p value of a normal distribution.
NORMAL = (*RATIOS, "MD", "RD")


@dataclass(frozen=True, slots=True)
class Tests:
    """The comparisons of one document that print a p value, by what is compared."""

    found: dict[tuple[object, ...], Compared]

    @classmethod
    def of(cls, document: Document) -> Tests:
        return cls({key: one for one in compared(document) if one.p is not None for key in _keys(one)})

    def between(self, one: ArmSummary, other: ArmSummary, sides: tuple[str, str]) -> Compared | None:
        """The test of two arms at one time."""
        subgroup = frozenset(one.at.groups) - {sides[0]}
        return self.found.get((one.at.variable, one.at.level, one.at.timepoint, subgroup, sides))

    def over_time(self, later: ArmSummary, sides: tuple[str, str]) -> Compared | None:
        """The test of two times in one group."""
        return self.found.get((later.at.variable, later.at.level, "", frozenset(later.at.groups), sides))


def _keys(one: Compared) -> Iterator[tuple[object, ...]]:
    for comparison in one.comparisons:
        sides = (comparison.left, comparison.right)
        groups = frozenset(one.at.groups) - set(sides)
        time = "" if one.of_times else one.at.timepoint
        yield one.at.variable, one.at.level, time, groups, sides


def se_of_effect(one: Compared) -> Derived:
    """The standard error of an effect that is printed with p and without an interval; of a ratio, of its logarithm.

    Raises NotConvertible where p does not tell it.
    """
    effect = one.effect.estimate if one.effect is not None else None
    if effect is None or effect.comparator or one.measure not in NORMAL:
        raise NotConvertible("no interval, and p tells nothing of such an effect")
    estimate = float(effect.value)
    if one.measure in RATIOS and estimate <= 0:
        raise NotConvertible(f"{effect} is no ratio")
    return se_from_p(log(estimate) if one.measure in RATIOS else estimate, _p(one), inf)


def shared_sd(one: ArmSummary, other: ArmSummary, test: Compared) -> Derived:
    """The SD of two arms that print none, as the t test that was declared had it.

    Raises NotConvertible where it was another test, or something is missing.
    """
    if one.mean is None or other.mean is None or not one.n or not other.n or not _averaged(one, other):
        raise NotConvertible("without both means and numbers of patients p tells no SD")
    if not test.tests or not test.tests <= {"t", "counts"} or test.adjusted:
        raise NotConvertible("no spread, and p is not declared as that of a t test")
    error = se_from_p(one.mean - other.mean, _p(test), one.n + other.n - 2)
    return _after(pooled_sd_from_se(error.value, one.n, other.n), error)


def correlation(later: ArmSummary, earlier: ArmSummary, change: ArmSummary | None, test: Compared | None) -> Derived:
    """The correlation of two measurements, from the SD of the change: printed, or implied by the paired t test that was
    declared.

    Raises NotConvertible where neither tells it.
    """
    n = min((size for size in (later.n, earlier.n) if size), default=0)
    if later.mean is None or earlier.mean is None or later.sd is None or earlier.sd is None or n < 2:
        raise NotConvertible("means, SDs or the number of patients are missing")
    if change is not None and change.sd is not None:
        return correlation_from_change_sd(earlier.sd, later.sd, change.sd)
    if not _averaged(later, earlier):
        raise NotConvertible("p is not that of means that were estimated from quartiles")
    if test is None or "paired t" not in test.tests or not test.tests <= {"paired t", "counts"} or test.adjusted:
        raise NotConvertible("no SD of the change, and no p of a paired t test")
    error = se_from_p(later.mean - earlier.mean, _p(test), n - 1)
    spread = sd_from_se(error.value, n)
    return _after(correlation_from_change_sd(earlier.sd, later.sd, spread.value), error, spread)


def _averaged(*summaries: ArmSummary) -> bool:
    """Whether the means are printed ones, which a t test is of."""
    return all(part.quantity.mean is not None for one in summaries for part in one.combines or (one,))


def _p(one: Compared) -> float:
    assert one.p is not None
    if one.p.comparator:
        raise NotConvertible(f"p {one.p} is a bound, not a number")
    if one.one_sided or one.corrected:
        raise NotConvertible("p is one-sided or corrected for several tests")
    return float(one.p.value)


def _after(last: Derived, *before: Derived) -> Derived:
    """A derived value whose trail begins with the steps that led to it."""
    steps = " then ".join([*(one.method for one in before), last.method])
    inputs = dict(pair for one in (*before, last) for pair in one.inputs)
    formula = "; ".join(one.formula for one in (*before, last))
    sources = "; ".join(dict.fromkeys(one.source for one in (*before, last)))
    return Derived(last.value, steps, tuple(inputs.items()), formula, sources)
