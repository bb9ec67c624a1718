"""p values between two groups: t tests from means and SDs, 2×2 tables from counts."""

from __future__ import annotations

from itertools import product
from math import comb, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtr

from msccurate.forensics import t_test, table_2x2, two_by_two, two_means
from msccurate.forensics.result import Verdict
from msccurate.printed import Printed
from tests.forensics.peers import cases, published


def _p(d: float, s1: float, n1: int, s2: float, n2: int, welch: bool) -> float:
    v1, v2 = s1 * s1 / n1, s2 * s2 / n2
    if welch:
        df = (v1 + v2) ** 2 / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
        error = sqrt(v1 + v2)
    else:
        df = n1 + n2 - 2
        error = sqrt(((n1 - 1) * s1 * s1 + (n2 - 1) * s2 * s2) / df * (1 / n1 + 1 / n2))
    return float(2 * stdtr(df, -abs(d) / error))


@settings(deadline=None)
@given(
    st.integers(-99, 99), st.integers(1, 60), st.integers(2, 40), st.integers(1, 60), st.integers(2, 400),
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip
def test_every_value_that_prints_so_is_inside(
    mean: int, sd1: int, n1: int, sd2: int, n2: int, x: float, y: float, z: float
) -> None:
    answer = t_test(str(mean / 10), f"{sd1 / 10:.1f}", n1, "0.0", f"{sd2 / 10:.1f}", n2)
    d, s1, s2 = mean / 10 - 0.1 + 0.2 * x, sd1 / 10 - 0.05 + 0.1 * y, sd2 / 10 - 0.05 + 0.1 * z
    for interval, welch in ((answer.student, False), (answer.welch, True)):
        p = _p(d, s1, n1, s2, n2, welch)
        assert interval.low * (1 - 1e-9) <= p <= interval.high * (1 + 1e-9) or abs(mean / 10) < 1e-9


@pytest.mark.parametrize(("n1", "n2"), [(2, 100), (3, 3), (50, 54), (5, 200)])
def test_the_interval_of_welch_is_no_wider_than_it_must_be(n1: int, n2: int) -> None:
    answer = t_test("3.1", "1.8", n1, "2.0", "1.6", n2)
    steps = [i / 40 for i in range(41)]
    found = [
        _p(1.1 + edge, 1.75 + 0.1 * a, n1, 1.55 + 0.1 * b, n2, True)
        for edge in (-0.1, 0.1)
        for a, b in product(steps, steps)
    ]
    assert answer.welch.low == pytest.approx(min(found), rel=2e-3)
    assert answer.welch.high == pytest.approx(max(found), rel=2e-3)


def test_published_trials() -> None:
    for row in cases("baseline_t_si_real_trials"):
        values = [row[name] for name in ("m1", "sd1", "n1", "m2", "sd2", "n2")]
        answer = t_test(*values, row["reported_p"] or None)
        assert answer.student.low == pytest.approx(float(row["student_p_min"]), rel=1e-5), row
        assert answer.student.high == pytest.approx(float(row["student_p_max"]), rel=1e-5), row
        assert answer.welch.low == pytest.approx(float(row["welch_p_min"]), rel=1e-3), row
        assert answer.welch.high == pytest.approx(float(row["welch_p_max"]), rel=1e-3), row
        if row["p_consistent"]:
            assert answer.possible is (row["p_consistent"] == "TRUE"), row


def test_published_examples() -> None:
    for values, row in published("t_test_p"):
        answer = t_test(*(values[name] for name in ("m1", "sd1", "n1", "m2", "sd2", "n2", "p")))
        assert answer.possible is (row["expected"] == "consistent")


def test_a_p_value_that_no_t_test_gives() -> None:
    answer = t_test("0.05", "0.96", 25, "0.00", "1.07", 25, p="0.816")
    assert str(answer) == (
        "p = 0.816 is impossible: Student's t test gives p = 0.8348 to 0.8905, Welch's 0.8348 to 0.8905"
    )
    assert t_test("5.100", "1.000", 30, "5.900", "1.000", 30, p="0.0015").fits == ("a one-sided test",)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("5", "1", "1", "6", "1", "20"), "n is 1"),
        (("5", "1", "> 10", "6", "1", "20"), "n is a bound"),
        (("<5", "1", "10", "6", "1", "20"), "mean `<5` is a bound"),
    ],
)
def test_what_cannot_be_tested(values: tuple[str, ...], why: str) -> None:
    answer = t_test(*values)  # type: ignore[call-overload]
    assert (answer.verdict, why in answer.sentence) == (Verdict.NOT_TESTABLE, True)


def test_a_negative_sd_is_impossible() -> None:
    assert t_test("5", "-1", 10, "6", "1", 20).possible is False


# ---- 2×2 tables


