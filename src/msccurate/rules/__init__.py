"""The rules: typed records -> findings. One or more modules per family."""

from importlib import import_module

from msccurate.rules.listed import Listed, listed_rules
from msccurate.rules.registry import REGISTRY, Rule

#: The first three letters of a family's codes -> its modules, in the catalogue's order.
FAMILIES: dict[str, tuple[str, ...]] = {
    "SPC": ("spec",),
    "SRC": ("source", "unextracted", "source_text", "source_words"),
    "UNT": ("units", "definitions"),
    "PCT": ("percentages",),
    "SUM": ("sums", "subgroups", "distribution"),
    "FLW": ("flow",),
    "REL": ("relations",),
    "CLM": ("claims", "baselines"),
    "SPR": ("spread", "standard_errors", "confidence", "moments", "changes"),
    "GRN": ("granularity",),
    "STA": ("reported_statistics", "recomputed_p", "paired_tests", "crude_effects", "effects", "baseline"),
    "SRV": ("survival",),
    "DTA": ("accuracy",),
    "COR": ("correlations",),
    "PHY": ("gases", "support", "laboratory", "doses"),
    "PLA": ("plausibility", "limits"),
    "TIM": ("time", "intervals_of_time"),
    "XRF": ("across", "extractors", "eligibility", "studies"),
    "DUP": ("duplicates", "repetitions", "repeated_text", "same_study"),
    "BIB": ("reference", "publication"),
    "REG": ("registration",),
    "TXT": ("words", "terms"),
    "FMT": ("precision",),
    "MET": ("like_errors", "arms", "scales"),
    "ADJ": ("adjudications",),
}


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the catalogue; to list them `listed_rules` is enough, and imports none."""
    for modules in FAMILIES.values():
        for module in modules:
            import_module(f"msccurate.rules.{module}")
    order = list(FAMILIES)
    return tuple(sorted(REGISTRY.values(), key=lambda rule: (order.index(rule.family), rule.code)))


def default_rules() -> tuple[Rule, ...]:
    """The rules that run where nothing is selected."""
    return tuple(rule for rule in all_rules() if rule.on)


def known_rule(code: str, module: str) -> Rule:
    """The rule with this code, of which it is known in which module it stands: no other is loaded."""
    import_module(module)
    return REGISTRY[code]


def find_rule(name: str) -> Rule | None:
    """The rule with this code or name, in any case; None if there is none. Only its own module is loaded."""
    found = next((one for one in listed_rules() if name.upper() == one.code or name.casefold() == one.name), None)
    return known_rule(found.code, found.module) if found else None


__all__ = [
    "FAMILIES",
    "Listed",
    "Rule",
    "all_rules",
    "default_rules",
    "find_rule",
    "known_rule",
    "listed_rules",
]
