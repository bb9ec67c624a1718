"""The p values of t tests between two groups, from their means and SDs."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    why = unbounded(mean=means[0], SD=sds[0]) or unbounded(mean=means[1], SD=sds[1])
    if len(sizes) < 2:
        why = why or "n is a bound, not a number"
    elif min(sizes) < 2:
        why = why or f"an SD needs two values, and n is {min(sizes)}"
    if why:
        return TTest(Verdict.NOT_TESTABLE, f"the means cannot be compared: {why}")
    negative = next((sd for sd in sds if sd.interval.high < 0), None)
    if negative is not None:
        return TTest(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    student, welch = _tests(means, sds, (sizes[0], sizes[1]))
    shown = f"Student's t test gives p = {told(student)}, Welch's {told(welch)}"
    if reported is None:
        return TTest(Verdict.POSSIBLE, shown, student=student, welch=welch)
    possible, fits, words = agreement(reported, {"Student's t test": student, "Welch's t test": welch}, directed=True)
    return TTest(Verdict.of(possible), f"{words}: {shown}", student=student, welch=welch, fits=fits)


def _tests(
    means: tuple[Printed, Printed], sds: tuple[Printed, Printed], sizes: tuple[int, int]
) -> tuple[Interval, Interval]:
    import numpy as np

    from msccurate.forensics import student as tests

    def ends(one: Printed) -> tuple[Reals, Reals]:
        interval = one.interval
        return np.array([interval.low]), np.array([interval.high])

    spread = [tuple(np.maximum(end, 0.0) for end in ends(sd)) for sd in sds]
    n1, n2 = (np.array([float(n)]) for n in sizes)
    box = (tests.distance(ends(means[0]), ends(means[1])), spread[0], spread[1], n1, n2)
    found = (tests.student(*box), tests.welch(*box))  # type: ignore[arg-type]
    first, second = (Interval(float(low[0]), float(high[0])) for low, high in found)
    return first, second
