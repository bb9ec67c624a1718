"""How surprising it is that two columns, or two rows, of a patient's values agree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, groupby, pairwise
from math import ceil, exp, floor, gcd, log, log10, prod
from statistics import median

from msccurate.printed import Printed

#: An equal value counts as rare up to this chance; as many are needed.
RARE, LEAST_RARE = 0.1, 4
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
    kept = [(index, _Row(row, days)) for index, row in enumerate(rows) if len(row.cells) >= 3]
    tested = 0
    found = []
    for left, right in combinations(range(len(days)), 2):
        shared = [(index, row) for index, row in kept if left in row.whole and right in row.whole]
        if len(shared) < least_shared:
            continue
        tested += 1
        equal = tuple(index for index, row in shared if row.same(left, right))
        if len(equal) < LEAST_RARE:
            continue
        told = [(index, row.chance(left, right), row.same(left, right)) for index, row in shared]
        rare = sum(same and chance <= RARE for _, chance, same in told)
        if rare >= LEAST_RARE:
            found.append(Repeat(left, right, equal, len(told), tail(told), rare))
    return _corrected(found, tested)


def _corrected(found: Sequence[Repeat], tested: int) -> list[Repeat]:
    """Chances over all pairs that were tested, the most surprising first."""
    corrected = [replace(repeat, chance=min(repeat.chance * tested, 1.0)) for repeat in found]
    return sorted(corrected, key=lambda repeat: repeat.chance)


def repeated_rows(rows: Sequence[Series], columns: int, least_shared: int = 6) -> list[Repeat]:
    """Every pair of rows with at least `least_shared` columns in common, and how surprising its agreement is.

    As for columns, with the axes exchanged; but two variables may be alike by nature (two saturations). So a pair also
    agrees by chance as often as values of the one row equal those of the other in another column, and with 1-exp(-(g/2)
    ·ln 2/D), D the median difference of values of the two rows in different columns, and in the columns where they
    differ; the largest of all these counts. `left` and `right` of the result are rows, its `rows` columns.
    """
    turned: dict[int, _Row] = {}
    for column in range(columns):
        cells = {index: row.cells[column] for index, row in enumerate(rows) if column in row.cells}
        if len(cells) >= 3:
            turned[column] = _Row(Series(cells), [None] * len(rows))
    tested = 0
    found = []
    for left, right in combinations(range(len(rows)), 2):
        shared = [(column, row) for column, row in turned.items() if left in row.whole and right in row.whole]
        if len(shared) < least_shared:
            continue
        tested += 1
        equal = tuple(column for column, row in shared if row.same(left, right))
        if len(equal) < LEAST_RARE:
            continue
        natural = _natural(rows[left], rows[right], [column for column, _ in shared])
        told = [(column, max(row.chance(left, right), natural), row.same(left, right)) for column, row in shared]
        rare = sum(same and chance <= RARE for _, chance, same in told)
        if rare >= LEAST_RARE:
            found.append(Repeat(left, right, equal, len(told), tail(told), rare))
    return _corrected(found, tested)


def _natural(left: Series, right: Series, columns: Sequence[int]) -> float:
    """The chance that values of two rows are equal because the rows are alike, whatever the column."""
    decimals = max(max(one.decimals, 0) for row in (left, right) for one in row.cells.values())
    a = {column: round(left.cells[column].value * 10**decimals) for column in columns}
    b = {column: round(right.cells[column].value * 10**decimals) for column in columns}
    crossed = [abs(a[one] - b[other]) for one in columns for other in columns if one != other]
    differing = [abs(a[one] - b[one]) for one in columns if a[one] != b[one]]
    step = reduce(gcd, [*crossed, *differing], 0) or 1
    seen = (crossed.count(0) + 1) / (len(crossed) + 1)
    return min(max(seen, _nearness(step, crossed), _nearness(step, differing)), 1.0)


def _nearness(step: int, differences: Sequence[float]) -> float:
    """The chance that two values fall on the same step where others differ by as much; 0 where there are none."""
    if not differences:
        return 0.0
    distance = median(differences)
    return 1.0 if distance == 0 else 1 - exp(-(step / 2) * log(2) / distance)


def carried(rows: Sequence[Series], days: Sequence[int | None]) -> list[Repeat]:
    """Runs of neighbouring rows whose values in one column are those of the column before, in the order of days.

    A run has at least 4 rows, each of which agrees by chance with at most 0.1 (as in `repeats`); `chance` is the
    product of these, times the number of places where a run could begin.
    """
    kept = [(index, _Row(row, days)) for index, row in enumerate(rows) if len(row.cells) >= 3]
    order = sorted((day, column) for column, day in enumerate(days) if day is not None)
    found = []
    for (_, left), (_, right) in pairwise(order):
        shared = [(index, row) for index, row in kept if left in row.whole and right in row.whole]
        told = [(index, row.chance(left, right) if row.same(left, right) else 1.0) for index, row in shared]
        for rare, run in groupby(told, key=lambda one: one[1] <= RARE):
            members = list(run)
            if rare and len(members) >= LEAST_RARE:
                chance = prod(chance for _, chance in members) * len(kept) * (len(order) - 1)
                equal = tuple(index for index, _ in members)
                found.append(Repeat(left, right, equal, len(shared), min(chance, 1.0), len(members)))
    return sorted(found, key=lambda repeat: repeat.chance)


class _Row:
    """A row prepared for questions about pairs of its columns: numbers as whole multiples of its last decimal."""

    def __init__(self, row: Series, days: Sequence[int | None]) -> None:
        decimals = max(max(number.decimals, 0) for number in row.cells.values())
        self.whole = {column: round(number.value * 10**decimals) for column, number in row.cells.items()}
        self._signs = {column: number.comparator for column, number in row.cells.items()}
        self._days = days
        pairs = list(combinations(self.whole, 2))
        differences = [abs(self.whole[a] - self.whole[b]) for a, b in pairs]
        self._step = reduce(gcd, differences, 0) or 1 if len(self.whole) >= 4 else 1
        self._equal = sum(self.same(a, b) for a, b in pairs)
        self._pairs = [(_gap(days, a, b), difference) for (a, b), difference in zip(pairs, differences, strict=True)]
        self._sorted: dict[int | None, list[int]] = {}

    def same(self, left: int, right: int) -> bool:
        """Numbers are compared as numbers; `>20` is not `20`."""
        return self.whole[left] == self.whole[right] and self._signs[left] == self._signs[right]

    def chance(self, left: int, right: int) -> float:
        """The probability that these two columns agree in this row by chance."""
        size = len(self.whole)
        seen = (self._equal - self.same(left, right) + 1) / (size * (size - 1) / 2 + 1)
        distance = self._distance(left, right)
        return min(max(seen, _nearness(self._step, [distance])), 1.0)

    def _distance(self, left: int, right: int) -> float:
        """The median difference of the other pairs no further apart in days; of all, where those are fewer than 3."""
        gap = _gap(self._days, left, right)
        own = abs(self.whole[left] - self.whole[right])
        near = self._no_further(gap)
        if len(near) - 1 < 3:
            near = self._no_further(None)
        others = list(near)
        del others[bisect_left(others, own)]
        return median(others) if others else 0

    def _no_further(self, gap: int | None) -> list[int]:
        if gap not in self._sorted:
            self._sorted[gap] = sorted(
                difference for other, difference in self._pairs if gap is None or other is None or other <= gap
            )
        return self._sorted[gap]


def _gap(days: Sequence[int | None], left: int, right: int) -> int | None:
    a, b = days[left], days[right]
    return None if a is None or b is None else abs(a - b)


def tail(told: Sequence[tuple[int, float, bool]]) -> float:
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
