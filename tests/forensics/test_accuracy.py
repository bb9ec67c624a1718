"""Measures of accuracy: every true 2×2 table is possible, and what is impossible has none."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.accuracy import MEASURES, Shares, accuracy
from msccurate.printed import Printed


def _percent(count: int, of: int, decimals: int) -> Shares:
    low, high = Printed("", round(Fraction(100 * count, of) * 10**decimals), decimals).ends
    return low / 100, high / 100


def _measures(tp: int, fp: int, fn: int, tn: int, decimals: int) -> dict[str, Shares]:
    n = tp + fp + fn + tn
    counts = {"sensitivity": (tp, tp + fn), "specificity": (tn, tn + fp), "ppv": (tp, tp + fp), "npv": (tn, tn + fn),
              "accuracy": (tp + tn, n), "prevalence": (tp + fn, n)}  # fmt: skip
    return {name: _percent(*pair, decimals) for name, pair in counts.items() if pair[1]}


COUNTS = st.integers(0, 25)


@given(COUNTS, COUNTS, COUNTS, COUNTS, st.integers(0, 2), st.booleans(), st.sets(st.sampled_from(MEASURES), min_size=2))
def test_measures_of_a_true_table_are_possible(
    tp: int, fp: int, fn: int, tn: int, decimals: int, told: bool, some: set[str]
) -> None:
    n = tp + fp + fn + tn
    if n == 0:
        return
    measures = {name: ends for name, ends in _measures(tp, fp, fn, tn, decimals).items() if name in some}
    assert accuracy(measures, n, tp + fn if told else None).possible is not False


def test_against_brute_force() -> None:
    """Twelve patients: sensitivity, specificity and PPV in whole percent, possible triples and others."""
    n, names = 12, ("sensitivity", "specificity", "ppv")
    tables = [(tp, fp, fn, n - tp - fp - fn) for tp, fp, fn in product(range(n + 1), repeat=3) if tp + fp + fn <= n]
    shares = [
        ((Fraction(tp, tp + fn), Fraction(tn, tn + fp), Fraction(tp, tp + fp)), _measures(tp, fp, fn, tn, 0))
        for tp, fp, fn, tn in tables
        if tp + fn and tn + fp and tp + fp
    ]
    values = sorted({printed[name] for _, printed in shares for name in names})
    for triple in product(values[::3], repeat=3):
        fits = any(
            all(low <= share <= high for (low, high), share in zip(triple, exact, strict=True)) for exact, _ in shares
        )
        assert accuracy(dict(zip(names, triple, strict=True)), n).possible == fits, triple


def test_one_measure_alone_is_not_testable() -> None:
    assert accuracy({"sensitivity": _percent(9, 10, 1)}, 40).possible is None


def test_unknown_measures_are_refused() -> None:
    with pytest.raises(ValueError, match="no measure"):
        accuracy({"youden": _percent(9, 10, 1)}, 40)
