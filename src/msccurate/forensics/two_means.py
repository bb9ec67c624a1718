"""The p values of t tests between two groups, from their means and SDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, Value, columnar, number, unbounded, whole
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import agreement
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.student import Reals

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
    if len(sizes) < 2:
        why = unbounded(mean=means[0], SD=sds[0]) or unbounded(mean=means[1], SD=sds[1])
        return _refused(why or "n is a bound, not a number")
    (answer,) = t_tests([(means[0], sds[0], sizes[0], means[1], sds[1], sizes[1])])
    if reported is None or not answer.possible:
        return answer
    named = {"Student's t test": answer.student, "Welch's t test": answer.welch}
    possible, fits, words = agreement(reported, named, directed=True)
    return replace(answer, verdict=Verdict.of(possible), sentence=f"{words}: {answer.sentence}", fits=fits)


#: Mean, SD and number of patients of one group, then of the other.
Case = tuple[Printed, Printed, int, Printed, Printed, int]


def t_tests(cases: Iterable[Case]) -> list[TTest]:
    """`t_test` of many pairs of groups at once, without reported p values."""
    answers = [_untested(*case) for case in cases]
    tested = [case for case, answer in zip(cases, answers, strict=True) if answer is None]
    found = iter(_tests(tested)) if tested else iter(())
    return [answer if answer is not None else next(found) for answer in answers]


def _untested(m1: Printed, sd1: Printed, n1: int, m2: Printed, sd2: Printed, n2: int) -> TTest | None:
    """The answer where there is nothing to compute."""
    why = unbounded(mean=m1, SD=sd1) or unbounded(mean=m2, SD=sd2)
    if not why and min(n1, n2) < 2:
        why = f"an SD needs two values, and n is {min(n1, n2)}"
    if why:
        return _refused(why)
    negative = next((sd for sd in (sd1, sd2) if sd.interval.high < 0), None)
    if negative is not None:
        return TTest(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    return None


def _refused(why: str) -> TTest:
    return TTest(Verdict.NOT_TESTABLE, f"the means cannot be compared: {why}")


def _tests(cases: Sequence[Case]) -> Iterator[TTest]:
    import numpy as np

    from msccurate.forensics import student as tests

    def ends(at: int, least: float = -inf) -> tuple[Reals, Reals]:
        intervals = [case[at].interval for case in cases]  # type: ignore[union-attr]
        return np.array([max(one.low, least) for one in intervals]), np.array([one.high for one in intervals])

    n1, n2 = (np.array([float(case[at]) for case in cases]) for at in (2, 5))
    box = (tests.distance(ends(0), ends(3)), ends(1, 0.0), ends(4, 0.0), n1, n2)
    for values in zip(*tests.student(*box), *tests.welch(*box), strict=True):
        low, high, lower, higher = map(float, values)
        student, welch = Interval(low, high), Interval(lower, higher)
        shown = f"Student's t test gives p = {told(student)}, Welch's {told(welch)}"
        yield TTest(Verdict.POSSIBLE, shown, student=student, welch=welch)
