"""Time to death in two arms: Kaplan–Meier estimates, numbers at risk, and the hazard ratio of Cox's model."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, sqrt

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.benchmarks.world.inference import Z
from tests.benchmarks.world.patients import Cohort
from tests.benchmarks.world.printing import p_value
from tests.benchmarks.world.study import Block, Head, Row

END = 28


@dataclass(frozen=True, slots=True)
class Followed:
    """The last day on which each patient was seen, and who died on it."""

    days: NDArray[np.int64]
    died: NDArray[np.bool_]

    def at_risk(self, day: int) -> int:
        return int((self.days >= day).sum())

    def estimate(self, day: int) -> float:
        """The share that survives a day (Kaplan & Meier 1958)."""
        left = 1.0
        for one in np.unique(self.days[self.died & (self.days <= day)]):
            left *= 1 - int((self.died & (self.days == one)).sum()) / self.at_risk(int(one))
        return left


def followed(random: Generator, arm: Cohort) -> Followed:
    """Deaths on any day; some of the others are lost before the end."""
    died = arm.flags["death"]
    lost = ~died & (random.random(arm.n) < 0.12)
    days = np.where(died | lost, random.integers(1, END, arm.n), END)
    return Followed(days.astype(np.int64), died)


def hazard_ratio(first: Followed, second: Followed) -> tuple[float, float, float]:
    """Of the first arm against the second, with its 95 % interval (Cox 1972, ties after Breslow)."""
    beta = 0.0
    for _ in range(30):
        score, information = _score(first, second, beta)
        beta += max(-1.0, min(1.0, score / information))
    half = Z / sqrt(_score(first, second, beta)[1])
    return exp(beta), exp(beta - half), exp(beta + half)


def log_rank(first: Followed, second: Followed) -> float:
    score, information = _score(first, second, 0.0, ties=True)
    return erfc(abs(score) / sqrt(2 * information))


def _score(first: Followed, second: Followed, beta: float, ties: bool = False) -> tuple[float, float]:
    """The derivative of the partial likelihood and its information; `ties` take the hypergeometric variance."""
    score = information = 0.0
    for day in np.unique(np.concatenate([first.days[first.died], second.days[second.died]])):
        mine, all = first.at_risk(int(day)), first.at_risk(int(day)) + second.at_risk(int(day))
        deaths = [int((arm.died & (arm.days == day)).sum()) for arm in (first, second)]
        share = mine * exp(beta) / (mine * exp(beta) + all - mine)
        spread = sum(deaths) * share * (1 - share)
        score += deaths[0] - sum(deaths) * share
        information += spread * (all - sum(deaths)) / (all - 1) if ties and all > 1 else spread
    return score, information


def survival(random: Generator, arms: list[Cohort], control: str, days: tuple[str, ...], number: int) -> list[Block]:
    """A table of estimates and numbers at risk; where there are deaths in both arms, a sentence with the ratio."""
    both = [followed(random, arm) for arm in arms]
    heads, risk, shares = [], [], []
    for id, label, arm in zip(("msc", "control"), ("UC-MSC", control), both, strict=True):
        for day in (*days, f"day{END}"):
            heads.append(Head(f"{id} {day}", f"{label}, day {day[3:]}"))
            risk.append(str(arm.at_risk(int(day[3:]))))
            shares.append(f"{100 * arm.estimate(int(day[3:])):.1f}")
    rows = (
        Row(Head("at_risk", "Number at risk"), tuple(risk)),
        Row(Head("survival", "Survival, %", "%"), tuple(shares)),
    )
    table = Block("survival", rows, tuple(heads), f"Table {number}", "Kaplan–Meier estimates", corner="Estimate")
    if not all(arm.died.any() for arm in both):
        return [table]
    middle, low, high = (f"{one:.2f}" for one in hazard_ratio(*both))
    p = p_value(log_rank(*both))
    cells = (f"{middle} ({low}–{high})", p)
    quote = (
        f"The hazard ratio for death was {middle} (95% CI, {low}–{high}; log-rank P {p if p[0] in '<>' else '= ' + p})"
    )
    said = Block("hazard", (Row(Head("death", ""), cells),), (Head("hr", ""), Head("p_log_rank", "")), quote=quote,
                 about=f"day{END}")  # fmt: skip
    return [table, said]
