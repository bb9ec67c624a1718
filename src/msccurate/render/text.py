"""Frames for the terminal: each finding with its place in the spec and its place in the document."""

from __future__ import annotations

from msccurate.render.concise import line as concise_line
from msccurate.render.frame import frame
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.render.summary import plural, statistics_lines, summary_line
from msccurate.review import Report, ReportedFinding


def render(report: Report, options: Options) -> str:
    """Open findings as frames, adjudicated ones as a line each (or as frames, where asked for), then the summary."""
    style = Style(options.color, options.links)
    blocks = []
    under: dict[str, list[ReportedFinding]] = {}
    shown = {one.fingerprint for one in report.findings if one.open}
    for one in report.open():
        if one.under in shown:
            under.setdefault(one.under, []).append(one)
    for one in report.open():
        if one.under not in shown:
            blocks.append("\n".join(frame(one, under.get(one.fingerprint, []), style, options.width)))
    settled = [one for one in report.findings if not one.open]
    if settled:
        blocks.append("\n".join(_settled(settled, options, style)))
    if options.statistics:
        blocks.append("\n".join(statistics_lines(report)))
    blocks += list(report.notes)
    return "\n\n".join([*(block for block in blocks if block), summary_line(report, style)]) + "\n"


def _settled(findings: list[ReportedFinding], options: Options, style: Style) -> list[str]:
    if options.adjudicated:
        return "\n\n".join("\n".join(frame(one, [], style, options.width)) for one in findings).split("\n")
    head = style.bold(f"{plural(len(findings), 'adjudicated finding')}") + " (--show-adjudicated shows them in full)"
    return [head, *(f"  {concise_line(one, style)}" for one in findings)]
