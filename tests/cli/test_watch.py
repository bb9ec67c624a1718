"""`msccurate check --watch`, with the changes that a watcher would report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.projects import Run


def test_every_save_is_followed_by_a_report(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = project / "specs" / "doe2021.yaml"
    right = spec.read_text(encoding="utf-8")

    def changes(root: Path, **_: Any) -> Iterator[set[tuple[int, str]]]:
        assert root == project
        spec.write_text(right.replace("sex male: 13 (65.0%)", "sex male: 13 (56.0%)"), encoding="utf-8")
        yield {(2, str(spec))}
        yield {(1, str(project / "out" / "a.json"))}
        spec.write_text(right, encoding="utf-8")
        yield {(2, str(spec)), (1, str(spec) + "~")}

    monkeypatch.setattr("watchfiles.watch", changes)
    ran = run(project, "check", "--watch", "--format", "concise", "--select", "SRC04", "--report", "out/a.json")
    assert ran.status == 0
    summary = "1 document, 1 source, 6 measurements: "
    assert [line for line in ran.out.splitlines() if line.startswith(summary)] == [
        summary + "no open findings", summary + "1 error", summary + "no open findings"
    ]  # fmt: skip
    assert "specs/doe2021.yaml:17:17: error[SRC04]" in ran.out
    assert ran.err.splitlines() == [f"checked {one}; watching, Ctrl-C ends" for one in ("everything", *["doe2021"] * 2)]
    assert '"error": 0' in (project / "out" / "a.json").read_text(encoding="utf-8")


def test_the_missing_extra_is_named(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    ran = run(project, "check", "--watch")
    assert ran.status == 2
    assert "pip install 'msccurate[watch]'" in ran.err
