"""The catalogue of the design and the registry agree, code by code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msccurate.findings import Severity
from msccurate.rules import all_rules
from msccurate.rules.listed import written
from tests.readme import LISTED

CATALOGUE = Path(__file__).parents[3] / "shared" / "design" / "RULES.md"
_ENTRY = re.compile(r"\b([A-Z]{3}\d{2}) (?!(?:and|notes)\b)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_FAMILY = re.compile(r"^## ", re.MULTILINE)

#: "Where none is named, errors are …": families and codes, as the catalogue words it.
ERRORS = """
    SPC SRC01 SRC02 SRC03 SRC04 SRC05 SRC06 SRC10 UNT02 UNT03 UNT06 PCT04 SUM01 FLW01 REL01 SPR01 SPR02 DTA01 COR01
    SRV01 SRV02 PLA01 TIM01 TIM05 BIB01 BIB02 ADJ01 ADJ02
""".split()  # noqa: SIM905
#: Notes by the catalogue's own word, whatever else is said.
NOTES = """
    PCT05 SUM02 FLW03 SPR06 SPR07 CLM04 UNT09 PHY06 PHY09 PLA06 STA10 DUP05 REG01 REG02 ADJ03 FMT01 TXT03
""".split()  # noqa: SIM905


def catalogue() -> dict[str, str]:
    """Code -> name of every rule that RULES.md names."""
    if not CATALOGUE.is_file():
        pytest.skip("the design is not here")
    text = CATALOGUE.read_text(encoding="utf-8").replace("\n", " ")
    text = text[text.index("## SPC") : text.index("Not shipped")]
    found: dict[str, str] = {}
    for code, name in _ENTRY.findall(text):
        found.setdefault(code, name)
    return found


def test_every_rule_of_the_catalogue_is_registered_under_its_name() -> None:
    registered = {rule.code: rule.name for rule in all_rules()}
    assert registered == catalogue()


def test_the_list_of_rules_is_the_rules() -> None:
    assert LISTED.read_text(encoding="utf-8") == written(all_rules()), "run `python -m tests.readme`"


def test_severities_are_those_of_the_catalogue() -> None:
    if not CATALOGUE.is_file():
        pytest.skip("the design is not here")
    wrong = []
    for rule in all_rules():
        error = any(rule.code.startswith(one) for one in ERRORS)
        if error and rule.severity is not Severity.ERROR:
            wrong.append(rule.code)
        if rule.code in NOTES and rule.severity is not Severity.NOTE:
            wrong.append(rule.code)
        if rule.family == "PHY" and rule.severity is Severity.ERROR:
            wrong.append(rule.code)
    assert wrong == []
