"""Every format on the same findings: as it reads, and by its own standard."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from msccurate.findings import Severity
from msccurate.render import FORMATS, SUFFIXES, Options, render
from msccurate.render.markdown import shortened
from msccurate.review import ReportedFinding
from tests.render.fixed import finding, report, whole

SCHEMAS = Path(__file__).parents[3] / "shared" / "reference" / "schemas"


def shown(format: str, *findings: ReportedFinding, **options: Any) -> str:
    return render(report(*findings) if findings else whole(), format, Options(**options))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_the_same_twice(format: str) -> None:
    assert shown(format) == shown(format)


def test_every_suffix_names_a_format() -> None:
    assert set(SUFFIXES.values()) <= set(FORMATS)
    assert len(set(SUFFIXES) - {".sarif.json"}) == len(set(SUFFIXES.values()))


# ---- concise


def test_concise_is_a_line_per_finding() -> None:
    assert shown("concise", finding()) == (
        "specs/a.yaml:137:17: error[PCT01] 86.0% is not 25 of 31: that is 80.6% [PCT01-9f3a12c47be0]\n"
        "1 document, 1 source, 44 measurements: 1 error\n"
    )


def test_nothing_in_a_message_breaks_a_line_of_concise() -> None:
    *lines, _ = shown("concise").splitlines()
    assert len(lines) == 2
    assert all(line.startswith("specs/") for line in lines)
    assert "\x01" not in shown("concise")


# ---- csv


def test_csv_is_read_back_as_it_was_found() -> None:
    rows = list(csv.DictReader(StringIO(shown("csv"), newline="")))
    assert [row["fingerprint"] for row in rows] == [one.fingerprint for one in whole().findings]
    first, second, third = rows
    assert (first["line"], first["text"], first["expected"], first["source_text"]) == ("137", "86.0%", "80.6%", "80.6%")
    assert (second["adjudication"], second["decision"], second["reason"]) == ("cut", "accepted", "cut by the publisher")
    assert third["text"] == "=1+1"
    assert third["message"] == whole().findings[2].message


def test_csv_reads_like_this() -> None:
    head, row = shown("csv", finding()).splitlines()
    assert head.startswith("severity,code,name,verdict,message,")
    assert row.startswith(
        '"error","PCT01","percent-mismatch","extraction-error","86.0% is not 25 of 31: that is 80.6%",'
    )


# ---- github


def test_github_annotates_the_line_of_the_spec() -> None:
    assert shown("github", finding()) == (
        "::error file=specs/a.yaml,line=137,endLine=137,col=17,endColumn=22,title=PCT01 percent-mismatch::"
        "86.0%25 is not 25 of 31: that is 80.6%25%0Aseeds/a.txt:94 says: 80.6%25%0Awrite 25 (80.6%25)%0A"
        "PCT01-9f3a12c47be0\n"
        "1 document, 1 source, 44 measurements: 1 error\n"
    )


def test_nothing_in_a_finding_is_a_command_of_its_own() -> None:
    *commands, _ = shown("github").split("\n")[:-1]
    assert [command.partition(" ")[0] for command in commands] == ["::error", "::notice"]
    hostile = commands[1]
    assert hostile.startswith("::notice file=specs/a b%2Cc%3Ad.yaml,line=7,")
    assert "100%25%0D%0A::error::x" in hostile
    assert "\r" not in hostile


def test_github_shows_the_ten_worst_of_each_level_and_counts_the_others() -> None:
    source_errors = [replace(finding(f"s{n}"), verdict="source-error") for n in range(8)]
    extraction_errors = [finding(f"x{n}") for n in range(8)]
    notes = [replace(finding(f"n{n}"), severity=Severity.NOTE) for n in range(12)]
    lines = shown("github", *source_errors, *extraction_errors, *notes).splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert [line.rpartition("::")[2].partition("%0A")[0] for line in errors] == [f"x{n}" for n in range(8)] + [
        "s0",
        "s1",
    ]
    assert len([line for line in lines if line.startswith("::notice")]) == 10
    assert (
        lines[-2] == "::notice title=msccurate::6 more errors, 3 more notes not shown here: see the summary of this job"
    )


def test_paths_are_those_of_the_repository() -> None:
    assert "file=reviews/one/specs/a.yaml," in shown("github", finding(), folder="reviews/one")
    assert (
        json.loads(shown("gitlab", finding(), folder="reviews/one"))[0]["location"]["path"]
        == "reviews/one/specs/a.yaml"
    )
    assert 'file="reviews/one/specs/a.yaml"' in shown("junit", finding(), folder="reviews/one")
    assert '"uri": "reviews/one/specs/a.yaml"' in shown("sarif", finding(), folder="reviews/one")


# ---- gitlab


def test_gitlab_lists_the_open_findings() -> None:
    first, second = json.loads(shown("gitlab"))
    assert first == {
        "description": "PCT01 86.0% is not 25 of 31: that is 80.6% (write 25 (80.6%))",
        "check_name": "percent-mismatch",
        "fingerprint": "PCT01-9f3a12c47be0",
        "severity": "critical",
        "location": {"path": "specs/a.yaml", "lines": {"begin": 137, "end": 137}},
    }
    assert second["severity"] == "info"


# ---- junit


def test_junit_has_a_suite_per_document_and_counts_that_add_up() -> None:
    root = ElementTree.fromstring(shown("junit").encode())
    assert {key: root.get(key) for key in ("tests", "failures", "skipped", "errors")} == {
        "tests": "4", "failures": "1", "skipped": "1", "errors": "0"
    }  # fmt: skip
    suites = {suite.get("name"): [[child.tag for child in case] for case in suite] for suite in root}
    assert suites == {"a": [["failure"], ["skipped"]], "b": [["system-out"]], "clean": [[]]}
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "86.0% is not 25 of 31: that is 80.6%"
    assert "^^^^^ 25/31 = 80.6%" in (failure.text or "")


def test_a_control_character_does_not_break_junit() -> None:
    broken = finding("a\x00b\x1b[0m\ufffe\ud800c")
    root = ElementTree.fromstring(shown("junit", replace(broken, document="\x02")).encode())
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a\ufffdb\ufffd[0m\ufffd\ufffdc"


# ---- sarif


def test_sarif_points_into_the_spec_and_links_to_the_document() -> None:
    (run,) = json.loads(shown("sarif"))["runs"]
    first, second, _ = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "specs/a.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 137, "startColumn": 17, "endLine": 137, "endColumn": 22, "snippet": {"text": "86.0%"}},
    }
    places = {one["id"]: one["physicalLocation"] for one in first["relatedLocations"]}
    assert places[1]["artifactLocation"]["uri"] == "seeds/a.txt"
    assert places[1]["region"]["startLine"] == 94
    assert first["message"]["text"] == (
        "86.0% is not 25 of 31: that is 80.6%; [the document says](1): 80.6%; [of this many](2): 31; write 25 (80.6%)"
    )
    assert first["partialFingerprints"] == {"msccurate/v1": "PCT01-9f3a12c47be0"}
    assert second["suppressions"][0]["justification"] == "accepted by b, 2026-11-24: cut by the publisher"


def test_every_link_of_sarif_leads_to_a_place_and_every_rule_has_help() -> None:
    (run,) = json.loads(shown("sarif"))["runs"]
    for result in run["results"]:
        linked = re.findall(r"(?<!\\)\[[^\]]*\]\((\d+)\)", result["message"]["text"])
        assert [int(one) for one in linked] == [one["id"] for one in result.get("relatedLocations", ())]
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert "## Example" in rule["help"]["markdown"]


def test_brackets_and_braces_of_a_text_are_no_links_and_no_placeholders() -> None:
    hostile = json.loads(shown("sarif"))["runs"][0]["results"][2]
    assert "\\[a](b) {{0}}" in hostile["message"]["text"]
    assert hostile["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "specs/a%20b%2Cc%3Ad.yaml"


@pytest.mark.parametrize("findings", [(), (finding(),)])
def test_sarif_is_valid(findings: tuple[ReportedFinding, ...]) -> None:
    path = SCHEMAS / "sarif-2.1.0.json"
    if not path.is_file():
        pytest.skip("the schema of SARIF is not here")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(json.loads(shown("sarif", *findings)))] == []


# ---- html


class _Page(HTMLParser):
    """Which elements are open at the end, which ids there are, and what would be loaded or run."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open += [] if tag in self.VOID else [tag]
        for name, value in attrs:
            self.ids += [value or ""] if name == "id" else []
            self.addresses += [value or ""] if name in ("href", "src", "action") else []
            assert not name.startswith("on")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_one_page_that_shows_markup_and_runs_nothing() -> None:
    page = _Page(shown("html"))
    assert page.open == []
    assert not page.seen & {"script", "link", "img", "iframe"}
    assert all(address.startswith("#") and address[1:] in page.ids for address in page.addresses)
    assert len(page.ids) == len(set(page.ids))
    assert '=1+1,"<script>" 100%' in page.text
    assert "^^^^^ 25/31 = 80.6%" in page.text
    assert "url(" not in shown("html")
    assert "accepted by b, 2026-11-24: cut by the publisher" in page.text


# ---- markdown


def test_a_long_report_is_shortened_and_says_so() -> None:
    many = report(*(replace(finding("x" * 200), fingerprint=str(number)) for number in range(100)))
    page = shortened(many, 20_000)
    assert 15_000 < len(page.encode()) <= 20_000
    kept = page.count("### error PCT01")
    assert f"{100 - kept} findings more than fit here" in page
    assert len(shortened(many, 300).encode()) <= 300
    assert "more than fit here" not in shortened(many, 10_000_000)


# ---- links


def test_places_are_links_where_the_terminal_shows_them() -> None:
    linked = shown("full", finding(), links="file:///home/a%20b")
    assert "\x1b]8;;file:///home/a%20b/specs/a.yaml\x1b\\specs/a.yaml:137:17\x1b]8;;\x1b\\" in linked
    assert re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", linked) == shown("full", finding())
