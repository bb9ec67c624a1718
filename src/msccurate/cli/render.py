"""`msccurate render`: write the curated tables and the discrepancy report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.root import RootOption, configuration, find_root


def command(
    root: RootOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
    site: Annotated[bool, typer.Option("--site", help="Write the site to out/site/ instead.")] = False,
) -> None:
    """Write the curated tables, the discrepancy report and a page per rule to out/, the editor schema to curation/."""
    folder = find_root(root)
    if site and check:
        raise UsageError("--check is about committed files, and the site is not committed: give one of --site, --check")
    from msccurate.render.environment import TemplateFault
    from msccurate.render.outputs import outputs
    from msccurate.review import review
    from msccurate.tables import load_project

    project = load_project(folder, least_coverage=configuration(folder).coverage)
    reviewed = review(project)
    if site:
        from msccurate.cli.site import write_site

        write_site(reviewed, folder)
        return
    try:
        files = outputs(project, reviewed, folder)
    except TemplateFault as fault:
        raise UsageError(str(fault)) from None
    encoded = {path: content.encode() for path, content in files.items()}
    settle(folder, encoded, ("out/tables", "out/discrepancies", "out/rules"), check, "msccurate render")


def settle(root: Path, files: dict[str, bytes], owned: tuple[str, ...], check: bool, again: str) -> None:
    """Write what changed, delete what we once wrote into our own folders and write no more; or only say so."""
    from msccurate.cli.write import write

    stale = [path for path, content in sorted(files.items()) if _read(root / path) != content]
    gone = [
        path.relative_to(root).as_posix()
        for folder in owned
        for path in sorted((root / folder).glob("*.*"))
        if path.is_file() and path.relative_to(root).as_posix() not in files
    ]
    if check:
        for path in [*stale, *gone]:
            typer.echo(f"stale: {path}", err=True)
        if stale or gone:
            typer.echo(f"{len(stale) + len(gone)} generated files are stale: run `{again}`", err=True)
            raise typer.Exit(1)
        typer.echo(f"{len(files)} generated files are up to date", err=True)
        return
    for path in stale:
        write(root / path, files[path])
    for path in gone:
        (root / path).unlink()
    for path in stale:
        typer.echo(path)
    typer.echo(f"{len(stale)} of {len(files)} files written", err=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
