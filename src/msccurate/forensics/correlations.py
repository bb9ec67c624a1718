"""Correlation matrices: is there one without negative eigenvalue among all that print as reported?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msccurate.forensics.result import Result, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[Any]

#: Both ends of the rounding interval of a correlation.
Ends = tuple[Fraction, Fraction]
#: More steps find what is impossible by less.
STEPS = 400
#: A witness is made of fractions with this denominator.
_GRAIN = 10**6


@dataclass(frozen=True, slots=True)
class Correlations(Result):
    """Whether correlations can all be true. `least` is the largest smallest eigenvalue that was found in the box."""

    least: float | None = None


def correlations(ends: Sequence[Sequence[Ends]]) -> Correlations:
    """Whether a positive semidefinite matrix lies in the rounding box of a correlation matrix.

    `ends` holds both ends of each correlation, the diagonal left aside. Impossible is proved: a positive semidefinite
    Z, made of whole numbers, has a negative inner product with every matrix of the box, and a correlation matrix has
    none with such a Z (duality of semidefinite programmes; Boyd & Vandenberghe 2004, section 5.9). Z is searched for by
    subgradient steps on the smallest eigenvalue. Not testable where neither a matrix nor a proof was found.
    Raises ValueError for a matrix that is not square or not symmetric.
    """
    size = len(ends)
    if any(len(row) != size for row in ends):
        raise ValueError("a matrix of correlations is square")
    pairs = [(i, j) for i in range(size) for j in range(i)]
    if any(ends[i][j] != ends[j][i] for i, j in pairs):
        raise ValueError("a matrix of correlations is symmetric")
    for i, j in pairs:
        if ends[i][j][0] > 1 or ends[i][j][1] < -1:
            return Correlations(Verdict.IMPOSSIBLE, "a correlation lies between -1 and 1")
    return _searched(ends, size)


def _searched(ends: Sequence[Sequence[Ends]], size: int) -> Correlations:
    import numpy as np

    low, high = (np.array([[_float(row[j][k], i == j) for j in range(size)] for i, row in enumerate(ends)])
                 for k in (0, 1))  # fmt: skip
    low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
    matrix, best = (low + high) / 2, -np.inf
    total = np.zeros((size, size))
    for step in range(1, STEPS + 1):
        values, vectors = np.linalg.eigh(matrix)
        best = max(best, float(values[0]))
        if values[0] >= 0:
            break
        direction = np.outer(vectors[:, 0], vectors[:, 0])
        total += direction
        if step in (1, 2, 5) or step % 20 == 0:
            for one in (direction, total / step):
                if _proves(ends, one):
                    words = "no correlations of real data print like these: the matrix is not positive semidefinite"
                    return Correlations(Verdict.IMPOSSIBLE, words, best)
        matrix = np.clip(matrix + direction * (2 * (high - low).max() / step**0.5), low, high)
    if best >= -1e-12:
        return Correlations(Verdict.POSSIBLE, "these correlations are possible together", best)
    return Correlations(Verdict.NOT_TESTABLE, "whether these correlations are possible together was not decided", best)


def _float(end: Fraction, diagonal: bool) -> float:
    return 1.0 if diagonal else float(end)


def _proves(ends: Sequence[Sequence[Ends]], witness: Matrix) -> bool:
    """Whether a matrix near `witness`, positive semidefinite by its making, has a negative inner product with every
    matrix of the box; decided in whole numbers."""
    import numpy as np

    values, vectors = np.linalg.eigh(witness)
    roots = vectors * np.sqrt(np.maximum(values, 0.0))
    rows = [[round(float(one) * _GRAIN) for one in row] for row in roots]
    size = len(rows)
    most = Fraction(0)
    for i in range(size):
        most += sum(one * one for one in rows[i])
        for j in range(i):
            weight = sum(a * b for a, b in zip(rows[i], rows[j], strict=True))
            most += 2 * weight * min(ends[i][j][1] if weight > 0 else ends[i][j][0], Fraction(1))
    return most < 0
