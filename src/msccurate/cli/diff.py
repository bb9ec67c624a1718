"""`msccurate diff`: what a branch changes."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root
from msccurate.cli.terminal import ColorOption, When, shown
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
) -> None:
    """Say what changed since another state of the repository: values, adjudications, findings new and fixed.

    The exit status is 1 if an error came in that nobody has adjudicated.
    """
    folder = find_root(root)
    from msccurate.cli import git
    from msccurate.cli.selection import selected

    settings = configuration(folder)
    rules = selected(settings.select, settings.ignore)
    base, name = (git.commit(folder, ref), ref) if ref else git.fork(folder)

    from msccurate.render.changes import render
    from msccurate.review.changes import changes, state

    tell = progress()
    with git.checked_out(folder, base) as older:
        old = state(older, rules, settings.coverage, lambda words, *far: tell(f"the older state: {words}", *far))
    found = changes(old, state(folder, rules, settings.coverage, tell))
    tell("")
    options = shown(color, folder)
    page = render(found, format, (base, name), options)
    typer.echo(page, nl=False, color=options.color or bool(options.links) or None)
    if found.worse:
        raise typer.Exit(1)
