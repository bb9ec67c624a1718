"""What speaks against pooling is said where numbers are taken to be pooled."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from msccurate.cli import app
from tests.package.made import files
from tests.package.trial import trial


@pytest.mark.parametrize("format", ["metafor", "revman"])
def test_the_readme_and_the_terminal_say_it(format: str, tmp_path: Path) -> None:
    made = files(trial(tmp_path, design="crossover trial"), format)["README.md"].decode()
    assert "## Before you pool\n\n- MET05 unit-of-analysis, doe2021: a crossover design" in made
    done = CliRunner().invoke(app, ["export", "--root", str(tmp_path), "--to", format, "--allow-findings"])
    assert done.exit_code == 0, done.output
    assert "before you pool: MET05 in doe2021: a crossover design" in done.stderr


@pytest.mark.parametrize("format", ["metafor", "revman"])
def test_where_nothing_speaks_against_it_nothing_is_said(format: str, tmp_path: Path) -> None:
    assert "Before you pool" not in files(trial(tmp_path), format)["README.md"].decode()
