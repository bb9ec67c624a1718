"""The Markdown cases of the rules, and the examples in their documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msccurate.rules import all_rules
from tests.rules.cases import Case, cases_of, run

PAGES = sorted(path for path in Path(__file__).parent.glob("*.md"))
CASES = [case for page in PAGES for case in cases_of(page.read_text(encoding="utf-8"), page.stem)]


def _examples() -> list[Case]:
    found = []
    for rule in all_rules():
        others = "".join(f" {code}" for code in re.findall(r"{rule: ([A-Z]{3}\d\d)", rule.documentation)[:1])
        page = re.sub(
            r"^## (Example|Corrected)$", rf"## {rule.code}{others} \1", rule.documentation, flags=re.MULTILINE
        )
        found += list(cases_of(page, "documentation of"))
    return found


EXAMPLES = _examples()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path) -> None:
    assert run(case, tmp_path) == case.expected


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.name)
def test_example_of_documentation(case: Case, tmp_path: Path) -> None:
    assert run(case, tmp_path) == case.expected


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_documents_an_example_that_fires_and_its_corrected_form(rule) -> None:
    mine = [case for case in EXAMPLES if case.codes[0] == rule.code]
    fires = [any(code == rule.code for _, code in case.expected) for case in mine]
    assert fires == [True, False]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_a_failing_and_a_passing_case(rule) -> None:
    mine = [case for case in CASES if rule.code in case.codes]
    failing = [case for case in mine if any(code == rule.code for _, code in case.expected)]
    passing = [case for case in mine if not any(code == rule.code for _, code in case.expected)]
    assert failing, f"{rule.code} has no case that must be reported"
    assert passing, f"{rule.code} has no case that must not be reported"
