"""`msccurate explain`: what a rule means."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from msccurate.cli.completion import rules_begun
from msccurate.cli.errors import UsageError
from msccurate.cli.terminal import ColorOption, When, colored

#: Columns of a paragraph that is easily read.
WIDEST = 100


def command(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="Code or name of a rule, such as PCT01.", autocompletion=rules_begun)
    ],
    color: ColorOption = When.auto,
) -> None:
    """Say what a rule asks, why it matters, its maths, an example, and what to do."""
    from msccurate.render.manual import manual
    from msccurate.render.style import Style
    from msccurate.rules import find_rule, listed_rules
    from msccurate.text import nearest

    found = find_rule(rule)
    if found is None:
        near = nearest(rule, [name for one in listed_rules() for name in (one.code, one.name)])
        raise UsageError(f"there is no rule `{rule}`" + (f"; did you mean {near}?" if near else ""))
    style = Style(colored(color))
    width = min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else 0
    typer.echo(manual(found, style, width), nl=False, color=style.color or None)
