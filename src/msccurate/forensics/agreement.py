"""How far two people who judged the same things agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction


def observed_agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """The share of pairs that are equal; None where there are none."""
    return Fraction(sum(first == second for first, second in pairs), len(pairs)) if pairs else None


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """Cohen's kappa, (p_o - p_e) / (1 - p_e): the agreement beyond what chance gives.

    Published: Cohen J. A coefficient of agreement for nominal scales. Educational and Psychological Measurement
    1960;20:37-46. None where it is not defined: no pairs, or both use one and the same category only (p_e = 1).
    """
    observed = observed_agreement(pairs)
    if observed is None:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = Fraction(sum(count * second[category] for category, count in first.items()), len(pairs) ** 2)
    return None if expected == 1 else (observed - expected) / (1 - expected)
