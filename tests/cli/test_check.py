"""`msccurate check`: exit status, formats, filters, and what a person sees who makes a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.projects import SOURCE, TYPER_IMPORTS_PYDANTIC, Run, make_project

MISTYPED = ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)")
FINDING_KEYS = [
    "code", "name", "severity", "verdict", "message", "help", "document", "route", "fingerprint", "path", "line",
    "column", "end_line", "end_column", "text", "expected", "source", "related", "adjudication",
]  # fmt: skip


def test_a_clean_project_exits_with_0_and_says_what_was_checked(run: Run, project: Path) -> None:
    ran = run(project, "check")
    assert ran.status == 0
    assert ran.out == "1 document, 1 source, 6 measurements: no open findings\n"


def test_an_open_error_exits_with_1(run: Run, tmp_path: Path) -> None:
    assert run(make_project(tmp_path, MISTYPED), "check").status == 1
    assert run(tmp_path, "check", "--exit-zero").status == 0


def test_a_mistyped_number_is_an_extraction_error_that_quotes_the_document(run: Run, tmp_path: Path) -> None:
    ran = run(make_project(tmp_path, MISTYPED), "check", "--format", "json")
    first = next(one for one in ran.json["findings"] if one["code"] == "SRC04")
    assert (first["verdict"], first["expected"], first["line"]) == ("extraction-error", "13 (65.0%)", 17)
    assert first["source"] == {"path": "seeds/doe2021.txt", "line": 4, "column": 13, "text": "13 (65.0%)"}


def test_a_cell_that_nobody_can_read_is_to_be_what_the_document_has(run: Run, tmp_path: Path) -> None:
    ran = run(make_project(tmp_path, ("sex male: 13 (65.0%)", "sex male: =1+1")), "check", "--format", "json")
    first = next(one for one in ran.json["findings"] if one["code"] == "SRC04")
    assert (first["help"], first["expected"]) == ("write 13 (65.0%)", "13 (65.0%)")


@pytest.mark.parametrize(
    ("change", "code"), [(("sex male:", "sexx male:"), "SPC07"), (("n: 20,", "n: 20, 1,"), "SPC12")]
)
def test_one_mistake_in_a_spec_is_one_error(run: Run, tmp_path: Path, change: tuple[str, str], code: str) -> None:
    ran = run(make_project(tmp_path, change), "check", "--format", "json")
    assert [one["code"] for one in ran.json["findings"] if one["severity"] == "error"] == [code]


@pytest.mark.parametrize("printed", ["Yao Yao, Li Li", "Yao, Yao; Li, Li"])
def test_suspect_authors_are_shown_where_the_document_has_them(run: Run, tmp_path: Path, printed: str) -> None:
    spec = ("title: Cells in twenty patients,", "title: Cells in twenty patients, authors: [Yao Yao, Li Li],")
    folder = make_project(tmp_path, spec, source=f"{SOURCE}\n{printed}\n")
    found = run(folder, "check", "--select", "BIB05", "--format", "json").json["findings"]
    assert [(one["source"]["line"], one["source"]["text"]) for one in found] == [(10, printed[: len(printed) // 2])]


def test_a_number_cut_at_its_comma_is_one_finding(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, source="Cells\n\nWe treated 1,234 patients.\n")
    spec = (folder / "specs" / "doe2021.yaml").read_text().partition("form:")[0]
    spec = spec.replace("{n: 20, quote: 20 patients were treated}", "{n: 1,234, quote: 'We treated 1,234 patients'}")
    spec = spec.replace("title: Cells in twenty patients", "title: Cells")
    (folder / "specs" / "doe2021.yaml").write_text(spec + "data: {}\n")
    found = run(folder, "check", "--format", "json").json["findings"]
    assert [(one["code"], one["help"]) for one in found] == [("SPC12", "put quotes around it: '1,234'")]


@pytest.mark.skipif(TYPER_IMPORTS_PYDANTIC, reason="this typer is newer than pyproject.toml asks for")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--color blue", "Invalid value for '--color': 'blue' is not one of 'auto', 'always', 'never'."),
        ("--fail-on bad", "Invalid value for '--fail-on': 'bad' is not one of 'error', 'warning', 'note'."),
    ],
)
def test_a_value_that_an_option_does_not_take_is_said_in_plain_words(
    run: Run, project: Path, words: str, message: str
) -> None:
    ran = run(project, "check", *words.split())
    assert (ran.status, ran.err.splitlines()[-1]) == (2, f"Error: {message}")


def test_json_has_the_promised_shape(run: Run, tmp_path: Path) -> None:
    ran = run(make_project(tmp_path, MISTYPED), "check", "--format", "json")
    assert list(ran.json) == ["version", "summary", "findings"]
    assert list(ran.json["summary"]) == [
        "documents", "sources", "measurements", "error", "warning", "note", "adjudicated"
    ]  # fmt: skip
    for finding in ran.json["findings"]:
        assert list(finding) == FINDING_KEYS
        for related in finding["related"]:
            assert list(related) == ["route", "path", "line", "column", "label", "source"]
    percent = next(one for one in ran.json["findings"] if one["code"] == "PCT01")
    assert percent["route"] == "patients.sex_male#percent"
    assert percent["text"] == "56.0%"
    assert percent["related"][0]["route"] == "groups.all.n"
    assert percent["related"][0]["source"]["text"] == "20"


def test_concise_lines_can_be_grepped(run: Run, tmp_path: Path) -> None:
    ran = run(make_project(tmp_path, MISTYPED), "check", "--format", "concise")
    *lines, summary = ran.out.splitlines()
    assert all(
        re.fullmatch(r"specs/doe2021\.yaml:\d+:\d+: (error|warning|note)\[[A-Z]{3}\d\d\] .+", one) for one in lines
    )
    assert summary.startswith("1 document")


def test_fail_on_lowers_the_limit(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, (", doi: 10.1000/example", ""))
    assert run(folder, "check").status == 0
    assert run(folder, "check", "--fail-on", "warning").status == 1


@pytest.mark.parametrize("word", ["PCT01", "pct", "percent-mismatch", "PCT01,SRC"])
def test_rules_are_selected_by_code_prefix_and_name(run: Run, tmp_path: Path, word: str) -> None:
    ran = run(make_project(tmp_path, MISTYPED), "check", "--select", word, "--format", "json")
    assert set(ran.codes) == ({"PCT01", "SRC04"} if "SRC" in word else {"PCT01"})


def test_rules_are_ignored(run: Run, tmp_path: Path) -> None:
    ran = run(make_project(tmp_path, MISTYPED), "check", "--ignore", "SRC", "--ignore", "percent-mismatch")
    assert ran.status == 0


def test_paths_filter_the_report_only(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    for path in ("specs/doe2021.yaml", "specs", "doe2021", "seeds/doe2021.txt"):
        assert run(folder, "check", path).status == 1, path
    assert run(folder, "check", "curation").status == 0
    ran = run(folder, "check", "specs/nothing.yaml")
    assert ran.status == 2
    assert "there is no such file" in ran.err


def test_reports_are_written_in_several_formats(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    ran = run(folder, "check", "--report", "a.json", "--report", "markdown:b.txt", "--report", "sub/c.md")
    assert ran.status == 1
    assert (folder / "a.json").read_text(encoding="utf-8").startswith("{")
    assert (folder / "b.txt").read_text(encoding="utf-8").startswith("# Discrepancy report")
    assert (folder / "sub" / "c.md").exists()
    assert [path.name for path in folder.glob(".*")] == [".msccurate"]


def test_colors_only_where_they_are_wanted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path, MISTYPED)
    assert "\x1b[" not in run(folder, "check").out
    assert "\x1b[" in run(folder, "check", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(folder, "check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(folder, "check").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--select", "PTC01"], "did you mean PCT01?"),
        (["check", "--report", "report.pdf"], "write FORMAT:PATH"),
        (["check", "--root", "nowhere"], "there is no such folder"),
        (["explain", "percent-mismatsch"], "did you mean percent-mismatch?"),
        (["new", "Doe 2021", "--source", "seeds/doe2021.txt"], "cannot be a document's id"),
        (["new", "doe2021", "--source", "seeds/doe2021.txt"], "exists already"),
        (["new", "other", "--source", "nothing.txt"], "there is no such file"),
        (["init"], "exists already"),
    ],
)
def test_wrong_usage_exits_with_2_and_a_sentence(run: Run, project: Path, arguments: list[str], words: str) -> None:
    ran = run(project, *arguments)
    assert ran.status == 2
    assert ran.err.startswith("msccurate: ")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_outside_of_a_project(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "check")
    assert ran.status == 2
    assert "msccurate init" in ran.err


def test_an_unknown_option_is_a_usage_error(run: Run, project: Path) -> None:
    assert run(project, "check", "--formt", "json").status == 2


def test_a_spec_that_cannot_be_read_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    (folder / "specs" / "broken.yaml").write_text("data: [1, 2\nmore: x\n", encoding="utf-8")
    ran = run(folder, "check", "--format", "json")
    assert {"SPC01", "SRC04"} <= set(ran.codes)
    assert {one["document"] for one in ran.json["findings"]} == {"broken", "doe2021"}


def test_a_missing_source_is_one_finding(run: Run, project: Path) -> None:
    (project / "seeds" / "doe2021.txt").unlink()
    ran = run(project, "check", "--format", "json")
    assert ran.codes == ["SRC01"]


def test_a_changed_source_is_found(run: Run, project: Path) -> None:
    path = project / "seeds" / "doe2021.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\nA note.\n", encoding="utf-8")
    assert run(project, "check", "--format", "json").codes == ["SRC02"]


def test_a_crash_is_one_line_and_status_2(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the roof is leaking")

    monkeypatch.setattr("msccurate.review.engine.check", broken)
    ran = run(project, "check")
    assert ran.status == 2
    assert "something broke inside the program: RuntimeError: the roof is leaking" in ran.err
    assert "Traceback" not in ran.err


def test_configuration_is_read_and_checked(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, MISTYPED)
    (folder / "pyproject.toml").write_text('[tool.msccurate]\nignore = ["SRC", "PCT"]\n', encoding="utf-8")
    assert run(folder, "check").status == 0
    (folder / "pyproject.toml").write_text('[tool.msccurate]\nignroe = ["SRC"]\n', encoding="utf-8")
    ran = run(folder, "check")
    assert ran.status == 2
    assert "did you mean `ignore`?" in ran.err


def test_the_cache_can_be_left_aside_and_cleared(run: Run, project: Path) -> None:
    run(project, "check", "--no-cache")
    assert not (project / ".msccurate").exists()
    told = run(project, "check").out
    assert run(project, "check").out == told
    assert re.fullmatch(r"[1-9]\d* results forgotten\n", run(project, "cache", "clear").err)
    assert run(project, "cache", "clear").err == "0 results forgotten\n"
    assert run(project, "cache", "burn").status == 2
    assert run(project, "check").out == told
