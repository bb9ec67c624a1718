"""The lexeme of a printed number: sign, digits, separators, exponent."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from msccurate.notation.characters import SUPERSCRIPTS, THIN
from msccurate.printed import Printed

#: More digits than any measurement has; 64-bit integers hold them.
MOST_DIGITS = 15

_EXPONENT = (
    rf"(?:[ {THIN}]*[×xX][ {THIN}]*10"
    rf"(?:[ {THIN}]*\^[ {THIN}]*(?P<power>-?\d{{1,2}})|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})"
    rf"|[ {THIN}]?(?P<flat>[3-9]|1[0-3])(?![\d.,]*\d)|(?P<lost>)(?![ {THIN}]?\d|[.,]\d))(?![⁰¹²³⁴⁵⁶⁷⁸⁹^]))?"
)


@cache
def number_pattern(decimal: str) -> re.Pattern[str]:
    """The pattern of an unsigned number where `decimal` is the decimal sign."""
    sign = re.escape(decimal)
    thousands = f"[{',' if decimal != ',' else '.'}{THIN}]"
    fraction = rf"(?:{sign}\d+)?"
    return re.compile(
        rf"(?P<digits>\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d){fraction}|\d+{fraction}|{sign}\d+){_EXPONENT}"
    )


class Lexeme(Struct, frozen=True, gc=False):
    """A number's digits as read: its value, and whether its exponent was flattened (`106`) or lost (`10`)."""

    mantissa: int
    decimals: int
    flattened: bool
    lost: bool
    too_long: bool


def lexeme(match: re.Match[str], decimal: str) -> Lexeme:
    """What a match of the number pattern says."""
    read = _plain(match["digits"], decimal)
    if match.end() == match.end("digits"):
        return read
    power = match["power"] or (match["raised"] or "").translate(SUPERSCRIPTS) or match["flat"] or "0"
    decimals = read.decimals - int(power)
    return Lexeme(read.mantissa, decimals, match["flat"] is not None, match["lost"] is not None, read.too_long)


@lru_cache(maxsize=65536)
def _plain(digits: str, decimal: str) -> Lexeme:
    """Digits with their separators: documents print the same ones again and again."""
    whole, _, fraction = digits.partition(decimal)
    bare = (whole if whole.isdecimal() else "".join(char for char in whole if char.isdecimal())) + fraction
    too_long = len(bare) > MOST_DIGITS and len(bare.lstrip("0")) > MOST_DIGITS
    return Lexeme(0 if too_long else int(bare), len(fraction), False, False, too_long)


def printed(text: str, lexeme: Lexeme, negative: bool = False, comparator: str = "") -> Printed:
    """The printed number that `text` shows."""
    return Printed(text, -lexeme.mantissa if negative else lexeme.mantissa, lexeme.decimals, comparator)


WORDS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"once": 1, "twice": 2}  # fmt: skip

COMPARING = {
    "<": "<", "less than": "<", "fewer than": "<", "under": "<", "below": "<", "lower than": "<",
    "≤": "<=", "<=": "<=", "=<": "<=", "at most": "<=", "up to": "<=", "no more than": "<=", "not more than": "<=",
    ">": ">", "more than": ">", "over": ">", "above": ">", "greater than": ">", "higher than": ">",
    "≥": ">=", ">=": ">=", "=>": ">=", "at least": ">=", "no less than": ">=", "not less than": ">=",
    "~": "~", "about": "~", "approximately": "~", "around": "~", "nearly": "~", "almost": "~", "ca.": "~", "c.": "~",
}  # fmt: skip

#: The characters that comparators begin with.
COMPARING_FIRST = frozenset(char for word in COMPARING for char in (word[0], word[0].upper()))

COMPARATOR = re.compile(
    "(?:" + "|".join(re.escape(one) for one in sorted(COMPARING, key=len, reverse=True)) + r")(?![a-z])", re.IGNORECASE
)
