"""Correlation matrices: those of data are possible, and what is called impossible has a proof."""

from __future__ import annotations

from fractions import Fraction
from math import acos, cos, pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.forensics.correlations import Ends, correlations
from msccurate.printed import Printed


def _box(matrix: object, decimals: int) -> list[list[Ends]]:
    scaled = np.asarray(matrix)
    return [[Printed("", round(float(one) * 10**decimals), decimals).ends for one in row] for row in scaled]


@given(st.integers(2, 6), st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_correlations_of_data_are_never_impossible(size: int, seed: int, decimals: int) -> None:
    data = np.random.default_rng(seed).standard_normal((size + 1, size))
    assert correlations(_box(np.corrcoef(data, rowvar=False), decimals)).possible is not False


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(-99, 99))
def test_three_correlations_by_their_angles(a: int, b: int, c: int) -> None:
    """Three are possible if their angles keep the triangle inequality, and their sum is at most a full turn."""
    x, y, z = a / 100, b / 100, c / 100
    found = correlations(_box([[1, x, y], [x, 1, z], [y, z, 1]], 2)).possible
    ends = [(acos(min(one + 0.005, 1)), acos(max(one - 0.005, -1))) for one in (x, y, z)]
    sure = any(ends[i][0] > ends[j][1] + ends[k][1] + 1e-9 for i, j, k in ((0, 1, 2), (1, 0, 2), (2, 0, 1)))
    sure = sure or sum(low for low, _ in ends) > 2 * pi + 1e-9
    if found is not None:
        assert found is (not sure)


def test_a_middle_that_is_just_possible() -> None:
    least = cos(2 * acos(0.9))
    assert round(least, 2) == 0.62
    possible = correlations(_box([[1, 0.9, 0.9], [0.9, 1, 0.62], [0.9, 0.62, 1]], 2))
    assert possible.possible is True
    assert correlations(_box([[1, 0.9, 0.9], [0.9, 1, 0.58], [0.9, 0.58, 1]], 2)).possible is False


def test_four_of_which_every_three_are_possible() -> None:
    matrix = np.full((4, 4), -0.4)
    np.fill_diagonal(matrix, 1)
    assert correlations(_box(matrix, 2)).possible is False
    assert correlations(_box(matrix[:3, :3], 2)).possible is True


def test_beyond_one() -> None:
    assert correlations(_box([[1, 1.2], [1.2, 1]], 1)).possible is False


def test_what_is_no_matrix_of_correlations() -> None:
    one = (Fraction(0), Fraction(1))
    with pytest.raises(ValueError, match="square"):
        correlations([[one, one]])
    with pytest.raises(ValueError, match="symmetric"):
        correlations([[one, (Fraction(0), Fraction(0))], [one, one]])
