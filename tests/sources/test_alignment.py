"""Laying cells along tokens: what is found exactly is what the whole search finds."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from msccurate.sources.alignment import align

#: A value, whether it is aside, whether it stands inside something.
Token = tuple[int, bool, bool]
#: Items are lists, each an object of its own.
VALUES = st.integers(0, 4)
CELLS = st.lists(st.lists(VALUES.map(lambda value: [value]), min_size=1, max_size=3), min_size=1, max_size=5)
TOKENS = st.lists(st.tuples(VALUES, st.booleans(), st.booleans()), max_size=10)


def price(item: list[int], token: Token) -> float:
    value, _, inside = token
    if item[0] == value:
        return 0.3 if inside else 0.0
    return inf if inside else 1 + 0.04 * abs(item[0] - value)


def prices(item: list[int], tokens: Sequence[Token]) -> list[float]:
    return [price(item, token) for token in tokens]


def exact(item: list[int], tokens: Sequence[Token]) -> list[float]:
    return [one if one < 1 else inf for one in prices(item, tokens)]


def nothing(item: list[int], tokens: Sequence[Token]) -> list[float]:
    """Nothing is found exactly, so that the whole search is made."""
    return [inf for _ in tokens]


def laid(cells: list[list[list[int]]], tokens: list[Token], quickly: bool) -> list[tuple[int | None, ...]]:
    first = exact if quickly else nothing
    return align(cells, tokens, first, prices, lambda token: token[1], lambda one, other: one == other)


@given(CELLS, TOKENS)
def test_exact_search_finds_what_the_whole_search_finds(cells: list[list[list[int]]], tokens: list[Token]) -> None:
    assert laid(cells, tokens, True) == laid(cells, tokens, False)


def test_a_number_that_stands_twice_in_the_cell_before_is_left_to_the_whole_search() -> None:
    cells = [[[1]], [[0], [2], [0]], [[0]]]
    numbers = [1, 0, 2, 0, 1, 0]
    tokens = [(number, False, index == 5) for index, number in enumerate(numbers)]
    assert laid(cells, tokens, True) == laid(cells, tokens, False) == [(0,), (1, 2, 3), (1,)]
