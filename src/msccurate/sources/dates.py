"""Dates in running text, with what an abridged one leaves to its neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from msccurate.notation import parse_iso, renderings
from msccurate.text import folds_to

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sep(?:t(?:ember)?)?\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d.,%]*\d|%)"
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
YEAR = re.compile(_YEAR)
_GAP = r"[^\S\t]+"
_JOIN = r"\s*(?:[-–—]|and|to|or|through|until|till)\s*(?:the\s+)?"

_DATE = re.compile(
    rf"(?<![\w.])(?:(?=\d)(?:{_DAY}{_GAP}(?:of{_GAP})?{_MONTH}(?:,?{_GAP}{_YEAR})?|\d{{4}}-\d\d-\d\d"
    rf"|\d{{4}}/\d\d?/\d\d?|\d\d?[/.]\d\d?[/.]{_YEAR}|\d\d?-{_MONTH}-{_YEAR})"
    rf"|{_MONTH},?{_GAP}(?:{_DAY}(?:,?{_GAP}{_YEAR})?|{_YEAR}))(?!\w)"
)
#: How every date begins: a search for this runs ahead by its first characters.
_BEGUN = re.compile(
    r"[\dJFMASOND](?<![\w.].)(?:(?=[a-z]{2})(?<!\d)"
    rf"|(?<=\d)(?=\d{{0,3}}(?:/\d|-(?:\d\d-|[JFMASOND])|\.\d\d?[/.]|(?:st|nd|rd|th)?{_GAP}(?:of|[JFMASOND]))))"
)
_DAY_BEFORE = re.compile(rf"(?<![\w.,/–-])(?P<day>{_DAY}){_JOIN}$")
_MONTH_BEFORE = re.compile(rf"(?<!\w)(?P<month>{_MONTH}){_JOIN}$")
_DAY_AFTER = re.compile(rf"{_JOIN}(?P<day>{_DAY})(?!\s*(?:{_MONTH}|[\w%]))(?P<year>,?\s+{_YEAR})?")
_LATE = re.compile(r"Jul|Aug|Sep|Oct|Nov|Dec")
_YEARLESS = re.compile(rf"(?:(?!{_YEAR}).)*$", re.DOTALL)
_DAY_FIRST = re.compile(rf"(?P<day>{_DAY})\s+(?:of\s+)?(?P<rest>{_MONTH}.*)$", re.DOTALL)
_MONTH_FIRST = re.compile(rf"(?P<month>{_MONTH}),?\s+{_DAY}(?!\d)(?P<rest>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed from `start` to `end`, and in full: `full` adds the month or year that it shares with the
    date beside it (`4` of `4–30 June 2021` is in full `4 June 2021`); `years` are those that it may be of where it has
    none, empty for any."""

    start: int
    end: int
    text: str
    full: str
    years: tuple[int, ...] = ()


def find_dates(text: str) -> list[PrintedDate]:
    """All dates of a text in order: with a day, or a month with its year."""
    found: list[PrintedDate] = []
    matches = list(_dates(text))
    for index, match in enumerate(matches):
        printed = match.group()
        floor = found[-1].end if found else 0
        found += _sharing_before(text, floor, match)
        shared = _DAY_AFTER.match(text, match.end())
        month_first = _MONTH_FIRST.match(printed)
        if month_first and shared and _YEARLESS.match(printed):
            year = shared["year"] or ""
            found.append(PrintedDate(match.start(), match.end(), printed, printed + year))
            day = shared["day"]
            full = f"{month_first['month']} {day}{year}"
            found.append(PrintedDate(shared.start("day"), shared.end(), text[shared.start("day") : shared.end()], full))
            continue
        years: tuple[int, ...] = ()
        if _YEARLESS.match(printed) and index + 1 < len(matches):
            between = text[match.end() : matches[index + 1].start()]
            following = YEAR.search(matches[index + 1].group())
            if following and len(between) <= 20 and "." not in between:
                # `between 20 December and 5 January 2021`: the first of two may be of the year before
                year = int(following.group())
                years = (year, year - 1) if _LATE.search(printed) else (year,)
        found.append(PrintedDate(match.start(), match.end(), printed, printed, years))
    return found


def _dates(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for begun in _BEGUN.finditer(text):
        match = _DATE.match(text, begun.start()) if begun.start() >= end else None
        if match is not None:
            yield match
            end = match.end()


def _sharing_before(text: str, floor: int, match: re.Match[str]) -> list[PrintedDate]:
    """The day or month before a date that has its month or year too: `4` of `4–30 June`, `May` of `May–June 2021`."""
    front = text[max(floor, match.start() - 24) : match.start()]
    begin = match.start() - len(front)
    day_first = _DAY_FIRST.match(match.group())
    before = _DAY_BEFORE.search(front) if day_first else None
    if day_first and before:
        start, end = before.span("day")
        return [PrintedDate(begin + start, begin + end, before["day"], f"{before['day']} {day_first['rest']}")]
    year = YEAR.search(match.group())
    month = _MONTH_BEFORE.search(front)
    if year and month and re.match(_MONTH, match.group()):
        start, end = month.span("month")
        return [PrintedDate(begin + start, begin + end, month["month"], f"{month['month']} {year.group()}")]
    return []


@lru_cache(maxsize=4096)
def _spellings(iso: str) -> frozenset[str]:
    """What all ways to print a date fold to, without what may end a sentence."""
    return frozenset(folds_to(one).rstrip(",.") for one in renderings(iso))


def has_year(text: str) -> bool:
    return YEAR.search(text) is not None


def is_date(iso: str, printed: PrintedDate) -> bool:
    """Whether a printed date is the ISO date; one without a year may be of any year but for what its neighbour says."""
    if folds_to(printed.full).rstrip(",.") not in _spellings(iso):
        return False
    parsed = parse_iso(iso)
    return parsed is None or not printed.years or parsed.first.year in printed.years
