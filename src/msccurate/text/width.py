"""How wide a text is on a terminal."""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width


def display_width(text: str) -> int:
    """Columns that `text` takes: wide characters two, combining marks and format characters none."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if combining(character) or category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1
