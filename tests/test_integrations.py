"""The GitHub Action, this repository's workflow, and the pre-commit hook."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.projects import make_project
from tests.repositories import NEUTRAL, commit, git, repository

ROOT = Path(__file__).parents[1]
ACTION = ROOT / ".github" / "actions" / "msccurate"
MISTYPED = ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def workflows() -> list[Path]:
    return sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps() -> list[dict[str, Any]]:
    """Every step of the action and of the workflows."""
    found = list(read(ACTION / "action.yml")["runs"]["steps"])
    for path in workflows():
        for job in read(path)["jobs"].values():
            found += job["steps"]
    return found


def test_no_script_holds_an_expression() -> None:
    """What stands in `${{ }}` is put into a script as it is, and runs; a variable is only read."""
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []
    assert "${{" not in (ACTION / "run.sh").read_text(encoding="utf-8")


def test_actions_of_others_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert len(used) > 3
    assert [one for one in used if not one.startswith("./") and not re.search(r"@[0-9a-f]{40}$", one)] == []
    assert "./.github/actions/msccurate" in used


def test_workflows_may_only_read() -> None:
    for path in workflows():
        workflow = read(path)
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert job["permissions"] == {"contents": "read"}
            assert job["timeout-minutes"] <= 30


def test_the_workflow_has_the_history_that_a_comparison_needs() -> None:
    job = read(ROOT / ".github" / "workflows" / "check.yml")["jobs"]["documents"]
    checkout = next(step for step in job["steps"] if step["uses"].startswith("actions/checkout@"))
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_every_input_reaches_the_script_as_a_variable_and_is_described() -> None:
    action = read(ACTION / "action.yml")
    assert action["runs"]["using"] == "composite"
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "run"]
    assert {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} == set(step["env"].values())
    script = (ACTION / "run.sh").read_text(encoding="utf-8")
    assert all(f"${name}" in script for name in step["env"])
    assert all(one["description"] and "default" in one for one in action["inputs"].values())
    assert all(step.get("shell") == "bash" for step in action["runs"]["steps"] if "run" in step)


def act(folder: Path, tmp_path: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run the action's script as a runner does: what it printed, the summary of the job, its outputs."""
    summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"
    summary.touch()
    outputs.touch()
    inside = {"ROOT": ".", "FAIL_ON": "", "BASE": "", "REPORTS": ""} | inputs
    runner = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs), "RUNNER_TEMP": str(tmp_path)}
    kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    done = subprocess.run(
        ["bash", str(ACTION / "run.sh")],
        cwd=folder, env=kept | path | NEUTRAL | runner | inside, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, summary.read_text(encoding="utf-8"), outputs.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository on a branch that mistypes a value."""
    folder = repository(make_project(tmp_path / "repository"))
    git(folder, "switch", "--quiet", "--create", "work")
    spec = folder / "specs" / "doe2021.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace(*MISTYPED), encoding="utf-8")
    commit(folder)
    return folder


def test_the_action_annotates_compares_and_fails(folder: Path, tmp_path: Path) -> None:
    done, summary, outputs = act(folder, tmp_path, BASE="main", REPORTS="sarif:a.sarif\njunit:b.xml\n")
    assert done.returncode == 1, done.stderr
    assert "::error file=specs/doe2021.yaml,line=17," in done.stdout
    assert summary.startswith("## What this changes")
    assert "# Discrepancy report" in summary
    assert (folder / "a.sarif").exists()
    assert (folder / "b.xml").exists()
    assert Path(outputs.strip().removeprefix("changes=")).read_text(encoding="utf-8") in summary


def test_nothing_in_an_input_is_run(folder: Path, tmp_path: Path) -> None:
    nasty = "$(touch pwned); touch pwned #"
    done, _, _ = act(folder, tmp_path, BASE=nasty, REPORTS=f"json:{nasty}")
    assert done.returncode == 2
    assert f"git knows no commit `{nasty}`" in done.stderr
    assert not list(tmp_path.rglob("pwned"))


def test_the_action_passes_where_nothing_is_wrong(folder: Path, tmp_path: Path) -> None:
    git(folder, "switch", "--quiet", "main")
    done, summary, outputs = act(folder, tmp_path)
    assert (done.returncode, outputs) == (0, ""), done.stderr
    assert summary.startswith("# Discrepancy report")


def test_the_hook_runs_a_command_of_ours_on_the_whole_project() -> None:
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert hook["entry"].split()[0] in scripts
    assert hook["pass_filenames"] is False
    assert {"id", "name", "language"} <= set(hook)
    for path in ("specs/a.yaml", "reviews/one/curation/codebook.yaml", "seeds/a.txt"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "src/msccurate/cli/check.py")


@pytest.mark.parametrize("spec", sorted(path.name for path in (ROOT / "specs").glob("*.yaml")))
def test_every_spec_names_its_schema_for_editors(spec: str) -> None:
    first = (ROOT / "specs" / spec).read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../curation/spec.schema.json"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("msccurate che", "check"),
        ("msccurate check --format sa", "sarif"),
        ("msccurate check --select PCT0", "PCT01"),
        ("msccurate explain percent-mis", "percent-mismatch"),
        ("msccurate diff --format ma", "markdown"),
        ("msccurate adjudicate PCT01-000000000000 --verdict so", "source-error"),
    ],
)
def test_the_shell_completes(words: str, completed: str) -> None:
    told = {"_MSCCURATE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    program = "from msccurate.cli import app; app(prog_name='msccurate')"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | told, capture_output=True, text=True, check=False
    )
    assert completed in done.stdout.split()
