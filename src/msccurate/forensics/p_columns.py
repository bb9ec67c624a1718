"""p values over columns: of test statistics, of means and SDs, of 2×2 tables."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from msccurate.forensics import distributions, student, two_by_two
from msccurate.forensics.columns import POWERS, Read, aligned, ends, height, read, read_whole, table, verdicts
from msccurate.forensics.p_value import TESTS, PValue, p_from, test_name
from msccurate.forensics.two_by_two import Table2x2, table_2x2
from msccurate.forensics.two_means import TTest, t_test

if TYPE_CHECKING:
    from msccurate.forensics.columns import Mask, Reals
    from msccurate.forensics.student import Ends

_CHI2 = ("chi2", "Q")


def given(columns: dict[str, object], p: object) -> dict[str, Any]:
    """The columns of a check, with the reported p values where there are any."""
    return aligned(**columns) if p is None else aligned(**columns, p=p)


def reported(columns: dict[str, Any]) -> tuple[Mask, Ends] | None:
    """Which reported p values are plain numbers from 0 to 1, and the values that print so; None where there are none.

    A whole one is read as one of one decimal, as in the check of one row.
    """
    if "p" not in columns:
        return None
    shown = read(columns["p"])
    none = shown.decimals <= 0
    shown = Read(np.where(none, shown.mantissa * 10, shown.mantissa), np.where(none, 1, shown.decimals), shown.plain)
    low, high = ends(shown)
    within = (shown.mantissa >= 0) & (shown.mantissa <= POWERS[shown.decimals])
    return shown.plain & within, (np.maximum(low, 0.0), np.minimum(high, 1.0))


def meets(one: Ends, other: Ends) -> Mask:
    """Whether two intervals have a value in common, row by row; NaN has none."""
    found: Mask = (one[0] <= other[1]) & (other[0] <= one[1])
    return found


def p_from_columns(test: Any, value: Any, df: Any) -> pl.DataFrame:
    """`p_from` for every row; `df` holds texts (`2,28` for F), or is a pair of columns."""
    if isinstance(test, str) and isinstance(df, tuple) and len(df) == TESTS[test_name(test)] == 2:
        pair = aligned(first=df[0], second=df[1])
        if any(isinstance(one, pl.Series) for one in pair.values()):
            rows = pl.select(**{name: _lit(one) for name, one in pair.items()})
            df = rows.select(pl.format("{},{}", pl.col("first"), pl.col("second"))).to_series()
        else:
            df = f"{df[0]},{df[1]}"
    columns = aligned(test=test, value=value) if df is None else aligned(test=test, value=value, df=df)
    count = height(columns)
    names = columns["test"]
    shown = read(columns["value"])
    if not isinstance(names, pl.Series):
        found, decided = _p_of(test_name(str(names)), shown, _freedom(columns.get("df"), test_name(str(names))), count)
    else:
        found, decided = (np.full(count, np.nan), np.full(count, np.nan)), np.zeros(count, np.bool_)
        for spelled in names.drop_nulls().unique().to_list():
            try:
                name = test_name(spelled)
            except ValueError:
                continue  # said with its row
            low_high, sure = _p_of(name, shown, _freedom(columns.get("df"), name), count)
            here = (names == spelled).fill_null(False).to_numpy()
            if TESTS[name] == 0 and isinstance(columns.get("df"), pl.Series):
                here = here & columns["df"].is_null().to_numpy()
            decided = decided | (here & sure)
            found = tuple(np.where(here, new, old) for new, old in zip(low_high, found, strict=True))  # type: ignore[assignment]

    def one(*values: Any) -> PValue:
        answer: PValue = p_from(*values)
        return answer

    def told(result: PValue) -> dict[str, float]:
        return {"p_low": result.p.low, "p_high": result.p.high} if result.possible else {}

    more = {"p_low": np.where(decided, found[0], np.nan), "p_high": np.where(decided, found[1], np.nan)}
    return table(columns, verdicts(decided), decided, one, more, told)


def _lit(values: Any) -> Any:
    return values if isinstance(values, pl.Series) else pl.lit(str(values))


def _freedom(df: Any, name: str) -> tuple[Read, ...] | None:
    """The degrees of freedom of a test; None where there are not as many as it has."""
    if TESTS[name] == 0:
        return () if df is None or isinstance(df, pl.Series) else None
    if df is None:
        return None
    if TESTS[name] == 1:
        return (read(df),) if isinstance(df, pl.Series) or "," not in str(df) else None
    texts = df if isinstance(df, pl.Series) else pl.Series([str(df)])
    parts = texts.cast(pl.String).str.split_exact(",", 1).struct.unnest()
    return tuple(read(parts[name].str.strip_chars()) for name in parts.columns)


def _p_of(name: str, value: Read, freedom: tuple[Read, ...] | None, count: int) -> tuple[Ends, Mask]:
    """The smallest and largest p of each row, and which rows are decided."""
    if freedom is None:
        return (np.full(count, np.nan), np.full(count, np.nan)), np.zeros(count, np.bool_)
    low, high = ends(value)
    if name in ("t", "z", "r"):
        low, high = (
            np.where((low <= 0) & (high >= 0), 0.0, np.minimum(np.abs(low), np.abs(high))),
            np.maximum(np.abs(low), np.abs(high)),
        )
    limit = 1.0 if name == "r" else np.inf
    decided = value.plain & (low <= limit) & (high >= 0)
    corners: list[tuple[Reals, ...]] = [()]
    for one in freedom:
        decided = decided & one.plain & (one.mantissa > 0)
        both = ends(one)
        exact = np.maximum(one.mantissa, 1) / POWERS[one.decimals]
        sides = [np.maximum(np.where(one.decimals > 0, end, exact), 1e-9) for end in both]
        corners = [(*corner, side) for corner in corners for side in (sides if one.decimals.any() else sides[:1])]
    tails = [_tail(name, np.clip(end, 0.0, limit), corner) for end in (low, high) for corner in corners]
    smallest, largest = reduce(np.minimum, tails), reduce(np.maximum, tails)
    p_low, p_high = student.widened(smallest, largest)
    return (np.broadcast_to(p_low, count), np.broadcast_to(p_high, count)), np.broadcast_to(decided, count)


def _tail(name: str, value: Reals, df: tuple[Reals, ...]) -> Reals:
    if name == "t":
        return np.asarray(distributions.two_sided_t(value, df[0]))
    if name == "z":
        return np.asarray(distributions.two_sided_z(value))
    if name == "r":
        return np.asarray(distributions.two_sided_r(value, df[0]))
    if name in _CHI2:
        return np.asarray(distributions.upper_chi2(value, df[0]))
    return np.asarray(distributions.upper_f(value, *df))


def t_test_columns(m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any, p: Any) -> pl.DataFrame:
    """`t_test` for every row."""
    columns = given({"m1": m1, "sd1": sd1, "n1": n1, "m2": m2, "sd2": sd2, "n2": n2}, p)
    numbers = {name: read(columns[name]) for name in ("m1", "sd1", "m2", "sd2")}
    sizes = [read_whole(columns[name]) for name in ("n1", "n2")]
    decided: Mask = np.ones(1, np.bool_)
    for one in (*numbers.values(), *sizes):
        decided = decided & one.plain
    for one in (numbers["sd1"], numbers["sd2"]):
        decided = decided & (one.mantissa >= 0)
    counts = []
    for one in sizes:
        decided = decided & (one.mantissa >= 2)
        counts.append(np.maximum(one.mantissa, 2).astype(np.float64))
    sds = [tuple(np.maximum(end, 0.0) for end in ends(numbers[name])) for name in ("sd1", "sd2")]
    box = (student.distance(ends(numbers["m1"]), ends(numbers["m2"])), sds[0], sds[1], counts[0], counts[1])
    found = {"student": student.student(*box), "welch": student.welch(*box)}  # type: ignore[arg-type]
    possible: Mask = np.ones(1, np.bool_)
    shown = reported(columns)
    if shown is not None:
        decided = decided & shown[0]
        possible = meets(found["student"], shown[1]) | meets(found["welch"], shown[1])

    def one_row(*values: Any) -> TTest:
        answer: TTest = t_test(*values)
        return answer

    def told(result: TTest) -> dict[str, float]:
        if result.possible is None:
            return {}
        pairs = (("student", result.student), ("welch", result.welch))
        return {f"{name}_{end}": getattr(p, end) for name, p in pairs for end in ("low", "high")}

    more = {
        f"{name}_{end}": np.where(decided, values[place], np.nan)
        for name, values in found.items()
        for place, end in enumerate(("low", "high"))
    }
    return table(columns, verdicts(possible, decided), decided, one_row, more, told)


def table_2x2_columns(a: Any, n1: Any, b: Any, n2: Any, p: Any) -> pl.DataFrame:
    """`table_2x2` for every row."""
    columns = given({"a": a, "n1": n1, "b": b, "n2": n2}, p)
    rows = height(columns)
    reads = [read_whole(columns[name]) for name in ("a", "n1", "b", "n2")]
    counts = [np.broadcast_to(one.mantissa, rows) for one in reads]
    decided = np.broadcast_to(reduce(np.logical_and, [one.plain for one in reads]), rows)
    for part, size in ((counts[0], counts[1]), (counts[2], counts[3])):
        decided = decided & (size >= 1) & (part >= 0) & (part <= size)
    decided = decided & (counts[1] + counts[3] <= two_by_two.LARGEST)
    safe = [np.where(decided, one, instead) for one, instead in zip(counts, (0, 1, 0, 1), strict=True)]
    found = two_by_two.p_values(*safe)
    first, of, second, others = (one.astype(np.float64) for one in safe)
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = {
            "odds_ratio": np.where(
                (of > first) & (second > 0), first * (others - second) / ((of - first) * second), np.nan
            ),
            "risk_ratio": np.where(second > 0, first * others / (of * second), np.nan),
            "risk_difference": first / of - second / others,
        }
    possible: Mask = np.ones(1, np.bool_)
    shown = reported(columns)
    if shown is not None:
        decided = decided & shown[0]
        fits = [meets(student.widened(values, values), shown[1]) for values in found.values()]
        possible = reduce(np.logical_or, fits)

    def one_row(*values: Any) -> Table2x2:
        answer: Table2x2 = table_2x2(*values)
        return answer

    def told(result: Table2x2) -> dict[str, float]:
        values = {name: p.high for name, p in result.p.items()}
        for name in effects:
            effect = getattr(result, name)
            if effect is not None:
                values[name] = float(effect)
        return values

    more = {name: np.where(decided, values, np.nan) for name, values in {**found, **effects}.items()}
    return table(columns, verdicts(possible, decided), decided, one_row, more, told)
