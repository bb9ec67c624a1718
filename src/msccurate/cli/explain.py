"""`msccurate explain`: what a rule means."""

from __future__ import annotations

from typing import Annotated

import typer

from msccurate.cli.errors import UsageError


def command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Code or name of a rule, such as PCT01.")],
) -> None:
    """Say what a rule asks, why it matters, its maths, an example, and what to do."""
    from msccurate.rules import all_rules, find_rule
    from msccurate.text import nearest

    found = find_rule(rule)
    if found is None:
        near = nearest(rule, [name for one in all_rules() for name in (one.code, one.name)])
        raise UsageError(f"there is no rule `{rule}`" + (f"; did you mean {near}?" if near else ""))
    typer.echo(f"{found.code} {found.name} ({found.severity})\n")
    typer.echo(_plain(found.documentation))


def _plain(documentation: str) -> str:
    """Markdown for a terminal: headings without marks, code indented."""
    lines = []
    inside = False
    for line in documentation.split("\n"):
        if line.startswith("```"):
            inside = not inside
            continue
        lines.append(("    " + line).rstrip() if inside else line.removeprefix("## "))
    return "\n".join(lines).rstrip()
