"""The line on stderr that says what is being done."""

from __future__ import annotations

import io

import pytest

from msccurate.cli import progress as module


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, seconds: float, *words: str) -> str:
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(module, "monotonic", iter([0.0, *[seconds] * len(words)]).__next__)
    tell = module.progress()
    for one in words:
        tell(one)
    return stderr.getvalue()


def test_long_work_is_told_on_one_line_that_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 2, "reading a.yaml", "") == "\r\x1b[Kreading a.yaml\r\x1b[K"


def test_the_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 2, "reading a_long_name.yaml") == "\r\x1b[Kreading a_long_nam…"


def test_short_work_and_pipes_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 0.5, "reading a.yaml", "") == ""
    assert shown(monkeypatch, io.StringIO(), 2, "reading a.yaml", "") == ""
