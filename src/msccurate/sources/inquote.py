"""Cells of running text: their numbers, in order, inside a quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msccurate.notation import Part, read_cell, renderings, scan_numbers
from msccurate.notation.numbers import WORDS
from msccurate.sources.anchors import CellAnchor, SoughtCell, SoughtRow
from msccurate.sources.clean import clean
from msccurate.sources.compare import alike, same
from msccurate.sources.document import Source
from msccurate.sources.quotes import find_all
from msccurate.text import Span, fold

_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?"
                   r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{4})?|\b\d{4}-\d{2}-\d{2}\b")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, number word or date of the quote."""

    text: str
    span: Span
    kind: str
    key: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """A number, number word or date of the spec: part `name` of cell number `cell`."""

    text: str
    kind: str
    cell: int
    name: str
    key: tuple[int, int, str] | None = None


def locate_in_quote(source: Source, quote: Span, rows: Sequence[SoughtRow]) -> tuple[CellAnchor, ...]:
    """Anchors of all cells. Their numbers stand in the quote in the order of the rows; a cell may use again the
    numbers of the cell before it. Words stand anywhere in it."""
    cells = [cell for row in rows for cell in row.cells if cell.text != "."]
    whole: dict[int, CellAnchor] = {}
    items: list[_Item] = []
    for index, cell in enumerate(cells):
        found = _items(index, cell)
        items += found
        if not found:
            whole[index] = _words(source, quote, cell)
    tokens = _tokens(source, quote)
    matched = _reused(_align(items, tokens), items, tokens)
    by_cell: dict[int, list[tuple[_Item, _Token | None]]] = {}
    for item, token in zip(items, matched, strict=True):
        by_cell.setdefault(item.cell, []).append((item, token))
    return tuple(
        whole[index] if index in whole else _anchor(source, cell, by_cell[index]) for index, cell in enumerate(cells)
    )


def _items(index: int, cell: SoughtCell) -> list[_Item]:
    read = read_cell(cell.text, cell.reading)
    if read.date:
        return [_Item(read.date, "date", index, "date")]
    items = []
    for part in sorted(read.parts, key=lambda part: part.start):
        if part.number.text.strip().lower() in WORDS:
            items.append(_Item(part.number.text, "word", index, part.name))
        elif any(char.isdigit() for char in part.number.text):
            items.append(_Item(part.number.text, "number", index, part.name, part.number.same))
    return items


def _tokens(source: Source, quote: Span) -> list[_Token]:
    bare = source.clean
    start, end = bare.index(quote.start), bare.index(quote.end)
    text = bare.text[start:end]
    tokens: list[_Token] = []
    for match in _DATE.finditer(text):
        if any(char.isdigit() for char in match.group()):
            tokens.append(_Token(match.group(), bare.span(start + match.start(), start + match.end()), "date"))
    dates = [token.span for token in tokens]
    for part in scan_numbers(text):
        span = bare.span(start + part.start, start + part.end)
        before = text[part.start - 1 : part.start]
        named = before.isalpha() or (before == "-" and text[part.start - 2 : part.start - 1].isalpha())
        if not named and not any(span.overlaps(date) for date in dates):
            tokens.append(_Token(part.number.text, span, "number", _key(part)))
        elif not named:
            tokens.append(_Token(part.number.text, span, "in date", _key(part)))
    for match in _WORD.finditer(text):
        if match.group().lower() in WORDS:
            tokens.append(_Token(match.group(), bare.span(start + match.start(), start + match.end()), "word"))
    return sorted(tokens, key=lambda token: (token.span.start, token.span.end))


def _key(part: Part) -> tuple[int, int, str]:
    return part.number.same


_SKIPPED, _WRONG, _MISSING = 0.01, 1.0, 1.2


