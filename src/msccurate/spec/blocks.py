"""Blocks of data: their heads, rows and cells."""

from __future__ import annotations

from collections.abc import Callable

from msccurate.findings import Problem
from msccurate.notation import Form, read_head, split_bars
from msccurate.reading import Entry, Mapping, Node, Scalar
from msccurate.spec.model import Block, CellText, HeadText, Row
from msccurate.spec.shape import SPEC
from msccurate.text import Span

TOP_LEVEL = {key.name for key in SPEC}

Forms = Callable[[Scalar | None], tuple[Form, ...]]


def read_blocks(data: Node | None, forms: Forms, problems: list[Problem]) -> tuple[Block, ...]:
    """All blocks under `data`; appends what is wrong with them to `problems`."""
    entries = data.entries if isinstance(data, Mapping) else ()
    return tuple(
        _block(entry.key, entry.value, forms, problems) for entry in entries if isinstance(entry.value, Mapping)
    )


def read_head_text(scalar: Scalar, problems: list[Problem], start: int = 0, text: str | None = None) -> HeadText:
    """The head that `scalar` holds, or the piece `text` of it that begins at offset `start`."""
    text = scalar.text if text is None else text
    head = read_head(text)
    key = "_".join(word.text for word in head.words)
    result = HeadText(head, scalar, start, key)
    for problem in head.problems:
        problems.append(Problem(problem.kind, result.place(problem.span), problem.words, problem.help))
    return result


def _block(key: Scalar, node: Mapping, forms: Forms, problems: list[Problem]) -> Block:
    if key.text in TOP_LEVEL:
        words = f"block `{key.text}` has the name of a part of the spec"
        problems.append(Problem("SPC07", key.span, words, "choose another id"))
    label, quote = _scalar(node, "label"), _scalar(node, "quote")
    if (label is None) == (quote is None):
        both = "both a `label` and a `quote`" if label else "neither a `label` nor a `quote`"
        help = "a table or figure has a `label`, running text a `quote`"
        problems.append(Problem("SPC03", key.span, f"block `{key.text}` has {both}", help))
    note = _scalar(node, "note")
    if node.get("rows") is None and note is None:
        help = "add `rows:`, or a `note:` that says why nothing is extracted"
        problems.append(Problem("SPC03", key.span, f"block `{key.text}` has neither `rows` nor a `note`", help))
    columns = _columns(_scalar(node, "columns"), problems)
    about, source, digitised = _scalar(node, "about"), _scalar(node, "source"), _scalar(node, "digitised")
    return Block(
        id=key.text,
        span=key.span,
        label=label,
        quote=quote,
        source=source.text if source else "",
        about=read_head_text(about, problems) if about else None,
        columns=columns,
        forms=forms(_scalar(node, "form")),
        digitised=bool(digitised and digitised.text == "yes"),
        note=note.text if note else "",
        rows=_rows(node.get("rows"), len(columns), forms, problems),
    )


def _columns(scalar: Scalar | None, problems: list[Problem]) -> tuple[HeadText, ...]:
    if scalar is None:
        return ()
    heads = tuple(read_head_text(scalar, problems, piece.span.start, piece.text) for piece in split_bars(scalar.text))
    _refuse_twins([(head.key, head.span) for head in heads], "columns", problems)
    return heads


def _rows(node: Node | None, width: int, forms: Forms, problems: list[Problem]) -> tuple[Row, ...]:
    entries = node.entries if isinstance(node, Mapping) else ()
    rows = [row for entry in entries if (row := _row(entry, width, forms, problems)) is not None]
    _refuse_twins([(row.head.key, row.head.span) for row in rows], "rows", problems)
    return tuple(rows)


def _row(entry: Entry, width: int, forms: Forms, problems: list[Problem]) -> Row | None:
    head = read_head_text(entry.key, problems)
    value = entry.value
    scalar = value if isinstance(value, Scalar) else _scalar(value, "cells")
    if scalar is None:
        return None
    pieces = split_bars(scalar.text)
    cells = tuple(CellText(piece.text, scalar, piece.span.start) for piece in pieces)
    if len(cells) != max(width, 1):
        wanted = f"{width} columns" if width > 1 else "one column"
        words = f"`{entry.key.text}` has {len(cells)} cell{'s' * (len(cells) != 1)} for {wanted}"
        help = "write `.` for a blank cell" if len(cells) < max(width, 1) else "cells are separated by ` | `"
        problems.append(Problem("SPC05", scalar.span, words, help))
        cells = ()
    label = _scalar(value, "label")
    row_forms = forms(_scalar(value, "form"))
    return Row(head, cells, scalar.span, label.text if label else "", row_forms)


def _refuse_twins(keys: list[tuple[str, Span]], what: str, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for key, span in keys:
        if key in seen:
            words = f"two {what} of this block are headed `{key.replace('_', ' ')}`"
            problems.append(Problem("SPC07", span, words, "a head may stand only once in a block"))
        seen.add(key)


def _scalar(node: Node | None, name: str) -> Scalar | None:
    value = node.get(name) if isinstance(node, Mapping) else None
    return value if isinstance(value, Scalar) else None
