"""DEBIT against the peers' cases and against every count."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from msccurate.forensics.binary import debit, fitting
from msccurate.forensics.result import Verdict
from msccurate.forensics.rounding import preimage, reported
from tests.forensics.peers import cases, published, wrong


def test_the_peers_cases() -> None:
    rows = cases("debit_scrutiny_tests")
    answers = [debit(row["x"], row["sd"], row["n"]).possible for row in rows]
    assert wrong(rows, answers, "exact_consistent") == []
    assert None not in answers


def test_published_examples() -> None:
    for inputs, row in published("debit"):
        assert debit(**inputs).possible is (row["exact"] == "consistent"), row


@pytest.mark.parametrize("population", [False, True])
def test_every_count_and_no_other(population: bool) -> None:
    for n, places in product((2, 3, 4, 7, 10, 13, 35, 120), (1, 2)):
        unit = 10**places
        for mean in range(-1, unit + 2, 1 if places == 1 else 7):
            low, high = Fraction(2 * mean - 1, 2 * unit), Fraction(2 * mean + 1, 2 * unit)
            counts = [k for k in range(n + 1) if low <= Fraction(k, n) <= high]
            squares = [Fraction(k * (n - k), n * n if population else n * (n - 1)) for k in counts]
            for sd in range(0, int(0.8 * unit), 1 if places == 1 else 3):
                least, most = max(Fraction(2 * sd - 1, 2 * unit), Fraction(0)) ** 2, Fraction(2 * sd + 1, 2 * unit) ** 2
                text = f"{'-' if mean < 0 else ''}{abs(mean) // unit}.{abs(mean) % unit:0{places}}"
                spread = f"0.{sd:0{places}}"
                truth = any(least <= square <= most for square in squares)
                if not population:
                    result = debit(text, spread, n)
                    assert result.possible is truth, (text, spread, n)
                    assert list(result.counts) == counts
                found = fitting(range(counts[0], counts[-1] + 1) if counts else range(0), preimage(reported(spread)), n,
                                population)  # fmt: skip
                assert (found is not None) is truth
                assert found is None or least <= squares[counts.index(found)] <= most


def test_not_testable() -> None:
    for mean, sd, n in (("0.5", "0.5", 1), ("<0.5", "0.5", 20), ("0.5", "<0.5", 20), ("0.5", "0.5", "> 20")):
        assert debit(mean, sd, n).verdict is Verdict.NOT_TESTABLE


def test_sentences() -> None:
    assert str(debit("0.35", "0.18", 20)) == (
        "20 values of 0 or 1 with a mean of 0.35 do not have an SD of 0.18: it would be 0.49"
    )
    assert debit("0.36", "0.11", 20).sentence == "no count of 20 has a share of 0.36"
    assert debit("0.53", "0.50", "1683").sentence.endswith("with 884 of them 1")
    assert debit("0.5", "-0.5", 20).possible is False
