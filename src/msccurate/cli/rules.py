"""`msccurate rules`: list the rules."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    text = "text"
    json = "json"


def command(
    format: Annotated[Format, typer.Option("--format", help="Text or JSON.")] = Format.text,
) -> None:
    """List all rules with their severity and what they ask."""
    from msccurate.rules import listed_rules

    rules = listed_rules()
    if format is Format.json:
        keys = ("code", "name", "severity", "scope", "on", "summary")
        listed = [{key: getattr(rule, key) for key in keys} for rule in rules]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        off = "" if rule.on else " (runs only if selected)"
        typer.echo(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.summary}{off}")
