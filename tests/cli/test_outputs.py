"""`render`, `export`, `init`, `new`, `rules`, `explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import SOURCE, Run, make_project


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["render", "export"])
def test_outputs_are_the_same_from_run_to_run_and_checked(run: Run, project: Path, command: str) -> None:
    assert run(project, command, "--check").status == 1
    assert run(project, command).status == 0
    first = _files(project)
    assert run(project, command, "--check").status == 0
    assert run(project, command).status == 0
    assert _files(project) == first


@pytest.mark.parametrize("command", ["render", "export"])
def test_a_stale_file_is_named(run: Run, project: Path, command: str) -> None:
    run(project, command)
    name = "out/discrepancies.md" if command == "render" else "out/package/measurements.csv"
    (project / name).write_text("changed\n", encoding="utf-8")
    ran = run(project, command, "--check")
    assert ran.status == 1
    assert f"stale: {name}" in ran.err


def test_render_forgets_documents_that_are_gone(run: Run, project: Path) -> None:
    run(project, "render")
    (project / "specs" / "doe2021.yaml").unlink()
    assert run(project, "render", "--check").status == 1
    run(project, "render")
    assert not (project / "out" / "tables" / "doe2021.md").exists()


def test_a_project_may_have_its_own_template(run: Run, project: Path) -> None:
    templates = project / "curation" / "templates"
    templates.mkdir()
    (templates / "discrepancies.md.j2").write_text("Ours: {{ summary }}\n", encoding="utf-8")
    run(project, "render")
    assert (project / "out" / "discrepancies.md").read_text(encoding="utf-8").startswith("Ours: 1 document")


@pytest.mark.parametrize(
    ("template", "words"),
    [("{{ nothing }}", "nothing"), ("{{ ''.__class__.__mro__ }}", "unsafe"), ("{% if %}", "discrepancies.md.j2")],
)
def test_a_faulty_template_is_a_clear_error(run: Run, project: Path, template: str, words: str) -> None:
    (project / "curation" / "templates").mkdir()
    (project / "curation" / "templates" / "discrepancies.md.j2").write_text(template, encoding="utf-8")
    ran = run(project, "render")
    assert ran.status == 2
    assert words in ran.err
    assert not (project / "out").exists()


def test_curated_values_are_marked_and_exported(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, source=SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)"))
    spec = folder / "specs" / "doe2021.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("4 (20.0%)", "4 (15.0%)"), encoding="utf-8")
    assert run(folder, "check").status == 1
    (folder / "curation" / "adjudications" / "doe2021.yaml").write_text(
        "deaths: {rule: PCT01, route: table1.outcome_died#percent, verdict: source-error, reason: misprint,\n"
        "  by: b, date: 2026-11-24, value: 4 (20.0%)}\n",
        encoding="utf-8",
    )
    assert run(folder, "check").status == 0
    run(folder, "render")
    run(folder, "export")
    page = (folder / "out" / "tables" / "doe2021.md").read_text(encoding="utf-8")
    assert "4 (15.0%) → 4 (20.0%) \\[1\\]" in page
    rows = (folder / "out" / "package" / "measurements.csv").read_text(encoding="utf-8")
    died = next(line for line in rows.splitlines() if "outcome_died" in line)
    assert "4 (15.0%)" in died
    assert "4 (20.0%)" in died


def test_init_makes_a_project_that_checks_clean(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path, "init", "review").status == 0
    ran = run(tmp_path / "review", "check")
    assert ran.status == 0
    assert ran.out == "0 documents, 0 sources, 0 measurements: no open findings\n"


def test_new_starts_a_spec_that_can_be_read(run: Run, project: Path) -> None:
    (project / "seeds" / "other.txt").write_text("# A title: with 'quotes' in it\n\nText.\n", encoding="utf-8")
    assert run(project, "new", "other", "--source", "seeds/other.txt").status == 0
    ran = run(project, "check", "other", "--format", "json")
    assert ran.codes == ["BIB03"]


def test_new_refuses_a_source_outside_of_the_project(
    run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.txt"
    outside.write_text("A title of words\n", encoding="utf-8")
    ran = run(project, "new", "other", "--source", str(outside))
    assert ran.status == 2
    assert "lies outside of the project" in ran.err


def test_rules_are_listed(run: Run, project: Path) -> None:
    listed = json.loads(run(project, "rules", "--format", "json").out)
    assert {"code": "PCT01", "name": "percent-mismatch"}.items() <= listed[
        [one["code"] for one in listed].index("PCT01")
    ].items()
    assert "PCT01  percent-mismatch" in run(project, "rules").out


def test_explain_takes_code_and_name(run: Run, project: Path) -> None:
    by_code, by_name = run(project, "explain", "pct01"), run(project, "explain", "percent-mismatch")
    assert by_code.status == 0
    assert by_code.out == by_name.out
    assert by_code.out.startswith("PCT01 percent-mismatch (error)\n\nA percentage is its count")
    assert "```" not in by_code.out


def test_open_errors_are_exported_only_if_allowed(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, source=SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)"))
    spec = folder / "specs" / "doe2021.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("4 (20.0%)", "4 (15.0%)"), encoding="utf-8")
    refused = run(folder, "export")
    assert (refused.status, (folder / "out").exists()) == (2, False)
    assert "1 error is still open: see `msccurate check`" in refused.err
    assert run(folder, "export", "--allow-findings").status == 0
    assert json.loads((folder / "out" / "package" / "datapackage.json").read_bytes())["openErrors"] == 1


def test_a_package_can_be_one_file(run: Run, project: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    assert run(project, "export", "--zip", str(first)).status == 0
    assert run(project, "export", "--zip", str(second)).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--to", "frictionles"), "did you mean frictionless?"),
        (("--to", "x"), "there are frictionless"),
        (("--standard", "v3"), "write v1 or v2"),
    ],
)
def test_a_wrong_format_is_named(run: Run, project: Path, wrong: tuple[str, str], words: str) -> None:
    ran = run(project, "export", *wrong)
    assert ran.status == 2
    assert words in ran.err


def test_formats_are_listed(run: Run, project: Path) -> None:
    assert run(project, "export", "--to", "list").out.startswith("frictionless  Frictionless data package")


@pytest.mark.parametrize("format", ["frictionless", "parquet", "duckdb", "sqlite"])
def test_a_folder_whose_name_looks_like_a_pattern_is_a_folder(run: Run, tmp_path: Path, format: str) -> None:
    if format == "duckdb":
        pytest.importorskip("duckdb")
    root = make_project(tmp_path / "[review] of *")
    ran = run(root, "export", "--to", format)
    assert ran.status == 0, ran.err
    assert any((root / "out").rglob("*"))
