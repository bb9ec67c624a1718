"""The formats of a report on the command line, and the files that reports go to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.render import FORMATS, SUFFIXES
from msccurate.text import nearest


def known(format: str) -> str:
    """The format as it is; raises UsageError where there is none of this name."""
    if format not in FORMATS:
        near = nearest(format, FORMATS)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(FORMATS)}"
        raise UsageError(f"--format {format}: there is no such format; {hint}")
    return format


def _begun(incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar=f"[{'|'.join(FORMATS)}]",
        help="Format of the report on stdout.",
        callback=known,
        autocompletion=_begun,
    ),
]

ReportOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="[FORMAT:]PATH", help="Write the report to a file as well; repeatable."),
]


def target(given: str) -> tuple[str, Path]:
    """Format and path of a `--report`: the format as said, or as the path ends. Raises UsageError."""
    name, colon, path = given.partition(":")
    if colon and name in FORMATS:
        if not path:
            raise UsageError(f"--report {given}: write a path behind the colon")
        return name, Path(path)
    for suffix, format in SUFFIXES.items():
        if given.lower().endswith(suffix):
            return format, Path(given)
    raise UsageError(f"--report {given}: write FORMAT:PATH, with one of {', '.join(FORMATS)}")
