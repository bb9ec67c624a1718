"""The first page: every document, the findings by rule, and what they mean for INSPECT-SR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msccurate.findings import Severity
from msccurate.render import inspect_sr
from msccurate.render.site.findings import SIGNS, sign
from msccurate.render.style import Style
from msccurate.render.summary import summary_line
from msccurate.review import Coverage, Report, ReportedFinding
from msccurate.rules import all_rules

#: A longer list is no list: those of the other findings are on the pages of their documents.
MOST_LISTED = 1000


def context(report: Report, pages: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """What the template of the overview prints; `pages` are those of documents and extractors."""
    first = {name: page for (name, _), page in sorted(pages.items(), reverse=True)}
    found: dict[tuple[str, str], list[ReportedFinding]] = {}
    for one in report.findings:
        found.setdefault((one.document, one.extractor), []).append(one)
    listed = sorted(report.findings, key=lambda one: (not one.open, -one.severity))[:MOST_LISTED]
    return {
        "summary": summary_line(report, Style(False)),
        "report": report,
        "counts": {str(level): report.count(level) for level in sorted(Severity, reverse=True)},
        "documents": [_document(report, one, found, pages) for one in report.coverage],
        "rules": _rules(report),
        "findings": [
            {
                "one": one,
                "severity": str(one.severity),
                "sign": sign(one),
                "state": "open" if one.open else "adjudicated",
                "page": pages.get((one.document, one.extractor), ""),
            }
            for one in listed
        ],
        "unlisted": len(report.findings) - len(listed),
        "codes": sorted({(one.code, one.name) for one in report.findings}),
        "checks": list(inspect_sr.CHECKS),
        "evidence": [(document, first.get(document, ""), cells) for document, cells in inspect_sr.rows(report)],
        "signs": SIGNS,
    }


def _document(
    report: Report,
    coverage: Coverage,
    found: dict[tuple[str, str], list[ReportedFinding]],
    pages: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    key = coverage.document, coverage.extractor
    mine = found.get(key, [])
    counts = {str(level): sum(one.open and one.severity == level for one in mine) for level in Severity}
    return {
        "name": coverage.document if coverage.extractor == "first" else f"{coverage.document}.{coverage.extractor}",
        "title": report.titles.get(coverage.document, ""),
        "page": pages.get(key, ""),
        "counts": counts,
        "worst": next((level for level in ("error", "warning", "note") if counts[level]), "clean"),
        "adjudicated": sum(not one.open for one in mine),
        "tables": (coverage.table_covered, coverage.table_numbers),
        "results": (coverage.text_covered, coverage.text_numbers),
    }


def _rules(report: Report) -> list[dict[str, Any]]:
    asked = {rule.code: rule.summary for rule in all_rules()}
    open_ = Counter((one.code, str(one.severity)) for one in report.findings if one.open)
    settled = Counter((one.code, str(one.severity)) for one in report.findings if not one.open)
    about: dict[tuple[str, str], set[str]] = {}
    names_of = {}
    for one in report.findings:
        about.setdefault((one.code, str(one.severity)), set()).add(one.document)
        names_of[one.code] = one.name
    return [
        {
            "code": key[0],
            "name": names_of[key[0]],
            "severity": key[1],
            "asks": asked.get(key[0], ""),
            "open": open_[key],
            "adjudicated": settled[key],
            "documents": len(about[key]),
        }
        for key in sorted(about, key=lambda key: (not open_[key], key))
    ]
