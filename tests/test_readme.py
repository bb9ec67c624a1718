"""Every command and output of the README is what a reader gets."""

from __future__ import annotations

import re

from tests.readme import README, refreshed


def test_readme_shows_what_its_commands_print() -> None:
    text = README.read_text(encoding="utf-8")
    assert refreshed(text) == text


def test_readme_sets_up_with_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    commands = re.findall(r"^    (.+)$", text, re.MULTILINE)
    assert "pip install -e . && msccurate check" in commands
    assert "pip install -e '.[test]' && pytest" in commands
