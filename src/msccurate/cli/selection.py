"""Which rules run: --select and --ignore, by code, prefix or name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import TYPE_CHECKING

from msccurate.cli.errors import UsageError
from msccurate.review.units import Asked, digest, program
from msccurate.text import nearest

if TYPE_CHECKING:
    from msccurate.review.cache import Cache
    from msccurate.rules import Rule


def asked(select: Iterable[str], ignore: Iterable[str], cache: Cache | None) -> tuple[Asked, ...]:
    """The rules that `selected` gives, by code; the answer is kept, for to import all rules takes longer than to ask
    nothing new of them.

    Raises UsageError for a word that names no rule.
    """
    words = [sorted(_words(select)), sorted(_words(ignore))]
    key = digest([b"rules", program(), json.dumps(words).encode()])
    known = cache.get(key) if cache else None
    if known is not None:
        return tuple(Asked(*one) for one in json.loads(known))
    rules = selected(select, ignore)
    found = tuple(map(Asked.of, rules))
    if cache:
        cache.put(key, json.dumps([astuple(one) for one in found]).encode())
    return found


def selected(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that are selected (if nothing is, all that are on) and not ignored.

    Raises UsageError for a word that names no rule.
    """
    from msccurate.rules import all_rules

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
