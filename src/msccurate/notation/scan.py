"""Numbers in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msccurate.notation.cell import Part
from msccurate.notation.characters import THIN, plain
from msccurate.notation.numbers import COMPARATOR, COMPARING, MOST_DIGITS, lexeme, number_pattern, printed

#: How many characters before a number its comparator may begin.
_REACH = 24
_BLANKS = f" {THIN}"
#: The characters that comparators end with: what ends otherwise is none.
_LAST = frozenset(char for word in COMPARING for char in (word[-1], word[-1].upper()))
_SIGNS = "<>=≤≥~"
_WORDS = tuple(word for word in COMPARING if word[-1] not in _SIGNS)
#: What stands before a number that has a sign or a comparator.
_BEFORE = _LAST | {"-", *_BLANKS}


def scan_numbers(text: str, decimal: str = ".") -> tuple[Part, ...]:
    """Every printed number of a running text, comparators and percent signs included, as parts named `value`.

    Digits inside words (`COVID-19`, `PaO2`, `F12`) count too: what is a name is for the caller to know. A hyphen is a
    minus sign only where no letter, digit or closing bracket stands before it.
    """
    return tuple(
        Part("value", printed(text[start:end], lexeme(match, decimal), negative, comparator), start, end)
        for match, start, end, negative, comparator in _scanned(text, decimal)
    )


def number_spans(text: str, decimal: str = ".") -> Iterator[tuple[int, int]]:
    """Where the numbers that `scan_numbers` finds begin and end."""
    return ((start, end) for _, start, end, _, _ in _scanned(text, decimal))


def _scanned(text: str, decimal: str) -> Iterator[tuple[re.Match[str], int, int, bool, str]]:
    """Each number's digits, where it begins and ends, whether it is negative, and its comparator."""
    same = plain(text)
    for match in number_pattern(decimal).finditer(same):
        start, end = match.span()
        if end - start > MOST_DIGITS and lexeme(match, decimal).too_long:
            continue
        negative, comparator = False, ""
        if same[start - 1 : start] in _BEFORE:
            negative = same[start - 1] == "-" and not (
                start > 1 and (same[start - 2].isalnum() or same[start - 2] in ")%]")
            )
            start -= negative
            comparator, start = _comparator(same, start)
        if same[end : end + 1] == "%":
            end += 1
        yield match, start, end, negative, comparator


def _comparator(same: str, start: int) -> tuple[str, int]:
    """The comparator that ends just before `start`, and where it begins."""
    floor = max(0, start - _REACH)
    end = start
    while end > floor and same[end - 1] in _BLANKS:
        end -= 1
    if end == floor or same[end - 1] not in _LAST:
        return "", start
    if same[end - 1] in _SIGNS:
        floor += len(same[floor:end].rstrip(_SIGNS))
    elif not same[floor:end].lower().endswith(_WORDS):
        return "", start
    for match in COMPARATOR.finditer(same[floor:end]):
        word = match.group()[0].isalpha()
        free = not word or match.start() == 0 or not same[floor + match.start() - 1].isalpha()
        if floor + match.end() == end and free and (not word or end < start):
            return COMPARING[match.group().lower()], floor + match.start()
    return "", start
