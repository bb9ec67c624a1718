"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Run, make_project, runner


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line: `run(folder, "check", "--format", "json")`."""
    return runner(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one clean document."""
    return make_project(tmp_path)
