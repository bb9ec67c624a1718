"""One finding as a frame of two documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msccurate.render.concise import line as concise_line
from msccurate.render.style import Style
from msccurate.review import Adjudication, Excerpt, ReportedFinding
from msccurate.text import display_width, printable

VERDICTS = {
    "extraction-error": "extraction error, the spec differs from the document",
    "source-error": "source error, the spec agrees with the document: the fault is the document's own",
    "undecided": "undecided, not every number of this was found in the document",
}
CONTEXT = 45  # characters shown on either side of a mark in a line that is cut
LONG_LINE = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to underline in a line: columns in code points, the main place with `^`, others with `-`."""

    excerpt: Excerpt
    words: str
    main: bool


def frame(one: ReportedFinding, under: Iterable[ReportedFinding], style: Style, width: int) -> list[str]:
    """The lines of a finding's frame; `under` are other findings on the same cell, one line each."""
    head = style.severity(one.severity, f"{one.severity}[{one.code}]")
    lines = [f"{head}: {style.bold(printable(one.message))} ({one.name})"]
    spec = [Mark(one.primary.spec, one.primary.words, True)]
    spec += [Mark(label.spec, label.words, False) for label in one.related]
    paper = [Mark(label.source, "", False) for label in (one.primary, *one.related) if label.source]
    if one.primary.source is not None:
        paper[0] = Mark(one.primary.source, "the document says this", False)
    gutter = max((len(str(mark.excerpt.line)) for mark in (*spec, *paper)), default=1) + 1
    main = one.primary.spec.path
    lines += _file([mark for mark in spec if mark.excerpt.path == main], "-->", gutter, style, width)
    for path in dict.fromkeys(mark.excerpt.path for mark in spec if mark.excerpt.path != main):
        lines += _file([mark for mark in spec if mark.excerpt.path == path], ":::", gutter, style, width)
    for path in dict.fromkeys(mark.excerpt.path for mark in paper):
        lines += _file([mark for mark in paper if mark.excerpt.path == path], ":::", gutter, style, width)
    pad = " " * gutter
    if one.verdict != "undecided" or paper:  # what has nothing to do with the document needs no verdict
        lines.append(f"{pad} = verdict: {VERDICTS[one.verdict]}")
    if one.help:
        lines.append(f"{pad} = help: {printable(one.help)}")
    if one.adjudication is not None:
        lines.append(f"{pad} = adjudicated: {printable(_decision(one.adjudication))}")
    lines.append(f"{pad} = {style.dim(one.fingerprint)}")
    lines += [f"{pad} + {concise_line(other, style)}" for other in under]
    return lines


def _decision(said: Adjudication) -> str:
    return f"{said.verdict} by {said.by}, {said.date}: {said.reason}"


def _file(marks: list[Mark], arrow: str, gutter: int, style: Style, width: int) -> list[str]:
    if not marks:
        return []
    first = marks[0].excerpt
    pad = " " * gutter
    lines = [f"{pad}{style.frame(arrow)} {style.place(first.path, first.line, first.column)}"]
    if arrow == "-->":
        lines.append(f"{pad}{style.frame('|')}")
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.excerpt.line, []).append(mark)
    previous = None
    for number in sorted(by_line):
        if previous is not None and number > previous + 1:
            lines.append(f"{pad}{style.frame('...')}")
        lines += _line(number, by_line[number], gutter, style, width)
        previous = number
    return lines


def _line(number: int, marks: list[Mark], gutter: int, style: Style, width: int) -> list[str]:
    """A line of a file with its marks below it, each on a line of its own."""
    text = marks[0].excerpt.lines[0] if marks[0].excerpt.lines else ""
    start, end = _window(text, marks, width - gutter - 3 if width else LONG_LINE)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shown = before + printable(text[start:end]) + after
    lines = [f"{number:>{gutter - 1}} {style.frame('|')} {shown}"]
    drawn: set[tuple[int, int, str]] = set()
    for mark in sorted(marks, key=lambda mark: (not mark.main, mark.excerpt.column)):
        left = max(mark.excerpt.column - 1, start)
        right = end if mark.excerpt.end_line > number else min(mark.excerpt.end_column - 1, end)
        if (left, right, mark.words) in drawn or (not mark.words and any(d[:2] == (left, right) for d in drawn)):
            continue
        drawn.add((left, right, mark.words))
        offset = display_width(before + printable(text[start:left]))
        size = max(display_width(printable(text[left:right])), 1)
        sign = ("^" if mark.main else "-") * size
        said = f"{sign} {printable(mark.words)}".rstrip()
        lines.append(f"{' ' * gutter}{style.frame('|')} {' ' * offset}{style.source(said) if not mark.main else said}")
    return lines


def _window(text: str, marks: list[Mark], most: int) -> tuple[int, int]:
    """Which part of a line to show: all of a short one, the surroundings of the marks of a long one."""
    most = max(most, 40)
    if len(text) <= most:
        return 0, len(text)
    start = max(min(mark.excerpt.column for mark in marks) - 1 - min(CONTEXT, most // 3), 0)
    return start, min(start + most - 2, len(text))
