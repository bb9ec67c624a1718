"""`msccurate export`: write the data package."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.render import settle
from msccurate.cli.root import RootOption, find_root


def command(
    root: RootOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is stale.")] = False,
) -> None:
    """Write the Frictionless data package to out/package/."""
    folder = find_root(root)
    from msccurate.package import exported
    from msccurate.review import review
    from msccurate.tables import load_project

    project = load_project(folder)
    files = exported(review(project), folder)
    settle(
        folder,
        {f"out/package/{name}": content for name, content in files.items()},
        ("out/package",),
        check,
        "msccurate export",
    )
