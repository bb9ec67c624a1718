"""The rules: typed records -> findings. One module per family; the list below is the catalogue's order."""

from importlib import import_module

from msccurate.rules.registry import REGISTRY, Rule

FAMILIES = (
    "spec",
    "source",
    "units",
    "percentages",
    "sums",
    "relations",
    "claims",
    "spread",
    "plausibility",
    "time",
    "across",
    "duplicates",
    "reference",
    "words",
    "adjudications",
)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the catalogue."""
    for family in FAMILIES:
        import_module(f"msccurate.rules.{family}")
    return tuple(REGISTRY.values())


def find_rule(name: str) -> Rule | None:
    """The rule with this code or name, in any case; None if there is none."""
    wanted = name.casefold()
    return next((rule for rule in all_rules() if wanted in (rule.code.casefold(), rule.name)), None)


__all__ = ["FAMILIES", "Rule", "all_rules", "find_rule"]
