"""Changes between two states: as a comment that fits, and without anything that steers a terminal."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from msgspec import structs

from msccurate.render import Options
from msccurate.render.changes import FORMATS, render
from msccurate.review import Adjudication
from msccurate.review.changes import Changes, Value
from tests.render.fixed import finding, hostile, settled

BASE = ("1a2b3c4d5e6f7a8b9c0d", "main")
NOTHING = Changes((), (), (), (), (), (), (), (), (), (), (), 0)
OLD = Value("a", "first", "t1.age", "specs/a.yaml", 12, 18, "58 (49–66)", "years", "median, q1, q3")
NEW = replace(OLD, text="59 (49–66)", says="58 (49–66)")
DECISION = Adjudication("cut", "SRC08-000000000001", "", "", "accepted", "r" * 1000, "b", "2026-11-24", "", "a")


def shown(changes: Changes, format: str) -> str:
    return render(changes, format, BASE, Options())


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_changed(format: str) -> None:
    assert shown(NOTHING, format).endswith("\n")
    if format != "json":
        assert "nothing changed" in shown(NOTHING, format)


def test_a_thousand_changes_fit_a_comment_and_are_counted() -> None:
    many = replace(
        NOTHING,
        changed=tuple((OLD, replace(NEW, route=f"t1.age.x{number}")) for number in range(2000)),
        new=tuple(structs.replace(finding("漢" * 500), fingerprint=str(number)) for number in range(500)),
        decided=(DECISION,) * 300,
    )
    page = shown(many, "markdown")
    assert 50_000 < len(page.encode()) <= 65_536
    assert "### Values changed (2,000)" in page
    assert "### New findings (500)" in page
    shown_rows = page.count("error PCT01")
    assert f"and {500 - shown_rows:,} more" in page


def test_markup_and_controls_stay_text() -> None:
    nasty = replace(NEW, text="`a|b` <script>\x1b[31m", says="| x |\n::error::")
    changed = replace(NOTHING, changed=((OLD, nasty),), new=(hostile(),), added=(nasty,), stale=(DECISION,))
    text = shown(changed, "text")
    assert "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())
    row = next(line for line in shown(changed, "markdown").splitlines() if "t1.age" in line)
    assert "`` `a\\|b` <script>" in row
    assert row.count(" | ") == 4
    assert json.loads(shown(changed, "json"))["values"]["added"][0]["text"] == nasty.text


def test_what_was_adjudicated_is_no_reason_to_refuse() -> None:
    assert not replace(NOTHING, new=(settled(),)).worse
    assert not replace(NOTHING, fixed=(finding(),)).worse
    assert not replace(NOTHING, new=(hostile(),)).worse
    assert replace(NOTHING, new=(finding(),)).worse
    assert replace(NOTHING, reopened=(finding(),)).worse
