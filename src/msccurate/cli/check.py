"""`msccurate check`: load everything, validate, run the rules, report."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root

if TYPE_CHECKING:
    from msccurate.review import Report


class Format(StrEnum):
    full = "full"
    concise = "concise"
    json = "json"
    markdown = "markdown"


class Level(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"


class When(StrEnum):
    auto = "auto"
    always = "always"
    never = "never"


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Report only on these specs, documents or folders."),
    ] = None,
    root: RootOption = None,
    format: Annotated[Format, typer.Option("--format", help="Format of the report on stdout.")] = Format.full,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="[FORMAT:]PATH", help="Write the report to a file as well; repeatable."),
    ] = None,
    fail_on: Annotated[
        Level | None, typer.Option("--fail-on", help="Lowest severity that makes the exit status 1. [default: error]")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULE", help="Run only these: code, prefix or name.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave these out: code, prefix or name.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    show_adjudicated: Annotated[
        bool, typer.Option("--show-adjudicated", help="Show adjudicated findings in full.")
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Add the findings per rule, and the coverage per document.")
    ] = False,
    color: Annotated[When, typer.Option("--color", help="When to use colors.")] = When.auto,
) -> None:
    """Check every spec against its document, and report each discrepancy."""
    folder = find_root(root)
    settings = configuration(folder)
    targets = [_target(one, folder) for one in report or []]
    if settings.fail_on not in Level.__members__:
        raise UsageError(f"pyproject.toml: fail-on is `{settings.fail_on}`; write error, warning or note")
    from msccurate.cli.selection import selected

    rules = selected(select or settings.select, ignore or settings.ignore)

    from msccurate.findings import Severity
    from msccurate.render import Options, render
    from msccurate.review import review
    from msccurate.tables import load_project

    tell = progress()
    loaded = load_project(folder, tell, settings.coverage)
    tell("asking the rules")
    result = _narrowed(review(loaded, rules).report, paths or [], folder)
    tell("")
    options = Options(
        color=colored(color),
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else 0,
        adjudicated=show_adjudicated,
        statistics=statistics,
    )
    typer.echo(render(result, format.value, options), nl=False, color=options.color or None)
    for name, path in targets:
        from msccurate.cli.write import write

        write(path, render(result, name, replace(options, color=False, width=0)))
    limit = Severity.named((fail_on or Level(settings.fail_on)).value)
    if not exit_zero and result.worst is not None and result.worst >= limit:
        raise typer.Exit(1)


def _target(given: str, root: Path) -> tuple[str, Path]:
    from msccurate.render import FORMATS, SUFFIXES

    name, colon, path = given.partition(":")
    if colon and name in FORMATS:
        return name, Path(path)
    suffix = SUFFIXES.get(Path(given).suffix)
    if suffix is None:
        raise UsageError(f"--report {given}: write FORMAT:PATH, with one of {', '.join(FORMATS)}")
    return suffix, Path(given)


def _narrowed(report: Report, paths: list[Path], root: Path) -> Report:
    """Only what is about the given specs, documents or folders; sources and documents name their specs' findings."""
    if not paths:
        return report
    wanted = set()
    known = {one.document for one in report.coverage} | {one.document for one in report.findings}
    for path in paths:
        full = path.resolve()
        if not full.exists() and path.name not in known:
            raise UsageError(f"{path}: there is no such file, folder or document")
        wanted.add(full)
    names = {path.name for path in paths}

    def mine(path: str, document: str) -> bool:
        place = (root / path).resolve()
        return document in names or any(place == one or one in place.parents for one in wanted)

    return replace(
        report,
        findings=tuple(
            one
            for one in report.findings
            if any(mine(label.spec.path, one.document) for label in (one.primary, *one.related))
            or (one.primary.source is not None and mine(one.primary.source.path, one.document))
        ),
    )


def colored(when: When) -> bool:
    """Whether colors are wanted on stdout."""
    if when is not When.auto:
        return when is When.always
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
