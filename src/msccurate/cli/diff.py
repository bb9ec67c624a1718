"""`msccurate diff`: what a branch changes."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root
from msccurate.cli.terminal import ColorOption, When, shown
from msccurate.cli.work import JobsOption, NoCacheOption, processes
from msccurate.render.changes import FORMATS
from msccurate.text import nearest


def _known(format: str) -> str:
    if format not in FORMATS:
        near = nearest(format, FORMATS)
        raise UsageError(f"--format {format}: there is no such format; write {near or ', '.join(FORMATS)}")
    return format


def command(
    ref: Annotated[
        str | None,
        typer.Argument(metavar="REF", help="A commit, branch or tag (default: where this branch left the main one)."),
    ] = None,
    root: RootOption = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=f"[{'|'.join(FORMATS)}]",
            help="For a person, for a comment on a pull request, or for a program.",
            callback=_known,
            autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
        ),
    ] = "text",
    color: ColorOption = When.auto,
    jobs: JobsOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Say what changed since another state of the repository: values, adjudications, findings new and fixed.

    The exit status is 1 if an error came in that nobody has adjudicated.
    """
    folder = find_root(root)
    from msccurate.cli import git
    from msccurate.cli.selection import asked
    from msccurate.render.changes import render
    from msccurate.review.cache import Cache
    from msccurate.review.changes import changes, state, touched
    from msccurate.review.engine import Labour, WorkerLost
    from msccurate.review.units import Setting

    settings = configuration(folder)
    cache = None if no_cache else Cache.of(folder)
    rules = asked(settings.select, settings.ignore, cache)
    base, name = (git.commit(folder, ref), ref) if ref else git.fork(folder)
    tell = progress()
    labour = Labour(processes(jobs))
    try:
        with git.checked_out(folder, base) as older:
            before, after = touched(older, folder)
            # what both states have is examined once, and kept
            old = state(Setting(older, rules, settings.coverage), before, cache, labour, tell)
        found = changes(old, state(Setting(folder, rules, settings.coverage), after, cache, labour, tell))
    except WorkerLost as lost:
        raise UsageError(str(lost)) from None
    finally:
        tell("")
    options = shown(color, folder)
    page = render(found, format, (base, name), options)
    typer.echo(page, nl=False, color=options.color or bool(options.links) or None)
    if found.worse:
        raise typer.Exit(1)
