"""What a spec says, every piece with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from msccurate.expressions import Tree
from msccurate.findings import Problem
from msccurate.notation import Form, Head
from msccurate.reading import Placing, Scalar, placed
from msccurate.text import Span


class SourceEntry(Struct, frozen=True):
    id: str
    path: Scalar
    sha256: Scalar
    span: Span


class Group(Struct, frozen=True):
    """Patients that belong together; `n` and `quote` as printed. `parts` are the groups that together make it up.

    Where `to` or `lost` is given, the flow of its patients is declared complete: later each is in one of `to`,
    or counted by one of the heads `lost`.
    """

    id: str
    span: Span
    n: Scalar | None = None
    label: str = ""
    quote: Scalar | None = None
    of: str = ""
    arm: str = ""
    parts: tuple[str, ...] = ()
    to: tuple[Scalar, ...] = ()
    lost: tuple[Scalar, ...] = ()


class Timepoint(Struct, frozen=True):
    """A named time; `start` and `end` are ISO texts, equal for one day and empty where nothing is said."""

    id: str
    span: Span
    label: str = ""
    start: str = ""
    end: str = ""
    time: str = ""


class Comparison(Struct, frozen=True):
    """`left` against `right`, the reference: ids of groups or of timepoints.

    `margin` is that of a non-inferiority test and `level` the level of its interval, both as printed. `adjusted` is
    `no` or what the comparison is adjusted for, `sides` one or two, `correction` that for several tests.
    """

    id: str
    span: Span
    left: str = ""
    right: str = ""
    forms: tuple[Form, ...] = ()
    test: str = ""
    margin: Scalar | None = None
    level: Scalar | None = None
    adjusted: str = ""
    sides: str = ""
    correction: str = ""


class Plan(Struct, frozen=True):
    """How the study was planned: when and for how many it was registered, and how patients were allocated.

    `block` is the size of the largest block of the randomisation, `strata` the number of strata (none: 1), `allocation`
    the ratio of the arms, the experimental one first (none: 1:1). When the study was done is no part of it: those dates
    are variables.
    """

    registered: Scalar | None = None
    registered_n: Scalar | None = None
    block: Scalar | None = None
    strata: Scalar | None = None
    allocation: Scalar | None = None


class HeadText(Struct, frozen=True):
    """A head where it stands: `head` is its words, `scalar` and `offset` say where they were read."""

    head: Head
    scalar: Scalar
    offset: int
    key: str

    def place(self, span: Span) -> Span:
        """A span of the head's own text, as a span of the file."""
        return placed(self.placing(span))

    def placing(self, span: Span) -> Placing:
        """The same, not worked out yet."""
        return self.scalar, self.offset + span.start, self.offset + span.end

    @property
    def span(self) -> Span:
        words = self.head.words
        return self.place(Span(words[0].span.start, words[-1].span.end)) if words else self.scalar.span


class CellText(Struct, frozen=True):
    """A cell as written: `scalar` holds the whole row, `offset` is where in its text the cell begins."""

    text: str
    scalar: Scalar
    offset: int

    def place(self, start: int, end: int) -> Span:
        """Offsets in the cell's text, as a span of the file."""
        return placed(self.placing(start, end))

    def placing(self, start: int, end: int) -> Placing:
        """The same, not worked out yet."""
        return self.scalar, self.offset + start, self.offset + end

    @property
    def span(self) -> Span:
        return self.place(0, len(self.text))


class Row(Struct, frozen=True):
    """One row; `cells` is empty where there are not as many as columns, which is reported."""

    head: HeadText
    cells: tuple[CellText, ...]
    span: Span
    label: str = ""
    forms: tuple[Form, ...] = ()


class Block(Struct, frozen=True):
    """A table, figure or quote, and what was read in it. `columns` is empty for the one unnamed column."""

    id: str
    span: Span
    label: Scalar | None
    quote: Scalar | None
    source: str
    about: HeadText | None
    columns: tuple[HeadText, ...]
    forms: tuple[Form, ...]
    digitised: bool
    note: str
    rows: tuple[Row, ...]


class Claim(Struct, frozen=True):
    """What must hold, what the authors say (with their words), or whom they included; `section` is the key above."""

    id: str
    section: str
    span: Span
    expect: Scalar
    tree: Tree | None
    quote: Scalar | None
    about: HeadText | None

    @property
    def route(self) -> str:
        return f"{self.section}.{self.id}"


class Spec(Struct, frozen=True):
    """One extraction spec. A spec that cannot be read has `readable` false, problems, and nothing else.

    `routes` gives the span in `text` of every route that the spec itself names; tables add those of the cells.
    """

    document: str
    extractor: str
    path: str
    text: str
    readable: bool
    problems: tuple[Problem, ...]
    publication: Mapping[str, Scalar] = field(default_factory=dict)
    authors: tuple[Scalar, ...] = ()
    extraction: Mapping[str, Scalar] = field(default_factory=dict)
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    timepoints: Mapping[str, Timepoint] = field(default_factory=dict)
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)
    decimal: str = "."
    forms: tuple[Form, ...] = ()
    blocks: tuple[Block, ...] = ()
    claims: tuple[Claim, ...] = ()
    eligibility: tuple[Claim, ...] = ()
    plan: Plan = Plan()
    routes: Mapping[str, Span] = field(default_factory=dict)

    @property
    def default_group(self) -> str:
        return next(iter(self.groups), "")

    @property
    def default_source(self) -> str:
        return next(iter(self.sources), "")
