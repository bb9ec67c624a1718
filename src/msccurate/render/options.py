"""How a report is to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`color`: with ANSI colors; `width`: columns to cut long lines at, 0 for never; `adjudicated`: show adjudicated
    findings in full; `statistics`: add the table of findings per rule."""

    color: bool = False
    width: int = 0
    adjudicated: bool = False
    statistics: bool = False
