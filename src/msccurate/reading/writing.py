"""Text -> YAML: the plainest way to write a text that our own reader reads back exactly."""

from __future__ import annotations

from collections.abc import Iterator

from msccurate.reading.nodes import Mapping, Scalar
from msccurate.reading.parser import parse

WIDTH = 110
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def scalar(text: str, indent: int = 2) -> str:
    """What to write behind `key: ` for a text, where the keys stand `indent` columns in: plain, else folded if it is
    long, else quoted. Raises ValueError for a text that no YAML file may hold."""
    for candidate in _candidates(text, indent):
        if _read_back(candidate, indent) == text:
            return candidate
    raise ValueError("a control character of this text has no place in a YAML file: leave it out")


def _candidates(text: str, indent: int) -> Iterator[str]:
    if indent + len(text) <= WIDTH:
        yield text
    else:
        yield "".join([">-", *(f"\n{' ' * (indent + 2)}{line}" for line in _lines(text, WIDTH - indent - 2))])
    yield "'" + text.replace("'", "''") + "'"
    yield '"' + "".join(_escaped(character) for character in text) + '"'


def _lines(text: str, width: int) -> Iterator[str]:
    """The words of a text in lines of about `width` characters."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    return f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"


def _read_back(candidate: str, indent: int) -> str | None:
    result = parse(f"key:\n{' ' * indent}text: {candidate}\n{' ' * indent}next: text\n")
    outer = result.node.get("key") if isinstance(result.node, Mapping) and not result.problems else None
    found = outer.get("text") if isinstance(outer, Mapping) else None
    return found.text if isinstance(found, Scalar) else None
