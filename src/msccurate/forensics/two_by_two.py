"""2×2 tables: every p value that is in use, and the crude effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, overload

from msccurate.forensics.arguments import Column, Number, Value, columnar, number, whole
from msccurate.forensics.distributions import ERROR
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import agreement
from msccurate.forensics.result import Result, Verdict
from msccurate.printed import Interval

if TYPE_CHECKING:
    import polars as pl

    from msccurate.forensics.columns import Whole
    from msccurate.forensics.student import Reals

#: The tests, in the order of the answer, and their names.
TESTS = {
    "pearson": "Pearson's χ²",
    "yates": "χ² with Yates's correction",
    "g2": "the likelihood ratio G²",
    "n_1": "the (N-1) χ²",
    "z": "z of unpooled proportions",
    "fisher": "Fisher's exact test",
    "fisher_central": "Fisher's exact test, the smaller tail doubled",
    "mid_p": "mid-p",
    "mid_p_central": "mid-p, the smaller tail doubled",
}
#: Larger tables take an exact test too long.
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Table2x2(Result):
    """Two-sided p values by the name of the test (those that are defined), and the crude effects of the first group
    against the second, exactly: `odds_ratio` and `risk_ratio` are None where they are not defined.

    With a reported p, `fits` names the tests that give it, or the readings that would.
    """

    p: Mapping[str, Interval] = field(default_factory=dict)
    odds_ratio: Fraction | None = None
    risk_ratio: Fraction | None = None
    risk_difference: Fraction | None = None
    fits: tuple[str, ...] = ()


@overload
def table_2x2(a: Number, n1: Number, b: Number, n2: Number, p: Number | None = None) -> Table2x2: ...


@overload
def table_2x2(a: Column, n1: Value, b: Value, n2: Value, p: Value | None = None) -> pl.DataFrame: ...


def table_2x2(a: Value, n1: Value, b: Value, n2: Value, p: Value | None = None) -> Table2x2 | pl.DataFrame:
    """All two-sided p values of `a` of `n1` against `b` of `n2`, with odds ratio, risk ratio and risk difference.

    Pearson 1900; Yates 1934 (by at most the difference); G² (Wilks 1938); (N-1)χ² (Campbell 2007); z of unpooled
    proportions; Fisher 1935 by what is at most as likely and by the doubled smaller tail; mid-p of both (Lancaster
    1961). With a reported `p` it is impossible if none gives it. Not testable for bounds, for n below 1 and for tables
    of more than a million. Columns give a polars DataFrame, a row each.

    Raises ValueError for what is no whole number.
    """
    if columnar(a, n1, b, n2, p):
        from msccurate.forensics.p_columns import table_2x2_columns

        return table_2x2_columns(a, n1, b, n2, p)
    read = [whole(one, what) for one, what in ((a, "a count"), (n1, "n"), (b, "a count"), (n2, "n"))]  # type: ignore[arg-type]
    reported = None if p is None else number(p, "the p value")  # type: ignore[arg-type]
    counts = [one for one in read if one is not None]
    if len(counts) < 4:
        return Table2x2(Verdict.NOT_TESTABLE, "the table cannot be tested: a number is a bound")
    first, size, second, other = counts
    for count, of in ((first, size), (second, other)):
        if of >= 1 and not 0 <= count <= of:
            return Table2x2(Verdict.IMPOSSIBLE, f"{count} is no count out of {of}")
    if min(size, other) < 1 or size + other > LARGEST:
        why = f"n is {min(size, other)}" if min(size, other) < 1 else f"it holds more than {LARGEST:,}"
        return Table2x2(Verdict.NOT_TESTABLE, f"the table cannot be tested: {why}")
    (values,) = p_values_of([(first, size, second, other)])
    rest, others = size - first, other - second
    effects = (
        Fraction(first * others, rest * second) if rest and second else None,
        Fraction(first * other, size * second) if second else None,
        Fraction(first, size) - Fraction(second, other),
    )
    told_values = ", ".join(f"{name} {told(values[key])}" for key, name in _SHOWN.items() if key in values)
    shown = f"{first} of {size} against {second} of {other}: p = {told_values}"
    if reported is None:
        return Table2x2(Verdict.POSSIBLE, f"{shown}; {_effects(*effects)}", values, *effects)
    named = {TESTS[key]: value for key, value in values.items()}
    possible, fits, words = agreement(reported, named, directed=True)
    return Table2x2(Verdict.of(possible), f"{words}: {shown}", values, *effects, fits)


_SHOWN = {"pearson": "χ²", "yates": "Yates", "fisher": "Fisher"}


def _effects(odds: Fraction | None, risk: Fraction | None, difference: Fraction) -> str:
    shown = [f"OR {float(odds):.4g}" if odds is not None else "", f"RR {float(risk):.4g}" if risk is not None else ""]
    return ", ".join([*(one for one in shown if one), f"RD {float(difference):.4g}"])


def p_values_of(tables: Sequence[tuple[int, int, int, int]]) -> list[dict[str, Interval]]:
    """The p values of many tables (`a` of `n1` against `b` of `n2`) by test, those that are defined; none of a table
    that is too large or holds nobody on one side."""
    import numpy as np

    tested = [at for at, (_, n1, _, n2) in enumerate(tables) if min(n1, n2) >= 1 and n1 + n2 <= LARGEST]
    found: list[dict[str, Interval]] = [{} for _ in tables]
    if tested:
        columns = np.array([tables[at] for at in tested], np.int64).T
        for name, values in p_values(*columns).items():
            for at, p in zip(tested, values.tolist(), strict=True):
                if p == p:
                    found[at][name] = Interval(max(p * (1 - ERROR), 0.0), min(p * (1 + ERROR), 1.0))
    return found


def p_values(a: Whole, n1: Whole, b: Whole, n2: Whole) -> dict[str, Reals]:
    """The p values of many tables (whole numbers, n of at least 1), by test; NaN where a test is not defined."""
    import numpy as np

    from msccurate.forensics.distributions import two_sided_z, upper_chi2
    from msccurate.forensics.exact_test import fisher

    x, size, y, other = (one.astype(np.float64) for one in (a, n1, b, n2))
    total, with_it = size + other, x + y
    cells = (x, size - x, y, other - y)
    rows, columns = (size, size, other, other), (with_it, total - with_it) * 2
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = [row * column / total for row, column in zip(rows, columns, strict=True)]
        off = np.abs(x * (other - y) - y * (size - x)) / total
        weight = sum(1 / one for one in expected)
        pearson = off**2 * weight
        likelihood = 2 * sum(
            np.where(cell > 0, cell * np.log(np.where(cell > 0, cell, 1.0) / one), 0.0)
            for cell, one in zip(cells, expected, strict=True)
        )
        error = np.sqrt(x * (size - x) / size**3 + y * (other - y) / other**3)
        z = (x / size - y / other) / error
        statistics = {
            "pearson": pearson,
            "yates": np.maximum(off - 0.5, 0.0) ** 2 * weight,
            "g2": np.maximum(likelihood, 0.0),
            "n_1": pearson * (total - 1) / total,
        }
    empty = (with_it == 0) | (with_it == total)
    found = {name: np.where(empty, np.nan, upper_chi2(value, 1.0)) for name, value in statistics.items()}
    found["z"] = np.where(error > 0, two_sided_z(z), np.nan)
    exact = fisher(a, n1, b, n2)
    names = {"fisher": "minlike", "fisher_central": "central", "mid_p": "mid_minlike", "mid_p_central": "mid_central"}
    return {**found, **{name: exact[one] for name, one in names.items()}}
