"""GRIM on one mean, against the peers' cases and against brute force."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import ceil, floor, trunc

import pytest

from msccurate.forensics.deviations import grimmer
from msccurate.forensics.means import grim
from msccurate.forensics.result import Verdict
from msccurate.forensics.rounding import ROUNDINGS
from tests.forensics.peers import cases, published, wrong

HALF = Fraction(1, 2)
#: Up and down are those of the number line, for negative means too.
MODES: dict[str, list[Callable[[Fraction], int]]] = {
    "up": [lambda x: floor(x + HALF)],
    "down": [lambda x: ceil(x - HALF)],
    "either": [lambda x: floor(x + HALF), lambda x: ceil(x - HALF)],
    "even": [round],
    "floor": [floor],
    "ceiling": [ceil],
    "trunc": [trunc],
}


def _text(units: int) -> str:
    return f"{'-' if units < 0 else ''}{abs(units) // 100}.{abs(units) % 100:02}"


def test_the_peers_cases() -> None:
    rows = cases("grim_scrutiny_tests")
    assert {row["rounding"] for row in rows} == {"up_or_down"}
    answers = [grim(row["x"], row["n"], int(row["items"]), row["percent"] == "TRUE").possible for row in rows]
    assert wrong(rows, answers, "exact_consistent") == []
    assert answers.count(None) == 394


def test_published_examples() -> None:
    for inputs, row in published("grim"):
        assert grim(**inputs).possible is (row["exact"] == "consistent"), row


def test_published_roundings() -> None:
    names = {f"ROUND_{name}": rounding for name, rounding in {
        "CEILING": "ceiling", "DOWN": "trunc", "FLOOR": "floor", "HALF_DOWN": "down", "HALF_EVEN": "even",
        "HALF_UP": "up"}.items()}  # fmt: skip
    tried = 0
    for inputs, row in published("grim_rounding"):
        if inputs["rounding"] in names:  # ROUND_UP and ROUND_05UP are in no document
            result = grim(inputs["mean"], inputs["n"], rounding=names[inputs["rounding"]])
            assert result.possible is (row["expected"] == "consistent"), row
            tried += 1
    assert tried == 6


def test_nearest_and_profile() -> None:
    for inputs, _ in published("grim_nearest"):
        expected = {"5.83": ("5.82", "5.84"), "5.19": ("5.18",)}[inputs["mean"]]
        assert grim(inputs["mean"], inputs["n"]).nearest == expected
    assert list(grim("5.2", 20).totals) == [103, 104, 105]
    means = ["15.95", "14.67", "8.76", "24.33", "15.19", "30.90", "10.48", "28.29", "7.67", "4.90"]
    fitting = {n: sum(grim(mean, n).possible is True for mean in means) for n in range(18, 27)}
    assert fitting == {18: 3, 19: 1, 20: 3, 21: 10, 22: 1, 23: 1, 24: 4, 25: 2, 26: 1}


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_every_mean_that_can_be_printed_and_no_other(rounding: str) -> None:
    for n, items in ((3, 1), (7, 1), (8, 1), (4, 2), (5, 3)):
        answers = n * items
        exact = [Fraction(100 * total, answers) for total in range(-3 * answers, 3 * answers)]
        possible = {rounded(mean) for mean in exact for rounded in MODES[rounding]}
        for units in range(-199, 200):
            assert grim(_text(units), n, items, rounding=rounding).possible is (units in possible), (units, n, items)


def test_percentages_of_counts() -> None:
    for count, n in product(range(17), (16,)):
        assert grim(f"{100 * count / n:.2f}", n, percent=True).possible
    assert grim("71%", 43, percent=True).possible is False
    assert grim("71", 100, percent=True).possible is None


@pytest.mark.parametrize(
    ("mean", "n", "items"),
    [("5.19", 100, 1), ("5.2", 5, 2), ("5", 3, 1), ("<5.19", 28, 1), ("5.19", 0, 1), ("5.19", "-3", 1),
     ("5.19", "> 28", 1), ("5.19", 28, 0), ("1.5 × 10^6", 7, 1)],
)  # fmt: skip
def test_not_testable(mean: str, n: int | str, items: int) -> None:
    result = grim(mean, n, items)
    assert result.verdict is Verdict.NOT_TESTABLE
    assert "cannot be tested: " in result.sentence


def test_sentences() -> None:
    assert str(grim("5.19", 28)) == (
        "a mean of 5.19 is impossible for n = 28: no whole total gives it; the nearest possible is 5.18"
    )
    assert grim("5.19", 28).candidates == ("5.18", "5.21")
    assert grim("2.84", "16", 2).sentence == "a mean of 2.84 is possible for n = 16 and 2 items: the total is 91"
    assert grim("5.19", 28).interval.low == pytest.approx(5.185)


def test_what_is_no_number_is_said() -> None:
    with pytest.raises(ValueError, match="`5,1x` is not one number: give the mean as it is printed"):
        grim("5,1x", 28)
    with pytest.raises(ValueError, match=r"`28\.5` is not whole: n is a whole number"):
        grim("5.19", "28.5")
    with pytest.raises(ValueError, match="no way to round"):
        grim("5.19", 28, rounding="sideways")
    with pytest.raises(TypeError, match="trailing zeros"):
        grim(5.1, 28)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="wrong order"):
        grimmer("5.1", "1.2", 28, scale=(7, 1))
