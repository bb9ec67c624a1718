"""A made-up study: what its document prints and what its curator extracts, before either is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a spec, `words` and the unit as printed (None: not stated), and what the document prints for it."""

    words: str
    printed: str
    unit: str | None = None

    @property
    def text(self) -> str:
        return self.words if self.unit is None else f"{self.words} ({self.unit})".lstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table or quote; `labelled` rows need their printed name in the spec."""

    head: Head
    cells: tuple[str, ...]
    form: str = ""
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A printed table (`label` and `caption`) or a sentence (`quote`), with what is extracted of it.

    `layout` of a table: `tabs`, or `spaces` (a label and values, without columns). `foot` is printed below it.
    """

    id: str
    rows: tuple[Row, ...]
    columns: tuple[Head, ...] = ()
    label: str = ""
    caption: str = ""
    quote: str = ""
    about: str = ""
    form: str = ""
    note: str = ""
    layout: str = "tabs"
    foot: str = ""
    corner: str = "Characteristic"


@dataclass(frozen=True, slots=True)
class Claim:
    """What must hold, or what the authors say in a sentence that the document prints."""

    id: str
    expect: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of patients; `quote` holds its `n` as printed."""

    id: str
    n: str
    quote: str = ""
    label: str = ""
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """A whole study. Blocks stand in the document's order; `methods` and `noise` are sentences that hold no results."""

    name: str
    title: str
    authors: tuple[str, ...]
    journal: str
    published: str
    doi: str
    design: str
    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...] = ()
    timepoints: tuple[tuple[str, str], ...] = ()
    comparisons: tuple[tuple[str, str], ...] = ()
    form: str = ""
    methods: tuple[str, ...] = ()
    publication: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """How many cells its curator fills in."""
        return sum(cell != "." for block in self.blocks for row in block.rows for cell in row.cells)
