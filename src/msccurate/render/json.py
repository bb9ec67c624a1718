"""The report as JSON: the shape is a promise, versioned by `version`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from msccurate.findings import Severity
from msccurate.render.options import Options
from msccurate.review import Excerpt, PlacedLabel, Report, ReportedFinding

VERSION = 1
_AT_ONCE = 1000
_NONE, _BEFORE, _BEHIND = "[]\n}", '{\n "": [\n', "\n ]\n}"


def render(report: Report, options: Options) -> str:
    """All findings, adjudicated ones too; one indented JSON document."""
    whole = indented({"version": VERSION, "summary": summary(report), "findings": []})
    if not report.findings:
        return whole + "\n"
    return f"{whole.removesuffix(_NONE)}[\n{_lines(report.findings)}\n ]\n}}\n"


def _lines(findings: Sequence[ReportedFinding]) -> str:
    """The lines of findings, made of some at a time: as plain data they take several times the memory of their text."""
    some = (findings[start : start + _AT_ONCE] for start in range(0, len(findings), _AT_ONCE))
    texts = (indented({"": [finding(one) for one in few]}) for few in some)
    return ",\n".join(text.removeprefix(_BEFORE).removesuffix(_BEHIND) for text in texts)


def indented(document: Any) -> str:
    """Plain data as JSON, a line for each value: as the standard library writes it, many times as fast."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode()


def summary(report: Report) -> dict[str, int]:
    return {
        "documents": report.documents,
        "sources": report.sources,
        "measurements": report.measurements,
        **{str(severity): report.count(severity) for severity in sorted(Severity, reverse=True)},
        "adjudicated": report.adjudicated,
    }


def finding(one: ReportedFinding) -> dict[str, Any]:
    spec = one.primary.spec
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        "verdict": one.verdict,
        "message": one.message,
        "help": one.help or None,
        "document": one.document,
        "route": one.route,
        "fingerprint": one.fingerprint,
        "path": spec.path,
        "line": spec.line,
        "column": spec.column,
        "end_line": spec.end_line,
        "end_column": spec.end_column,
        "text": one.primary.text,
        "expected": one.expected,
        "source": _source(one.primary.source),
        "related": [_related(label) for label in one.related],
        "adjudication": _adjudication(one),
    }


def _source(excerpt: Excerpt | None) -> dict[str, Any] | None:
    if excerpt is None:
        return None
    return {"path": excerpt.path, "line": excerpt.line, "column": excerpt.column, "text": excerpt.text}


def _related(label: PlacedLabel) -> dict[str, Any]:
    spec = label.spec
    return {
        "route": label.route,
        "path": spec.path,
        "line": spec.line,
        "column": spec.column,
        "label": label.words,
        "source": _source(label.source),
    }


def _adjudication(one: ReportedFinding) -> dict[str, Any] | None:
    said = one.adjudication
    if said is None:
        return None
    return {
        "id": said.id,
        "verdict": said.verdict,
        "reason": said.reason,
        "by": said.by,
        "date": said.date,
        "value": said.value or None,
    }
