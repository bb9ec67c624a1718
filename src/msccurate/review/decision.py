"""Writing down a decision: an adjudication appended to its file, which keeps everything that stands there."""

from __future__ import annotations

from collections.abc import Iterable

from msccurate.reading import Mapping, Node, Result, Scalar, parse
from msccurate.reading.writing import scalar
from msccurate.review.report import Adjudication
from msccurate.text import Lines

#: The keys of an entry, in the order in which they are written.
WRITTEN = ("fingerprint", "verdict", "value", "reason", "by", "date")


class CannotAppend(Exception):
    """The file is such that nothing can be appended; the message says why, and what to write by hand."""


def appended(text: str, decision: Adjudication) -> str:
    """The text of an adjudication file with one more entry at its end: comments, order and line ends stay.

    Raises CannotAppend for a file that cannot be read or is written within braces, and ValueError for a text that no
    YAML file may hold.
    """
    before = parse(text)
    empty = all(line.strip() == "" or line.lstrip().startswith("#") for line in before.text.split("\n"))
    if not empty and any(problem.kind == "SPC01" for problem in before.problems):
        raise CannotAppend(f"it cannot be read: {before.problems[0].words}; mend it first")
    end = "\r\n" if "\r\n" in text else "\n"
    begun = text or f"# What was decided about the findings in {decision.document}.{end}"
    if not begun.endswith("\n"):
        begun += end
    if not begun.endswith(end * 2):
        begun += end
    entry = _entry(decision, _column(before))
    after = begun + end.join(entry) + end
    said = {name: getattr(decision, name) for name in WRITTEN if getattr(decision, name)}
    there = _plain(before.node) or {}
    if not isinstance(there, dict) or _plain(parse(after).node) != there | {decision.id: said}:
        raise CannotAppend("nothing can be appended to it as it is written; add this by hand:\n" + "\n".join(entry))
    return after


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """The wanted id, with a number behind it where it is taken."""
    known = set(taken)
    number = 2
    free = wanted
    while free in known:
        free = f"{wanted}_{number}"
        number += 1
    return free


def _entry(decision: Adjudication, column: int) -> list[str]:
    pad = " " * column
    lines = [f"{pad}{decision.id}:"]
    for name in WRITTEN:
        value = getattr(decision, name)
        if value:
            lines += f"{pad}  {name}: {scalar(value, column + 2)}".split("\n")
    return lines


def _column(result: Result) -> int:
    """How far the entries of a file are indented."""
    if isinstance(result.node, Mapping) and result.node.entries:
        return Lines(result.text).position(result.node.entries[0].key.span.start).column - 1
    return 0


def _plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    if isinstance(node, Scalar):
        return node.text if node.text or node.style else None
    return [_plain(item) for item in node.items] if node is not None else None