def _fisher(a: int, n1: int, b: int, n2: int) -> tuple[float, float]:
    """By whole numbers: at most as likely, and the smaller tail doubled."""
    total = a + b
    weights = {x: comb(n1, x) * comb(n2, total - x) for x in range(max(0, total - n2), min(n1, total) + 1)}
    everything = sum(weights.values())
    minlike = sum(one for one in weights.values() if one <= weights[a])
    tails = [sum(w for x, w in weights.items() if x <= a), sum(w for x, w in weights.items() if x >= a)]
    return minlike / everything, min(2 * min(tails) / everything, 1.0)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_fisher_as_with_whole_numbers(n1: int, n2: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    found = table_2x2(a, n1, b, n2).p
    minlike, central = _fisher(a, n1, b, n2)
    assert found["fisher"].high == pytest.approx(minlike, rel=1e-9)
    assert found["fisher_central"].high == pytest.approx(central, rel=1e-9)
    assert found["mid_p"].low <= found["fisher"].high


def test_published_tables() -> None:
    for row in cases("categorical_p_real_trials"):
        groups = [[int(one) for one in group.split(";")] for group in row["counts"].split("|")]
        sizes = [int(one) for one in row["group_ns"].split(";")]
        if len(groups) != 2 or {len(one) for one in groups} != {2} or row["levels_sum_to_n"] != "TRUE":
            continue
        reported = row["reported_p"] if row["reported_p"] not in ("", "NS") else None
        answer = table_2x2(groups[0][0], sizes[0], groups[1][0], sizes[1], reported)
        names = {"p_pearson": "pearson", "p_yates": "yates", "p_lr": "g2", "p_fisher": "fisher"}
        for name, key in names.items():
            if row[name]:
                assert answer.p[key].high == pytest.approx(float(row[name]), rel=1e-5), row
        if reported and row["p_matches_some_variant"] == "TRUE":
            assert answer.possible is True, row


def test_a_table_in_one_line() -> None:
    assert str(table_2x2(25, 31, 20, 40)) == (
        "25 of 31 against 20 of 40: p = χ² 0.0079, Yates 0.0160, Fisher 0.0124; OR 4.167, RR 1.613, RD 0.3065"
    )
    answer = table_2x2(47, 67, 47, 68, p="0.89")
    assert (answer.possible, answer.fits) == (False, ("a p value cut off",))


def test_empty_margins_have_no_chi_square_and_an_exact_p_of_1() -> None:
    answer = table_2x2(0, 5, 0, 5)
    assert "pearson" not in answer.p
    assert (answer.p["fisher"].high, answer.odds_ratio, answer.risk_difference) == (1.0, None, 0)


def test_counts_that_cannot_be() -> None:
    assert table_2x2(32, 31, 20, 40).possible is False
    assert table_2x2(0, 0, 20, 40).possible is None
    assert table_2x2("> 3", 31, 20, 40).possible is None
    with pytest.raises(ValueError, match="is not whole"):
        table_2x2("2.5", 31, 20, 40)


def test_numbers_that_were_read_already() -> None:
    assert table_2x2(Printed("25", 25, 0, exact=True), 31, 20, 40).possible is True


ROWS = st.tuples(st.integers(-99, 99), st.integers(0, 60), st.integers(1, 40), st.integers(0, 60), st.integers(2, 400))


@settings(deadline=None)
@given(st.lists(ROWS, max_size=5))
def test_many_rows_at_once_are_what_each_of_them_is(rows: list[tuple[int, int, int, int, int]]) -> None:
    cases = [
        (Printed("", mean, 1), Printed("", sd1, 1), n1, Printed("0.0", 0, 1), Printed("", sd2, 1), n2)
        for mean, sd1, n1, sd2, n2 in rows
    ]
    for case, both, student in zip(cases, two_means.p_values_of(cases), two_means.student_p_of(cases), strict=True):
        answer = t_test(*case)
        assert both == ((answer.student, answer.welch) if answer.possible else None)
        assert student == (answer.student if answer.possible else None)


def test_a_row_without_p_value_stays_in_its_place() -> None:
    bound, sd, mean = Printed("< 5", 5, 0, "<"), Printed("1.0", 10, 1), Printed("5.0", 50, 1)
    found = two_means.p_values_of([(bound, sd, 20, mean, sd, 20), (mean, sd, 20, mean, sd, 20)])
    assert found[0] is None
    assert found[1] is not None


def test_many_tables_at_once_are_what_each_of_them_is() -> None:
    tables = [(14, 98, 24, 97), (0, 20, 0, 20), (3, 0, 3, 9), (5, 10, 5, 10)]
    for (a, n1, b, n2), found in zip(tables, two_by_two.p_values_of(tables), strict=True):
        alone = table_2x2(a, n1, b, n2).p if min(n1, n2) else {}
        assert found.keys() == alone.keys()
        for name, p in alone.items():  # sums over longer rows may differ in their last bits
            assert (found[name].low, found[name].high) == pytest.approx((p.low, p.high), rel=1e-12)
