"""Cells of running text: their numbers, in order, inside a quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf
from operator import eq

from msgspec import Struct

from msccurate.notation import read_cell, scan_numbers
from msccurate.notation.numbers import WORDS
from msccurate.printed import Printed
from msccurate.sources.alignment import align
from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow
from msccurate.sources.compare import alike, same
from msccurate.sources.dates import PrintedDate, find_dates, has_year, is_date
from msccurate.sources.document import Source
from msccurate.sources.quotes import find_all
from msccurate.text import Span, folds_to

_POWER = re.compile(r"\s*[×x]?\s*10\s*\^?\s*(?:\d|[⁰¹²³⁴⁵⁶⁷⁸⁹])")
_POWER_BEHIND = re.compile(r"\s*[×x]\s*10.*$", re.IGNORECASE | re.DOTALL)
_LEVEL = re.compile(r"[\s-]?(?:CI\b|confidence|credible|CrI\b)")
_BEFORE_ASIDE = re.compile(r"(?:\b[nN]\s*=|\b(?:day|week|month|year|hour)s?)\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_PRODUCT = re.compile(r"\s*[\d.,]+\s*[×xX]\s*[\d\s^]+")

#: Words that compare now and then, and mean something else as often (`over 30 minutes`): they may be left out.
_LOOSE = re.compile(
    r"(?:over|under|above|below|up to|around|about|approximately|nearly|almost|ca\.|c\.|~|≈)", re.IGNORECASE
)


class _Token(Struct, frozen=True, gc=False):
    """A number, number word or date of the quote. `inside` a date, or as the level of an interval, a number counts
    less; `aside` is what may stand between two numbers of one cell: such a number, an n, a time."""

    kind: str
    text: str
    span: Span
    number: Printed | None = None
    date: PrintedDate | None = None
    inside: bool = False
    aside: bool = False
    digits: str = ""


class _Item(Struct, frozen=True, gc=False):
    """A number, number word or date of a cell: the part `name`, at `start` to `end` of the cell's text. The unit of a
    `scaled` number is a power of ten (`× 10^9/L`), which is no part of it."""

    kind: str
    text: str
    name: str
    start: int
    end: int
    number: Printed | None = None
    scaled: bool = False


def locate_in_quote(source: Source, quote: Span, rows: Sequence[SoughtRow]) -> tuple[CellAnchor, ...]:
    """Anchors of all cells. Their numbers stand in the quote in the order of the rows; a cell may use again the
    numbers of the cell before it. Words stand anywhere in it."""
    cells = [cell for row in rows for cell in row.cells if cell.text != "."]
    scaled = {cell.route for row in rows for cell in row.cells if _POWER.match(row.unit or "")}
    items = [_items(cell, cell.route in scaled) for cell in cells]
    tokens = _tokens(source, quote, cells[0].reading.decimal if cells else ".")
    places = iter(align([one for one in items if one], tokens, _exact, _prices, lambda token: token.aside, _twins))
    anchors = []
    for cell, own in zip(cells, items, strict=True):
        if own:
            laid = [tokens[place] if place is not None else None for place in next(places)]
            anchors.append(_anchor(source, quote, cell, list(zip(own, laid, strict=True))))
        else:
            anchors.append(_words(source, quote, cell))
    return tuple(anchors)


def _items(cell: SoughtCell, scaled: bool) -> list[_Item]:
    """The numbers of a cell, as they stand in it; none for a cell of words, or one that cannot be read."""
    read = read_cell(cell.text, cell.reading)
    if read.date or cell.reading.kind == "date":
        return [_Item("date", read.date or cell.text, "date", 0, len(cell.text))]
    items = []
    for part in sorted(read.parts, key=lambda part: part.start):
        text = part.number.text
        if text.strip().lower() in WORDS:
            items.append(_Item("word", text, part.name, part.start, part.end))
        elif any(char.isdigit() for char in text):
            items.append(_Item("number", text, part.name, part.start, part.end, part.number, scaled))
    if not items and not read.category:
        found = scan_numbers(cell.text)
        if _PRODUCT.fullmatch(cell.text) and found:
            # `3 × 207` is a power of ten gone wrong: one number, whatever it says
            return [_Item("number", cell.text, "", 0, len(cell.text), found[0].number)]
        items = [_Item("number", cell.text[one.start : one.end], "", one.start, one.end, one.number) for one in found]
    return items


def _tokens(source: Source, quote: Span, decimal: str) -> list[_Token]:
    bare = source.clean
    start, end = bare.index(quote.start), bare.index(quote.end)
    text = bare.text[start:end]
    tokens: list[_Token] = []
    dates = [_dated(source, date) for date in find_dates(text)]
    for date in dates:
        span = bare.span(start + date.start, start + date.end)
        tokens.append(_Token("date", date.text, span, date=date))
    for part in scan_numbers(text, decimal):
        digits = next(index for index in range(part.start, part.end) if text[index].isdigit())
        before = text[digits - 1 : digits]
        if before.isalpha() or (before in ("-", "–") and text[digits - 2 : digits - 1].isalpha()):
            continue
        span = bare.span(start + part.start, start + part.end)
        inside = any(date.start <= digits < date.end for date in dates)
        inside = inside or _LEVEL.match(text, part.end) is not None
        aside = inside or _BEFORE_ASIDE.search(text[max(digits - 12, 0) : digits]) is not None
        words = text[part.start : part.end]
        tokens.append(_Token("number", words, span, part.number, None, inside, aside, _digits(words)))
    for match in _WORD.finditer(text):
        if match.group().lower() in WORDS:
            tokens.append(
                _Token("word", match.group(), bare.span(start + match.start(), start + match.end()), aside=True)
            )
    return sorted(tokens, key=lambda token: (token.span.start, token.span.end))


def _dated(source: Source, date: PrintedDate) -> PrintedDate:
    """A date without a year may be of those that the whole document speaks of."""
    return replace(date, years=source.years) if not date.years and not has_year(date.full) else date


def _prices(item: _Item, tokens: Sequence[_Token]) -> list[float]:
    return [_price(item, token) for token in tokens]


def _exact(item: _Item, tokens: Sequence[_Token]) -> list[float]:
    """The prices of those tokens that are the item; that of all others is infinite."""
    if item.kind == "number":
        mine = _digits(item.text)
        alike = (_price(item, token) if token.digits.startswith(mine) else inf for token in tokens)
    else:
        alike = (_price(item, token) if token.kind == item.kind else inf for token in tokens)
    return [price if price < 1 else inf for price in alike]


def _price(item: _Item, token: _Token) -> float:
    """0 where the token is the item, above 1 where it could be meant, infinite where it cannot."""
    if item.kind != token.kind:
        return inf
    if item.kind == "date":
        assert token.date is not None
        return 0.0 if is_date(item.text, token.date) else 1.1
    if item.kind == "word":
        return 0.0 if item.text.lower() == token.text.lower() else 1.1
    assert item.number is not None and token.number is not None
    mine, theirs = _digits(item.text), _digits(_own(item, token))
    comparator = _compares(item.number, token.number, token.text)
    if mine == theirs and comparator:
        return 0.0 if not token.inside else 0.3
    if token.inside:
        return inf
    other_shape = item.number.decimals != token.number.decimals
    return 1 + 0.15 * (1 - _likeness(mine, theirs)) + 0.1 * other_shape + 0.05 * (not comparator)


@lru_cache(maxsize=65536)
def _likeness(mine: str, theirs: str) -> float:
    """The share of digits that two numbers have in the same places."""
    return float(sum(map(eq, mine, theirs))) / max(len(mine), len(theirs))


def _equal(item: _Item, token: _Token | None) -> bool:
    return token is not None and _price(item, token) < 1


def _twins(one: Sequence[_Item], other: Sequence[_Item]) -> bool:
    """Whether two cells say the same of the same kind; a cell that could not be read is of any kind."""
    return [item.text for item in one] == [item.text for item in other] and all(
        mine.name == theirs.name or not mine.name or not theirs.name for mine, theirs in zip(one, other, strict=True)
    )


def _own(item: _Item, token: _Token) -> str:
    """The text of a token as far as it belongs to the item: without a power of ten that is the unit's."""
    power = _POWER_BEHIND.search(token.text) if item.scaled else None
    return token.text[: power.start()] if power and not _POWER_BEHIND.search(item.text) else token.text


