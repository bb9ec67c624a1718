"""Numbers in running text."""

from __future__ import annotations

import re

from msccurate.notation.cell import Part
from msccurate.notation.characters import plain
from msccurate.notation.numbers import COMPARATOR, COMPARING, lexeme, number_pattern, printed

_TAIL = re.compile(r"[ \u2009]*$")


def scan_numbers(text: str, decimal: str = ".") -> tuple[Part, ...]:
    """Every printed number of a running text, comparators and percent signs included, as parts named `value`.

    Digits inside words (`COVID-19`, `PaO2`, `F12`) count too: what is a name is for the caller to know. A hyphen is a
    minus sign only where no letter, digit or closing bracket stands before it.
    """
    same = plain(text)
    pattern = number_pattern(decimal)
    found = []
    at = 0
    while match := pattern.search(same, at):
        start, end = match.span()
        negative = (
            start > 0
            and same[start - 1] == "-"
            and not (start > 1 and (same[start - 2].isalnum() or same[start - 2] in ")%]"))
        )
        start -= negative
        comparator, start = _comparator(same, start)
        if same[end : end + 1] == "%":
            end += 1
        read = lexeme(match, decimal)
        if not read.too_long:
            found.append(Part("value", printed(text[start:end], read, negative, comparator), start, end))
        at = match.end()
    return tuple(found)


def _comparator(same: str, start: int) -> tuple[str, int]:
    """The comparator that ends just before `start`, and where it begins."""
    front = same[max(0, start - 24) : start]
    blanks = _TAIL.search(front)
    stop = blanks.start() if blanks else len(front)
    for match in COMPARATOR.finditer(front[:stop]):
        word = match.group()[0].isalpha()
        free = match.start() == 0 or not front[match.start() - 1].isalpha() or not word
        if match.end() == stop and free and not word:
            return COMPARING[match.group().lower()], start - len(front) + match.start()
        if match.end() == stop and free and stop < len(front):
            return COMPARING[match.group().lower()], start - len(front) + match.start()
    return "", start
