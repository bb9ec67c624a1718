"""The tests and estimates that authors report, computed from patients."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, lgamma, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, stdtr, stdtrit

Floats = NDArray[np.float64]
Z = 1.959963984540054


def welch(a: Floats, b: Floats) -> float:
    u, v = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    df = (u + v) ** 2 / (u**2 / (len(a) - 1) + v**2 / (len(b) - 1))
    return float(2 * stdtr(df, -abs(a.mean() - b.mean()) / sqrt(u + v)))


def student(a: Floats, b: Floats) -> float:
    return float(2 * stdtr(len(a) + len(b) - 2, -abs(a.mean() - b.mean()) / _pooled_error(a, b)))


def difference(a: Floats, b: Floats) -> tuple[float, float, float]:
    """The difference of means with its 95 % confidence interval (equal variances)."""
    half = float(stdtrit(len(a) + len(b) - 2, 0.975)) * _pooled_error(a, b)
    middle = float(a.mean() - b.mean())
    return middle, middle - half, middle + half


def _pooled_error(a: Floats, b: Floats) -> float:
    df = len(a) + len(b) - 2
    pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / df
    return sqrt(pooled * (1 / len(a) + 1 / len(b)))


def paired(before: Floats, after: Floats) -> float:
    changes = after - before
    return float(2 * stdtr(len(changes) - 1, -abs(changes.mean()) / (changes.std(ddof=1) / sqrt(len(changes)))))


def ancova(before: Sequence[Floats], after: Sequence[Floats]) -> float:
    """Two-sided p of the difference of two arms, adjusted for a covariate (the baseline) by least squares."""
    estimate, error, df = _adjusted(before, after)
    return float(2 * stdtr(df, -abs(estimate) / error)) if error else 1.0


def difference_adjusted(before: Sequence[Floats], after: Sequence[Floats]) -> tuple[float, float, float]:
    """The first arm less the second, adjusted for a covariate, with its 95 % confidence interval."""
    estimate, error, df = _adjusted(before, after)
    half = float(stdtrit(df, 0.975)) * error
    return -estimate, -estimate - half, -estimate + half


def _adjusted(before: Sequence[Floats], after: Sequence[Floats]) -> tuple[float, float, int]:
    """The second arm less the first, its standard error and the degrees of freedom."""
    arm = np.concatenate([np.zeros(len(before[0])), np.ones(len(before[1]))])
    design = np.column_stack([np.ones(len(arm)), arm, np.concatenate(before)])
    outcome = np.concatenate(after)
    inverse = np.linalg.pinv(design.T @ design)
    estimate = inverse @ design.T @ outcome
    df = len(arm) - 3
    error = sqrt(float(((outcome - design @ estimate) ** 2).sum()) / df * inverse[1, 1])
    return float(estimate[1]), error, df


def p_of_ratio(estimate: float, low: float, high: float) -> float:
    """Two-sided p by the standard error of a ratio's logarithm."""
    return erfc(abs(log(estimate)) * 2 * Z / log(high / low) / sqrt(2))


def mantel_haenszel(strata: Sequence[tuple[int, int, int, int]]) -> tuple[float, float, float]:
    """The risk ratio over strata of (events, n, events, n) with its 95 % interval (Greenland & Robins 1985)."""
    over = sum(a * m / (n + m) for a, n, b, m in strata if n + m)
    under = sum(b * n / (n + m) for a, n, b, m in strata if n + m)
    spread = sum((n * m * (a + b) - a * b * (n + m)) / (n + m) ** 2 for a, n, b, m in strata if n + m)
    half = Z * sqrt(spread / (over * under))
    return over / under, exp(log(over / under) - half), exp(log(over / under) + half)


def mann_whitney(a: Floats, b: Floats) -> float:
    """Two-sided, normal approximation with ties and continuity correction."""
    ranks, ties = _ranks(np.concatenate([a, b]))
    n, m = len(a), len(b)
    total = n + m
    u = ranks[:n].sum() - n * (n + 1) / 2
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    return erfc(max(abs(u - n * m / 2) - 0.5, 0) / sqrt(variance) / sqrt(2)) if variance > 0 else 1.0


def wilcoxon(before: Floats, after: Floats) -> float:
    """Signed ranks, two-sided, normal approximation."""
    changes = after - before
    changes = changes[changes != 0]
    n = len(changes)
    if n < 2:
        return 1.0
    ranks, ties = _ranks(np.abs(changes))
    positive = ranks[changes > 0].sum()
    variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    return erfc(abs(positive - n * (n + 1) / 4) / sqrt(variance) / sqrt(2))


def _ranks(values: Floats) -> tuple[Floats, float]:
    """Mean ranks, and the sum of t³ - t over the ties."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[where], float((counts**3 - counts).sum())


def chi_square(table: NDArray[np.int64]) -> float:
    """Pearson's test of a table of counts, without correction; 1 where a margin is empty."""
    rows, columns = table.sum(1), table.sum(0)
    if (rows == 0).any() or (columns == 0).any():
        return 1.0
    expected = np.outer(rows, columns) / table.sum()
    df = (len(rows) - 1) * (len(columns) - 1)
    return float(chdtrc(df, ((table - expected) ** 2 / expected).sum()))


def fisher(a: int, n1: int, b: int, n2: int) -> float:
    """Fisher's exact test, two-sided by the likelihood of tables."""
    total, events = n1 + n2, a + b
    known = [_log_choose(n1, k) + _log_choose(n2, events - k) for k in range(max(0, events - n2), min(n1, events) + 1)]
    whole = _log_choose(total, events)
    mine = _log_choose(n1, a) + _log_choose(n2, b)
    return min(1.0, sum(exp(one - whole) for one in known if one <= mine + 1e-7))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def two_by_two(a: int, n1: int, b: int, n2: int) -> float:
    """Pearson's test, or Fisher's where an expected count is below 5, as methods sections say."""
    events, total = a + b, n1 + n2
    if min(events, total - events) * min(n1, n2) < 5 * total:
        return fisher(a, n1, b, n2)
    return chi_square(np.array([[a, n1 - a], [b, n2 - b]]))


def odds_ratio(a: int, n1: int, b: int, n2: int) -> tuple[float, float, float]:
    ratio = log(a * (n2 - b) / (b * (n1 - a)))
    half = Z * sqrt(1 / a + 1 / (n1 - a) + 1 / b + 1 / (n2 - b))
    return exp(ratio), exp(ratio - half), exp(ratio + half)


def risk_ratio(a: int, n1: int, b: int, n2: int) -> tuple[float, float, float]:
    ratio = log(a / n1 / (b / n2))
    half = Z * sqrt(1 / a - 1 / n1 + 1 / b - 1 / n2)
    return exp(ratio), exp(ratio - half), exp(ratio + half)
