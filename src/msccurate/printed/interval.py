"""Intervals of real numbers whose arithmetic rounds outward, and three-valued comparison."""

from __future__ import annotations

from enum import Enum
from math import inf, isnan, nextafter

from msgspec import Struct


class Truth(Enum):
    """Whether a statement holds for every value inside the intervals, for none, or depends on rounding."""

    TRUE = "true"
    FALSE = "false"
    DEPENDS = "depends"

    def __invert__(self) -> Truth:
        if self is Truth.DEPENDS:
            return self
        return Truth.FALSE if self is Truth.TRUE else Truth.TRUE

    def __and__(self, other: Truth) -> Truth:
        if Truth.FALSE in (self, other):
            return Truth.FALSE
        return Truth.TRUE if self is other is Truth.TRUE else Truth.DEPENDS

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)


def _down(value: float) -> float:
    return -inf if isnan(value) else nextafter(value, -inf)


def _up(value: float) -> float:
    return inf if isnan(value) else nextafter(value, inf)


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


class Interval(Struct, frozen=True, gc=False):
    """All reals from `low` to `high`; an open end is not itself inside.

    Every operation but negation rounds its ends outward, so that a true result is never left out. Integers beyond
    2^53 are not points any more, but still inside. `0·∞` is 0, as the bounds of products need.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: float) -> Interval:
        """Exactly `value`, which must be representable (a count, a date's ordinal, a threshold)."""
        return cls(float(value), float(value))

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    @property
    def middle(self) -> float:
        """A value inside: the mean of the ends, or the finite end of a half-line."""
        if self.low == -inf:
            return self.high
        return self.low if self.high == inf else (self.low + self.high) / 2

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Interval) -> Interval:
        low, high = self.low + other.low, self.high + other.high
        if self._whole() and other._whole() and abs(low) < 2**53:
            return Interval(low, high)
        return Interval(_down(low), _up(high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        if self._whole() and other._whole() and abs(ends[0]) < 2**53:
            return Interval(ends[0], ends[0])
        return Interval(_down(min(ends)), _up(max(ends)))

    def __truediv__(self, other: Interval) -> Interval:
        """Division; by an interval that holds zero it gives the whole line."""
        if other.low <= 0 <= other.high:
            return Interval(-inf, inf)
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        if any(isnan(end) for end in ends):
            return Interval(-inf, inf)
        return Interval(_down(min(ends)), _up(max(ends)))

    def power(self, exponent: int) -> Interval:
        """A whole power; a negative one divides."""
        if exponent < 0:
            return Interval.point(1) / self.power(-exponent)
        result = Interval.point(1)
        for _ in range(exponent):
            result = result * self
        if exponent % 2 == 0 and result.low < 0:
            result = Interval(0.0, result.high)
        return result

    def _whole(self) -> bool:
        return self.low == self.high and self.low.is_integer()

    # ---- questions

    def less(self, other: Interval) -> Truth:
        """Is every value here less than every value there; none less; or does it depend?"""
        if self.high < other.low or (self.high == other.low and (self.high_open or other.low_open)):
            return Truth.TRUE
        return Truth.FALSE if self.low >= other.high else Truth.DEPENDS

    def at_most(self, other: Interval) -> Truth:
        return ~other.less(self)

    def equals(self, other: Interval) -> Truth:
        if self.less(other) is Truth.TRUE or other.less(self) is Truth.TRUE:
            return Truth.FALSE
        return Truth.TRUE if self.is_point and self.low == other.low and other.is_point else Truth.DEPENDS

    def meets(self, other: Interval) -> bool:
        """Whether one value can lie in both."""
        return self.equals(other) is not Truth.FALSE

    def inside(self, other: Interval) -> Truth:
        """Does every value here lie in `other`; none; or does it depend?"""
        if not self.meets(other):
            return Truth.FALSE
        low = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        high = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return Truth.TRUE if low and high else Truth.DEPENDS
