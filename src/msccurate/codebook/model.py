"""The codebook: variables and what always holds between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from msccurate.codebook.bounds import Bound
from msccurate.expressions import Tree


@dataclass(frozen=True, slots=True)
class Definition:
    """One of several things that one name stands for: how documents print it, and the values that it can have."""

    id: str
    printed: tuple[str, ...]
    range: Bound


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far numbers may be apart for reasons other than rounding: by at most `by`, asked `within` a range."""

    by: Fraction
    within: Bound | None = None
    source: str = "proposal"


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the levels of a category count: patients by the value (or range) that each has of the number `of`."""

    of: str
    values: Mapping[str, Bound]


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that documents report.

    `kind` is number, yes/no, category or date; `unit` a UCUM code (`1` for none); `levels` id -> printed spellings;
    `whole` says whether only whole values exist: `certain`, `likely` or empty; of a score that is the mean of
    several `items` it says so of each item, and `scale` holds the whole ends of an item. `possible`: an error outside;
    `usual`: a warning outside; `centres`: the same for means and medians of groups, where they are in no accepted range
    either; `reference`: accepted normal ranges. `daily` holds the largest believable `rise`,
    `fall` (in `unit`), and the factors `ratio` (up) and `least` (down) within a day, asked above `above`;
    `daily_source` is where they are from. `limit` is the range that usual assays can tell (`>= 5`: nothing below 5).
    `moves` are the variables that this event explains. `bands` gives levels the expression that defines them, from
    `bands_source`. `delivers` is the inspired oxygen, in percent, that this kind of support can give. `ambiguous` are
    the variables of which a document may mean any by this name; `definitions` what a document may define it as;
    `correlates` the two variables of which this is the correlation.
    `distribution` says that a category's levels are values of a number.
    Variables of one `outcome` are scales of the same thing, which reviews pool as standardised differences; `better`
    says whether `higher` or `lower` values are.
    """

    id: str
    label: str
    kind: str = "number"
    unit: str = "1"
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: tuple[str, ...] = ()
    loinc: str = ""
    whole: str = ""
    items: int = 1
    scale: tuple[int, int] | None = None
    possible: Bound | None = None
    usual: Bound | None = None
    centres: Bound | None = None
    reference: tuple[Bound, ...] = ()
    daily: Mapping[str, Fraction] = field(default_factory=dict)
    daily_source: str = "proposal"
    limit: Bound | None = None
    moves: tuple[str, ...] = ()
    bands: Mapping[str, Tree] = field(default_factory=dict)
    bands_source: str = "proposal"
    delivers: Bound | None = None
    ambiguous: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    correlates: tuple[str, ...] = ()
    distribution: Distribution | None = None
    outcome: str = ""
    better: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """An expression that always holds, and why."""

    id: str
    text: str
    tree: Tree
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A repeated treatment: ids of the variables that hold its count, interval, first and last date."""

    id: str
    count: str
    every: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Spellings per term. `kind` is exclusive (no product can be two of the terms) or confused (names of which one may
    be a misprint of the other)."""

    id: str
    kind: str
    terms: Mapping[str, tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All that a project's curators agree on. `roles` says which variables play which part in a rule, `tolerances` how
    much a rule of physiology forgives."""

    variables: Mapping[str, Variable] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    terms: tuple[Terms, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tolerances: Mapping[str, tuple[Tolerance, ...]] = field(default_factory=dict)

    def playing(self, role: str) -> tuple[Variable, ...]:
        """The variables that play a part in a rule of physiology or bookkeeping; empty where none is named."""
        return tuple(self.variables[id] for id in self.roles.get(role, ()) if id in self.variables)
