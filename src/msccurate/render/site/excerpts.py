"""Excerpts of a finding as the site shows them: lines, with what is pointed at marked."""

from __future__ import annotations

from dataclasses import dataclass

from msccurate.review import Excerpt

CONTEXT = 70  # characters shown on either side of a mark


@dataclass(frozen=True, slots=True)
class Cut:
    """A line in three pieces; `middle` is what the finding points at, empty in a line that is only context."""

    number: int
    before: str
    middle: str
    after: str


def cuts(excerpt: Excerpt) -> list[Cut]:
    """The lines of an excerpt, long ones cut around their marks."""
    found = []
    for offset, line in enumerate(excerpt.lines):
        number = excerpt.line + offset
        start = excerpt.column - 1 if number == excerpt.line else 0
        end = excerpt.end_column - 1 if number == excerpt.end_line else len(line)
        before, middle, after = line[:start], line[start:end], line[end:]
        if len(before) > CONTEXT:
            before = f"…{before[-CONTEXT:]}"
        if len(middle) > 4 * CONTEXT:
            middle = f"{middle[: 4 * CONTEXT]}…"
        if len(after) > CONTEXT:
            after = f"{after[:CONTEXT]}…"
        found.append(Cut(number, before.expandtabs(4), middle.expandtabs(4), after.expandtabs(4)))
    return found
