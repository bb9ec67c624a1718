"""A page per rule, and their index: what `msccurate explain` says, to be linked to."""

from __future__ import annotations

from itertools import groupby

from msccurate.rules import Rule, all_rules

FOLDER = "rules"


def pages() -> dict[str, str]:
    """`rules/<code>.md` for every rule, and `rules/README.md`."""
    rules = all_rules()
    return {f"{FOLDER}/README.md": _index(rules)} | {f"{FOLDER}/{rule.code}.md": _page(rule) for rule in rules}


def _page(rule: Rule) -> str:
    note = "" if rule.on else " It runs only if it is selected (`--select`)."
    return f"# {rule.code} {rule.name}\n\nHighest severity: {rule.severity}.{note}\n\n{rule.documentation.strip()}\n"


def _index(rules: tuple[Rule, ...]) -> str:
    lines = ["# Rules", "", f"The {len(rules)} rules of `msccurate check`; `msccurate explain CODE` prints a page."]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += ["", f"## {family}", "", "| rule | name | severity | asks |", "| --- | --- | --- | --- |"]
        lines += [
            f"| [{one.code}]({one.code}.md) | {one.name} | {one.severity} | {_cell(one.summary)} |" for one in members
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
