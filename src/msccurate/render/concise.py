"""One greppable line per finding: `path:line:column: severity[CODE] message  fingerprint`."""

from __future__ import annotations

from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.render.summary import summary_line
from msccurate.review import Report, ReportedFinding
from msccurate.text import printable


def render(report: Report, options: Options) -> str:
    """Open findings, adjudicated ones too where asked for, then the summary line."""
    style = Style(options.color, options.links)
    shown = [one for one in report.findings if one.open or options.adjudicated]
    lines = [line(one, style) for one in shown]
    return "\n".join([*lines, summary_line(report, style)]) + "\n"


def line(one: ReportedFinding, style: Style) -> str:
    spec = one.primary.spec
    place = style.place(spec.path, spec.line, spec.column)
    settled = f" ({one.adjudication.verdict} by {one.adjudication.by})" if one.adjudication else ""
    said = style.severity(one.severity, f"{one.severity}[{one.code}]")
    return f"{place}: {said} {printable(one.message + settled)} [{one.fingerprint}]"
