"""The rules: typed records -> findings. One module per family."""

from importlib import import_module

from msccurate.rules.registry import REGISTRY, Rule

#: The first three letters of a family's codes -> its module, in the catalogue's order.
FAMILIES = {
    "SPC": "spec",
    "SRC": "source",
    "UNT": "units",
    "PCT": "percentages",
    "SUM": "sums",
    "REL": "relations",
    "CLM": "claims",
    "SPR": "spread",
    "PLA": "plausibility",
    "TIM": "time",
    "XRF": "across",
    "DUP": "duplicates",
    "BIB": "reference",
    "TXT": "words",
    "ADJ": "adjudications",
}


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the catalogue."""
    for module in FAMILIES.values():
        import_module(f"msccurate.rules.{module}")
    order = list(FAMILIES)
    return tuple(sorted(REGISTRY.values(), key=lambda rule: (order.index(rule.family), rule.code)))


def find_rule(name: str) -> Rule | None:
    """The rule with this code or name, in any case; None if there is none. A code loads its own family only."""
    family = FAMILIES.get(name[:3].upper())
    if family is not None:
        import_module(f"msccurate.rules.{family}")
    found = REGISTRY.get(name.upper())
    return found or next((rule for rule in all_rules() if rule.name == name.casefold()), None)


__all__ = ["FAMILIES", "Rule", "all_rules", "find_rule"]
