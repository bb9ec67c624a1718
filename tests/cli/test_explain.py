"""`msccurate explain` and `msccurate rules`: what the rules mean, as a person or a program reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msccurate.rules import all_rules
from tests.projects import Run


def test_a_rule_is_explained_with_its_maths_and_both_examples(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "XRF04")
    assert ran.out.startswith("XRF04 extractors-disagree (warning)\n\nTwo people who extract one document")
    assert "\nMaths: cells of" in ran.out
    assert "\nExample\n\n    specs/document.second.yaml:\n    data:\n" in ran.out
    assert "        rows: {age (years): 61 (48–71)}  # XRF04\n" in ran.out
    assert "\nCorrected\n\n" in ran.out
    assert "```" not in ran.out
    assert "## " not in ran.out
    assert ran.out.endswith("form: median (IQR)\n")


def test_a_rule_is_found_by_name_in_any_case(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path, "explain", "Extractors-Disagree").out == run(tmp_path, "explain", "xrf04").out


def test_headings_and_marks_are_set_off_by_color(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "XRF04", "--color", "always")
    assert "\x1b[1mMaths:\x1b[0m cells of" in ran.out
    assert "\x1b[1mExample\x1b[0m" in ran.out
    assert "\x1b[1;33m# XRF04\x1b[0m" in ran.out


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_can_be_explained(run: Run, tmp_path: Path, rule) -> None:
    ran = run(tmp_path, "explain", rule.code)
    assert ran.status == 0
    assert "```" not in ran.out


def test_rules_are_listed_one_a_line(run: Run, tmp_path: Path) -> None:
    lines = run(tmp_path, "rules").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    assert any(line.split()[:3] == ["XRF04", "extractors-disagree", "warning"] for line in lines)


def test_rules_are_listed_for_programs(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run(tmp_path, "rules", "--format", "json").out)
    assert [one["code"] for one in listed] == [rule.code for rule in all_rules()]
    assert list(listed[0]) == ["code", "name", "severity", "scope", "on", "summary"]
