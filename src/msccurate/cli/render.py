"""`msccurate render`: write the curated tables and the discrepancy report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root
from msccurate.cli.work import JobsOption, NoCacheOption, processes

if TYPE_CHECKING:
    from msccurate.render.documentpages import Made
    from msccurate.review import Report
    from msccurate.review.cache import Cache
    from msccurate.review.engine import Tell
    from msccurate.review.units import Setting


def command(
    root: RootOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
    site: Annotated[bool, typer.Option("--site", help="Write the site to out/site/ instead.")] = False,
    jobs: JobsOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Write the curated tables, the discrepancy report and a page per rule to out/, the editor schema to curation/.

    Only what changed is rendered again.
    """
    folder = find_root(root)
    if site and check:
        raise UsageError("--check is about committed files, and the site is not committed: give one of --site, --check")
    from msccurate.cli.selection import asked
    from msccurate.render.environment import TemplateFault
    from msccurate.review import engine
    from msccurate.review.cache import Cache
    from msccurate.review.units import Setting

    cache = None if no_cache else Cache.of(folder)
    setting = Setting(folder, asked((), (), cache), configuration(folder).coverage)
    tell = progress()
    try:
        report = engine.check(setting, cache, engine.Labour(processes(jobs)), tell)
        if site:
            from msccurate.cli.site import write_site
            from msccurate.render.site import SitePage

            write_site(report, setting, SitePage.here(), processes(jobs), tell)
            return
        made = list(_made(report, setting, cache, processes(jobs), tell))
    except (TemplateFault, engine.WorkerLost) as fault:
        raise UsageError(str(fault)) from None
    finally:
        tell("")
    settle(folder, made, ("out/tables", "out/discrepancies", "out/rules"), check, "msccurate render")


def _made(report: Report, setting: Setting, cache: Cache | None, jobs: int, tell: Tell) -> Iterator[Made]:
    """Everything that is to be in out/ and curation/; what is there already has no content."""
    from msccurate.render.documentpages import made, manifest, read_manifest, subjects
    from msccurate.render.outputs import CuratedTables, project_pages
    from msccurate.review.units import digest

    yield project_pages(report, setting.root)
    key = digest([b"what `render` made"])
    before = read_manifest((cache.get(key) if cache else None) or b"")
    every = list(made(setting, subjects(report, setting.root), CuratedTables(), before, jobs, tell))
    if cache:
        cache.put(key, manifest(every))
    yield from every


def settle(root: Path, made: list[Made], owned: tuple[str, ...], check: bool, again: str) -> None:
    """Write what changed, delete what we once wrote into our own folders and write no more; or only say so."""
    from msccurate.cli.write import write

    files = {path for one in made for path in one.files}
    new = {path: content for one in made for path, content in one.content.items() if _read(root / path) != content}
    stale = sorted(new)
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
        write(root / path, new[path])
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
