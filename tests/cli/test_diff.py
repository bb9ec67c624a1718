"""`msccurate diff`: what a branch changes, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate.review.changes import touched
from tests.projects import SOURCE, Run, make_project
from tests.repositories import commit, git, repository
from tests.review.test_engine import several

#: The document says 15.0%, which is wrong; the spec has that, and a mistyped age.
PAPER = SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)")
WRONG_AGE = ("age (years): 58 (49–66)", "age (years): 53 (49–66)")
DEATHS = ("outcome died: 4 (20.0%)", "outcome died: 4 (15.0%)")
DECISION = """\
deaths:
  rule: PCT01
  route: table1.outcome_died#percent
  verdict: source-error
  reason: 4 of 20 is 20.0 %
  by: reviewer-b
  date: 2026-11-24
"""


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "specs" / "doe2021.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def decide(folder: Path, text: str = DECISION) -> None:
    (folder / "curation" / "adjudications" / "doe2021.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A repository on a branch that mistypes one value, corrects one and adds an adjudication."""
    folder = repository(make_project(tmp_path, WRONG_AGE, DEATHS, source=PAPER))
    git(folder, "switch", "--quiet", "--create", "work")
    edit(folder, "53 (49–66)", "58 (49–66)")
    edit(folder, "sex male: 13 (65.0%)", "sex male: 13 (56.0%)")
    decide(folder)
    commit(folder)
    return folder


def test_a_branch_shows_exactly_what_it_does(run: Run, branch: Path) -> None:
    ran = run(branch, "diff", "--format", "json")
    assert ran.status == 1
    values, decisions, findings = (ran.json[name] for name in ("values", "adjudications", "findings"))
    assert [(one["old"]["text"], one["new"]["text"], one["new"]["source"]) for one in values["changed"]] == [
        ("53 (49–66)", "58 (49–66)", None),
        ("13 (65.0%)", "13 (56.0%)", "13 (65.0%)"),
    ]
    assert (values["added"], values["removed"]) == ([], [])
    assert [one["id"] for one in decisions["added"]] == ["deaths"]
    assert (decisions["removed"], decisions["changed"], decisions["stale"]) == ([], [], [])
    told = {name: [(one["code"], one["route"]) for one in findings[name]] for name in ("new", "fixed", "adjudicated")}
    assert told == {
        "new": [("SRC04", "patients.sex_male"), ("PCT01", "patients.sex_male#percent")],
        "fixed": [("SRC04", "patients.age")],
        "adjudicated": [("PCT01", "table1.outcome_died#percent")],
    }
    assert findings["reopened"] == []


def test_it_reads_like_this(run: Run, branch: Path) -> None:
    text = run(branch, "diff").out
    assert text.splitlines() == [
        "values changed",
        "  specs/doe2021.yaml:16:20: patients.age 53 (49–66) (years) → 58 (49–66) (years)",
        "  specs/doe2021.yaml:17:17: patients.sex_male 13 (65.0%) → 13 (56.0%); the document says 13 (65.0%)",
        "",
        "adjudications added",
        "  curation/adjudications/doe2021.yaml: deaths (PCT01 at table1.outcome_died#percent) "
        "source-error by reviewer-b: 4 of 20 is 20.0 %",
        "",
        "findings new",
        *(line for line in text.splitlines() if "patients" not in line and ":17:" in line),
        "",
        "findings fixed",
        *(line for line in text.splitlines() if ":16:" in line and "error" in line),
        "",
        "findings adjudicated",
        *(line for line in text.splitlines() if "PCT01-" in line and "reviewer-b" in line),
        "",
        "since main: values: 2 changed; adjudications: 1 added; findings: 2 new, 1 fixed, 1 adjudicated",
        "2 errors came in that nobody has adjudicated",
    ]


