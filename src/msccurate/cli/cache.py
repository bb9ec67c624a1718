"""`msccurate cache`: what earlier runs found out."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.root import RootOption, find_root


def command(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="clear: forget everything.")],
    root: RootOption = None,
) -> None:
    """Forget what earlier runs found out, and the tables that exports keep: `msccurate cache clear`.

    Nothing is lost but time.
    """
    if action != "clear":
        raise UsageError(f"the cache cannot `{action}`; write `msccurate cache clear`")
    from msccurate.review.cache import Cache
    from msccurate.review.tableparts import forget

    folder = find_root(root)
    cache = Cache.of(folder)
    if cache is None:
        raise UsageError(".msccurate is a link to another folder; delete the link")
    count = cache.clear()
    forget(folder)
    typer.echo(f"{count} results forgotten", err=True)
