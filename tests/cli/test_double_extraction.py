"""Two extractors of one document: what they disagree about, how far they agree, and which value stands."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.projects import SOURCE, Run, make_project

SLIP = ("sex male: 13 (65.0%)", "sex male: 16 (80.0%)")
OTHER_WORDS = (
    ("table1:", "outcomes:"),
    ("label: Table 1", "label: TABLE 1"),
    ("58 (49–66)", "58 (49 to 66)"),
    ("curator-a", "curator-b"),
)


def _second(folder: Path, *changes: tuple[str, str]) -> Path:
    """A second extractor's spec of the same document, with replacements made in the first one's."""
    spec = (folder / "specs" / "doe2021.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in spec, old
        spec = spec.replace(old, new)
    (folder / "specs" / "doe2021.second.yaml").write_text(spec, encoding="utf-8")
    return folder


def _settled(folder: Path, finding: dict[str, str], value: str) -> None:
    (folder / "curation" / "adjudications" / "doe2021.yaml").write_text(
        f"men: {{fingerprint: {finding['fingerprint']}, verdict: accepted, reason: the paper says 13 (65.0%), "
        f"by: curator-c, date: 2026-11-24, value: {value}}}\n",
        encoding="utf-8",
    )


def _rows(path: Path, block: str, variable: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["block"], row["variable"]) == (block, variable)]


def test_two_who_agree_in_other_words_are_one_document_without_findings(run: Run, project: Path) -> None:
    ran = run(_second(project, *OTHER_WORDS), "check")
    assert ran.out == "1 document, 1 source, 12 measurements: no open findings\n"


def test_a_slip_stands_at_the_extractor_who_made_it_beside_what_the_other_has(run: Run, project: Path) -> None:
    ran = run(_second(project, SLIP), "check", "--select", "XRF04", "--format", "json")
    (finding,) = ran.json["findings"]
    assert finding["path"] == "specs/doe2021.second.yaml"
    assert finding["message"] == (
        "`16 (80.0%)` and `13 (65.0%)`: `second` and `first` disagree, the document says `13 (65.0%)`"
    )
    assert (finding["verdict"], finding["expected"]) == ("extraction-error", "13 (65.0%)")
    assert finding["source"]["text"] == "13 (65.0%)"
    assert [one["path"] for one in finding["related"]] == ["specs/doe2021.yaml"]


def test_a_slip_is_reported_for_either_spec(run: Run, project: Path) -> None:
    _second(project, SLIP)
    for path in ("specs/doe2021.yaml", "specs/doe2021.second.yaml"):
        assert run(project, "check", path, "--select", "XRF04", "--format", "json").codes == ["XRF04"]


def test_agreement_is_told_by_block(run: Run, project: Path) -> None:
    ran = run(_second(project, SLIP), "check", "--select", "XRF04", "--statistics")
    told = [line.split("  ") for line in ran.out.splitlines()]
    told = [[cell.strip() for cell in line if cell.strip()] for line in told]
    assert ["doe2021: first and second", "6 of 7", "85.7", "0.83"] in told
    assert ["patients", "1 of 2", "50.0", "0.33"] in told
    assert ["table1", "2 of 2", "100", "1"] in told


def test_the_report_lists_agreement_and_both_extractions(run: Run, project: Path) -> None:
    assert run(_second(project, SLIP), "render").status == 0
    page = (project / "out" / "discrepancies.md").read_text(encoding="utf-8")
    assert "| doe2021 | first and second | patients | 2 | 1 | 50.0 | 0.33 |" in page
    assert "| doe2021.second |" in page
    assert page.count("- `seeds/doe2021.txt`, line 6: `28`") == 1
    assert (project / "out" / "tables" / "doe2021.second.md").exists()


def test_the_adjudication_settles_which_value_stands(run: Run, project: Path) -> None:
    value = "13 (65.0%)"
    ran = run(_second(project, SLIP), "check", "--select", "XRF04", "--format", "json")
    _settled(project, ran.json["findings"][0], value)
    assert run(project, "check", "--select", "XRF04").status == 0
    assert run(project, "render").status == 0
    assert run(project, "export", "--allow-findings").status == 0
    shipped = _rows(project / "out" / "package" / "measurements.csv", "patients", "sex")
    assert [(row["extractor"], row["text"], row["curated_value"]) for row in shipped] == [
        ("first", "13 (65.0%)", value),
        ("second", "16 (80.0%)", value),
    ]
    for name in ("doe2021", "doe2021.second"):
        (row,) = _rows(project / "out" / "tables" / f"{name}.csv", "patients", "sex")
        assert row["curated_value"] == value


def test_what_the_document_contradicts_is_decided_once_for_both(run: Run, tmp_path: Path) -> None:
    wrong = ("outcome died: 4 (20.0%)", "outcome died: 4 (15.0%)")
    folder = make_project(tmp_path, wrong, source=SOURCE.replace("Death 4 (20.0%)", "Death 4 (15.0%)"))
    (finding,) = run(folder, "check", "--select", "PCT01", "--format", "json").json["findings"]
    _settled(folder, finding, "4 (20.0%)")
    ran = run(_second(folder), "check", "--select", "PCT01", "--format", "json")
    assert [one["adjudication"]["id"] for one in ran.json["findings"]] == ["men", "men"]
