"""`msccurate adjudicate`: decisions appended to their files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msccurate.cli.adjudicate import Verdict
from msccurate.review import Adjudication
from msccurate.review.adjudications import DECISIONS, load_adjudications
from msccurate.review.decision import appended
from tests.projects import SOURCE, Ran, Run, make_project

PAPER = SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)")
DEATHS = ("outcome died: 4 (20.0%)", "outcome died: 4 (15.0%)")
SIGNED = ("--verdict", "source-error", "--reason", "4 of 20 is 20.0 %", "--by", "reviewer-b", "--date", "2026-11-24")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose document gives a wrong percentage."""
    return make_project(tmp_path, DEATHS, source=PAPER)


#: The fingerprint of that finding.
DEATH = "PCT01-c0887b836878"


def decide(run: Run, folder: Path, *more: str, name: str = DEATH) -> Ran:
    return run(folder, "adjudicate", name, *SIGNED, *more)


def file(folder: Path, document: str = "doe2021") -> Path:
    return folder / "curation" / "adjudications" / f"{document}.yaml"


def test_the_verdicts_are_those_of_the_files() -> None:
    assert tuple(one.value for one in Verdict) == DECISIONS


def test_a_decision_settles_its_finding(run: Run, folder: Path) -> None:
    ran = decide(run, folder, "--value", "4 (20.0%)")
    assert ran.status == 0
    assert ran.out == "curation/adjudications/doe2021.yaml: pct01_table1_outcome_died_percent\n"
    assert (
        file(folder).read_text(encoding="utf-8")
        == f"""\
# What was decided about the findings in doe2021.

pct01_table1_outcome_died_percent:
  fingerprint: {DEATH}
  verdict: source-error
  value: 4 (20.0%)
  reason: 4 of 20 is 20.0 %
  by: reviewer-b
  date: 2026-11-24
"""
    )
    assert run(folder, "check").out.endswith("no open findings, 1 adjudicated\n")


def test_what_stands_in_the_file_stays(run: Run, folder: Path) -> None:
    before = "\ufeff# ours\r\n  one:   # first\r\n    {rule: PCT09, route: x, verdict: open, reason: r, by: b, date: d}"
    file(folder).write_bytes(before.encode())
    assert decide(run, folder, "--id", "deaths").status == 0
    after = file(folder).read_bytes().decode()
    assert after.startswith(before + "\r\n\r\n  deaths:\r\n    fingerprint: PCT01-")
    assert after.count("\n") == after.count("\r\n")
    (read,) = load_adjudications(folder)
    assert [one.adjudication.id for one in read.entries] == ["one", "deaths"]


@pytest.mark.parametrize(
    "reason",
    [
        "printed as `15.0%`: a misprint # see the PDF",
        'it\'s "wrong" – 漢字 {n: 4}',
        "two lines\n\n  of reasons",
        "> 5",
        "a long one, " + "with 25 (80.6%) and words, " * 20,
        "blanks  at  ends of  lines " * 12,
    ],
)
def test_a_reason_is_read_back_as_it_was_given(tmp_path: Path, reason: str) -> None:
    decision = Adjudication("one", DEATH, "", "", "accepted", reason.strip(), "b", "2026-11-24", "", "doe2021")
    file(tmp_path).parent.mkdir(parents=True)
    file(tmp_path).write_text(appended("# ours\n", decision), encoding="utf-8")
    (read,) = load_adjudications(tmp_path)
    assert [entry.adjudication for entry in read.entries] == [decision]
    assert read.problems == ()


def test_findings_of_a_second_extractor_go_to_the_same_file(run: Run, folder: Path) -> None:
    spec = (folder / "specs" / "doe2021.yaml").read_text(encoding="utf-8")
    (folder / "specs" / "doe2021.second.yaml").write_text(spec.replace("58 (49–66)", "53 (49–66)"), encoding="utf-8")
    decided = 0
    while open_ := [
        one["fingerprint"]
        for one in run(folder, "check", "--format", "json").json["findings"]
        if not one["adjudication"]
    ]:
        assert run(folder, "adjudicate", open_[0], *SIGNED).status == 0
        decided += 1
    assert decided > 1
    assert {path.name for path in file(folder).parent.iterdir()} == {"doe2021.yaml"}


