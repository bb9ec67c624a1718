"""p values of two groups whose patients fall into several levels: any test that one honestly may have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from msccurate.forensics import distributions
from msccurate.printed import Interval

#: Cochran's rule (Biometrics 1954;10:417): χ² is trusted where every level is expected so often in each group.
EXPECTED = 5


@dataclass(frozen=True, slots=True)
class TwoByK:
    """The p value of each test, and whether every level is expected often enough for χ²."""

    p: dict[str, Interval]
    large: bool


def two_by_k(first: Sequence[int], second: Sequence[int]) -> TwoByK | None:
    """Tests of the counts of two groups in k levels: Pearson's χ², G², the trend over the levels (Armitage 1955) and
    Mann-Whitney's test of their ranks, with and without its correction for continuity.

    Levels that nobody has are left out; None where fewer than two levels, or one group only, have patients. Raises
    ValueError for counts below 0 and for unequal numbers of levels.
    """
    if len(first) != len(second) or min((*first, *second), default=-1) < 0:
        raise ValueError("two groups have a count, 0 or more, of each level")
    levels = [(a, b) for a, b in zip(first, second, strict=True) if a + b]
    n, m = sum(a for a, _ in levels), sum(b for _, b in levels)
    if len(levels) < 2 or not n or not m:
        return None
    df, total = len(levels) - 1, n + m
    expected = [((a + b) * n / total, (a + b) * m / total) for a, b in levels]
    cells = [(o, e) for seen, awaited in zip(levels, expected, strict=True) for o, e in zip(seen, awaited, strict=True)]
    pearson = sum((o - e) ** 2 / e for o, e in cells)
    likelihood = 2 * sum(o * log(o / e) for o, e in cells if o)
    p = {
        "χ²": _widened(distributions.upper_chi2(pearson, df)),
        "G²": _widened(distributions.upper_chi2(max(likelihood, 0.0), df)),
    }
    ranks, before = [], 0
    for a, b in levels:
        ranks.append(before + (a + b + 1) / 2)
        before += a + b
    for name, scores, correction in (
        ("trend", list(range(len(levels))), 0.0), ("Mann-Whitney", ranks, 0.0), ("Mann-Whitney, corrected", ranks, 0.5)
    ):  # fmt: skip
        p[name] = _widened(_linear(levels, scores, n, m, correction))
    return TwoByK(p, min(e for _, e in cells) >= EXPECTED)


def _linear(levels: Sequence[tuple[int, int]], scores: Sequence[float], n: int, m: int, correction: float) -> float:
    """Two-sided p of the sum of the first group's scores, given all of them, by its normal approximation."""
    total = n + m
    mean = sum((a + b) * score for (a, b), score in zip(levels, scores, strict=True)) / total
    spread = sum((a + b) * (score - mean) ** 2 for (a, b), score in zip(levels, scores, strict=True))
    off = abs(sum(a * (score - mean) for (a, _), score in zip(levels, scores, strict=True)))
    deviation = sqrt(n * m * spread / total / (total - 1))
    return float(distributions.two_sided_z(max(off - correction, 0.0) / deviation)) if deviation else 1.0


def _widened(p: float) -> Interval:
    return distributions.widened([float(p)])
