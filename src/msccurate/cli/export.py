"""`msccurate export`: write the data package, and other formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from msccurate.cli.errors import UsageError
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
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
) -> None:
    """Write the Frictionless data package to out/package/, or another format beside it."""
    from msccurate.package import FORMATS, PackageError, before_pooling, files, stale_files, write_folder, zipped
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
    target = output if output is not None else folder / shown
    try:
        export = _export(folder, cast('Literal["v1", "v2"]', standard))
        if export.open_errors and not allow_findings:
            many = "1 error is" if export.open_errors == 1 else f"{export.open_errors} errors are"
            raise UsageError(
                f"{many} still open: see `msccurate check`, and settle or correct them;"
                " --allow-findings exports all the same"
            )
        made = files(export, to)
        for one in before_pooling(export) if FORMATS[to].pooled else ():
            typer.echo(f"before you pool: {one.code} in {one.document}: {one.message}", err=True)
        if zip is not None:
            from msccurate.cli.write import write

            write(zip, zipped(made))
            typer.echo(str(zip))
            return
        if check:
            _report(shown, stale_files(target, made))
            return
        for name in write_folder(target, made):
            typer.echo((shown / name).as_posix())
    except PackageError as error:
        raise UsageError(str(error)) from None


def _export(root: Path, standard: Literal["v1", "v2"]) -> Export:
    """The reviewed project, ready for export; raises UsageError where its tables do not fit their schemas."""
    from msccurate.findings import Severity
    from msccurate.package import Export, load_metadata, tables_of
    from msccurate.review import review
    from msccurate.tables import load_project
    from msccurate.tables.schema import load_schemas
    from msccurate.tables.validate import validate_twice

    metadata = load_metadata(root)
    reviewed = review(load_project(root, least_coverage=configuration(root).coverage))
    tables, schemas = tables_of(reviewed), load_schemas(root)
    wrong = validate_twice(tables, schemas, None)
    if wrong:
        raise UsageError(f"the tables do not fit their schemas, first of {len(wrong)}: {wrong[0].words}")
    open_errors = sum(one.severity is Severity.ERROR for one in reviewed.report.open())
    return Export(tables, schemas, metadata, reviewed, standard, open_errors)


def _report(shown: Path, stale: list[str]) -> None:
    for name in stale:
        typer.echo(f"stale: {(shown / name).as_posix()}", err=True)
    if stale:
        typer.echo(f"{len(stale)} files of the package are stale: run `msccurate export`", err=True)
        raise typer.Exit(1)
    typer.echo("the data package is up to date", err=True)