def test_an_unknown_fingerprint_names_the_nearest(run: Run, folder: Path) -> None:
    ran = decide(run, folder, name=DEATH[:-1] + "0")
    assert ran.status == 2
    assert f"the nearest is {DEATH} (specs/doe2021.yaml:" in ran.err
    assert not file(folder).exists()
    assert "shows all" in decide(run, folder, name="nonsense").err


def test_what_is_decided_is_not_decided_again(run: Run, folder: Path) -> None:
    decide(run, folder, "--id", "deaths")
    before = file(folder).read_bytes()
    ran = decide(run, folder)
    assert ran.status == 2
    assert (
        "adjudicated already, source-error by reviewer-b: change `deaths` in curation/adjudications/doe2021" in ran.err
    )
    file(folder).write_text(f"deaths: {{fingerprint: {DEATH}}}\n", encoding="utf-8")
    assert "speaks of" in decide(run, folder).err
    assert before


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--reason", " "], "--reason is empty"),
        (["--by", ""], "--by is empty"),
        (["--date", "24.11.2026"], "write a day as 2026-11-24"),
        (["--date", "2026-02-30"], "write a day as 2026-11-24"),
        (["--id", "Deaths"], "use small letters"),
        (["--id", "taken"], "has that id already"),
        (["--verdict", "maybe"], "maybe"),
        (["--reason", "a\x07b"], "control character"),
    ],
)
def test_wrong_usage_changes_nothing(run: Run, folder: Path, more: list[str], words: str) -> None:
    signed = "rule: PCT01, route: nowhere, verdict: accepted, reason: r, by: b, date: 2026-11-24"
    file(folder).write_text(f"taken: {{{signed}}}\n", encoding="utf-8")
    before = file(folder).read_bytes()
    ran = decide(run, folder, *more)
    assert ran.status == 2
    assert words in ran.err
    assert file(folder).read_bytes() == before


@pytest.mark.parametrize("missing", ["--verdict", "--reason", "--by"])
def test_a_decision_is_signed(run: Run, folder: Path, missing: str) -> None:
    at = SIGNED.index(missing)
    ran = run(folder, "adjudicate", DEATH, *SIGNED[:at], *SIGNED[at + 2 :])
    assert ran.status == 2
    assert missing in ran.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one: [1\n", "cannot be read"),
        ("{}\n", "add this by hand:\npct01_table1"),
        ("- a list\n", "add this by hand"),
        ("# none\n...\n", "cannot be read"),
    ],
)
def test_a_file_that_nothing_can_be_appended_to_is_left_alone(run: Run, folder: Path, text: str, words: str) -> None:
    file(folder).write_text(text, encoding="utf-8")
    ran = decide(run, folder)
    assert ran.status == 2
    assert words in ran.err
    assert file(folder).read_text(encoding="utf-8") == text


def test_a_file_of_comments_is_kept(run: Run, folder: Path) -> None:
    file(folder).write_text("# decisions of 2026\n", encoding="utf-8")
    assert run(folder, "adjudicate", DEATH, *SIGNED[:-2]).status == 0
    assert f"date: {date.today().isoformat()}" in file(folder).read_text(encoding="utf-8")
    assert file(folder).read_text(encoding="utf-8").startswith("# decisions of 2026\n\npct01_")


def test_the_bookkeeping_itself_is_mended_not_adjudicated(run: Run, project: Path) -> None:
    signed = "verdict: accepted, reason: r, by: b, date: 2026-11-24"
    file(project).write_text(f"gone: {{fingerprint: PCT01-000000000000, {signed}}}\n", encoding="utf-8")
    (stale,) = run(project, "check", "--format", "json").json["findings"]
    ran = decide(run, project, name=stale["fingerprint"])
    assert ran.status == 2
    assert "mend curation/adjudications/doe2021.yaml:1 instead" in ran.err
