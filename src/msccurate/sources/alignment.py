"""Laying the numbers of cells along the numbers of a quote, with as few mismatches as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

Item = TypeVar("Item")
Token = TypeVar("Token")

#: A token passed over between cells, and inside a cell; a cell that uses tokens of the one before it; a number that
#: is nowhere. A wrong number costs one and a little for what makes it unlike, so it is cheaper than none.
_PASSED, _SPREAD, _REUSED, _MISSING = 0.01, 0.02, 0.12, 1.35

#: How many tokens may stand between two numbers of one cell (`2.9 days; 95% CI, −0.1 to 5.9`).
_REACH = 4


@dataclass(frozen=True, slots=True)
class _Placement:
    """One cell laid on tokens: the index of each of its items (None where there is none), and the cost."""

    places: tuple[int | None, ...]
    cost: float

    @property
    def first(self) -> int:
        return min(place for place in self.places if place is not None)

    @property
    def last(self) -> int:
        return max(place for place in self.places if place is not None)


@dataclass(frozen=True, slots=True)
class _State:
    """The cheapest way so far that ends with the tokens `first` to `last`."""

    cost: float
    first: int
    last: int
    placement: _Placement | None
    before: _State | None


def align(
    cells: Sequence[Sequence[Item]], tokens: Sequence[Token], price: Callable[[Item, Token], float]
) -> list[tuple[int | None, ...]]:
    """For every cell the token of each of its items.

    Cells follow each other in the order of the tokens; a cell may use again tokens of the cell before it. `price` is 0
    for an item that is the token, about 1 for one that could be it mistyped, infinite for one that cannot.
    """
    aligner = _Aligner(tokens, price)
    states = [_State(0.0, -1, -1, None, None)]
    for cell in cells:
        states = aligner.extended(states, cell)
    best = min(states, key=lambda state: state.cost)
    found: list[tuple[int | None, ...]] = []
    state: _State | None = best
    for cell in reversed(cells):
        assert state is not None
        found.append(state.placement.places if state.placement else (None,) * len(cell))
        state = state.before
    return found[::-1]


class _Aligner(Generic[Item, Token]):
    def __init__(self, tokens: Sequence[Token], price: Callable[[Item, Token], float]) -> None:
        self._tokens, self._price = tokens, price

    def extended(self, states: list[_State], cell: Sequence[Item]) -> list[_State]:
        """The states after one more cell."""
        missing = _MISSING * len(cell)
        result: dict[int, _State] = {}
        for state in states:
            _keep(result, _State(state.cost + missing, state.first, state.last, None, state))
        fresh = self._fresh(states)
        for start in range(len(self._tokens)):
            placement = self._placed(cell, start)
            if placement is None or placement.cost >= missing:
                continue
            for cost, before in self._ways(states, fresh, start):
                state = _State(cost + placement.cost, placement.first, placement.last, placement, before)
                _keep(result, state)
        return list(result.values())

    def _fresh(self, states: list[_State]) -> list[tuple[float, _State] | None]:
        """For every token the cheapest state that ends before it."""
        ending: dict[int, _State] = {}
        for state in states:
            if state.last not in ending or state.cost < ending[state.last].cost:
                ending[state.last] = state
        result: list[tuple[float, _State] | None] = []
        best: tuple[float, _State] | None = None
        for start in range(len(self._tokens)):
            if best is not None:
                best = best[0] + _PASSED, best[1]
            new = ending.get(start - 1)
            if new is not None and (best is None or new.cost < best[0]):
                best = new.cost, new
            result.append(best)
        return result

    def _ways(
        self, states: list[_State], fresh: list[tuple[float, _State] | None], start: int
    ) -> list[tuple[float, _State]]:
        ways = [fresh[start]] if fresh[start] is not None else []
        ways += [(state.cost + _REUSED, state) for state in states if state.first <= start <= state.last]
        return [way for way in ways if way is not None]

    def _placed(self, cell: Sequence[Item], start: int) -> _Placement | None:
        """A cell whose first item lies on the token `start`."""
        cost = self._price(cell[0], self._tokens[start])
        if cost == inf:
            return None
        places: list[int | None] = [start]
        at = start + 1
        for index, item in enumerate(cell[1:], 1):
            window = range(at, min(at + _REACH + 1, len(self._tokens)))
            equal = next((place for place in window if self._price(item, self._tokens[place]) == 0), None)
            if equal is None:
                following = cell[index + 1] if index + 1 < len(cell) else None
                equal = self._mistyped(item, window, following)
            if equal is None:
                places.append(None)
                cost += _MISSING
                continue
            cost += self._price(item, self._tokens[equal]) + _SPREAD * (equal - at)
            places.append(equal)
            at = equal + 1
        return _Placement(tuple(places), cost)

    def _mistyped(self, item: Item, window: range, following: Item | None) -> int | None:
        """The token that an item was meant to be: the likest, of those before what follows it."""
        if following is not None:
            stop = next((place for place in window if self._price(following, self._tokens[place]) == 0), window.stop)
            window = range(window.start, stop)
        prices = {place: self._price(item, self._tokens[place]) + _SPREAD * (place - window.start) for place in window}
        best = min(prices, key=lambda place: prices[place], default=None)
        return best if best is not None and prices[best] < _MISSING else None


def _keep(result: dict[int, _State], state: _State) -> None:
    """Hold the cheapest state for each last token."""
    known = result.get(state.last)
    if known is None or state.cost < known.cost:
        result[state.last] = state
