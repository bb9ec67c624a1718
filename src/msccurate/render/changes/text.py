"""Changes for a terminal: one line each, the summary last."""

from __future__ import annotations

from collections.abc import Iterable

from msccurate.render.changes.summary import summary_line, verdict_line
from msccurate.render.changes.words import about, decision, printed
from msccurate.render.concise import line as finding_line
from msccurate.render.options import Options
from msccurate.render.style import Style
from msccurate.review import Adjudication
from msccurate.review.changes import Changes, Value
from msccurate.text import printable


def render(changes: Changes, base: tuple[str, str], options: Options) -> str:
    """What changed under one heading per kind of change."""
    style = Style(options.color, options.links)
    sections = {
        "values changed": [_changed(old, new, style) for old, new in changes.changed],
        "values added": [_value(one, style) + _says(one) for one in changes.added],
        "values removed": [_value(one, style) for one in changes.removed],
        "adjudications added": _decisions(changes.decided),
        "adjudications changed": _decisions(new for _, new in changes.revised),
        "adjudications removed": _decisions(changes.withdrawn),
        "adjudications gone stale": _decisions(changes.stale),
        "findings new": [finding_line(one, style) for one in changes.new],
        "findings open again": [finding_line(one, style) for one in changes.reopened],
        "findings fixed": [finding_line(one, style) for one in changes.fixed],
        "findings adjudicated": [finding_line(one, style) for one in changes.settled],
    }
    blocks = [
        "\n".join([style.bold(title), *(f"  {line}" for line in lines)]) for title, lines in sections.items() if lines
    ]
    last = f"since {base[1]}: {summary_line(changes)}\n{verdict_line(changes)}"
    return "\n\n".join([*blocks, last]) + "\n"


def _changed(old: Value, new: Value, style: Style) -> str:
    place = style.place(new.path, new.line, new.column)
    return f"{place}: {new.route} {printable(printed(old, new))} → {printable(printed(new, old))}{_says(new)}"


def _value(one: Value, style: Style) -> str:
    return f"{style.place(one.path, one.line, one.column)}: {one.route} {printable(printed(one))}"


def _says(one: Value) -> str:
    return f"; the document says {printable(one.says)}" if one.says else ""


def _decisions(decisions: Iterable[Adjudication]) -> list[str]:
    return [
        printable(f"curation/adjudications/{one.document}.yaml: {one.id} ({about(one)}) {decision(one)}")
        for one in decisions
    ]
