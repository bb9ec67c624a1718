"""Findings and adjudications as rows of the data package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msccurate.review import Report, ReportedFinding, Reviewed
    from msccurate.tables.tableschema import Rows


def tables_of(reviewed: Reviewed) -> Mapping[str, Rows]:
    """All tables of a reviewed project: those of its documents, the findings, the adjudications."""
    report, tables = reviewed.report, reviewed.corpus.tables
    measured = {(row["document"], row["extractor"], row["route"]) for row in tables["measurements"]}
    return {**tables, "findings": _findings(report, measured), "adjudications": _adjudications(report, measured)}


def _measurement(one: ReportedFinding, measured: set[tuple[str, str, str]]) -> str | None:
    """The measurement that a finding is about, None where it is about something else."""
    cell = one.route.partition("#")[0]
    return cell if (one.document, one.extractor, cell) in measured else None


def _findings(report: Report, measured: set[tuple[str, str, str]]) -> list[dict[str, Any]]:
    rows = []
    for one in report.findings:
        spec, source = one.primary.spec, one.primary.source
        rows.append(
            {
                "fingerprint": one.fingerprint,
                "code": one.code,
                "name": one.name,
                "severity": str(one.severity),
                "verdict": one.verdict,
                "document": one.document or None,
                "extractor": one.extractor or None,
                "route": one.route or None,
                "measurement": _measurement(one, measured),
                "message": one.message,
                "help": one.help or None,
                "expected": one.expected,
                "path": spec.path,
                "line": spec.line,
                "column": spec.column,
                "text": one.primary.text or None,
                "source_path": source.path if source else None,
                "source_line": source.line if source else None,
                "source_column": source.column if source else None,
                "source_text": source.text if source else None,
                "adjudication": one.adjudication.id if one.adjudication else None,
            }
        )
    return rows


def _adjudications(report: Report, measured: set[tuple[str, str, str]]) -> list[dict[str, Any]]:
    rows = {}
    for one in report.findings:
        said = one.adjudication
        if said is not None:
            rows[said.document, said.id] = {
                "document": said.document,
                "adjudication": said.id,
                "fingerprint": one.fingerprint,
                "extractor": one.extractor or None,
                "measurement": _measurement(one, measured),
                "verdict": said.verdict,
                "reason": said.reason,
                "by": said.by,
                "date": said.date,
                "value": said.value or None,
            }
    return list(rows.values())
