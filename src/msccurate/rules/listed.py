"""The list of the rules, to be read without importing them: `rules.json`, which `python -m tests.readme` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from msccurate.rules.registry import Rule


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be said of a rule in a line, and the module where it stands."""

    code: str
    name: str
    severity: str
    scope: str
    on: bool
    summary: str
    module: str

    @classmethod
    def of(cls, rule: Rule) -> Listed:
        return cls(rule.code, rule.name, str(rule.severity), rule.scope, rule.on, rule.summary, rule.check.__module__)


@cache
def listed_rules() -> tuple[Listed, ...]:
    """Every rule, in the order of the catalogue."""
    text = Path(__file__).with_name("rules.json").read_text(encoding="utf-8")
    return tuple(Listed(**one) for one in json.loads(text))


def written(rules: Iterable[Rule]) -> str:
    """The list as it is kept: a rule a line, so that changes to it merge."""
    lines = [json.dumps(asdict(Listed.of(rule)), ensure_ascii=False) for rule in rules]
    return "[\n" + ",\n".join(lines) + "\n]\n"
