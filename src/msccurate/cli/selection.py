"""Which rules run: --select and --ignore, by code, prefix or name."""

from __future__ import annotations

from collections.abc import Iterable

from msccurate.cli.errors import UsageError
from msccurate.rules import Rule, all_rules
from msccurate.text import nearest


def selected(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that are selected (if nothing is, all that are on) and not ignored.

    Raises UsageError for a word that names no rule.
    """
    rules = all_rules()
    chosen = _named(_words(select), rules) or {rule.code for rule in rules if rule.on}
    chosen -= _named(_words(ignore), rules)
    return tuple(rule for rule in rules if rule.code in chosen)


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for one in given for word in one.split(",") if word.strip()]


def _named(words: list[str], rules: tuple[Rule, ...]) -> set[str]:
    found: set[str] = set()
    for word in words:
        codes = {rule.code for rule in rules if rule.code.startswith(word.upper()) or rule.name == word.lower()}
        if not codes:
            near = nearest(word, [name for rule in rules for name in (rule.code, rule.name)])
            hint = f"; did you mean {near}?" if near else "; `msccurate rules` lists them"
            raise UsageError(f"`{word}` names no rule{hint}")
        found |= codes
    return found
