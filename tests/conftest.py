"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.projects import Run, make_project, runner

# A busy machine is no failure; in continuous integration the same examples are tried every time, so that what fails
# there is the change.
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("everywhere"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line: `run(folder, "check", "--format", "json")`."""
    return runner(monkeypatch, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one clean document."""
    return make_project(tmp_path)
