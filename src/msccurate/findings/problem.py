"""What a lower room could not read or find."""

from __future__ import annotations

from dataclasses import dataclass

from msccurate.text import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a lower room could not read, for the SPC, SRC and UNT rules to report.

    `kind` is the code of the rule that reports it; `span` lies in the file at hand, or, for a part of a cell or
    expression, in its text until a higher room moves it; `place` is a route where one is known.
    """

    kind: str
    span: Span
    words: str
    help: str = ""
    place: str = ""
