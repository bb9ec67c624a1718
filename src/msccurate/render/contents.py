"""What a page of a report shows, for the templates of Markdown and HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msccurate.findings import Severity
from msccurate.render import inspect_sr
from msccurate.render.frame import frame
from msccurate.render.style import Style
from msccurate.render.summary import agreement_figures, summary_line
from msccurate.review import Agreement, Coverage, Excerpt, Report, ReportedFinding


def contents(report: Report, findings: Sequence[ReportedFinding], bare: bool = False) -> dict[str, Any]:
    """The values of a page about some findings of a report; a `bare` one is without what is about the whole."""
    return {
        "summary": summary_line(report, Style(False)),
        "documents": [] if bare else [_document(report, one) for one in report.coverage],
        "rules": [] if bare else _rules(report),
        "checks": list(inspect_sr.CHECKS),
        "evidence": [] if bare else inspect_sr.rows(report),
        "agreements": [] if bare else [_agreement(one) for one in report.agreements],
        "uncovered": [] if bare else _uncovered(report),
        "sections": [
            ("Open findings", [_finding(one) for one in findings if one.open]),
            ("Adjudicated findings", [_finding(one) for one in findings if not one.open]),
        ],
    }


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


def _rules(report: Report) -> list[dict[str, Any]]:
    names = {one.code: one.name for one in report.findings}
    open_ = Counter(one.code for one in report.findings if one.open)
    settled = Counter(one.code for one in report.findings if not one.open)
    return [
        {
            "code": code,
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
