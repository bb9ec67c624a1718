"""Estimated glomerular filtration rate of adults, from creatinine, age and sex."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from msccurate.printed import Interval

_MARGIN = 1e-9


def ckd_epi_2021(creatinine: float, age: float, female: bool) -> float:
    """CKD-EPI 2021, without race (Inker 2021, N Engl J Med 385:1737): mL/min/1.73 m², creatinine in mg/dL."""
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine / kappa
    rate = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.2 * 0.9938**age
    return float(rate * 1.012 if female else rate)


def ckd_epi_2009(creatinine: float, age: float, female: bool) -> float:
    """CKD-EPI 2009 (Levey 2009, Ann Intern Med 150:604), without its factor for black patients."""
    kappa, alpha = (0.7, -0.329) if female else (0.9, -0.411)
    ratio = creatinine / kappa
    rate = 141 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.209 * 0.993**age
    return float(rate * 1.018 if female else rate)


def mdrd(creatinine: float, age: float, female: bool) -> float:
    """MDRD for standardised creatinine (Levey 2006, Ann Intern Med 145:247), without its factor for black patients."""
    rate = 175 * creatinine**-1.154 * age**-0.203
    return float(rate * 0.742 if female else rate)


#: Name of an equation -> the equation, and its factor for black patients (1 where it has none).
EQUATIONS: dict[str, tuple[Callable[[float, float, bool], float], float]] = {
    "CKD-EPI 2021": (ckd_epi_2021, 1.0),
    "CKD-EPI 2009": (ckd_epi_2009, 1.159),
    "MDRD": (mdrd, 1.212),
}


def filtration(equation: str, creatinine: Interval, age: Interval, female: bool) -> Interval:
    """All rates that an equation gives for these creatinines (mg/dL) and ages (years): both lower it. Up to the factor
    for black patients, where the equation has one: its use is seldom said.

    Raises ValueError for creatinine or age that may be zero.
    """
    if creatinine.low <= 0 or age.low <= 0:
        raise ValueError("creatinine and age are more than 0")
    rate, factor = EQUATIONS[equation]
    ends = [rate(one, years, female) for one, years in product((creatinine.low, creatinine.high), (age.low, age.high))]
    return Interval(min(ends) * (1 - _MARGIN), max(ends) * factor * (1 + _MARGIN))