def test_a_comment_has_a_table_for_each_kind_of_change(run: Run, branch: Path) -> None:
    page = run(branch, "diff", "--format", "markdown").out
    assert "**2 errors came in that nobody has adjudicated**" in page
    assert "| `specs/doe2021.yaml:17` | `patients.sex_male` | `13 (65.0%)` | `13 (56.0%)` | 13 (65.0%) |" in page
    titles = [line for line in page.splitlines() if line.startswith("### ")]
    assert titles == [
        "### New findings (2)", "### Values changed (2)", "### Adjudications added (1)", "### Findings fixed (1)",
        "### Findings adjudicated (1)",
    ]  # fmt: skip


def test_what_happened_on_the_main_branch_since_is_not_shown(run: Run, branch: Path) -> None:
    git(branch, "switch", "--quiet", "main")
    edit(branch, "journal: Journal of Examples", "journal: Journal of Other Examples")
    commit(branch)
    git(branch, "switch", "--quiet", "work")
    assert len(run(branch, "diff", "--format", "json").json["values"]["changed"]) == 2
    assert len(run(branch, "diff", "main", "--format", "json").json["values"]["changed"]) == 3


def test_neither_work_tree_nor_index_is_touched(run: Run, branch: Path) -> None:
    edit(branch, "13 (56.0%)", "13 (57.0%)")
    git(branch, "add", "specs")
    edit(branch, "13 (57.0%)", "13 (58.0%)")
    before = git(branch, "status", "--porcelain=v2"), git(branch, "diff", "--cached")
    changed = run(branch, "diff", "HEAD", "--format", "json").json["values"]["changed"]
    assert [(one["old"]["text"], one["new"]["text"]) for one in changed] == [("13 (56.0%)", "13 (58.0%)")]
    assert (git(branch, "status", "--porcelain=v2"), git(branch, "diff", "--cached")) == before


def test_the_project_may_be_a_folder_of_the_repository(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path / "reviews" / "one")
    repository(tmp_path)
    edit(folder, "13 (65.0%)", "13 (56.0%)")
    ran = run(folder, "diff", "HEAD", "--format", "markdown")
    assert ran.status == 1
    assert "`reviews/one/specs/doe2021.yaml:17`" in ran.out


def test_a_project_that_is_new_is_all_additions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Reviews\n", encoding="utf-8")
    repository(tmp_path)
    folder = make_project(tmp_path / "one")
    ran = run(folder, "diff", "HEAD", "--format", "json")
    assert ran.status == 0
    assert {one["route"] for one in ran.json["values"]["added"]} >= {"groups.all.n", "patients.age", "publication.doi"}
    assert ran.json["findings"]["unchanged"] == 0


def test_a_withdrawn_decision_opens_its_finding_again(run: Run, branch: Path) -> None:
    edit(branch, "13 (56.0%)", "13 (65.0%)")
    commit(branch)
    decide(branch, "# none\n")
    ran = run(branch, "diff", "HEAD", "--format", "json")
    assert ran.status == 1
    assert [one["id"] for one in ran.json["adjudications"]["removed"]] == ["deaths"]
    assert [one["code"] for one in ran.json["findings"]["reopened"]] == ["PCT01"]


def test_a_decision_that_matches_nothing_any_more_is_stale(run: Run, branch: Path) -> None:
    edit(branch, "13 (56.0%)", "13 (65.0%)")
    edit(branch, "outcome died: 4 (15.0%)", "outcome died: 3 (15.0%)")
    found = run(branch, "diff", "HEAD", "--format", "json").json
    assert [one["id"] for one in found["adjudications"]["stale"]] == ["deaths"]


def test_another_unit_and_another_reading_are_changes_of_a_value(run: Run, tmp_path: Path) -> None:
    folder = repository(make_project(tmp_path))
    edit(folder, "age (years): 58", "age (months): 58")
    text = run(folder, "diff", "HEAD").out
    assert "patients.age 58 (49–66) (years) → 58 (49–66) (months)" in text
    edit(folder, "age (months): 58", "age (years): 58")
    edit(folder, "form: mean ± SD | median (IQR)", "form: mean ± SD | median (range)")
    text = run(folder, "diff", "HEAD").out
    assert "58 (49–66) (years) as median, q1, q3 → 58 (49–66) (years) as median, min, max" in text