def _place(item: _Item, token: _Token) -> Span:
    own = _own(item, token)
    return token.span if own == token.text else Span(token.span.start, token.span.start + len(own))


@lru_cache(maxsize=65536)
def _digits(text: str) -> str:
    """The digits and separators of a number as printed: `1,234` is not `1234`, nor `.001` `0.001`."""
    return folds_to(text).rstrip("%").lstrip("<>=≤≥~abcdefghijklmnopqrstuvwyz ")


def _compares(mine: Printed, theirs: Printed, text: str) -> bool:
    """Whether two comparators are one; a number in the quote may have a loose one that the spec leaves out."""
    if mine.comparator.strip("~") == theirs.comparator.strip("~"):
        return True
    return not mine.comparator and _LOOSE.match(text) is not None


def _anchor(source: Source, quote: Span, cell: SoughtCell, pairs: list[tuple[_Item, _Token | None]]) -> CellAnchor:
    laid = [(item, token) for item, token in pairs if token is not None]
    if not laid:
        what = "date" if pairs[0][0].kind == "date" else "number"
        return CellAnchor(cell.route, "absent", words=f"no such {what} is there, at its turn")
    spans = [_place(item, token) for item, token in laid]
    span = _closed(source, quote, Span(min(one.start for one in spans), max(one.end for one in spans)))
    text = span.of(source.text)
    places = tuple((item.name, place) for (item, _), place in zip(laid, spans, strict=True) if item.number)
    wrong = [(item, token) for item, token in pairs if not _equal(item, token)]
    if not wrong:
        tiers = {
            "normalized" if item.kind == "date" else alike(item.text, _place(item, token).of(source.text))
            for item, token in laid
        }
        tier = next((one for one in ("flattened", "normalized", "whitespace") if one in tiers), "verbatim")
        return CellAnchor(
            cell.route, "found", span, text, alike(cell.text, text) if same(cell.text, text) else tier, places
        )
    words = "; ".join(
        f"the quote has {' '.join(_own(item, token).split())}, not {item.text}"
        if token
        else f"{item.text} does not stand in the quote"
        for item, token in wrong
    )
    unread = any(not item.name for item, _ in pairs)
    return CellAnchor(cell.route, "differs", span, text if unread else _rewritten(cell, pairs), "", places, words)


