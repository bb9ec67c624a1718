"""How surprising it is that two columns of a patient's values agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import ceil, exp, floor, gcd, log, log10
from statistics import median

from msccurate.printed import Printed

STEP = 1000  # weights are counted in thousandths, rounded so that the probability is never too small


@dataclass(frozen=True, slots=True)
class Series:
    """One row: its printed cells by column; a column is an index, its day None where it has none."""

    cells: dict[int, Printed]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two columns that agree in `rows` of `shared`; `chance` is the probability of as much, over all pairs."""

    left: int
    right: int
    rows: tuple[int, ...]
    shared: int
    chance: float
    rare: int


def repeats(rows: Sequence[Series], days: Sequence[int | None], least_shared: int = 6) -> list[Repeat]:
    """Every pair of columns with at least `least_shared` rows in common, and how surprising its agreement is.

    For a row with K cells and M equal pairs a pair agrees by chance with probability max(a, l): a = (M-e+1) /
    (K(K-1)/2+1), e = 1 if this pair agrees; l = 1-exp(-(g/2)·ln 2/D), g the row's resolution, D the median difference
    of its other pairs no further apart in time.
    """
    pairs: list[tuple[int, int, list[tuple[int, float, bool]]]] = []
    kept = [(index, row) for index, row in enumerate(rows) if len(row.cells) >= 3]
    equal_pairs = {index: _equal_pairs(row) for index, row in kept}
    for left, right in combinations(range(len(days)), 2):
        shared = [(index, row) for index, row in kept if left in row.cells and right in row.cells]
        if len(shared) < least_shared:
            continue
        told = [
            (index, _chance(row, left, right, days, equal_pairs[index]), _same(row, left, right)) for index, row in shared
        ]
        pairs.append((left, right, told))
    found = []
    for left, right, told in pairs:
        equal = tuple(index for index, _, same in told if same)
        rare = sum(same and chance <= 0.1 for _, chance, same in told)
        if rare >= 4:
            probability = min(_tail(told) * len(pairs), 1.0)
            found.append(Repeat(left, right, equal, len(told), probability, rare))
    return sorted(found, key=lambda repeat: repeat.chance)


def _same(row: Series, left: int, right: int) -> bool:
    """Numbers are compared as numbers; `>20` is not `20`."""
    a, b = row.cells[left], row.cells[right]
    return a.value == b.value and a.comparator == b.comparator


def _equal_pairs(row: Series) -> int:
    return sum(_same(row, a, b) for a, b in combinations(row.cells, 2))


def _chance(row: Series, left: int, right: int, days: Sequence[int | None], equal: int) -> float:
    size = len(row.cells)
    here = _same(row, left, right)
    seen = (equal - here + 1) / (size * (size - 1) / 2 + 1)
    return min(max(seen, _resolution(row, left, right, days)), 1.0)


def _resolution(row: Series, left: int, right: int, days: Sequence[int | None]) -> float:
    decimals = max(max(number.decimals, 0) for number in row.cells.values())
    whole = {column: round(number.value * 10**decimals) for column, number in row.cells.items()}
    step = 1
    if len(whole) >= 4:
        step = reduce(gcd, (abs(a - b) for a, b in combinations(whole.values(), 2)), 0) or 1
    gap = _gap(days, left, right)
    others = [
        abs(whole[a] - whole[b])
        for a, b in combinations(whole, 2)
        if {a, b} != {left, right} and (gap is None or (other := _gap(days, a, b)) is None or other <= gap)
    ]
    if len(others) < 3:
        others = [abs(whole[a] - whole[b]) for a, b in combinations(whole, 2) if {a, b} != {left, right}]
    distance = median(others) if others else 0
    return 1.0 if distance == 0 else 1 - exp(-(step / 2) * log(2) / distance)


def _gap(days: Sequence[int | None], left: int, right: int) -> int | None:
    a, b = days[left], days[right]
    return None if a is None or b is None else abs(a - b)


def _tail(told: Sequence[tuple[int, float, bool]]) -> float:
    """P(sum of w·Bernoulli(q) >= the observed sum), by convolution of whole thousandths."""
    observed = sum(floor(-log10(chance) * STEP) for _, chance, same in told if same)
    sums = {0: 1.0}
    for _, chance, _ in told:
        weight = ceil(-log10(chance) * STEP)
        following: dict[int, float] = {}
        for total, probability in sums.items():
            following[total] = following.get(total, 0.0) + probability * (1 - chance)
            more = min(total + weight, observed)
            following[more] = following.get(more, 0.0) + probability * chance
        sums = following
    return sum(probability for total, probability in sums.items() if total >= observed)
