"""p values recomputed from a reported test statistic and its degrees of freedom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import TYPE_CHECKING, overload

from msccurate.forensics import distributions
from msccurate.forensics.arguments import Column, Number, columnar, number
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval, Printed

if TYPE_CHECKING:
    import polars as pl

#: The tests, and how many degrees of freedom each has.
TESTS = {"t": 1, "F": 2, "chi2": 1, "z": 0, "r": 1, "Q": 1}
_SPELLINGS = {"χ2": "chi2", "χ²": "chi2", "chisq": "chi2", "chi-square": "chi2", "x2": "chi2", "f": "F", "q": "Q"}
_TWO_SIDED = ("t", "z", "r")


@dataclass(frozen=True, slots=True)
class PValue(Result):
    """`p` holds every p value that the statistic may have: two-sided for t, z and r, of the upper tail else.

    `one_sided` is that of a test in the direction of the statistic, None where the test has no direction.
    """

    p: Interval
    one_sided: Interval | None = None


def test_name(test: str) -> str:
    """The name in `TESTS` of a test as people spell it. Raises ValueError."""
    name = test.strip()
    name = name if name in TESTS else _SPELLINGS.get(name.casefold(), name.casefold())
    if name not in TESTS:
        raise ValueError(f"`{test}` is no test here: it is one of {', '.join(TESTS)}")
    return name


@overload
def p_from(test: str, value: Number, df: Number | tuple[Number, ...] | None = None) -> PValue: ...


@overload
def p_from(
    test: str | Column, value: Column, df: Number | Column | tuple[Column, Column] | None = None
) -> pl.DataFrame: ...


def p_from(test: object, value: Number | Column, df: object = None) -> PValue | pl.DataFrame:
    """The p values that a reported test statistic can have, over the rounding of all its numbers.

    `test` is t, F, chi2, z, r or Q; `df` its degrees of freedom (two for F, as `2,28` or a pair; none for z). Two-sided
    for t, z and r. Impossible for a statistic that cannot be (|r| > 1, F < 0). Columns give a polars DataFrame, a row
    each. The idea is statcheck's (Nuijten et al., Behavior Research Methods 2016;48:1205-1226).

    Raises ValueError for what is no number or test.
    """
    if columnar(test, value):
        from msccurate.forensics.p_columns import p_from_columns

        return p_from_columns(test, value, df)
    return _one(str(test), value, df)  # type: ignore[arg-type]


def _one(test: str, value: Number, df: Number | tuple[Number, ...] | None) -> PValue:
    name = test_name(test)
    statistic = number(value, "the statistic")
    given: tuple[Number, ...] = () if df is None else df if isinstance(df, tuple) else (df,)
    if len(given) == 1 and TESTS[name] == 2 and isinstance(given[0], str) and given[0].count(",") == 1:
        given = tuple(one.strip() for one in given[0].split(","))
    freedom = [number(one, "df") for one in given]
    if len(freedom) != TESTS[name]:
        wanted = {0: "no df", 1: "one df", 2: "two df, as 2,28"}[TESTS[name]]
        raise ValueError(f"{name} has {wanted}")
    if any(one.value <= 0 for one in freedom):
        raise ValueError("degrees of freedom are more than 0")
    shown = _shown(name, statistic, freedom)
    low, high = _bounds(name, statistic)
    limit = 1.0 if name == "r" else inf
    if low > limit or high < 0:
        what = "a correlation lies between -1 and 1" if name == "r" else f"{name} is never below 0"
        return PValue(Verdict.IMPOSSIBLE, f"{shown} cannot be: {what}", Interval(0.0, 1.0))
    ends = (max(low, 0.0), min(high, limit))
    corners = [_df_ends(one) for one in freedom]
    p = distributions.widened(_tail(name)(end, *df) for end in ends for df in product(*corners))
    directed = name in _TWO_SIDED or (name in ("F", "chi2") and freedom[0].value == 1)
    half = Interval(p.low / 2, p.high / 2) if directed else None
    side = " (two-sided)" if name in _TWO_SIDED else ""
    return PValue(Verdict.POSSIBLE, f"{shown} gives p = {told(p)}{side}", p, half)


def told(interval: Interval) -> str:
    """An interval of p values in words: `0.0356 to 0.0369`, `below 0.0001`."""
    if interval.high < 0.0001:
        return "below 0.0001"
    low, high = (f"{end:.4f}" if end >= 0.0001 else "0" for end in (interval.low, interval.high))
    return low if low == high else f"{low} to {high}"


def _shown(name: str, statistic: Printed, freedom: list[Printed]) -> str:
    inside = f"({', '.join(str(one) for one in freedom)})" if freedom else ""
    equals = "" if statistic.comparator else "= "
    return f"{name}{inside} {equals}{statistic}"


def _bounds(name: str, statistic: Printed) -> tuple[float, float]:
    """The smallest and largest value of the statistic, without its sign where the test has two sides."""
    interval = statistic.interval
    if name not in _TWO_SIDED:
        return interval.low, interval.high
    if statistic.comparator:
        end = abs(float(statistic.value))  # `z < -1.96` is beyond it, as `z > 1.96` is
        beyond = (statistic.comparator[0] == ">") == (statistic.value >= 0)
        return (end, inf) if beyond else (0.0, end)
    return distributions.size(interval)


def _df_ends(df: Printed) -> tuple[float, ...]:
    """Whole degrees of freedom are exact; others (Welch, Greenhouse-Geisser) were rounded."""
    if df.decimals <= 0:
        return (float(df.value),)
    low, high = df.interval.low, df.interval.high
    return (max(low, 1e-9), high)


def _tail(name: str) -> Callable[..., float]:
    tails: dict[str, Callable[..., float]] = {
        "t": lambda value, df: 0.0 if value == inf else distributions.two_sided_t(value, df),
        "z": distributions.two_sided_z,
        "r": lambda value, df: distributions.two_sided_r(value, df),
        "F": lambda value, df1, df2: distributions.upper_f(value, df1, df2),
        "chi2": distributions.upper_chi2,
        "Q": distributions.upper_chi2,
    }
    return tails[name]
