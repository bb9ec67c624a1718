"""Laying the numbers of cells along the numbers of a quote, with as few mismatches as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Token = TypeVar("Token")

#: What an item costs on each of the tokens.
Prices = Callable[[Item, Sequence[Token]], list[float]]

#: A token passed over between cells, and inside a cell; a cell that uses tokens of the one before it; a number that
#: is nowhere. A wrong number costs one and a little for what makes it unlike, so it is cheaper than none.
_PASSED, _SPREAD, _REUSED, _MISSING = 0.01, 0.02, 0.12, 1.35


#: A token that costs less could be meant; one that costs less than a wrong one is the item.
_LIKE, _WRONG = 1.3, 1.0


class _Placement(Struct, frozen=True):
    """One cell laid on tokens, of which it takes the `first` to the `last`: the index of each of its items (None where
    there is none), and the cost."""

    places: tuple[int | None, ...]
    cost: float
    first: int
    last: int


class _State(Struct, frozen=True):
    """The cheapest way so far that ends with the tokens `first` to `last`; `left` are those passed over just before its
    last cell, or before the first of several twins."""

    cost: float
    first: int
    last: int
    placement: _Placement | None
    before: _State | None
    left: range = range(0)


def align(
    cells: Sequence[Sequence[Item]],
    tokens: Sequence[Token],
    exact: Prices[Item, Token],
    price: Prices[Item, Token],
    aside: Callable[[Token], bool],
    twins: Callable[[Sequence[Item], Sequence[Item]], bool],
) -> list[tuple[int | None, ...]]:
    """For every cell the token of each of its items.

    Cells follow each other in the order of the tokens; a cell may use again tokens of the cell before it. `price` is 0
    for an item that is the token, 1 and more for one that could be it mistyped, infinite for one that cannot; `exact`
    is infinite for what could be mistyped too. Inside a cell only tokens that are `aside` may be passed over (the level
    in `2.9 days; 95% CI, −0.1 to 5.9`). Of two `twins`, cells that say the same of the same kind, the second uses no
    tokens again if others like them are left over just before or behind: then one of the two is a slip.
    """
    twin = [index > 0 and twins(cells[index - 1], cell) for index, cell in enumerate(cells)]
    if not any(twin):
        # where every item stands there in its turn, and in one way only, no way that takes a wrong one is cheaper
        best, other = _Aligner(cells, tokens, exact, aside).best(twin)
        if best.cost < min(other, _WRONG):
            return _places(best, cells)
    aligner = _Aligner(cells, tokens, price, aside)
    found = _places(aligner.best(twin)[0], cells)
    for index in range(1, len(cells)):
        if twin[index] and None not in (*found[index], *found[index - 1]):
            if found[index] != found[index - 1] and found[index - 1] == found[max(index - 2, 0)] and index > 1:
                # of three twins on two places the last shares, so that it can move
                found[index - 1] = found[index]
            if found[index] == found[index - 1]:
                found[index] = aligner.moved_on(cells[index], found, index)
    return found


def _places(state: _State, cells: Sequence[Sequence[Item]]) -> list[tuple[int | None, ...]]:
    """The places of all cells on the way to the state behind the last one."""
    found: list[tuple[int | None, ...]] = []
    for cell in reversed(cells):
        found.append(state.placement.places if state.placement else (None,) * len(cell))
        assert state.before is not None
        state = state.before
    return found[::-1]


class _Aligner(Generic[Item, Token]):
    def __init__(
        self,
        cells: Sequence[Sequence[Item]],
        tokens: Sequence[Token],
        price: Prices[Item, Token],
        aside: Callable[[Token], bool],
    ) -> None:
        self._cells, self._tokens = cells, tokens
        self._prices = {id(item): price(item, tokens) for cell in cells for item in cell}
        self._next = [*range(1, len(tokens) + 1)]
        for place in range(len(tokens) - 2, -1, -1):
            if aside(tokens[place + 1]):
                self._next[place] = self._next[place + 1]

    def best(self, twin: Sequence[bool]) -> tuple[_State, float]:
        """The cheapest way to lay all cells, and what the next one costs; `twin` says which cells are twins of the one
        before."""
        states = [_State(0.0, -1, -1, None, None)]
        for cell, again in zip(self._cells, twin, strict=True):
            states = self._extended(states, cell, again)
        best = min(states, key=lambda state: state.cost)
        return best, min((state.cost for state in states if state is not best), default=inf)

    def _extended(self, states: list[_State], cell: Sequence[Item], twin: bool) -> list[_State]:
        """The states after one more cell."""
        missing = _MISSING * len(cell)
        result: dict[int, _State] = {}
        for state in states:
            _keep(result, _State(state.cost + missing, state.first, state.last, None, state))
        fresh = self._fresh(states)
        again = [state for state in states if self._may_share(state, cell, twin)]
        for start, price in enumerate(self._prices[id(cell[0])]):
            placement = self._placed(cell, start) if price < inf else None
            if placement is None or placement.cost >= missing:
                continue
            for cost, before in self._ways(again, fresh, start):
                alone = not twin or before.placement is None
                left = range(before.last + 1, placement.first) if alone else before.left
                state = _State(cost + placement.cost, placement.first, placement.last, placement, before, left)
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

    def _may_share(self, state: _State, cell: Sequence[Item], twin: bool) -> bool:
        """Whether a cell may use the tokens of the state again: not those of a cell that is wrong in all its numbers,
        and not as a twin while tokens that it could have are left over before."""
        if state.placement is not None and state.placement.cost >= len(state.placement.places):
            return False
        prices = self._prices[id(cell[0])]
        left = [place for place in state.left if prices[place] < inf]
        return not (twin and len(left) >= len(cell) and any(prices[place] < _LIKE for place in left))

    def moved_on(self, cell: Sequence[Item], found: list[tuple[int | None, ...]], index: int) -> tuple[int | None, ...]:
        """The places of a twin that shares its tokens: others that are left over behind, before those of the next cell.

        A single number moves only if just one is left over: more are other things that the quote says.
        """
        start = max((place for place in found[index] if place is not None), default=-1) + 1
        behind = (place for places in found[index + 1 :] for place in places if place is not None and place >= start)
        stop = min(behind, default=len(self._tokens))
        left = [place for place in range(start, stop) if self._prices[id(cell[0])][place] < inf]
        if len(left) < len(cell) or len(left) > len(cell) == 1:
            return found[index]
        placements = [one for place in left if (one := self._placed(cell, place)) is not None and one.last < stop]
        best = min(placements, key=lambda one: one.cost, default=None)
        return best.places if best is not None and best.cost < _LIKE * len(cell) else found[index]

    def _placed(self, cell: Sequence[Item], start: int) -> _Placement | None:
        """A cell whose first item lies on the token `start`, and the others on those behind it."""
        places: list[int | None] = [start]
        cost = self._prices[id(cell[0])][start]
        at = start
        for index, item in enumerate(cell[1:], 1):
            prices = self._prices[id(item)]
            place, price = self._best(prices, at)
            following = self._prices[id(cell[index + 1])] if index + 1 < len(cell) else None
            gone = price > 0 and following is not None and place < len(self._tokens) and following[place] == 0
            if gone or price >= _MISSING:
                places.append(None)
                cost += _MISSING
            else:
                places.append(place)
                cost += price + _SPREAD * (place - at - 1)
                at = place
        return _Placement(tuple(places), cost, start, at) if cost < inf else None

    def _best(self, prices: list[float], at: int) -> tuple[int, float]:
        """The token behind `at` that an item lies on: the next, or the next that is not aside."""
        choices = [(prices[place], place) for place in (at + 1, self._next[at]) if place < len(prices)]
        price, place = min(choices, default=(inf, len(prices)))
        return place, price


def _keep(result: dict[int, _State], state: _State) -> None:
    """Hold the cheapest state for each last token."""
    known = result.get(state.last)
    if known is None or state.cost < known.cost:
        result[state.last] = state
