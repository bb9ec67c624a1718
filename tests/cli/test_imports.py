"""What commands import: nothing heavy where it is not used, so that they answer at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from msccurate.cli import COMMANDS
from msccurate.rules import listed_rules
from tests.projects import TYPER_IMPORTS_PYDANTIC

HEAVY = {"polars", "pandera", "frictionless", "jinja2", "numpy", "scipy", "pandas", "pyarrow", "distributed"}
#: What is needed to examine a document, and not to report what is known.
EXAMINING = {"yaml", "multiprocessing", "msccurate.codebook", "msccurate.sources", "msccurate.spec"}
EXAMINING |= {"msccurate.tables.document", "msccurate.review.examiner"}
if not TYPER_IMPORTS_PYDANTIC:
    HEAVY.add("pydantic")

PROGRAM = """
import sys
from msccurate.cli import main
sys.argv[0] = "msccurate"
try:
    main()
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""


def imported(*words: str, folder: Path | None = None) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize("words", ["--help", "check --help", "explain PCT01", "rules"])
def test_words_about_the_program_need_no_library(words: str) -> None:
    assert imported(*words.split()) & HEAVY == set()


def test_a_list_of_rules_imports_none_and_an_explanation_imports_one() -> None:
    def modules(*words: str) -> set[str]:
        return {rule.module for rule in listed_rules()} & imported(*words)

    assert modules("rules") == set()
    assert modules("explain", "XRF04") == modules("explain", "extractors-disagree") == {"msccurate.rules.extractors"}
    assert modules("explain", "XRF99") == set()


def test_a_command_imports_no_other() -> None:
    commands = {f"msccurate.cli.{name}" for name in COMMANDS}
    assert imported("rules") & commands == {"msccurate.cli.rules"}
    assert imported("check", "--help") & commands == {"msccurate.cli.check"}


@pytest.mark.parametrize("format", ["full", "concise", "json"])
def test_a_check_that_finds_nothing_changed_reads_and_reports(project: Path, format: str) -> None:
    assert imported("check", folder=project) >= EXAMINING - {"multiprocessing"}
    assert imported("check", "--format", format, folder=project) & (HEAVY | EXAMINING) == set()
