"""The page that GitHub shows for a job: Markdown that its steps append to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msccurate.cli.errors import UsageError

if TYPE_CHECKING:
    from msccurate.review import Report

#: GitHub refuses the summary of a step above 1 MiB; other commands of the step may write there as well.
MOST_BYTES = 900_000


def summarized(report: Report) -> None:
    """Append the whole report to the summary of the job, where there is one. Raises UsageError."""
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        from msccurate.render.markdown import shortened

        append(shortened(report, MOST_BYTES))


def append(page: str) -> None:
    """Append Markdown to the file that GITHUB_STEP_SUMMARY names, if it names one. Raises UsageError."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(page + "\n")
    except OSError as error:
        raise UsageError(f"GITHUB_STEP_SUMMARY: {path} cannot be written: {error.strerror or error}") from None
