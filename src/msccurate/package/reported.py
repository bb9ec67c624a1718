"""Findings and adjudications as rows of the data package."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msccurate.tables.frames import printed
from msccurate.tables.parts import Parts

if TYPE_CHECKING:
    from msccurate.review import Report, ReportedFinding

_CELL = ("document", "extractor", "route")


def with_report(tables: Parts, report: Report) -> Parts:
    """The tables of some documents together with the findings and adjudications of a report on them."""
    measured = _measured(tables, report)
    added = {"adjudications": _adjudications(report, measured), "findings": _findings(report, measured)}
    frames = {name: [printed(tables.schemas[name], rows).frame] for name, rows in added.items()}
    return replace(tables, found={**tables.found, **frames})


def _measured(tables: Parts, report: Report) -> set[tuple[str, str, str]]:
    """The measurements that findings are about."""
    import polars

    about = {(one.document, one.extractor, one.route.partition("#")[0]) for one in report.findings}
    cells = polars.DataFrame(sorted(about), schema=dict.fromkeys(_CELL, polars.String), orient="row")
    found = (frame.join(cells, on=_CELL, how="semi") for frame in tables.frames("measurements", _CELL))
    return {row for frame in found for row in frame.iter_rows()}


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
