"""Reports in the formats of other tools, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import Run, make_project

MISTYPED = ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)")


def test_a_report_takes_its_format_from_its_suffix(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    names = ("a.sarif", "a.sarif.json", "a.json", "a.html", "a.csv", "a.xml", "A.HTML")
    ran = run(folder, "check", *(part for name in names for part in ("--report", name)))
    assert ran.status == 1
    assert ran.out.startswith("error[SRC04]")
    begun = {name: (folder / name).read_text(encoding="utf-8")[:12] for name in names}
    assert begun["a.html"] == begun["A.HTML"] == "<!doctype ht"
    assert begun["a.csv"] == "severity,cod"
    assert begun["a.xml"] == "<?xml versio"
    assert begun["a.sarif"] == begun["a.sarif.json"] == '{\n "$schema"'
    assert begun["a.json"] == '{\n "version"'


def test_an_unknown_format_names_the_nearest(run: Run, project: Path) -> None:
    ran = run(project, "check", "--format", "sariff")
    assert ran.status == 2
    assert "did you mean sarif?" in ran.err
    assert "write FORMAT:PATH" in run(project, "check", "--report", "sariff:a").err


def test_github_gets_the_whole_report_as_the_summary_of_the_job(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project(tmp_path / "project", MISTYPED)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    ran = run(folder, "check", "--format", "github")
    assert ran.status == 1
    assert ran.out.startswith("::error file=specs/doe2021.yaml,line=17,")
    assert summary.read_text(encoding="utf-8").startswith("before\n# Discrepancy report")
    run(folder, "check")
    assert summary.read_text(encoding="utf-8").count("# Discrepancy report") == 1


def test_paths_are_told_from_the_top_of_the_repository(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = make_project(tmp_path / "reviews" / "one", MISTYPED)
    listed = json.loads(run(folder, "check", "--format", "gitlab").out)
    assert {one["location"]["path"] for one in listed} == {"reviews/one/specs/doe2021.yaml"}


def test_links_are_never_in_a_pipe_unless_asked_for(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path, MISTYPED)
    monkeypatch.setenv("TERM_PROGRAM", "WezTerm")
    assert "\x1b" not in run(folder, "check").out
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert f"\x1b]8;;{folder.as_uri()}/specs/doe2021.yaml" in run(folder, "check").out
    assert "\x1b" not in run(folder, "check", "--format", "json").out
