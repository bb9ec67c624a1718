"""PLA03: values that jump away between two days and come back, in series that are steady otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from msccurate.printed import Interval, Printed

#: Both ways of a spike are more than so many times all other steps of the series, of which there are so many
#: (proposals).
TIMES, LEAST = 4, 5


@dataclass(frozen=True, slots=True)
class Point:
    """A patient's value on a day, in the variable's unit."""

    day: int
    number: Printed
    interval: Interval


def spikes(points: Sequence[Point]) -> Iterator[tuple[Point, Point, Point]]:
    """The points whose steps there and back stand out, with their neighbours; `points` are in the order of days.

    Steps are over the root of the days between, in units and in logarithms; of the spike the least that rounding
    allows, of all others, the one from neighbour to neighbour among them, the largest.
    """
    if any(a.day == b.day for a, b in pairwise(points)) or any(one.interval.low <= 0 for one in points):
        return
    for index in range(1, len(points) - 1):
        before, at, after = points[index - 1 : index + 2]
        rest = [*points[:index], *points[index + 1 :]]
        above = at.interval.low > max(before.interval.high, after.interval.high)
        below = at.interval.high < min(before.interval.low, after.interval.low)
        if (above or below) and len(rest) > LEAST and all(_stands_out(at, (before, after), rest, s) for s in _SCALES):
            yield before, at, after


_SCALES: tuple[Callable[[float], float], ...] = (float, log)


def _stands_out(at: Point, sides: tuple[Point, Point], rest: Sequence[Point], scale: Callable[[float], float]) -> bool:
    there_and_back = [_gap(at, side, scale) / sqrt(abs(at.day - side.day)) for side in sides]
    others = [_reach(a, b, scale) / sqrt(b.day - a.day) for a, b in pairwise(rest)]
    return min(there_and_back) > TIMES * max(others)


def _gap(one: Point, other: Point, scale: Callable[[float], float]) -> float:
    """The least difference of two points that rounding allows."""
    low, high = sorted((one.interval, other.interval), key=_middle)
    return scale(high.low) - scale(low.high)


def _reach(one: Point, other: Point, scale: Callable[[float], float]) -> float:
    """The largest."""
    low, high = sorted((one.interval, other.interval), key=_middle)
    return scale(high.high) - scale(low.low)


def _middle(interval: Interval) -> float:
    return interval.middle