def _rewritten(cell: SoughtCell, pairs: list[tuple[_Item, _Token | None]]) -> str:
    """The cell with the numbers of the quote in the place of its own."""
    text = cell.text
    for item, token in reversed(pairs):
        if token is not None and not _equal(item, token):
            there = " ".join(_own(item, token).split())
            if item.kind == "number" and item.text.endswith("%") != there.endswith("%"):
                there = there.rstrip("%") + ("%" if item.text.endswith("%") else "")
            text = text[: item.start] + there + text[item.end :]
    return text


_BRACKETS = {"(": ")", "[": "]"}


def _closed(source: Source, quote: Span, span: Span) -> Span:
    """A span with the bracket that it opens, where that closes within a few words."""
    text = span.of(source.text)
    for opening, closing in _BRACKETS.items():
        if text.count(opening) > text.count(closing):
            end = source.text.find(closing, span.end, min(span.end + 20, quote.end))
            if end >= 0 and not any(char.isdigit() or char in "([" for char in source.text[span.end : end]):
                span = Span(span.start, end + 1)
    return span


def _words(source: Source, quote: Span, cell: SoughtCell) -> CellAnchor:
    """A cell of words (`positive`, `without`) or of what is no number (`5 x 10`), as it stands in the quote."""
    place = next(find_all(source, cell.text, quote), None)
    if place is None:
        return CellAnchor(cell.route, "absent", words="no such word is there")
    return CellAnchor(cell.route, "found", place.span, place.span.of(source.text), place.tier)
