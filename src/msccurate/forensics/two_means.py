"""The p values of t tests between two groups, from their means and SDs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, TypeVar, overload

from msccurate.forensics.arguments import Column, Number, Value, columnar, number, unbounded, whole
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import agreement
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.student import Ends, Reals

T = TypeVar("T")
_ANY = Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class TTest(Result):
    """Every two-sided p value that Student's and Welch's test can give for means and SDs that print so.

    With a reported p, `fits` names the tests that give it, or, where none does, the readings that would: a one-sided
    test, a p value cut off or off by one in its last digit.
    """

    student: Interval = field(default=_ANY)
    welch: Interval = field(default=_ANY)
    fits: tuple[str, ...] = ()


@overload
def t_test(
    m1: Number, sd1: Number, n1: Number, m2: Number, sd2: Number, n2: Number, p: Number | None = None
) -> TTest: ...


@overload
def t_test(
    m1: Column, sd1: Value, n1: Value, m2: Value, sd2: Value, n2: Value, p: Value | None = None
) -> pl.DataFrame: ...


def t_test(
    m1: Value, sd1: Value, n1: Value, m2: Value, sd2: Value, n2: Value, p: Value | None = None
) -> TTest | pl.DataFrame:
    """The p values of a t test between two independent groups, from their means, SDs and numbers of patients.

    Over every mean and SD that prints as reported, for equal variances (Student 1908) and unequal ones (Welch 1947,
    df of Satterthwaite 1946, which are not monotone in the SDs). With a reported `p` it is impossible if neither test
    can give it. Not testable for n below 2 and for bounds such as `< 5`. Columns give a polars DataFrame, a row each.

    Raises ValueError for what is not one number.
    """
    given = (m1, sd1, n1, m2, sd2, n2)
    if columnar(*given, p):
        from msccurate.forensics.p_columns import t_test_columns

        return t_test_columns(*given, p)
    means = number(m1, "the first mean"), number(m2, "the second mean")  # type: ignore[arg-type]
    sds = number(sd1, "the first SD"), number(sd2, "the second SD")  # type: ignore[arg-type]
    sizes = [one for one in (whole(n1, "n"), whole(n2, "n")) if one is not None]  # type: ignore[arg-type]
    reported = None if p is None else number(p, "the p value")  # type: ignore[arg-type]
    why = unbounded(mean=means[0], SD=sds[0]) or unbounded(mean=means[1], SD=sds[1])
    if len(sizes) < 2:
        why = why or "n is a bound, not a number"
    elif min(sizes) < 2:
        why = why or f"an SD needs two values, and n is {min(sizes)}"
    if why:
        return TTest(Verdict.NOT_TESTABLE, f"the means cannot be compared: {why}")
    (found,) = p_values_of([(means[0], sds[0], sizes[0], means[1], sds[1], sizes[1])])
    if found is None:
        negative = next(sd for sd in sds if sd.interval.high < 0)
        return TTest(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    student, welch = found
    shown = f"Student's t test gives p = {told(student)}, Welch's {told(welch)}"
    if reported is None:
        return TTest(Verdict.POSSIBLE, shown, student=student, welch=welch)
    possible, fits, words = agreement(reported, {"Student's t test": student, "Welch's t test": welch}, directed=True)
    return TTest(Verdict.of(possible), f"{words}: {shown}", student=student, welch=welch, fits=fits)


#: Mean, SD and number of patients of one group, then of the other.
Case = tuple[Printed, Printed, int, Printed, Printed, int]


def p_values_of(cases: Sequence[Case]) -> list[tuple[Interval, Interval] | None]:
    """The p values of Student's and of Welch's test of many pairs of groups; None for bounds, n below 2 and an SD below
    0."""
    from msccurate.forensics import student as tests

    return _over(cases, lambda *box: zip(_intervals(tests.student(*box)), _intervals(tests.welch(*box)), strict=True))


def student_p_of(cases: Sequence[Case]) -> list[Interval | None]:
    """The p values of Student's test alone, which takes a tenth of the time."""
    from msccurate.forensics import student as tests

    return _over(cases, lambda *box: _intervals(tests.student(*box)))


def _over(cases: Sequence[Case], test: Callable[..., Iterable[T]]) -> list[T | None]:
    """The answer of a test for each case that can be tested."""
    tested = [at for at, case in enumerate(cases) if _testable(*case)]
    found: list[T | None] = [None] * len(cases)
    if tested:
        for at, answer in zip(tested, test(*_box([cases[at] for at in tested])), strict=True):
            found[at] = answer
    return found


def _testable(m1: Printed, sd1: Printed, n1: int, m2: Printed, sd2: Printed, n2: int) -> bool:
    bounded = m1.comparator or sd1.comparator or m2.comparator or sd2.comparator
    return not bounded and min(n1, n2) >= 2 and all(sd.interval.high >= 0 for sd in (sd1, sd2))


def _box(cases: Sequence[Case]) -> tuple[Ends, Ends, Ends, Reals, Reals]:
    """The differences, both SDs, and both n of all cases, as the tests of `student` take them."""
    import numpy as np

    from msccurate.forensics.student import distance

    def ends(at: int, least: float = -inf) -> Ends:
        intervals = [case[at].interval for case in cases]  # type: ignore[union-attr]
        return np.array([max(one.low, least) for one in intervals]), np.array([one.high for one in intervals])

    n1, n2 = (np.array([float(case[at]) for case in cases]) for at in (2, 5))
    return distance(ends(0), ends(3)), ends(1, 0.0), ends(4, 0.0), n1, n2


def _intervals(ends: Ends) -> Iterator[Interval]:
    return (Interval(low, high) for low, high in zip(ends[0].tolist(), ends[1].tolist(), strict=True))
