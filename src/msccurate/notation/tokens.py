"""The tokens of a cell, each with its place."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from msccurate.notation.characters import THIN, plain
from msccurate.notation.numbers import (
    COMPARATOR,
    COMPARING,
    COMPARING_FIRST,
    WORDS,
    Lexeme,
    lexeme,
    number_pattern,
    printed,
)
from msccurate.printed import Printed

_BLANK = f" {THIN}"
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_MARKS = re.compile(r"[†‡§¶‖*#]+|[ᵃᵇᶜᵈᵉᶠ]+|(?<=[\d%)\]])[a-f](?![a-z])")
_SIGNS = {"+/-": "±", "+-": "±", "±": "±"}
_DIGITS = frozenset("0123456789")
#: Signs that no number, comparator or word begins with.
_ALONE = frozenset("()[];/:")


class Token(Struct, frozen=True, gc=False):
    """`kind` is one character: N number, P number with %, W word, or the sign itself (± ( ) [ ] , ; / - for a range,
    `to` included). `lexeme` tells of exponents."""

    kind: str
    text: str
    start: int
    end: int
    number: Printed | None = None
    lexeme: Lexeme | None = None


def tokens(text: str, decimal: str = ".") -> tuple[Token, ...]:
    """All tokens of a cell; a character that is none of ours becomes a token of kind `?`."""
    same = plain(text)
    if decimal == "·":
        same = same.replace("·", ".")
        decimal = "."
    pattern = number_pattern(decimal)
    found: list[Token] = []
    at = 0
    while at < len(same):
        if same[at] in _BLANK:
            at += 1
            continue
        token = _token(text, same, at, pattern, decimal, found[-1].kind if found else "")
        if token is not None:
            found.append(token)
            at = token.end
            continue
        mark = _MARKS.match(same, at)
        at = mark.end() if mark else at + 1
        if not mark:
            found.append(Token("?", text[at - 1 : at], at - 1, at))
    return tuple(found)


def _token(text: str, same: str, at: int, pattern: re.Pattern[str], decimal: str, before: str) -> Token | None:
    if same[at] in _ALONE:
        return Token(same[at], text[at], at, at + 1)
    number = _number(text, same, at, pattern, decimal, before)
    if number is not None:
        return number
    if same[at] in "±+":
        for sign, kind in _SIGNS.items():
            if same.startswith(sign, at):
                return Token(kind, text[at : at + len(sign)], at, at + len(sign))
    if same[at] in ",-=":
        return Token(same[at], text[at], at, at + 1)
    if same[at] == "%" and before == "N":
        return None
    word = _WORD.match(same, at)
    if word and not (before in ("N", "P", ")", "]") and _MARKS.match(same, at)):
        kind = "-" if word.group().lower() == "to" else "W"
        return Token(kind, text[at : word.end()], at, word.end())
    return None


def _number(text: str, same: str, at: int, pattern: re.Pattern[str], decimal: str, before: str) -> Token | None:
    """A number at `at`: comparator, sign, digits, and a percent sign behind it."""
    start = at
    comparator, negative = "", False
    if same[at] not in _DIGITS:
        comparing = COMPARATOR.match(same, at) if same[at] in COMPARING_FIRST else None
        if comparing:
            comparator = COMPARING[comparing.group().lower()]
            at = _blanks(same, comparing.end())
        if same[at : at + 1] in ("-", "+") and before not in ("N", "P"):
            negative = same[at] == "-"
            at = _blanks(same, at + 1) if comparator or before in ("", "(", "[", "-", ",", "±") else at + 1
    match = pattern.match(same, at)
    if match is None:
        return None
    read = lexeme(match, decimal)
    end = match.end()
    behind = _blanks(same, end)
    percent = same[behind : behind + 1] == "%"
    end = behind + 1 if percent else end
    number = printed(text[start:end], read, negative, comparator)
    return Token("P" if percent else "N", text[start:end], start, end, number, read)


def _blanks(text: str, at: int) -> int:
    while text[at : at + 1] in _BLANK and at < len(text):
        at += 1
    return at


def number_word(token: Token) -> Token | None:
    """A word such as `three` as a whole number; None where it is none."""
    value = WORDS.get(token.text.lower())
    if value is None:
        return None
    return replace(token, kind="N", number=Printed(token.text, value, 0), lexeme=Lexeme(value, 0, False, False, False))
