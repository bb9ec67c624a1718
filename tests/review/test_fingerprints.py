"""Fingerprints, verdicts and adjudications."""

from __future__ import annotations

from pathlib import Path

from tests.projects import SOURCE, Run, make_project

MISTYPED = ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)")


def _fingerprints(run: Run, folder: Path) -> list[str]:
    return [one["fingerprint"] for one in run(folder, "check", "--format", "json").json["findings"]]


def _edit(folder: Path, old: str, new: str) -> None:
    path = folder / "specs" / "doe2021.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_edits_above_a_finding_do_not_disturb_it(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    before = _fingerprints(run, folder)
    _edit(folder, "form: mean", "# a comment\n\n\nform: mean")
    assert _fingerprints(run, folder) == before


def test_a_changed_number_reopens_the_question(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    before = _fingerprints(run, folder)
    _edit(folder, "56.0%", "55.0%")
    assert not set(before) & set(_fingerprints(run, folder))


def test_an_adjudication_by_fingerprint_settles_its_finding_only(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    first, second = _fingerprints(run, folder)
    path = folder / "curation" / "adjudications" / "doe2021.yaml"
    signed = "verdict: accepted, reason: as agreed, by: b, date: 2026-11-24"
    path.write_text(f"one: {{fingerprint: {first}, {signed}}}\n", encoding="utf-8")
    ran = run(folder, "check", "--format", "json")
    states = {one["fingerprint"]: one["adjudication"] for one in ran.json["findings"]}
    assert states[first]["id"] == "one"
    assert states[second] is None
    assert ran.json["summary"]["adjudicated"] == 1


def test_a_stale_adjudication_is_reported_in_its_own_file(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    path = folder / "curation" / "adjudications" / "doe2021.yaml"
    path.write_text(
        "# decisions\ngone: {fingerprint: PCT01-000000000000, verdict: accepted, reason: r, by: b, date: 2026-11-24}\n",
        encoding="utf-8",
    )
    (finding,) = run(folder, "check", "--format", "json").json["findings"]
    assert (finding["code"], finding["path"], finding["line"]) == ("ADJ01", "curation/adjudications/doe2021.yaml", 2)
    assert run(folder, "check", "--ignore", "PCT").status == 0


def test_mistakes_in_adjudications_are_worded(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    path = folder / "curation" / "adjudications" / "doe2021.yaml"
    path.write_text(
        "one: {rule: PCT01, route: patients.sex_male#percent, verdict: acepted, resaon: r}\n", encoding="utf-8"
    )
    ran = run(folder, "check", "--format", "concise")
    assert "`acepted` is no verdict" in ran.out
    assert "unknown key `resaon`" in ran.out
    assert "adjudication `one` lacks `reason`, `by`, `date`" in ran.out


def test_who_is_wrong(run: Run, tmp_path: Path) -> None:
    """A cell that differs from the document: the spec. All cells found there: the document."""
    source = SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)")
    folder = make_project(tmp_path, MISTYPED, ("4 (20.0%)", "4 (15.0%)"), source=source)
    ran = run(folder, "check", "--select", "PCT01", "--format", "json")
    verdicts = {one["route"]: one["verdict"] for one in ran.json["findings"]}
    assert verdicts == {
        "patients.sex_male#percent": "extraction-error",
        "table1.outcome_died#percent": "source-error",
    }
