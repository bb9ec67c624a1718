"""The tree of an expression; every leaf knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from msccurate.text import Span

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
FUNCTIONS = ("sum", "share", "count", "first", "last", "max", "min")


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or a month or year as the days from `first` to `last`."""

    first: date
    last: date
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the spec's vocabulary that name one quantity."""

    words: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    of: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic (+ - * / ^), a comparison, `and` or `or`."""

    sign: str
    left: Tree
    right: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function; `start` and `end` bound the period that it is about."""

    name: str
    arguments: tuple[Tree, ...]
    start: Tree | None
    end: Tree | None
    span: Span


Tree = Number | Day | Words | Negative | Binary | Call


#: Functions that look at all times by themselves.
OVER_TIME = ("share", "count", "first", "last")


def timed(tree: Tree) -> tuple[Words, ...]:
    """The leaves that are asked at one time: those outside of functions over times."""
    match tree:
        case Words():
            return (tree,)
        case Negative():
            return timed(tree.of)
        case Binary():
            return timed(tree.left) + timed(tree.right)
        case Call() if tree.name not in OVER_TIME and (tree.name == "sum" or len(tree.arguments) > 1):
            return tuple(leaf for argument in tree.arguments for leaf in timed(argument))
    return ()


def words(tree: Tree) -> tuple[Words, ...]:
    """All leaves of words, from left to right."""
    return tuple(_words(tree))


def _words(tree: Tree) -> Iterator[Words]:
    match tree:
        case Words():
            yield tree
        case Negative():
            yield from _words(tree.of)
        case Binary():
            yield from _words(tree.left)
            yield from _words(tree.right)
        case Call():
            for inner in (*tree.arguments, tree.start, tree.end):
                if inner is not None:
                    yield from _words(inner)
