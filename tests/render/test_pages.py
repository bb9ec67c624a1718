"""Pages beside the terminal's report: a page per rule, and the evidence for INSPECT-SR."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import msccurate
from msccurate.render import inspect_sr, rule_pages
from msccurate.rules import all_rules
from tests.projects import SOURCE, make_project

IMPOSSIBLE = ("outcome died: 4 (20.0%)", "outcome died: 4 (15.0%)")
SOURCE_TOO = "Death 4 (15.0%)"


def test_every_rule_has_a_page_and_a_place_in_the_index() -> None:
    pages = rule_pages.pages()
    index = pages["rules/README.md"]
    for rule in all_rules():
        page = pages[f"rules/{rule.code}.md"]
        assert page.startswith(f"# {rule.code} {rule.name}\n")
        assert "## Example" in page
        assert f"[{rule.code}]({rule.code}.md)" in index
    assert len(re.findall(r"^\| \[", index, re.MULTILINE)) == len(all_rules())


def test_every_code_of_the_checks_is_a_rule() -> None:
    codes = {rule.code for rule in all_rules()}
    families = {rule.family for rule in all_rules()}
    named = [key for keys in inspect_sr.CHECKS.values() for key in keys]
    assert [key for key in named if key not in codes | families] == []
    assert len(set(named)) == len(named)


def _evidence(folder: Path) -> list[tuple[str, list[str]]]:
    return inspect_sr.rows(msccurate.check(folder))


def test_what_the_paper_contradicts_is_evidence(tmp_path: Path) -> None:
    folder = make_project(tmp_path, IMPOSSIBLE, source=SOURCE.replace("Death 4 (20.0%)", SOURCE_TOO))
    ((document, cells),) = _evidence(folder)
    assert document == "doe2021"
    assert dict(zip(inspect_sr.CHECKS, cells, strict=True))["4.5–4.6 participants"] == "PCT01"


@pytest.mark.parametrize("verdict", ["accepted", "false-alarm"])
def test_what_a_person_found_of_no_matter_is_none(tmp_path: Path, verdict: str) -> None:
    folder = make_project(tmp_path, IMPOSSIBLE, source=SOURCE.replace("Death 4 (20.0%)", SOURCE_TOO))
    (folder / "curation" / "adjudications" / "doe2021.yaml").write_text(
        f"deaths: {{rule: PCT01, route: table1.outcome_died#percent, verdict: {verdict}, reason: a reason, by: b, "
        "date: 2026-11-24}\n",
        encoding="utf-8",
    )
    assert _evidence(folder) == []


def test_a_mistake_of_the_extraction_is_none(tmp_path: Path) -> None:
    assert _evidence(make_project(tmp_path, IMPOSSIBLE)) == []
