"""What commands import: nothing heavy where it is not used, so that they answer at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"polars", "pandera", "frictionless", "jinja2", "numpy", "scipy", "pandas", "pyarrow", "distributed"}
#: What is needed to examine a document, and not to report what is known.
EXAMINING = {"yaml", "multiprocessing", "msccurate.codebook", "msccurate.sources", "msccurate.spec"}
EXAMINING |= {"msccurate.tables.document", "msccurate.review.examiner"}

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


@pytest.mark.parametrize("format", ["full", "concise", "json"])
def test_a_check_that_finds_nothing_changed_reads_and_reports(project: Path, format: str) -> None:
    assert "polars" in imported("check", folder=project)
    assert imported("check", "--format", format, folder=project) & (HEAVY | EXAMINING) == set()
