"""Confidence intervals and p values over columns."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from msccurate.forensics import distributions, student
from msccurate.forensics.arguments import Number
from msccurate.forensics.columns import POWERS, aligned, ends, read, table, verdicts
from msccurate.forensics.confidence import Limits, LimitsP, ci_from, p_from_ci, share_of

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.columns import Mask
    from msccurate.forensics.student import Ends

_LESS, _MORE = 1 - 1e-10, 1 + 1e-10


def ci_columns(estimate: Any, se: Any, df: Any, ratio: bool, level: Number) -> pl.DataFrame:
    """`ci_from` for every row."""
    from scipy.special import stdtrit

    share = share_of(level)
    columns = aligned(estimate=estimate, se=se) if df is None else aligned(estimate=estimate, se=se, df=df)
    centre, error = read(columns["estimate"]), read(columns["se"])
    decided = centre.plain & error.plain & (error.mantissa >= 0) & ((centre.mantissa > 0) | (not ratio))
    factors = [np.array([distributions.quantile_t(share, np.inf)])]
    if df is not None:
        freedom = read(columns["df"])
        decided = decided & freedom.plain & (freedom.mantissa > 0)
        exact = np.maximum(freedom.mantissa, 1) / POWERS[freedom.decimals]
        sides = [np.maximum(np.where(freedom.decimals > 0, end, exact), 1e-3) for end in ends(freedom)]
        factors = [stdtrit(one, 0.5 + share / 2) for one in sides]
    scale = _logarithm(ends(centre)) if ratio else ends(centre)
    errors = ends(error)
    least = reduce(np.minimum, factors) * _LESS * np.maximum(errors[0], 0.0)
    most = reduce(np.maximum, factors) * _MORE * errors[1]
    slack = 4 * np.spacing(np.maximum(np.abs(scale[0]), np.abs(scale[1])))
    low = (scale[0] - most - slack, scale[1] - least + slack)
    high = (scale[0] + least - slack, scale[1] + most + slack)
    if ratio:
        low, high = (tuple(np.exp(end) for end in one) for one in (low, high))

    def one(*values: Any) -> Limits:
        answer: Limits = ci_from(*values, ratio=ratio, level=level)  # type: ignore[call-overload]
        return answer

    def told(result: Limits) -> dict[str, float]:
        if not result.possible:
            return {}
        pairs = (("low", result.low), ("high", result.high))
        return {
            f"{name}_{end}": getattr(one, f"{'low' if end == 'from' else 'high'}")
            for name, one in pairs
            for end in _ENDS
        }

    more = {
        f"{name}_{end}": np.where(decided, values[place], np.nan)
        for name, values in (("low", low), ("high", high))
        for place, end in enumerate(_ENDS)
    }
    return table(columns, verdicts(decided), decided, one, more, told)


_ENDS = ("from", "to")


def _logarithm(values: Ends) -> Ends:
    with np.errstate(divide="ignore", invalid="ignore"):
        return tuple(np.log(np.maximum(end, 0.0)) for end in values)  # type: ignore[return-value]


def p_from_ci_columns(estimate: Any, low: Any, high: Any, ratio: bool, level: Number, p: Any) -> pl.DataFrame:
    """`p_from_ci` for every row."""
    from msccurate.forensics.p_columns import given, meets, reported

    share = share_of(level)
    columns = given({"estimate": estimate, "low": low, "high": high}, p)
    centre, lower, upper = (read(columns[name]) for name in ("estimate", "low", "high"))
    decided: Mask = centre.plain & lower.plain & upper.plain
    if ratio:
        decided = decided & (centre.mantissa > 0) & (lower.mantissa > 0) & (upper.mantissa > 0)
    raw = [ends(one) for one in (centre, lower, upper)]
    decided = decided & (raw[1][0] < raw[0][1]) & (raw[0][0] < raw[2][1])  # what lies outside is said row by row
    scale = [_logarithm(one) if ratio else one for one in raw]
    with np.errstate(invalid="ignore"):
        slack = 8 * np.spacing(np.maximum(np.abs(scale[1][0]), np.abs(scale[2][1])))
        width = scale[2][0] - scale[1][1] - slack, scale[2][1] - scale[1][0] + slack
    factor = 2 * distributions.quantile_t(share, np.inf)
    inside = (scale[0][0] <= 0) & (scale[0][1] >= 0)
    least = np.where(inside, 0.0, np.minimum(np.abs(scale[0][0]), np.abs(scale[0][1])))
    most = np.maximum(np.abs(scale[0][0]), np.abs(scale[0][1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        z_low = np.where(width[1] > 0, least * factor / width[1] * _LESS, 0.0)
        z_high = np.where(width[0] > 0, most * factor / width[0] * _MORE, np.inf)
    decided = decided & ~np.isnan(z_low)
    values = student.widened(distributions.two_sided_z(z_high), distributions.two_sided_z(z_low))
    possible: Mask = np.ones(1, np.bool_)
    shown = reported(columns)
    if shown is not None:
        decided = decided & shown[0]
        possible = meets(values, shown[1])

    def one(*row: Any) -> LimitsP:
        p = row[3] if len(row) > 3 else None
        answer: LimitsP = p_from_ci(*row[:3], ratio=ratio, level=level, p=p)  # type: ignore[call-overload]
        return answer

    def told(result: LimitsP) -> dict[str, float]:
        return {"p_low": result.p.low, "p_high": result.p.high} if result.possible is not None else {}

    more = {name: np.where(decided, end, np.nan) for name, end in zip(("p_low", "p_high"), values, strict=True)}
    return table(columns, verdicts(possible, decided), decided, one, more, told)
