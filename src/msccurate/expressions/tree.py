"""The tree of an expression; every leaf knows its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from msccurate.text import Span

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
FUNCTIONS = ("sum", "share", "count", "first", "last", "max", "min")


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    text: str
    span: Span

    @property
    def leaves(self) -> tuple[Words, ...]:
        return ()

    timed = leaves


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or a month or year as the days from `first` to `last`."""

    first: date
    last: date
    text: str
    span: Span

    @property
    def leaves(self) -> tuple[Words, ...]:
        return ()

    timed = leaves


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the spec's vocabulary that name one quantity."""

    words: tuple[str, ...]
    span: Span

    @property
    def leaves(self) -> tuple[Words, ...]:
        return (self,)

    timed = leaves


@dataclass(frozen=True)
class Negative:
    of: Tree
    span: Span

    @property
    def leaves(self) -> tuple[Words, ...]:
        return self.of.leaves

    @property
    def timed(self) -> tuple[Words, ...]:
        return self.of.timed


@dataclass(frozen=True)
class Binary:
    """Arithmetic (+ - * / ^), a comparison, `and` or `or`."""

    sign: str
    left: Tree
    right: Tree
    span: Span

    @cached_property
    def leaves(self) -> tuple[Words, ...]:
        return self.left.leaves + self.right.leaves

    @cached_property
    def timed(self) -> tuple[Words, ...]:
        return self.left.timed + self.right.timed


@dataclass(frozen=True)
class Call:
    """A function; `start` and `end` bound the period that it is about."""

    name: str
    arguments: tuple[Tree, ...]
    start: Tree | None
    end: Tree | None
    span: Span

    @cached_property
    def leaves(self) -> tuple[Words, ...]:
        inside = (*self.arguments, self.start, self.end)
        return tuple(leaf for one in inside if one is not None for leaf in one.leaves)

    @cached_property
    def timed(self) -> tuple[Words, ...]:
        if self.name in OVER_TIME or (self.name != "sum" and len(self.arguments) < 2):
            return ()
        return tuple(leaf for argument in self.arguments for leaf in argument.timed)


Tree = Number | Day | Words | Negative | Binary | Call


#: Functions that look at all times by themselves.
OVER_TIME = ("share", "count", "first", "last")


def timed(tree: Tree) -> tuple[Words, ...]:
    """The leaves that are asked at one time: those outside of functions over times."""
    return tree.timed


def words(tree: Tree) -> tuple[Words, ...]:
    """All leaves of words, from left to right."""
    return tree.leaves
