"""The findings that all formats are tested on."""

from __future__ import annotations

from msgspec.structs import replace

from msccurate.findings import Severity
from msccurate.review import Adjudication, Coverage, Excerpt, PlacedLabel, Report, ReportedFinding


def excerpt(path: str, line: int, column: int, text: str, whole: str) -> Excerpt:
    return Excerpt(path, line, column, line, column + len(text), text, (whole,))


def finding(
    message: str = "86.0% is not 25 of 31: that is 80.6%", line: str = "  sex male: 25 (86.0%)"
) -> ReportedFinding:
    at = line.index("86.0%") + 1
    primary = PlacedLabel(
        "t1.sex_male#percent", "25/31 = 80.6%", "86.0%",
        excerpt("specs/a.yaml", 137, at, "86.0%", line),
        excerpt("seeds/a.txt", 94, 15, "80.6%", "Sex, male 25 (80.6%)"),
    )  # fmt: skip
    total = PlacedLabel(
        "groups.all.n", "of this many", "31", excerpt("specs/a.yaml", 21, 12, "31", "  all: {n: 31}"), None
    )
    return ReportedFinding(
        "PCT01", "percent-mismatch", Severity.ERROR, "extraction-error", message, "write 25 (80.6%)", "80.6%", "a",
        "first", "t1.sex_male#percent", "PCT01-9f3a12c47be0", primary, (total,), None, "",
    )  # fmt: skip


def report(*findings: ReportedFinding) -> Report:
    return Report(findings, 1, 1, 44, (), {"a": "A | title"})


def settled() -> ReportedFinding:
    """A warning about the document alone, adjudicated."""
    place = excerpt("specs/a.yaml", 12, 3, "article", "  article: {path: seeds/a.txt}")
    said = Adjudication(
        "cut", "SRC08-000000000001", "", "", "accepted", "cut by the publisher", "b", "2026-11-24", "", "a"
    )
    there = excerpt("seeds/a.txt", 200, 1, "and then", "and then")
    return replace(
        finding(),
        code="SRC08", name="source-truncated", severity=Severity.WARNING, verdict="source-error",
        message="the text ends in the middle of a sentence", help="", expected=None, route="sources.article",
        fingerprint="SRC08-000000000001", adjudication=said, related=(),
        primary=PlacedLabel("sources.article", "", "and then", place, there),
    )  # fmt: skip


def hostile() -> ReportedFinding:
    """A note whose texts are markup, commands, formulas and control characters."""
    text = '=1+1,"<script>" 100%\r\n::error::x\x01 [a](b) {0}'
    place = excerpt("specs/a b,c:d.yaml", 7, 1, "=1+1", "=1+1\x01")
    return replace(
        finding(),
        severity=Severity.NOTE, verdict="undecided", message=text, help=text, route="t1.x", document="b",
        fingerprint="PCT01-000000000002", related=(), primary=PlacedLabel("t1.x", text, "=1+1", place, None),
    )  # fmt: skip


def whole() -> Report:
    """A report of three findings about two documents, and of a third document that is clean."""
    coverage = tuple(Coverage(name, "first", 4, 4, 2, 2, ()) for name in ("a", "b", "clean"))
    return Report((finding(), settled(), hostile()), 3, 3, 44, coverage, {"a": "A | title"})
