"""One row per finding, for a spreadsheet or a data frame: texts raw, as found, and quoted where a reader needs it."""

from __future__ import annotations

import csv
from io import StringIO

from msccurate.render.options import Options
from msccurate.review import Report, ReportedFinding

COLUMNS = (
    "severity", "code", "name", "verdict", "message", "help", "document", "extractor", "route", "fingerprint", "path",
    "line", "column", "end_line", "end_column", "text", "expected", "source_path", "source_line", "source_column",
    "source_text", "adjudication", "decision", "reason", "by", "date", "value",
)  # fmt: skip


def render(report: Report, options: Options) -> str:
    """All findings, adjudicated ones too (`adjudication` is then not empty), by RFC 4180 but for line feeds alone.

    Nothing is put before a text that begins with `=`, `+`, `-` or `@`: a CSV file holds the text that was found, and
    a spreadsheet that runs it is to be told to import text.
    """
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    csv.writer(lines, lineterminator="\n").writerow(COLUMNS)
    writer.writerows(_row(one) for one in report.findings)
    return lines.getvalue()


def _row(one: ReportedFinding) -> tuple[str | int | None, ...]:
    spec, source, said = one.primary.spec, one.primary.source, one.adjudication
    row = (
        str(one.severity), one.code, one.name, one.verdict, one.message, one.help, one.document, one.extractor,
        one.route, one.fingerprint, spec.path, spec.line, spec.column, spec.end_line, spec.end_column,
        one.primary.text, one.expected or "",
        *((source.path, source.line, source.column, source.text) if source else ("", "", "", "")),
        *((said.id, said.verdict, said.reason, said.by, said.date, said.value) if said else ("",) * 6),
    )  # fmt: skip
    return tuple(None if value == "" else value for value in row)
