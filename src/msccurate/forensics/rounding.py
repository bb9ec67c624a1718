"""From a reported number back to the values that it may have been rounded from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from msccurate.notation import scan_numbers
from msccurate.printed import Interval, Printed

#: The ways to round that are in use. `either` accepts a tie in both directions; up and down say where a tie goes.
ROUNDINGS = ("either", "up", "down", "even", "floor", "ceiling", "trunc")


@dataclass(frozen=True, slots=True)
class Preimage:
    """The reals that print as a number: from `low` to `high`, exactly; an open end is not itself inside."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction | int) -> bool:
        low = value > self.low if self.low_open else value >= self.low
        return low and (value < self.high if self.high_open else value <= self.high)

    def scaled(self, factor: Fraction | int) -> Preimage:
        """All values times a positive factor."""
        return Preimage(self.low * factor, self.high * factor, self.low_open, self.high_open)

    @property
    def whole(self) -> range:
        """The whole numbers inside."""
        first, last = ceil(self.low), floor(self.high)
        first += self.low_open and first == self.low
        last -= self.high_open and last == self.high
        return range(first, last + 1)

    @property
    def interval(self) -> Interval:
        """The same in floats, each end correctly rounded."""
        return Interval(float(self.low), float(self.high), self.low_open, self.high_open)


def _half(low_open: bool, high_open: bool) -> Callable[[Fraction, Fraction], Preimage]:
    return lambda value, unit: Preimage(value - unit / 2, value + unit / 2, low_open, high_open)


def _even(value: Fraction, unit: Fraction) -> Preimage:
    odd = (value / unit) % 2 != 0
    return Preimage(value - unit / 2, value + unit / 2, odd, odd)


def _trunc(value: Fraction, unit: Fraction) -> Preimage:
    low = value - unit if value <= 0 else value
    high = value + unit if value >= 0 else value
    return Preimage(low, high, low < value, high > value)


_PREIMAGES: dict[str, Callable[[Fraction, Fraction], Preimage]] = {
    "up": _half(False, True),
    "down": _half(True, False),
    "even": _even,
    "floor": lambda value, unit: Preimage(value, value + unit, False, True),
    "ceiling": lambda value, unit: Preimage(value - unit, value, True, False),
    "trunc": _trunc,
}


def preimage(number: Printed, rounding: str = "either") -> Preimage:
    """The reals that print as `number` by one way of rounding; its comparator is left aside.

    Raises ValueError for a rounding that is none of `ROUNDINGS`.
    """
    if rounding not in ROUNDINGS:
        raise ValueError(f"`{rounding}` is no way to round: it is one of {', '.join(ROUNDINGS)}")
    if number.exact or rounding == "either":
        return Preimage(*number.ends)
    return _PREIMAGES[rounding](number.value, Fraction(10) ** -number.decimals)


def reported(number: str | int | Printed) -> Printed:
    """A number as reported: text (trailing zeros count), an int (exactly so many), or read already.

    Raises ValueError for text that is not one number, and TypeError for a float, which has lost its zeros.
    """
    if isinstance(number, Printed):
        return number
    if isinstance(number, bool) or not isinstance(number, str | int):
        raise TypeError(f"{number!r} has lost its trailing zeros: give the number as text, as it is printed")
    if isinstance(number, int):
        return Printed(str(number), number, 0, exact=True)
    text = number.strip()
    found = scan_numbers(text)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        raise ValueError(f"`{number}` is not one number")
    return found[0].number
