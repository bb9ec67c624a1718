"""What a cell is read as."""

from __future__ import annotations

from msgspec import Struct

from msccurate.findings import Problem
from msccurate.notation.form import Form
from msccurate.printed import Printed


class Reading(Struct, frozen=True, cache_hash=True):
    """How a cell is to be read.

    `kind` is number, count (of patients: yes/no variables and levels), category, date, p, effect or reference;
    `statistic` is a word of STATISTICS, if the heads hold one; `forms` say what a spread means.
    """

    kind: str
    statistic: str = ""
    forms: tuple[Form, ...] = ()
    decimal: str = "."


class Part(Struct, frozen=True, gc=False):
    """A number of a cell by its role, with its offsets in the cell's text."""

    name: str
    number: Printed
    start: int
    end: int


class Cell(Struct, frozen=True):
    """A cell, read. `state` is read, blank (`.`), missing (`--`, `NR`) or unreadable; `everyone` is `all` of the
    group; `category` and `date` are the texts of such cells."""

    text: str
    state: str
    parts: tuple[Part, ...] = ()
    category: str = ""
    date: str = ""
    everyone: bool = False
    form: Form | None = None
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):
    """A cell that cannot be read: why, what to write instead, and the rule that reports it."""

    def __init__(self, words: str, help: str = "", kind: str = "SPC06") -> None:
        self.words, self.help, self.kind = words, help, kind
