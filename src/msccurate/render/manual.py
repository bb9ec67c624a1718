"""A rule's documentation for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from msccurate.render.style import Style
from msccurate.rules import Rule

_LEAD = re.compile(r"(Why it matters|Maths|What to do|Published): ")
_FENCE = re.compile(r"```(.*)")


def manual(rule: Rule, style: Style, width: int = 0) -> str:
    """What a rule asks, why, its maths, its examples; paragraphs are set to `width` columns, 0 for as they are."""
    on = "" if rule.on else "; runs only if it is selected"
    lines = [f"{style.bold(f'{rule.code} {rule.name}')} ({style.severity(rule.severity, str(rule.severity))}{on})", ""]
    lines += _lines(rule, style, width)
    return "\n".join(lines).rstrip() + "\n"


def _lines(rule: Rule, style: Style, width: int) -> Iterator[str]:
    paragraph: list[str] = []
    inside = False
    for line in (*rule.documentation.split("\n"), ""):
        fence = _FENCE.fullmatch(line)
        if fence is not None:
            inside = not inside
            if inside and (file := _file(fence[1])):
                yield style.dim(f"    {file}:")
        elif inside:
            mark = re.search(r"#(?: [A-Z]{3}\d\d)+$", line)
            shown = line[: mark.start()] + style.severity(rule.severity, mark[0]) if mark else line
            yield f"    {shown}".rstrip()
        elif line and not line.startswith("## "):
            paragraph.append(line)
        else:
            yield from _paragraph(paragraph, style, width)
            paragraph.clear()
            yield style.bold(line.removeprefix("## "))


def _paragraph(lines: list[str], style: Style, width: int) -> Iterator[str]:
    set_ = wrap(" ".join(lines), width, break_long_words=False, break_on_hyphens=False) if width else lines
    for number, line in enumerate(set_):
        yield _LEAD.sub(lambda match: style.bold(match[0].rstrip()) + " ", line) if number == 0 else line


def _file(info: str) -> str:
    """Which file a fenced block is: none is said of the spec itself."""
    kind, _, rest = info.partition(" ")
    if kind == "text":
        return f"the source `{rest or 'article'}`"
    name = rest.removeprefix("spec ")
    if not rest:
        return ""
    return f"specs/{name}.yaml" if name != rest else f"curation/{rest}"
