"""What a shell completes: the rules, by code and by name."""

from __future__ import annotations


def rules_begun(incomplete: str) -> list[tuple[str, str]]:
    """Codes with what they ask, and names once the word is none of a code."""
    from msccurate.rules import listed_rules

    rules = listed_rules()
    codes = [(rule.code, rule.name) for rule in rules if rule.code.startswith(incomplete.upper())]
    return codes or [(rule.name, rule.summary) for rule in rules if rule.name.startswith(incomplete.lower())]
