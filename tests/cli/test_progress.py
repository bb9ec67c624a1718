"""The line on stderr that says what is being done."""

from __future__ import annotations

import io

import pytest

from msccurate.cli import progress as module


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


Told = str | tuple[str, int, int]


def shown(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, seconds: float, *told: Told, columns: int = 20) -> str:
    """What is printed of what is told, each a second after the other."""
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(module, "monotonic", iter([0.0, *(seconds + number for number in range(len(told)))]).__next__)
    tell = module.progress()
    for one in told:
        tell(*([one] if isinstance(one, str) else one))
    return stderr.getvalue()


def test_long_work_is_told_on_one_line_that_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 2, "reading a.yaml", "") == "\r\x1b[Kreading a.yaml\r\x1b[K"


def test_the_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 2, "reading a_long_name.yaml") == "\r\x1b[Kreading a_long_nam…"


def test_a_bar_says_how_much_is_done_where_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = shown(monkeypatch, Terminal(), 2, ("checking a", 0, 200), ("checking b", 150, 200), columns=80)
    assert printed.split("\r\x1b[K")[1:] == [
        "[........................]   0/200 checking a",
        "[##################......] 150/200 checking b",
    ]


def test_what_follows_too_soon_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 1.5)
    assert shown(monkeypatch, Terminal(), 2, "a", "b", "c") == "\r\x1b[Ka\r\x1b[Kc"


def test_there_is_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[3" not in shown(monkeypatch, Terminal(), 2, ("checking a", 1, 2), columns=80)


def test_short_work_and_pipes_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 0.5, "reading a.yaml", "") == ""
    assert shown(monkeypatch, io.StringIO(), 2, "reading a.yaml", "") == ""