def test_another_kind_in_the_codebook_changes_how_values_are_read(run: Run, tmp_path: Path) -> None:
    folder = repository(make_project(tmp_path))
    codebook = folder / "curation" / "codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    assert "  age:\n    label: Age\n" in text
    codebook.write_text(text.replace("    label: Age\n", "    label: Age\n    kind: date\n"), encoding="utf-8")
    changed = run(folder, "diff", "HEAD", "--format", "json").json["values"]["changed"]
    assert [one["new"]["route"] for one in changed] == ["patients.age"]


def test_values_are_read_only_of_specs_that_changed(tmp_path: Path) -> None:
    old, new = several(tmp_path / "old", 2), several(tmp_path / "new", 2)
    assert touched(old, new) == ([], [])
    edit(new, "16 (80.0%)", "15 (75.0%)")
    (new / "specs" / "doe1.yaml").unlink()
    (old / "specs" / "doe0.yaml").unlink()
    assert touched(old, new) == (["specs/doe1.yaml", "specs/doe2021.yaml"], ["specs/doe0.yaml", "specs/doe2021.yaml"])
    (old / "curation" / "units.yaml").unlink()
    before, after = touched(old, new)
    assert (len(before), len(after)) == (3, 3)


def test_a_spec_that_cannot_be_read_has_no_values_to_compare(run: Run, branch: Path) -> None:
    (branch / "specs" / "doe2021.yaml").write_text("data: [1\n", encoding="utf-8")
    found = run(branch, "diff", "HEAD", "--format", "json").json
    assert found["values"] == {"added": [], "removed": [], "changed": []}
    assert "SPC01" in [one["code"] for one in found["findings"]["new"]]


# ---- what can be missing


def test_a_shallow_clone_says_what_to_do(run: Run, branch: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("clone")
    git(branch, "switch", "--quiet", "main")
    git(clone, "clone", "--quiet", "--depth", "1", "--branch", "work", branch.as_uri(), "one")
    ran = run(clone / "one", "diff")
    assert ran.status == 2
    assert "this clone is shallow" in ran.err
    assert "fetch-depth: 0" in ran.err
    assert "this clone is shallow" in run(clone / "one", "diff", "main").err
    git(clone / "one", "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert "is not here; this clone is shallow" in run(clone / "one", "diff").err
    git(clone / "one", "fetch", "--quiet", "--unshallow", "origin")
    assert run(clone / "one", "diff").status == 1


def test_the_branch_that_a_pull_request_goes_to_is_the_base(
    run: Run, branch: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(branch, "branch", "release", "work")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--branch", "work", branch.as_uri(), "one")
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert run(clone / "one", "diff").out.startswith("since origin/release")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert run(clone / "one", "diff").status == 1


@pytest.mark.parametrize("ref", ["nowhere", "--help-me", "HEAD~9"])
def test_an_unknown_commit(run: Run, branch: Path, ref: str) -> None:
    ran = run(branch, "diff", "--", ref)
    assert ran.status == 2
    assert f"git knows no commit `{ref}`" in ran.err


def test_a_folder_without_a_repository(run: Run, project: Path) -> None:
    ran = run(project, "diff")
    assert ran.status == 2
    assert "no git repository" in ran.err


def test_a_repository_without_a_main_branch(run: Run, project: Path) -> None:
    git(repository(project), "branch", "--move", "main", "trunk")
    ran = run(project, "diff")
    assert ran.status == 2
    assert "say what to compare with: msccurate diff REF" in ran.err


def test_without_git(run: Run, branch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = run(branch, "diff")
    assert ran.status == 2
    assert "git is not installed" in ran.err


def test_wrong_format(run: Run, branch: Path) -> None:
    ran = run(branch, "diff", "--format", "markdwon")
    assert ran.status == 2
    assert "write markdown" in ran.err
