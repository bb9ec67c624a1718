"""How a document prints numbers: rounded exactly, with whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Measured values of patients as whole multiples of 10^-grain; all statistics are exact."""

    values: Whole
    grain: int

    @property
    def n(self) -> int:
        return len(self.values)

    def mean(self, decimals: int) -> str:
        return decimal(int(self.values.sum()) * 10**decimals, self.n * 10**self.grain, decimals)

    def sd(self, decimals: int) -> str:
        total, squares = int(self.values.sum()), int((self.values * self.values).sum())
        over, under = self.n * squares - total * total, self.n * (self.n - 1) * 10 ** (2 * self.grain)
        halves = isqrt(4 * over * 10 ** (2 * decimals) // under)  # the whole part of twice the SD in last places
        return written((halves + 1) // 2, decimals)

    def quantile(self, quarter: int, decimals: int) -> str:
        """The median (2) or a quartile (1, 3), interpolated as R and numpy do."""
        at = (self.n - 1) * quarter
        values = np.partition(self.values, sorted({at // 4, min(at // 4 + 1, self.n - 1)}))
        low, high = int(values[at // 4]), int(values[min(at // 4 + 1, self.n - 1)])
        return decimal((4 * low + at % 4 * (high - low)) * 10**decimals, 4 * 10**self.grain, decimals)

    def quartiles(self, decimals: int) -> tuple[str, str, str]:
        """Median, lower and upper quartile."""
        return self.quantile(2, decimals), self.quantile(1, decimals), self.quantile(3, decimals)

    def floats(self) -> NDArray[np.float64]:
        return self.values / np.float64(10**self.grain)


def decimal(over: int, under: int, decimals: int) -> str:
    """A fraction in units of the last place, rounded half up (away from zero), as text."""
    rounded = (2 * abs(over) + under) // (2 * under)
    return written(-rounded if over < 0 else rounded, decimals)


def written(units: int, decimals: int) -> str:
    """Units of the last place as text: 1205 with two decimals is 12.05."""
    digits = str(abs(units)).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"−{text}" if units < 0 else text


def percent(count: int, total: int, decimals: int, rounding: str = "up") -> str:
    """A percentage as some program rounds it: ties up, down or to even; `cut` is truncated."""
    over = 100 * count * 10**decimals
    low, rest = divmod(over, total)
    tie = 2 * rest == total
    up = {"up": True, "down": False, "even": low % 2 == 1, "cut": False}[rounding] if tie else 2 * rest > total
    return written(low + (up and rounding != "cut"), decimals)


def fixed(value: float, decimals: int) -> str:
    """A computed value, with the minus sign of print."""
    return f"{value:.{decimals}f}".replace("-", "−")


def p_value(p: float) -> str:
    """A p value as journals want it: three decimals below 0.01 and near 0.05, else two; `< 0.001`."""
    if p < 0.001:
        return "< 0.001"
    return f"{p:.3f}" if p < 0.01 or 0.045 <= p < 0.055 else f"{p:.2f}" if p < 0.995 else "> 0.99"
