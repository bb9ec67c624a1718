"""A picture: what it shows in words and numbers, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a document. `name` is that of its file; `summary` says in a sentence or two what is to be seen,
    `notes` how to read it; `heads` and `rows` are its numbers for whoever cannot see it; `draw` makes the SVG."""

    name: str
    title: str
    summary: str
    notes: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[], str]
