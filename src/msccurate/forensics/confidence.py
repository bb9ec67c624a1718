"""Confidence intervals and p values, each from the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, inf, log, nextafter
from typing import TYPE_CHECKING, overload

from msccurate.forensics import distributions
from msccurate.forensics.arguments import Column, Number, Value, columnar, number, unbounded
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import agreement
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

_ANY = Interval(-inf, inf)


@dataclass(frozen=True, slots=True)
class Limits(Result):
    """Every lower and upper limit that the numbers allow."""

    low: Interval = field(default=_ANY)
    high: Interval = field(default=_ANY)


@dataclass(frozen=True, slots=True)
class LimitsP(Result):
    """`p` holds every two-sided p value that the interval allows, `z` every test statistic; `se` is the standard error
    (of the logarithm for a ratio). With a reported p, `fits` says how it agrees, or would."""

    p: Interval = field(default=Interval(0.0, 1.0))
    z: Interval = field(default=Interval(0.0, inf))
    se: Interval = field(default=Interval(0.0, inf))
    fits: tuple[str, ...] = ()


@overload
def ci_from(
    estimate: Number, se: Number, df: Number | None = None, ratio: bool = False, level: Number = 95
) -> Limits: ...


@overload
def ci_from(
    estimate: Column, se: Value, df: Value | None = None, ratio: bool = False, level: Number = 95
) -> pl.DataFrame: ...


def ci_from(
    estimate: Value, se: Value, df: Value | None = None, ratio: bool = False, level: Number = 95
) -> Limits | pl.DataFrame:
    """The confidence limits of an estimate, from its standard error: estimate ± t or z · se.

    With `df` the quantile is that of Student's t; a `ratio` has the standard error of its logarithm. Over everything
    that prints so. Impossible for a standard error below 0 and a ratio of 0 or less; not testable for bounds. Columns
    give a polars DataFrame, a row each.

    Raises ValueError for what is not one number, and for a level that is not between 0 and 100.
    """
    share = share_of(level)
    if columnar(estimate, se, df):
        from msccurate.forensics.interval_columns import ci_columns

        return ci_columns(estimate, se, df, ratio, level)
    centre, error = number(estimate, "the estimate"), number(se, "the standard error")  # type: ignore[arg-type]
    freedom = None if df is None else number(df, "df")  # type: ignore[arg-type]
    why = unbounded(estimate=centre, **{"standard error": error})
    if freedom is not None and freedom.value <= 0:
        raise ValueError("degrees of freedom are more than 0")
    if why:
        return Limits(Verdict.NOT_TESTABLE, f"the limits cannot be told: {why}")
    if error.interval.high < 0 or (ratio and centre.interval.high <= 0):
        what = f"a standard error is never below 0, and {error} is"
        return Limits(
            Verdict.IMPOSSIBLE, what if error.interval.high < 0 else f"a ratio is above 0, and {centre} is not"
        )
    scale = logarithm(centre.interval) if ratio else centre.interval
    ends = (
        [inf]
        if freedom is None
        else [float(one) for one in ((freedom.value,) if freedom.decimals <= 0 else freedom.ends)]
    )
    factors = [distributions.quantile_t(share, max(one, 1e-3)) for one in ends]
    factor = Interval(min(factors) * (1 - 1e-10), max(factors) * (1 + 1e-10))
    reach = factor * Interval(max(error.interval.low, 0.0), error.interval.high)
    low, high = scale - reach, scale + reach
    if ratio:
        low, high = power(low), power(high)
    sentence = (
        f"the {float(number(level, 'the level').value):g}% limits of {centre} are {_range(low)} and {_range(high)}"
    )
    return Limits(Verdict.POSSIBLE, sentence, low, high)


@overload
def p_from_ci(
    estimate: Number, low: Number, high: Number, ratio: bool = False, level: Number = 95, p: Number | None = None
) -> LimitsP: ...


@overload
def p_from_ci(
    estimate: Column, low: Value, high: Value, ratio: bool = False, level: Number = 95, p: Value | None = None
) -> pl.DataFrame: ...


def p_from_ci(
    estimate: Value, low: Value, high: Value, ratio: bool = False, level: Number = 95, p: Value | None = None
) -> LimitsP | pl.DataFrame:
    """The p value that an estimate and its confidence interval imply.

    z = |g(estimate)|·2z_L / (g(high) - g(low)), g the logarithm for a `ratio` (Altman & Bland, BMJ 2011;343:d2304),
    over everything that prints so. Impossible where the estimate lies outside of its interval, a ratio is not above 0,
    or a reported `p` is none of these. Not testable for bounds. Columns give a polars DataFrame, a row each.

    Raises ValueError for what is not one number, and for a level that is not between 0 and 100.
    """
    share = share_of(level)
    if columnar(estimate, low, high, p):
        from msccurate.forensics.interval_columns import p_from_ci_columns

        return p_from_ci_columns(estimate, low, high, ratio, level, p)
    centre = number(estimate, "the estimate")  # type: ignore[arg-type]
    lower, upper = number(low, "the lower limit"), number(high, "the upper limit")  # type: ignore[arg-type]
    reported = None if p is None else number(p, "the p value")  # type: ignore[arg-type]
    why = unbounded(estimate=centre, **{"lower limit": lower, "upper limit": upper})
    if why:
        return LimitsP(Verdict.NOT_TESTABLE, f"the p value cannot be told: {why}")
    if lower > centre or centre > upper:
        return LimitsP(Verdict.IMPOSSIBLE, f"{centre} does not lie between {lower} and {upper}")
    if ratio and (centre.interval.high <= 0 or lower.interval.high <= 0):
        return LimitsP(
            Verdict.IMPOSSIBLE, f"a ratio is above 0, and {centre if centre.interval.high <= 0 else lower} is not"
        )
    z, se = statistic(centre, lower, upper, ratio, share)
    values = distributions.widened((distributions.two_sided_z(z.low), distributions.two_sided_z(z.high)))
    shown = f"{centre} ({lower} to {upper}) gives p = {told(values)}"
    if reported is None:
        return LimitsP(Verdict.POSSIBLE, shown, values, z, se)
    possible, fits, words = agreement(reported, {"the interval": values})
    return LimitsP(Verdict.of(possible), f"{words}: {shown}", values, z, se, fits)


def share_of(level: Number) -> float:
    """A level in percent as a share; raises ValueError."""
    share = float(number(level, "the level").value) / 100
    if not 0 < share < 1:
        raise ValueError(f"the level of an interval lies between 0 and 100, and {level} does not")
    return share


def statistic(centre: Printed, low: Printed, high: Printed, ratio: bool, share: float) -> tuple[Interval, Interval]:
    """The test statistics, none below 0, and the standard errors that an estimate and its limits imply."""
    scale = [logarithm(one.interval) if ratio else one.interval for one in (centre, low, high)]
    width = scale[2] - scale[1]
    factor = 2 * distributions.quantile_t(share, inf)
    least, most = distributions.size(scale[0])
    z = Interval(
        0.0 if width.high == inf else least * factor / width.high * (1 - 1e-10),
        inf if width.low <= 0 else most * factor / width.low * (1 + 1e-10),
    )
    return z, Interval(max(width.low, 0.0) / factor * (1 - 1e-10), width.high / factor * (1 + 1e-10))


def logarithm(interval: Interval) -> Interval:
    """The logarithms of the positive values of an interval, outward."""
    low = -inf if interval.low <= 0 else nextafter(log(interval.low), -inf)
    return Interval(low, inf if interval.high == inf else nextafter(log(interval.high), inf))


def power(interval: Interval) -> Interval:
    """e to the values of an interval, outward."""
    low = 0.0 if interval.low == -inf else exp(min(interval.low, 709.0)) * (1 - 1e-15)
    return Interval(low, inf if interval.high > 709 else exp(interval.high) * (1 + 1e-15))


def _range(interval: Interval) -> str:
    low, high = (f"{end:.4g}" for end in (interval.low, interval.high))
    return low if low == high else f"{low} to {high}"
