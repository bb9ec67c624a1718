"""`msccurate check`: load everything, validate, run the rules, report."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msccurate.cli.completion import rules_begun
from msccurate.cli.errors import UsageError
from msccurate.cli.formats import FormatOption, ReportOption, target
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root
from msccurate.cli.stepsummary import summarized
from msccurate.cli.terminal import ColorOption, When, shown
from msccurate.cli.work import JobsOption, NoCacheOption, processes
from msccurate.cli.write import write

if TYPE_CHECKING:
    from msccurate.review import Report
    from msccurate.review.cache import Cache
    from msccurate.review.units import Setting


class Engine(StrEnum):
    processes = "processes"
    dask = "dask"


class Level(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Report only on these specs, documents or folders."),
    ] = None,
    root: RootOption = None,
    format: FormatOption = "full",
    report: ReportOption = None,
    fail_on: Annotated[
        Level | None, typer.Option("--fail-on", help="Lowest severity that makes the exit status 1. [default: error]")
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select", metavar="RULE", help="Run only these: code, prefix or name.", autocompletion=rules_begun
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore", metavar="RULE", help="Leave these out: code, prefix or name.", autocompletion=rules_begun
        ),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    show_adjudicated: Annotated[
        bool, typer.Option("--show-adjudicated", help="Show adjudicated findings in full.")
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Add the findings per rule, and the coverage per document.")
    ] = False,
    color: ColorOption = When.auto,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again on every save, with pandera alone; needs msccurate[watch].")
    ] = False,
    jobs: JobsOption = None,
    no_cache: NoCacheOption = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Who does the work: processes of this machine, or a Dask cluster.")
    ] = Engine.processes,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="The Dask cluster. [default: one of this machine]")
    ] = "",
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="I/N", help="Only examine this share of the documents, and report nothing."),
    ] = None,
) -> None:
    """Check every spec against its document, and report each discrepancy."""
    folder = find_root(root)
    settings = configuration(folder)
    targets = [target(one) for one in report or []]
    if settings.fail_on not in Level.__members__:
        raise UsageError(f"pyproject.toml: fail-on is `{settings.fail_on}`; write error, warning or note")
    from msccurate.cli.selection import asked
    from msccurate.findings import Severity
    from msccurate.render import render
    from msccurate.review.cache import Cache
    from msccurate.review.engine import Labour, WorkerLost, check
    from msccurate.review.uncollected import uncollected
    from msccurate.review.units import Setting

    def show(found: Report) -> Report:
        told = _narrowed(found, paths or [], folder)
        options = shown(color, folder, show_adjudicated, statistics)
        text = render(told, format, options)
        styled = options.color or bool(options.links)
        typer.echo(text if styled else text.encode(), nl=False, color=styled or None)
        plain = replace(options, color=False, width=0, links="")
        for name, path in targets:
            write(path, render(told, name, plain))
        if format == "github":
            summarized(told)
        return told

    if watch:
        from msccurate.cli import watch as watching
        from msccurate.cli.selection import selected

        watching.watch(folder, selected(select or settings.select, ignore or settings.ignore), settings.coverage, show)
        return
    cache = None if no_cache else Cache.of(folder)
    rules = asked(select or settings.select, ignore or settings.ignore, cache)
    tell = progress()
    setting = Setting(folder, rules, settings.coverage)
    if shard is not None:
        _examine_shard(setting, cache, shard)
        return
    labour = Labour(processes(jobs), engine.value if engine is Engine.dask else "", scheduler)

    def worst() -> Severity | None:
        try:
            found = check(setting, cache, labour, tell)
        except WorkerLost as lost:
            raise UsageError(str(lost)) from None
        tell("")
        return show(found).worst

    limit = Severity.named((fail_on or Level(settings.fail_on)).value)
    with uncollected():
        reached = worst()
    if not exit_zero and reached is not None and reached >= limit:
        raise typer.Exit(1)


def _examine_shard(setting: Setting, cache: Cache | None, given: str) -> None:
    from msccurate.review.shards import Shard, examine_shard

    if cache is None:
        raise UsageError("--shard keeps what it finds out in the cache: leave --no-cache out")
    try:
        shard = Shard.read(given)
    except ValueError as error:
        raise UsageError(f"--shard {error}") from None
    count, new = examine_shard(setting, cache, shard)
    typer.echo(f"shard {given}: {count} documents, {new} of them examined; `msccurate check` reports", err=True)


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
