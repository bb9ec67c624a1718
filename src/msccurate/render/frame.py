"""One finding as a frame of two documents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from msccurate.findings import Severity
from msccurate.render.concise import line as concise_line
from msccurate.render.style import Style
from msccurate.review import Adjudication, Excerpt, ReportedFinding
from msccurate.text import display_width, printable

VERDICTS = {
    "extraction-error": "extraction error, the spec differs from the document",
    "source-error": "source error, the spec agrees with the document: the fault is the document's own",
    "undecided": "undecided, not every number of this was found in the document",
}
#: A warning or a note rests on a reading, or asks for a look: that spec and document agree makes no fault of it.
NOTED = "for you to judge, the spec agrees with the document"
#: What is not in the spec at all, and the rule that says so.
LACKING, UNEXTRACTED = "extraction error, the spec lacks what the document says here", "SRC07"
CONTEXT = 45  # characters shown on either side of a mark in a line that is cut
LONG_LINE = 120
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to underline in a line: columns in code points, the main place with `^`, others with `-`."""

    excerpt: Excerpt
    words: str
    main: bool


def verdict_words(one: ReportedFinding) -> str:
    """Whose error a finding is, in words."""
    if one.code == UNEXTRACTED:
        return LACKING
    return NOTED if one.severity < Severity.ERROR and one.verdict == "source-error" else VERDICTS[one.verdict]


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
        lines.append(_note(pad, f"verdict: {verdict_words(one)}", width))
    if one.help:
        lines.append(_note(pad, f"help: {one.help}", width))
    if one.adjudication is not None:
        lines.append(_note(pad, f"adjudicated: {_decision(one.adjudication)}", width))
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
    """A line of a file with its marks below it, each on a line of its own; a long one in as many pieces as the marks
    need."""
    text = marks[0].excerpt.lines[0] if marks[0].excerpt.lines else ""
    lines = []
    for start, end, inside in _windows(text, marks, width - gutter - 3 if width else LONG_LINE):
        before, after = ("…" if start else ""), ("…" if end < len(text) else "")
        shown = before + printable(text[start:end]) + after
        lines.append(f"{number:>{gutter - 1}} {style.frame('|')} {shown}")
        drawn: set[tuple[int, int, str]] = set()
        for mark in sorted(inside, key=lambda mark: (not mark.main, mark.excerpt.column)):
            left = max(mark.excerpt.column - 1, start)
            right = end if mark.excerpt.end_line > number else min(mark.excerpt.end_column - 1, end)
            if (left, right, mark.words) in drawn or (not mark.words and any(d[:2] == (left, right) for d in drawn)):
                continue
            drawn.add((left, right, mark.words))
            offset = display_width(before + printable(text[start:left]))
            size = max(display_width(printable(text[left:right])), 1)
            said = f"{('^' if mark.main else '-') * size} {printable(mark.words)}".rstrip()
            pad = " " * offset
            lines.append(f"{' ' * gutter}{style.frame('|')} {pad}{said if mark.main else style.source(said)}")
    return lines


def _windows(text: str, marks: list[Mark], most: int) -> list[tuple[int, int, list[Mark]]]:
    """Which parts of a line to show, with their marks: all of a short one, the surroundings of the marks of a long
    one, `most` columns at a time."""
    most = max(most, NARROWEST)
    if display_width(printable(text)) <= most:
        return [(0, len(text), marks)]
    found: list[tuple[int, int, list[Mark]]] = []
    for mark in sorted(marks, key=lambda mark: mark.excerpt.column):
        column = mark.excerpt.column - 1
        if found and column < found[-1][1]:
            found[-1][2].append(mark)
        else:
            start = max(column - min(CONTEXT, most // 3), found[-1][1] if found else 0)
            found.append((start, _fitting(text, start, most - 2), [mark]))
    return found


def _fitting(text: str, start: int, most: int) -> int:
    """Where a piece of text must end that takes `most` columns."""
    taken = 0
    for end in range(start, len(text)):
        taken += display_width(printable(text[end]))
        if taken > most:
            return end
    return len(text)


def _note(pad: str, text: str, width: int) -> str:
    """A line below a frame; on a terminal its words go on where it began."""
    line = f"{pad} = {printable(text)}"
    hanging = " " * (len(pad) + 3)
    if not width or display_width(line) <= width:
        return line
    return textwrap.fill(line, max(width, NARROWEST), subsequent_indent=hanging, break_long_words=False)