def _align(items: list[_Item], tokens: list[_Token]) -> list[_Token | None]:
    """The cheapest way to lay the items along the tokens, in order."""
    rows, columns = len(items), len(tokens)
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        cost[i][columns] = cost[i + 1][columns] + _MISSING
    for j in range(columns - 1, -1, -1):
        cost[rows][j] = cost[rows][j + 1] + _SKIPPED
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            cost[i][j] = min(cost[i + 1][j + 1] + _price(items[i], tokens[j]), cost[i][j + 1] + _SKIPPED,
                             cost[i + 1][j] + _MISSING)  # fmt: skip
    matched: list[_Token | None] = []
    i = j = 0
    while i < rows:
        if j < columns and cost[i][j] == cost[i + 1][j + 1] + _price(items[i], tokens[j]):
            matched.append(tokens[j])
            i, j = i + 1, j + 1
        elif j < columns and cost[i][j] == cost[i][j + 1] + _SKIPPED:
            j += 1
        else:
            matched.append(None)
            i += 1
    return matched


def _price(item: _Item, token: _Token) -> float:
    if _equal(item, token):
        return 0.0
    alike = item.kind == token.kind
    return _WRONG if alike else 10.0


def _equal(item: _Item, token: _Token) -> bool:
    if item.kind == "date":
        return token.kind == "date" and any(_same_date(one, token.text) for one in renderings(item.text))
    if item.kind == "word":
        return token.kind == "word" and item.text.lower() == token.text.lower()
    if token.kind not in ("number", "in date"):
        return False
    return item.key == token.key and (item.key is not None) and _signs(item.text) == _signs(token.text)


def _signs(text: str) -> str:
    """The digits and separators of a number as printed: `1,234` is not `1234` to the character."""
    return fold(text).text.rstrip("%").lstrip("<>≤≥~=abcdefghijklmnopqrstuvwxyz ")


def _same_date(rendering: str, text: str) -> bool:
    return fold(rendering).text == fold(text).text.rstrip(",.")


def _reused(matched: list[_Token | None], items: list[_Item], tokens: list[_Token]) -> list[_Token | None]:
    """Items that found nothing of their own, but repeat a number of the cell before."""
    result = list(matched)
    for index, (item, token) in enumerate(zip(items, matched, strict=True)):
        if token is not None and _equal(item, token):
            continue
        before = [
            result[other]
            for other in range(index)
            if items[other].cell in (item.cell - 1, item.cell) and result[other] is not None
        ]
        again = next((one for one in before if one is not None and _equal(item, one)), None)
        result[index] = again or token
    return result


def _anchor(source: Source, cell: SoughtCell, pairs: list[tuple[_Item, _Token | None]]) -> CellAnchor:
    found = [(item, token) for item, token in pairs if token is not None]
    if not found:
        return CellAnchor(cell.route, "absent", words="its number does not stand in the quote")
    start = min(token.span.start for _, token in found)
    end = max(token.span.end for _, token in found)
    span = Span(start, end)
    places = tuple((item.name, token.span) for item, token in found)
    text = span.of(source.text)
    if len(found) < len(pairs) or not all(_equal(item, token) for item, token in found):
        shown = "; ".join(token.text for _, token in found) if len(found) > 1 else found[0][1].text
        return CellAnchor(cell.route, "differs", span, shown, "", places)
    tiers = {alike(item.text, token.span.of(source.text)) for item, token in found}
    tier = next((one for one in ("flattened", "normalized", "whitespace") if one in tiers), "verbatim")
    if same(cell.text, text):
        tier = alike(cell.text, text)
    return CellAnchor(cell.route, "found", span, text, tier, places)


def _words(source: Source, quote: Span, cell: SoughtCell) -> CellAnchor:
    """A cell of words (`positive`, `without`) or of what is no number (`5 x 10`), as it stands in the quote."""
    place = next(find_all(source, cell.text, quote), None)
    if place is None:
        return CellAnchor(cell.route, "absent", words=f"`{cell.text}` does not stand in the quote")
    return CellAnchor(cell.route, "found", place.span, place.span.of(source.text), place.tier)
