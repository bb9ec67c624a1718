"""`msccurate export`: write the data package."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.root import RootOption, configuration, find_root


def command(
    root: RootOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
) -> None:
    """Write the Frictionless data package to out/package/."""
    folder = find_root(root)
    from msccurate.package import PackageError, check_package, load_metadata, tables_of, write_package
    from msccurate.review import review
    from msccurate.tables import load_project
    from msccurate.tables.schema import load_schemas
    from msccurate.tables.validate import validate_twice

    target = folder / "out" / "package"
    try:
        metadata = load_metadata(folder)
        tables = tables_of(review(load_project(folder, least_coverage=configuration(folder).coverage)))
        schemas = load_schemas(folder)
        wrong = validate_twice(tables, schemas, None)
        if wrong:
            raise UsageError(f"the tables do not fit their schemas, first of {len(wrong)}: {wrong[0].words}")
        if check:
            stale = check_package(tables, schemas, metadata, target)
            for name in stale:
                typer.echo(f"stale: out/package/{name}", err=True)
            if stale:
                typer.echo(f"{len(stale)} files of the package are stale: run `msccurate export`", err=True)
                raise typer.Exit(1)
            typer.echo("the data package is up to date", err=True)
            return
        for name in write_package(tables, schemas, metadata, target):
            typer.echo(f"out/package/{name}")
    except PackageError as error:
        raise UsageError(str(error)) from None
