"""What the package promises to those who import it."""

from __future__ import annotations

from pathlib import Path

import msccurate

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_there() -> None:
    assert set(msccurate.__all__) == {"Finding", "Report", "check", "forensics", "load"}
    assert all(getattr(msccurate, name) is not None for name in msccurate.__all__)


def test_a_project_can_be_checked_from_python() -> None:
    report = msccurate.check(ROOT)
    assert isinstance(report, msccurate.Report)
    assert report.worst is None
    assert {document.name for document in msccurate.load(str(ROOT)).documents} == {
        "guo2020",
        "liang2020",
        "tao2020",
        "yao",
    }
