"""The discrepancy report in Markdown: what a reviewer reads in a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msccurate.findings import Severity
from msccurate.render import inspect_sr, rule_pages
from msccurate.render.environment import rendered
from msccurate.render.frame import frame
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.render.summary import agreement_figures, summary_line
from msccurate.review import Agreement, Coverage, Excerpt, Report, ReportedFinding

#: A comment on GitHub holds 65,536 characters.
MOST_CHARACTERS = 65_000


def render(report: Report, options: Options) -> str:
    """The whole report on one page."""
    return _page(report, None, report.findings, {})


def pages(report: Report, root: Path | None, folder: str = "discrepancies") -> dict[str, str]:
    """The report as files: `discrepancies.md`, and one page per document beside it where that is too long."""
    whole = _page(report, root, report.findings, {})
    if len(whole) <= MOST_CHARACTERS:
        return {f"{folder}.md": whole}
    names = sorted({one.document for one in report.findings})
    links = {name or "project": f"{folder}/{name or 'project'}.md" for name in names}
    result = {f"{folder}.md": _page(report, root, (), links)}
    for name in names:
        mine = tuple(one for one in report.findings if one.document == name)
        result[f"{folder}/{name or 'project'}.md"] = _page(report, root, mine, {}, bare=True)
    return result


def _page(
    report: Report, root: Path | None, findings: Iterable[ReportedFinding], links: dict[str, str], bare: bool = False
) -> str:
    findings = tuple(findings)
    return rendered(
        root,
        "discrepancies.md.j2",
        summary=summary_line(report, Style(False)),
        documents=[] if bare else [_document(report, one) for one in report.coverage],
        rules=[] if bare else _rules(report, root is not None),
        checks=list(inspect_sr.CHECKS),
        evidence=[] if bare else inspect_sr.rows(report),
        agreements=[] if bare else [_agreement(one) for one in report.agreements],
        uncovered=[] if bare else _uncovered(report),
        sections=[
            ("Open findings", [_finding(one) for one in findings if one.open]),
            ("Adjudicated findings", [_finding(one) for one in findings if not one.open]),
        ],
        links=sorted(links.items()),
    )


def _document(report: Report, coverage: Coverage) -> dict[str, Any]:
    mine = [one for one in report.findings if (one.document, one.extractor) == (coverage.document, coverage.extractor)]
    counts = {str(level): sum(one.open and one.severity == level for one in mine) for level in Severity}
    return {
        "name": coverage.name,
        "title": report.titles.get(coverage.document, ""),
        **counts,
        "adjudicated": sum(not one.open for one in mine),
        "tables": _share(coverage.table_covered, coverage.table_numbers),
        "results": _share(coverage.text_covered, coverage.text_numbers),
    }


def _uncovered(report: Report) -> list[Excerpt]:
    """The numbers that no extraction of their document accounts for."""
    documents: dict[str, list[Coverage]] = {}
    for one in report.coverage:
        documents.setdefault(one.document, []).append(one)
    return [
        place
        for extractions in documents.values()
        for place in extractions[0].uncovered
        if all(place in one.uncovered for one in extractions[1:])
    ]


def _agreement(one: Agreement) -> dict[str, Any]:
    percent, kappa = agreement_figures(one)
    return {
        "document": one.document,
        "extractors": " and ".join(one.extractors),
        "block": one.block or "all",
        "cells": one.cells,
        "agreeing": one.agreeing,
        "percent": percent,
        "kappa": kappa,
    }


def _share(part: int, whole: int) -> str:
    if not whole:
        return "none printed"
    percent = 100 * part / whole
    return f"{part} of {whole} ({'100' if part == whole else f'{min(percent, 99.9):.1f}'} %)"


def _rules(report: Report, linked: bool) -> list[dict[str, Any]]:
    names = {one.code: one.name for one in report.findings}
    open_ = Counter(one.code for one in report.findings if one.open)
    settled = Counter(one.code for one in report.findings if not one.open)
    return [
        {
            "code": f"[{code}]({rule_pages.FOLDER}/{code}.md)" if linked else code,
            "name": name,
            "open": open_[code],
            "adjudicated": settled[code],
        }
        for code, name in sorted(names.items())
    ]


def _finding(one: ReportedFinding) -> dict[str, Any]:
    lines = frame(one, (), Style(False), 0)
    framed = [line for line in lines[1:] if not line.lstrip().startswith("=")]
    source = one.primary.source
    return {
        "severity": str(one.severity),
        "code": one.code,
        "message": one.message,
        "place": f"{one.primary.spec.path}:{one.primary.spec.line}",
        "source": f"{source.path}:{source.line}" if source else "",
        "verdict": one.verdict,
        "fingerprint": one.fingerprint,
        "excerpt": "\n".join(framed),
        "help": one.help if one.open else "",
        "adjudication": one.adjudication,
    }
