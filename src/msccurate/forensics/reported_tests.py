"""Reported tests of a text, their p values recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, overload

from msccurate.forensics import distributions
from msccurate.forensics.arguments import Column, columnar
from msccurate.forensics.confidence import p_from_ci
from msccurate.forensics.found_tests import Found, find_tests
from msccurate.forensics.p_value import PValue, p_from, told
from msccurate.forensics.reported_p import beyond, close, corrected, is_zero, said, side, stated
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

#: An exact p value is within this factor of the asymptotic one (proposal).
EXACT = 5
#: The confidence interval of an effect and its p value may come from two methods: within this factor they agree.
TWO_METHODS = 2


@dataclass(frozen=True, slots=True)
class ReportedTest(Result):
    """A test that a text reports from `start` to `end`, and whether its p value can be that of its statistic.

    `test`, `value`, `df` and `p` are as printed, `recomputed` the p values that the statistic can have (None where it
    cannot be told), `flips` says that reported and recomputed p surely lie on different sides of the level. `fits`
    names the readings by which an impossible p value would be possible: a one-sided test, cut off, the last digit, a
    correction, Greenhouse-Geisser, an exact test.
    """

    start: int
    end: int
    test: str
    value: str
    df: str
    p: str
    recomputed: Interval | None = None
    flips: bool = False
    fits: tuple[str, ...] = ()


@overload
def statcheck(
    text: str, alpha: float | str = 0.05, one_sided: bool = False, decimal: str = "."
) -> tuple[ReportedTest, ...]: ...


@overload
def statcheck(text: Column, alpha: float | str = 0.05, one_sided: bool = False, decimal: str = ".") -> pl.DataFrame: ...


def statcheck(
    text: str | Column, alpha: float | str = 0.05, one_sided: bool = False, decimal: str = "."
) -> tuple[ReportedTest, ...] | pl.DataFrame:
    """Recompute the p value of every test that a text reports: `t(28) = 2.20, p = .03`.

    Reads t, F, χ², z, r and Q with df and p (`ns` too), and ratios and mean differences with a confidence interval
    and p. Impossible if no value that prints as the statistic gives one that prints as p, two-sided unless the text
    says otherwise (`one_sided`: all tests are). An effect and its interval (Altman & Bland 2011) may be of another
    method than p, and are impossible where p is more than 2-fold off. Without df a test is not testable unless every
    df would be impossible. `alpha` is the level of significance, `decimal` the text's decimal sign. The idea is
    statcheck's (Nuijten et al., Behavior Research Methods 2016;48:1205-1226).

    Many texts give a polars DataFrame, a row for each test found; `text` counts the texts from 0.
    """
    level = float(alpha)
    if not 0 < level < 1:
        raise ValueError(f"the level of significance lies between 0 and 1, and {alpha} does not")
    if columnar(text):
        return _frame([None if one is None else str(one) for one in text], level, one_sided, decimal)
    found = find_tests(str(text), decimal)
    context = stated(str(text)) if found else frozenset()
    return tuple(judged(one, str(text)[one.start : one.end], context, level, one_sided) for one in found)


def judged(
    found: Found, text: str, context: frozenset[str] = frozenset(), alpha: float = 0.05, one_sided: bool = False
) -> ReportedTest:
    """The answer for one test found in a text; `context` is what the text states about its tests."""

    def answer(verdict: Verdict, why: str, **more: object) -> ReportedTest:
        df = ", ".join(str(one) for one in found.df)
        p = f"{found.p.comparator} {found.p}".strip() if found.p else "ns"
        value = f"{found.value.comparator} {found.value}".strip()
        sentence = f"{' '.join(text.split())}: {verdict}, {why}"
        return ReportedTest(verdict, sentence, found.start, found.end, found.test, value, df, p, **more)  # type: ignore[arg-type]

    if found.p is not None and beyond(found.p):
        return answer(Verdict.IMPOSSIBLE, f"no p value is {found.p.comparator}{found.p}")
    reported = said(found.p) if found.p is not None else Interval(alpha, inf, True, True)
    if found.ci is not None:
        return _of_interval(found, found.ci, reported, alpha, answer)
    if not found.df and found.test != "z":
        bounds = _any_df(found)
        if bounds is None or bounds.meets(reported):
            return answer(Verdict.NOT_TESTABLE, "its degrees of freedom are not printed", recomputed=bounds)
        flips = _flips(bounds, reported, alpha)
        return answer(Verdict.IMPOSSIBLE, f"p = {told(bounds)} by any df", recomputed=bounds, flips=flips)
    again = p_from(found.test, found.value, found.df or None)
    if again.possible is False:
        return answer(Verdict.IMPOSSIBLE, again.sentence)
    p, how = _wanted(again, one_sided, reported, context)
    if p.meets(reported):
        never = "; a p value is never 0" if found.p is not None and is_zero(found.p) else ""
        return answer(Verdict.POSSIBLE, f"p = {told(p)}{how}{never}", recomputed=p)
    flips = _flips(p, reported, alpha)
    fits = tuple(_fits(found, again, reported, context, one_sided))
    why = f"p = {told(p)}{how}{', on the other side of ' + format(alpha, 'g') if flips else ''}"
    return answer(
        Verdict.IMPOSSIBLE,
        why + (f"; it would fit {' or '.join(fits)}" if fits else ""),
        recomputed=p,
        flips=flips,
        fits=fits,
    )


def _of_interval(
    found: Found, ci: tuple[Printed, Printed], reported: Interval, alpha: float, answer: Callable[..., ReportedTest]
) -> ReportedTest:
    """The answer for an effect: both may be of two methods, so that p must be more than 2-fold off."""
    level = found.level if found.level is not None else "95"
    again = p_from_ci(found.value, *ci, ratio=found.test == "ratio", level=level)
    if again.possible is not True:
        return answer(again.verdict, again.sentence)
    p = again.p
    if p.meets(reported):
        return answer(Verdict.POSSIBLE, f"the interval gives p = {told(p)}", recomputed=p)
    if Interval(p.low / TWO_METHODS, min(p.high * TWO_METHODS, 1.0)).meets(reported):
        why = f"the interval gives p = {told(p)}, less than {TWO_METHODS}-fold off: it may be of another method"
        return answer(Verdict.POSSIBLE, why, recomputed=p)
    fits = ("a correction for several tests",) if found.adjusted and corrected(p, reported) else ()
    flips = _flips(p, reported, alpha)
    why = f"the interval gives p = {told(p)}{', on the other side of ' + format(alpha, 'g') if flips else ''}"
    why += f"; it would fit {' or '.join(fits)}" if fits else ""
    return answer(Verdict.IMPOSSIBLE, why, recomputed=p, flips=flips, fits=fits)


def _wanted(again: PValue, one_sided: bool, reported: Interval, context: frozenset[str]) -> tuple[Interval, str]:
    """The p values to compare with, and in words how many sides they have."""
    half = again.one_sided
    if half is not None and (one_sided or ("one-sided" in context and half.meets(reported))):
        return half, " (one-sided)"
    return again.p, " (two-sided)" if half is not None and "two-sided" in again.sentence else ""


def _any_df(found: Found) -> Interval | None:
    """The p values of a statistic by any df; None where they may be all."""
    if found.value.comparator:
        return None
    size, largest = distributions.size(found.value.interval)
    if found.test == "t":
        return distributions.widened((distributions.two_sided_z(largest), distributions.two_sided_t(size, 1.0)))
    if found.test == "chi2" and found.value.interval.low > 0:
        return distributions.widened((distributions.upper_chi2(found.value.interval.high, 1.0), 1.0))
    return None


def _flips(p: Interval, reported: Interval, alpha: float) -> bool:
    sides = side(p, alpha), side(reported, alpha)
    return "" not in sides and sides[0] != sides[1]


def _fits(found: Found, again: PValue, reported: Interval, context: frozenset[str], one_sided: bool) -> Iterator[str]:
    """The readings by which the reported p value would be possible."""
    p = again.one_sided if one_sided and again.one_sided is not None else again.p
    if not one_sided and again.one_sided is not None and again.one_sided.meets(reported):
        yield "a one-sided test"
    slip = close(p, found.p) if found.p is not None else ""
    if slip:
        yield "a p value that is cut off" if slip == "cut off" else "a p value off by one in the last digit"
    if (found.adjusted or "corrected" in context) and corrected(p, reported):
        yield "a correction for several tests"
    if "sphericity" in context and found.test == "F" and _less_df(found.value, found.df).meets(reported):
        yield "degrees of freedom corrected as by Greenhouse and Geisser"
    inexact = (found.test in ("chi2", "z") and "exact" in context) or (found.test == "z" and "ranks" in context)
    if inexact and Interval(p.low / EXACT, min(p.high * EXACT, 1.0)).meets(reported):
        yield "an exact test"


def _less_df(value: Printed, df: tuple[Printed, ...]) -> Interval:
    """The p values of F where both df are multiplied by any ε from 1/df₁ to 1 (Greenhouse & Geisser 1959)."""
    first, second = (float(one.value) for one in df)
    low, high = max(value.interval.low, 0.0), value.interval.high
    least = min(1.0, 1 / first)
    steps = [least + (1 - least) * step / 20 for step in range(21)]
    tails = [distributions.upper_f(end, first * by, second * by) for by in steps for end in (low, high) if end < inf]
    return distributions.widened(tails or [0.0, 1.0])


def _frame(texts: list[str | None], alpha: float, one_sided: bool, decimal: str) -> pl.DataFrame:
    import polars as pl

    rows = [
        (index, one) for index, text in enumerate(texts) if text for one in statcheck(text, alpha, one_sided, decimal)
    ]
    verdicts = pl.Enum([str(one) for one in Verdict])
    ends = [one.recomputed for _, one in rows]
    return pl.DataFrame(
        [
            pl.Series("text", [index for index, _ in rows], pl.Int64),
            *(pl.Series(name, [getattr(one, name) for _, one in rows], pl.Int64) for name in ("start", "end")),
            *(
                pl.Series(name, [getattr(one, name) for _, one in rows], pl.String)
                for name in ("test", "value", "df", "p")
            ),
            pl.Series("possible", [one.possible for _, one in rows], pl.Boolean),
            pl.Series("verdict", [str(one.verdict) for _, one in rows], verdicts),
            pl.Series("p_low", [end.low if end else None for end in ends], pl.Float64),
            pl.Series("p_high", [end.high if end else None for end in ends], pl.Float64),
            pl.Series("flips", [one.flips for _, one in rows], pl.Boolean),
            pl.Series("fits", [" or ".join(one.fits) for _, one in rows], pl.String),
        ]
    )
