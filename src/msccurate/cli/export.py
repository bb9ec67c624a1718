"""`msccurate export`: write the data package, and other formats."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from msccurate.cli.ending import ended_tidily
from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.root import RootOption, configuration, find_root

if TYPE_CHECKING:
    from msccurate.package import Export


def command(
    root: RootOption = None,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="Format; `list` lists them.")] = "frictionless",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where to; out/ by default.")
    ] = None,
    zip: Annotated[Path | None, typer.Option("--zip", metavar="FILE", help="Write one ZIP file instead.")] = None,
    standard: Annotated[str, typer.Option("--standard", help="Data Package standard: v2, or v1 for older R.")] = "v2",
    allow_findings: Annotated[
        bool, typer.Option("--allow-findings", help="Export although errors are open; the package says so.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes at work. [default: one per core]")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
) -> None:
    """Write the Frictionless data package to out/package/, or another format beside it."""
    from msccurate.package import (
        FORMATS,
        PackageError,
        before_pooling,
        stale_files,
        write_archive,
        write_folder,
        writer,
    )
    from msccurate.text import nearest

    if to == "list":
        for name, known in FORMATS.items():
            typer.echo(f"{name:14}{known.words}" + (f" (needs the extra [{known.extra}])" if known.extra else ""))
        return
    if to not in FORMATS:
        near = nearest(to, FORMATS)
        raise UsageError(f"--to {to}: " + (f"did you mean {near}?" if near else f"there are {', '.join(FORMATS)}"))
    if standard not in ("v1", "v2"):
        raise UsageError(f"--standard {standard}: write v1 or v2")
    folder = find_root(root)
    shown = output or Path("out") / FORMATS[to].folder
    place = output if output is not None else folder / shown
    try:
        with ended_tidily(), TemporaryDirectory() as own:
            export = _export(folder, Path(own), cast('Literal["v1", "v2"]', standard), jobs or os.cpu_count() or 1)
            if export.open_errors and not allow_findings:
                many = "1 error is" if export.open_errors == 1 else f"{export.open_errors} errors are"
                raise UsageError(
                    f"{many} still open: see `msccurate check`, and settle or correct them;"
                    " --allow-findings exports all the same"
                )
            for one in before_pooling(export) if FORMATS[to].pooled else ():
                typer.echo(f"before you pool: {one.code} in {one.document}: {one.message}", err=True)
            write = writer(export, to)
            if check:
                _report(shown, stale_files(place, write))
                return
            written = write_archive(zip, write) if zip is not None else write_folder(place, write)
    except PackageError as error:
        raise UsageError(str(error)) from None
    for words in written.said:
        typer.echo(words, err=True)
    for name in [str(zip)] if zip is not None else [(shown / name).as_posix() for name in written.names]:
        typer.echo(name)


def _export(root: Path, own: Path, standard: Literal["v1", "v2"], jobs: int) -> Export:
    """The reviewed project, ready for export; `own` is a folder for what is needed no longer than that.

    Raises UsageError where its tables do not fit their schemas, or cannot be made.
    """
    from msccurate.cli.selection import asked
    from msccurate.package import load_metadata, reviewed_in_parts
    from msccurate.review.cache import Cache
    from msccurate.review.units import Setting, WorkerLost

    metadata, cache, tell = load_metadata(root), Cache.of(root), progress()
    setting = Setting(root, asked([], [], cache), configuration(root).coverage)
    try:
        export = reviewed_in_parts(setting, cache, own, jobs, tell, metadata=metadata, standard=standard)
    except WorkerLost as lost:
        raise UsageError(str(lost)) from None
    finally:
        tell("")
    return export


def _report(shown: Path, stale: list[str]) -> None:
    for name in stale:
        typer.echo(f"stale: {(shown / name).as_posix()}", err=True)
    if stale:
        typer.echo(f"{len(stale)} files of the package are stale: run `msccurate export`", err=True)
        raise typer.Exit(1)
    typer.echo("the data package is up to date", err=True)
