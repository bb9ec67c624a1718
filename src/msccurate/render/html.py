"""The discrepancy report as one page for a browser: no script, no network, every text escaped."""

from __future__ import annotations

from msccurate.render.contents import contents
from msccurate.render.environment import rendered
from msccurate.render.options import Options
from msccurate.review import Report


def render(report: Report, options: Options) -> str:
    """The whole report on one page."""
    return rendered(None, "discrepancies.html.j2", **contents(report, report.findings))
