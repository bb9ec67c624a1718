"""The correlation that two paired SDs imply, from the SD of the change or from the p value of a paired t test."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf, sqrt
from typing import TYPE_CHECKING, overload

from msccurate.forensics import distributions
from msccurate.forensics.arguments import Column, Number, Value, columnar, number, unbounded, whole
from msccurate.forensics.reported_p import beyond, said
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

#: Outward, for what square roots and quantiles may be off.
_LESS, _MORE = 1 - 1e-10, 1 + 1e-10


@dataclass(frozen=True, slots=True)
class Correlation(Result):
    """`sd_change` holds every SD of the change that the numbers allow, `correlation` every correlation between before
    and after that gives one of them (beyond -1 and 1 where the numbers are impossible); None where not testable."""

    sd_change: Interval | None = None
    correlation: Interval | None = None


@overload
def change_correlation(sd_before: Number, sd_after: Number, sd_change: Number) -> Correlation: ...


@overload
def change_correlation(sd_before: Column, sd_after: Value, sd_change: Value) -> pl.DataFrame: ...


def change_correlation(sd_before: Value, sd_after: Value, sd_change: Value) -> Correlation | pl.DataFrame:
    """The correlation between before and after that the SD of the change implies: (a² + b² - c²) / 2ab.

    Possible if some SDs that print so fulfil |a - b| <= c <= a + b, decided exactly (Cochrane Handbook 6.5.2.8). Not
    testable for bounds such as `< 5`. Columns give a polars DataFrame, a row each, with `r_low` and `r_high`.

    Raises ValueError for what is not one number.
    """
    if columnar(sd_before, sd_after, sd_change):
        from msccurate.forensics.correlation_columns import change_columns

        return change_columns(sd_before, sd_after, sd_change)
    before, after = number(sd_before, "the SD before"), number(sd_after, "the SD after")  # type: ignore[arg-type]
    change = number(sd_change, "the SD of the change")  # type: ignore[arg-type]
    why = unbounded(**{"SD before": before, "SD after": after, "SD of the change": change})
    if why:
        return Correlation(Verdict.NOT_TESTABLE, f"the SDs cannot be tested: {why}")
    negative = next((one for one in (before, after, change) if one.ends[1] < 0), None)
    if negative is not None:
        return Correlation(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    a, b, c = (_positive(one) for one in (before, after, change))
    possible = c[1] >= max(a[0] - b[1], b[0] - a[1], Fraction(0)) and c[0] <= a[1] + b[1]
    floats = [Interval(float(low), float(high)) for low, high in (a, b, c)]
    correlation = implied(*floats)
    what = f"SDs of {before} and {after} and an SD of the change of {change}"
    return _answer(possible, what, floats[2], correlation)


@overload
def paired_correlation(m1: Number, sd1: Number, m2: Number, sd2: Number, n: Number, p: Number) -> Correlation: ...


@overload
def paired_correlation(m1: Column, sd1: Value, m2: Value, sd2: Value, n: Value, p: Value) -> pl.DataFrame: ...


def paired_correlation(m1: Value, sd1: Value, m2: Value, sd2: Value, n: Value, p: Value) -> Correlation | pl.DataFrame:
    """The correlation between before and after that the p value of a paired t test implies.

    The SD of the differences is |m₁ - m₂|·√n / t, with the t that has this two-sided p at n - 1 df; `p < 0.001` bounds
    it from above only. Possible if it can lie from |s₁ - s₂| to s₁ + s₂, over everything that prints so. Not testable
    for n below 2 and for bounds other than p's. Columns give a polars DataFrame, a row each.

    Raises ValueError for what is not one number.
    """
    if columnar(m1, sd1, m2, sd2, n, p):
        from msccurate.forensics.correlation_columns import paired_columns

        return paired_columns(m1, sd1, m2, sd2, n, p)
    means = number(m1, "the first mean"), number(m2, "the second mean")  # type: ignore[arg-type]
    sds = number(sd1, "the first SD"), number(sd2, "the second SD")  # type: ignore[arg-type]
    size, reported = whole(n, "n"), number(p, "the p value")  # type: ignore[arg-type]
    why = unbounded(mean=means[0], SD=sds[0]) or unbounded(mean=means[1], SD=sds[1])
    if size is None:
        why = why or "n is a bound, not a number"
    elif size < 2:
        why = why or f"an SD needs two values, and n is {size}"
    if why or size is None:
        return Correlation(Verdict.NOT_TESTABLE, f"the paired test cannot be tested: {why}")
    if beyond(reported):
        return Correlation(Verdict.IMPOSSIBLE, f"no p value is {reported}")
    negative = next((sd for sd in sds if sd.ends[1] < 0), None)
    if negative is not None:
        return Correlation(Verdict.IMPOSSIBLE, f"an SD is never below 0, and {negative} is")
    change = _sd_of_change(means, size, said(reported))
    first, second = (Interval(max(sd.interval.low, 0.0), sd.interval.high) for sd in sds)
    least = max(first.low - second.high, second.low - first.high, 0.0) * _LESS
    possible = change.high >= least and change.low <= (first.high + second.high) * _MORE
    shown = f"p {reported.comparator or '='} {reported.text.lstrip('<>=≤≥ ')}"
    what = f"SDs of {sds[0]} and {sds[1]} and {shown} of a paired t test of {size}"
    return _answer(possible, what, change, implied(first, second, change))


def _answer(possible: bool, what: str, change: Interval, correlation: Interval) -> Correlation:
    shown = _told(correlation)
    if possible:
        return Correlation(Verdict.POSSIBLE, f"{what} imply a correlation of {shown}", change, correlation)
    sentence = f"{what} are impossible together: the correlation would be {shown}"
    return Correlation(Verdict.IMPOSSIBLE, sentence, change, correlation)


def _told(correlation: Interval) -> str:
    low, high = correlation.low, correlation.high
    if low == -inf or high == inf:
        return (
            "any size"
            if low == -inf and high == inf
            else f"at most {high:.3g}"
            if low == -inf
            else f"{low:.3g} or more"
        )
    return f"{low:.3g}" if f"{low:.3g}" == f"{high:.3g}" else f"{low:.3g} to {high:.3g}"


def _positive(sd: Printed) -> tuple[Fraction, Fraction]:
    low, high = sd.ends
    return max(low, Fraction(0)), high


def _sd_of_change(means: tuple[Printed, Printed], n: int, p: Interval) -> Interval:
    """The SDs of the differences that give these p values."""
    low, high = distributions.size(means[0].interval - means[1].interval)
    t_high = inf if p.low <= 0 else distributions.quantile_t(1 - min(p.low, 1.0), n - 1)
    t_low = 0.0 if p.high >= 1 else distributions.quantile_t(1 - max(p.high, 0.0), n - 1)
    if p.low > 0 and p.low < 1e-9:
        t_high = inf  # 1 - p has lost the digits of p
    least = 0.0 if t_high == inf or t_high == 0 else low * sqrt(n) / t_high
    most = inf if t_low == 0 else high * sqrt(n) / t_low
    return Interval(least * _LESS, most * _MORE)


def implied(a: Interval, b: Interval, c: Interval) -> Interval:
    """The correlations (a² + b² - c²) / 2ab over a box of SDs, none below 0.

    It falls in c. In a and b it has no inner extreme but at c = 0; along an edge its smallest is where a² = b² - c²,
    and there it is a/b.
    """
    if a.high <= 0 or b.high <= 0:
        return Interval(-inf, inf)
    corners = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    lows, highs = [], []
    for x, y in corners:
        if x == 0 or y == 0:
            lows.append(-inf if c.high > abs(x - y) else inf)
            highs.append(inf if c.low < max(x, y, 1e-300) else -inf)
            continue
        lows.append(-inf if c.high == inf else (x * x + y * y - c.high * c.high) / (2 * x * y))
        highs.append(-inf if c.low == inf else (x * x + y * y - c.low * c.low) / (2 * x * y))
    for one, other in ((a, b), (b, a)):
        for end in (other.low, other.high):
            if c.high < end:
                turn = sqrt((end - c.high) * (end + c.high))
                if one.low <= turn <= one.high:
                    lows.append(turn / end)
    low, high = min(lows), max(highs)
    slack = 1e-12 * max(1.0, *(abs(one) for one in (low, high) if abs(one) < inf), 0.0)
    return Interval(low - slack, high + slack)
