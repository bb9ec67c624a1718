"""The last line of every terminal report, and the table of findings per rule."""

from __future__ import annotations

from collections import Counter

from msccurate.findings import Severity
from msccurate.render.style import Style
from msccurate.review import Agreement, Report


def plural(count: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def summary_line(report: Report, style: Style) -> str:
    """What was checked and what was found, in one line."""
    checked = ", ".join(
        plural(count, word)
        for count, word in (
            (report.documents, "document"),
            (report.sources, "source"),
            (report.measurements, "measurement"),
        )
    )
    counts = [
        style.severity(severity, plural(report.count(severity), str(severity)))
        for severity in sorted(Severity, reverse=True)
        if report.count(severity)
    ]
    settled = f", {report.adjudicated:,} adjudicated" if report.adjudicated else ""
    return f"{checked}: {', '.join(counts) or 'no open findings'}{settled}"


def statistics_lines(report: Report) -> list[str]:
    """Open and adjudicated findings per rule, then the coverage per document, as aligned lines."""
    open_, settled = Counter(), Counter()  # type: Counter[str], Counter[str]
    names = {}
    for finding in report.findings:
        (open_ if finding.open else settled)[finding.code] += 1
        names[finding.code] = finding.name
    width = max((len(name) for name in names.values()), default=0)
    head = f"{'rule':<6} {'':<{width}}  open  adjudicated"
    rows = [f"{code:<6} {name:<{width}}  {open_[code]:>4}  {settled[code]:>11}" for code, name in sorted(names.items())]
    told = agreement_lines(report)
    return [*([head, *rows, ""] if rows else []), *coverage_lines(report), *(["", *told] if told else [])]


def coverage_lines(report: Report) -> list[str]:
    """How many numbers of each document's tables and results its spec accounts for."""
    width = max((len(one.name) for one in report.coverage), default=0)
    return [
        f"{one.name:<{width}}  {one.table_covered} of {one.table_numbers} table numbers, "
        f"{one.text_covered} of {one.text_numbers} results accounted for"
        for one in report.coverage
    ]


def agreement_lines(report: Report) -> list[str]:
    """How far the extractors of one document agree: in all, then by block."""
    rows = [
        (
            one.block or f"{one.document}: {' and '.join(one.extractors)}",
            f"{one.agreeing} of {one.cells}",
            *agreement_figures(one),
        )
        for one in report.agreements
    ]
    if not rows:
        return []
    rows.insert(0, ("extractors", "agree", "percent", "kappa"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def agreement_figures(one: Agreement) -> tuple[str, str]:
    """Percent agreement with one decimal, and Cohen's kappa with two; – where it is not defined.

    Neither is rounded up to a perfect agreement that there is not.
    """
    percent = "100" if one.agreeing == one.cells else f"{min(100 * one.agreeing / one.cells, 99.9):.1f}"
    if one.kappa is None:
        return percent, "–"
    return percent, "1" if one.kappa == 1 else f"{min(float(one.kappa), 0.99):.2f}"
