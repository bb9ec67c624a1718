"""The discrepancy report in Markdown: what a reviewer reads in a pull request."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from msccurate.render import rule_pages
from msccurate.render.contents import contents
from msccurate.render.environment import rendered
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.render.summary import plural, summary_line
from msccurate.review import Report, ReportedFinding

#: A comment on GitHub holds 65,536 characters.
MOST_CHARACTERS = 65_000


def render(report: Report, options: Options) -> str:
    """The whole report on one page."""
    return _page(report, None, report.findings, {})


def shortened(report: Report, most: int) -> str:
    """The report on one page of at most `most` bytes: the last findings are left out where they do not fit, and
    counted. Adjudicated ones go first."""
    findings = sorted(report.findings, key=lambda one: not one.open)
    whole = _page(report, None, findings, {})
    if len(whole.encode()) <= most:
        return whole

    def page(count: int) -> str:
        left = plural(len(findings) - count, "finding")
        return f"{_page(report, None, findings[:count], {})}\n{left} more than fit here: run `msccurate check`\n"

    too_many = bisect_left(range(len(findings)), True, key=lambda count: len(page(count).encode()) > most)
    return page(too_many - 1) if too_many else f"# Discrepancy report\n\n{summary_line(report, Style(False))}\n"


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
    report: Report, root: Path | None, findings: Sequence[ReportedFinding], links: dict[str, str], bare: bool = False
) -> str:
    values = contents(report, findings, bare)
    if root is not None:
        for one in values["rules"]:
            one["code"] = f"[{one['code']}]({rule_pages.FOLDER}/{one['code']}.md)"
    return rendered(root, "discrepancies.md.j2", **values, links=sorted(links.items()))
