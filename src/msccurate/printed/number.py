"""A number as a document prints it."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf

from msgspec import Struct

from msccurate.printed.interval import Interval, Truth


@lru_cache(maxsize=65536)
def _value(mantissa: int, decimals: int) -> Fraction:
    return Fraction(mantissa, 10**decimals) if decimals >= 0 else Fraction(mantissa * 10**-decimals)


@lru_cache(maxsize=65536)
def _ends(mantissa: int, decimals: int) -> tuple[Fraction, Fraction]:
    low, high = _value(2 * mantissa - 1, decimals), _value(2 * mantissa + 1, decimals)
    return low / 2, high / 2


class Printed(Struct, frozen=True, gc=False, eq=False):
    """A printed number: its text, and the interval of true values that print so.

    `mantissa · 10^-decimals` is the number; `decimals` is negative for `1.5 × 10^6` (15, -5). `exact` numbers
    (counts, denominators, thresholds) are points; others stand for every value that rounds to them, ties included
    on both sides. A comparator opens the interval: `> 20` is (20, ∞). `~` (about) reads as no comparator.
    `route` is the place of the number, empty for a number that has none.

    `<`, `>`, `<=` and `>=` mean *surely*: true for all values inside both intervals.
    """

    text: str
    mantissa: int
    decimals: int
    comparator: str = ""
    exact: bool = False
    route: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> Fraction:
        """The number as printed, exactly, its comparator left aside."""
        return _value(self.mantissa, self.decimals)

    @property
    def whole(self) -> int | None:
        """The whole number that is printed; None for a bound, and where it is none."""
        if self.comparator:
            return None
        if self.decimals == 0:
            return self.mantissa
        return int(self.value) if self.value.denominator == 1 else None

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both ends of the rounding interval, exactly, its comparator left aside."""
        if self.exact:
            point = _value(self.mantissa, self.decimals)
            return point, point
        return _ends(self.mantissa, self.decimals)

    @property
    def interval(self) -> Interval:
        """The interval of true values; each end is one correctly rounded division."""
        match self.comparator:
            case "<":
                return Interval(-inf, float(self), low_open=True, high_open=True)
            case "<=":
                return Interval(-inf, float(self), low_open=True)
            case ">":
                return Interval(float(self), inf, low_open=True, high_open=True)
            case ">=":
                return Interval(float(self), inf, high_open=True)
            case _ if self.exact:
                point = float(self)
                return Interval(point, point)
        low, high = 2 * self.mantissa - 1, 2 * self.mantissa + 1
        if self.decimals >= 0:
            unit = 2 * 10**self.decimals
            return Interval(low / unit, high / unit)
        unit = 10**-self.decimals
        return Interval(low * unit / 2, high * unit / 2)

    def __float__(self) -> float:
        """The number as printed, correctly rounded, its comparator left aside."""
        if self.decimals >= 0:
            return float(self.mantissa / 10**self.decimals)
        return float(self.mantissa * 10**-self.decimals)

    @property
    def same(self) -> tuple[int, int, str]:
        """Equal for two numbers that are printed alike as numbers: `20` and `20`, not `>20`, not `20.0`."""
        return self.mantissa, self.decimals, self.comparator

    def __lt__(self, other: Printed) -> bool:
        if self._alike(other):
            return self._twice_high() < other._twice_low()
        return self.interval.less(other.interval) is Truth.TRUE

    def __le__(self, other: Printed) -> bool:
        if self._alike(other):
            return self._twice_high() <= other._twice_low()
        return self.interval.at_most(other.interval) is Truth.TRUE

    def __gt__(self, other: Printed) -> bool:
        return other < self

    def __ge__(self, other: Printed) -> bool:
        return other <= self

    def _alike(self, other: Printed) -> bool:
        """Whether both are compared by whole numbers alone."""
        return self.decimals == other.decimals and not self.comparator and not other.comparator

    def _twice_low(self) -> int:
        """Twice the lower end of the interval, in units of the last place."""
        return 2 * self.mantissa - (not self.exact)

    def _twice_high(self) -> int:
        return 2 * self.mantissa + (not self.exact)
