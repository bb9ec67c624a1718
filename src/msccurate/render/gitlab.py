"""GitLab's code quality report: a JSON list of the open findings, for the widget of a merge request."""

from __future__ import annotations

from typing import Any

from msccurate.findings import Severity
from msccurate.render.json import indented
from msccurate.render.options import Options
from msccurate.review import Report, ReportedFinding

#: Ours -> GitLab's scale of blocker, critical, major, minor, info.
_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, options: Options) -> str:
    """The open findings; paths are those of the repository, and fingerprints hold across edits elsewhere."""
    return indented([_issue(one, options) for one in report.open()]) + "\n"


def _issue(one: ReportedFinding, options: Options) -> dict[str, Any]:
    spec = one.primary.spec
    help = f" ({one.help})" if one.help else ""
    return {
        "description": f"{one.code} {one.message}{help}",
        "check_name": one.name,
        "fingerprint": one.fingerprint,
        "severity": _LEVELS[one.severity],
        "location": {"path": options.path(spec.path), "lines": {"begin": spec.line, "end": spec.end_line}},
    }
