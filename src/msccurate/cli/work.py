"""Options of the commands that check documents: how many processes do it, and whether earlier results are used."""

from __future__ import annotations

import os
from typing import Annotated

import typer

JobsOption = Annotated[
    int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes at work. [default: one per core]")
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep what earlier runs found out.")]


def processes(jobs: int | None) -> int:
    """How many processes work: as many as were asked for, or one per core."""
    return jobs or os.cpu_count() or 1
