"""Dates: as curators write them (ISO), and in every way that papers print them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class IsoDate:
    """A date, month or year as the days from `first` to `last`."""

    text: str
    first: date
    last: date


@lru_cache(maxsize=65536)
def parse_iso(text: str) -> IsoDate | None:
    """`2020-02-28`, `2020-02` or `2020`; None for anything else, and for days that do not exist."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not 1000 <= year <= 9999 or (match[2] and not 1 <= month <= 12):
        return None
    if not month:
        return IsoDate(text, date(year, 1, 1), date(year, 12, 31))
    last = monthrange(year, month)[1]
    if not day and not match[3]:
        return IsoDate(text, date(year, month, 1), date(year, month, last))
    return IsoDate(text, date(year, month, day), date(year, month, day)) if 1 <= day <= last else None


@lru_cache(maxsize=4096)
def renderings(iso: str) -> tuple[str, ...]:
    """Every way a paper prints a date, the longest first; empty for what is no date."""
    parsed = parse_iso(iso)
    if parsed is None:
        return ()
    year, month, day = parsed.first.year, parsed.first.month, parsed.first.day
    parts = iso.count("-")
    if parts == 0:
        return (iso,)
    names = _month_names(month)
    if parts == 1:
        found = [f"{name}{comma} {year}" for name in names for comma in ("", ",")] + [iso, f"{month:02}/{year}"]
    else:
        ordinal = f"{day}{_suffix(day)}"
        found = [
            f"{day:02}.{month:02}.{year}",
            f"{day}.{month}.{year}",
            f"{year}/{month:02}/{day:02}",
            f"{year}/{month}/{day}",
            f"{day:02}/{month:02}/{year}",
            f"{month:02}/{day:02}/{year}",
            f"{day}/{month}/{year}",
            f"{month}/{day}/{year}",
            iso,
        ]
        for name in names:
            for number in (str(day), f"{day:02}", ordinal, f"the {ordinal} of"):
                found += [f"{number} {name}{comma} {year}" for comma in ("", ",")] + [f"{number} {name}"]
            found.append(f"{day}-{name}-{year}")
            for number in (str(day), f"{day:02}", ordinal):
                for first in ("", ","):
                    found += [f"{name}{first} {number}{comma} {year}" for comma in ("", ",")]
                    found += [f"{name}{first} {number}"]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (-len(one), one)))


def _month_names(month: int) -> list[str]:
    name = _NAMES[month - 1]
    short = [name[:3], "Sept"] if month == 9 else [name[:3]]
    return list(dict.fromkeys([name, *short, *(f"{one}." for one in short)]))


def _suffix(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
