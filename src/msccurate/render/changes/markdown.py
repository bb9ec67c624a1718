"""Changes as a comment on a pull request: tables, no longer than a comment may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msccurate.render.changes.summary import summary_line, verdict_line
from msccurate.render.changes.words import about, decision, printed, said
from msccurate.render.environment import cell, code, prose
from msccurate.render.options import Options
from msccurate.review import Adjudication, ReportedFinding
from msccurate.review.changes import Changes

#: A comment on GitHub holds 65,536 characters; bytes are never fewer, and what posts it may add a few.
MOST_BYTES = 65_000
#: Characters of one cell: a reason may be long, its beginning says what it is about.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Table:
    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def lines(self, most: int) -> list[str]:
        if not self.rows:
            return []
        shown = [f"| {' | '.join(row)} |" for row in self.rows[:most]]
        left = len(self.rows) - len(shown)
        return [
            f"### {self.title} ({len(self.rows):,})",
            "",
            f"| {' | '.join(self.heads)} |",
            f"|{' --- |' * len(self.heads)}",
            *shown,
            "",
            *([f"and {left:,} more", ""] if left else []),
        ]


def render(changes: Changes, base: tuple[str, str], options: Options) -> str:
    """Everything that changed, as many rows of each table as fit."""
    tables = _tables(changes, options)
    longest = max((len(table.rows) for table in tables), default=0)

    def page(most: int) -> str:
        commit, name = base
        lines = [
            "## What this changes",
            "",
            f"**{verdict_line(changes)}**; since {code(name)} ({code(commit[:12])}): {summary_line(changes)}",
            "",
        ]
        for table in tables:
            lines += table.lines(most)
        return "\n".join(lines).rstrip("\n") + "\n"

    too_many = bisect_left(range(longest + 1), True, key=lambda most: len(page(most).encode()) > MOST_BYTES)
    return page(max(too_many - 1, 0))


def _tables(changes: Changes, options: Options) -> list[_Table]:
    values = ("place", "value", "the document says")
    return [
        _Table("New findings", *_findings(changes.new, options)),
        _Table("Findings that are open again", *_findings(changes.reopened, options)),
        _Table(
            "Values changed",
            ("place", "value", "old", "new", "the document says"),
            [
                (
                    _place(options, new.path, new.line),
                    _code(new.route),
                    _code(printed(old, new)),
                    _code(printed(new, old)),
                    _cut(said(new)),
                )
                for old, new in changes.changed
            ],
        ),
        _Table(
            "Values removed",
            ("value", "old"),
            [(_code(f"{one.document} {one.route}"), _code(printed(one))) for one in changes.removed],
        ),
        _Table(
            "Values added",
            (values[0], "value", "new", values[2]),
            [
                (_place(options, one.path, one.line), _code(one.route), _code(printed(one)), _cut(said(one)))
                for one in changes.added
            ],
        ),
        _Table("Adjudications gone stale", *_decisions(changes.stale)),
        _Table("Adjudications added", *_decisions(changes.decided)),
        _Table("Adjudications changed", *_decisions(new for _, new in changes.revised)),
        _Table("Adjudications removed", *_decisions(changes.withdrawn)),
        _Table("Findings fixed", *_findings(changes.fixed, options)),
        _Table("Findings adjudicated", *_findings(changes.settled, options)),
    ]


def _findings(findings: Iterable[ReportedFinding], options: Options) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    ordered = sorted(findings, key=lambda one: (not one.open, -one.severity))
    return ("place", "finding", "says", "verdict"), [
        (
            _place(options, one.primary.spec.path, one.primary.spec.line),
            f"{one.severity} {one.code}",
            _cut(one.message),
            one.verdict.replace("-", " "),
        )
        for one in ordered
    ]


def _decisions(decisions: Iterable[Adjudication]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    return ("document", "adjudication", "about", "decision"), [
        (cell(one.document), _code(one.id), _code(about(one)), _cut(decision(one))) for one in decisions
    ]


def _place(options: Options, path: str, line: int) -> str:
    return _code(f"{options.path(path)}:{line}")


def _cut(text: str) -> str:
    return prose(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _code(text: str) -> str:
    """Code within a table, where a bar ends the cell even so."""
    return code(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…").replace("|", "\\|")
