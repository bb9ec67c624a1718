"""Exact intervals: ends are fractions, so that comparing them never lies."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter

from msccurate.printed import Interval, Printed, Truth

End = Fraction | float  # a float only for the infinities


@dataclass(frozen=True, slots=True)
class Exact:
    """All reals from `low` to `high`; an open end is not itself inside. An infinite end is a float."""

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction | int) -> Exact:
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def of(cls, number: Printed) -> Exact:
        """The true values that print as `number`."""
        match number.comparator:
            case "<" | "<=":
                return cls(-inf, number.value, True, number.comparator == "<")
            case ">" | ">=":
                return cls(number.value, inf, number.comparator == ">", True)
        return cls(*number.ends)

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def rounded(self) -> Interval:
        """As floats, rounded outward."""
        return Interval(_below(self.low), _above(self.high), self.low_open, self.high_open)

    def __neg__(self) -> Exact:
        return Exact(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Exact) -> Exact:
        return Exact(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Exact) -> Exact:
        return self + -other

    def __mul__(self, other: Exact) -> Exact:
        if self.low >= 0 <= other.low:  # as nearly all that is measured
            return Exact(_times(self.low, other.low), _times(self.high, other.high))
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Exact(min(ends), max(ends))

    def __truediv__(self, other: Exact) -> Exact:
        """Division; by an interval that holds or touches zero it gives the whole line."""
        if other.low <= 0 <= other.high:
            return Exact(-inf, inf)
        inverse = [Fraction(0) if abs(end) == inf else 1 / Fraction(end) for end in (other.high, other.low)]
        return self * Exact(inverse[0], inverse[1])

    def power(self, exponent: int) -> Exact:
        """A whole power; a negative one divides."""
        if exponent < 0:
            return Exact.point(1) / self.power(-exponent)
        result = Exact.point(1)
        for _ in range(exponent):
            result = result * self
        return Exact(max(result.low, Fraction(0)), result.high) if exponent % 2 == 0 else result

    def less(self, other: Exact) -> Truth:
        if self.high < other.low or (self.high == other.low and (self.high_open or other.low_open)):
            return Truth.TRUE
        return Truth.FALSE if self.low >= other.high else Truth.DEPENDS

    def equals(self, other: Exact) -> Truth:
        if Truth.TRUE in (self.less(other), other.less(self)):
            return Truth.FALSE
        return Truth.TRUE if self.is_point and other.is_point else Truth.DEPENDS

    def inside(self, other: Exact) -> Truth:
        if self.equals(other) is Truth.FALSE:
            return Truth.FALSE
        return Truth.TRUE if other.low <= self.low and self.high <= other.high else Truth.DEPENDS


def _times(a: End, b: End) -> End:
    return Fraction(0) if a == 0 or b == 0 else a * b


def _below(end: End) -> float:
    value = float(end)
    return value if isinstance(end, float) or Fraction(value) <= end else nextafter(value, -inf)


def _above(end: End) -> float:
    value = float(end)
    return value if isinstance(end, float) or Fraction(value) >= end else nextafter(value, inf)
