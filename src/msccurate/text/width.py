"""What a text is on a terminal: how wide, and without what would move or color something else."""

from __future__ import annotations

import re
from unicodedata import category, combining, east_asian_width

#: Control characters, and those that turn the order of what follows around.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

#: Latin letters, Greek, punctuation and signs: one column each.
_NARROW = re.compile("[\x00-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2190-\u22ff]*")


def printable(text: str) -> str:
    """The text on one line and in as many characters: tabs as an arrow, line ends as a blank, other controls as
    U+FFFD, so that no text from a file can steer a terminal, and columns stay true."""
    return _UNPRINTABLE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    return {"\t": "→", "\n": " ", "\r": " "}.get(match.group(), "\N{REPLACEMENT CHARACTER}")


def display_width(text: str) -> int:
    """Columns that `text` takes: wide characters two, combining marks and format characters none."""
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if combining(character) or category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1
