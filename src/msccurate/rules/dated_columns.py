"""TIM01: tables whose dated columns are in order but for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.notation import parse_iso
from msccurate.rules.registry import Draft, found

if TYPE_CHECKING:
    from msccurate.spec import Block
    from msccurate.tables import Document

#: A table has an order where as many of its columns are dated (proposal).
_LEAST = 5


def columns_in_order(document: Document) -> Iterator[Draft]:
    """One finding for a table of which a single date breaks the order of all others, be that up or down."""
    for block in document.spec.blocks:
        days = _days(block)
        if block.label is None or len(days) < _LEAST or _ordered(days):
            continue
        odd = [at for at in range(len(days)) if _ordered(days[:at] + days[at + 1 :])]
        if not odd:
            continue
        at = odd[0]
        fits = [day for day in _other_months(days[at]) if _ordered([*days[:at], day, *days[at + 1 :]])]
        repaired = f": {fits[0]} would be in it" if fits else ""
        near = [days[other] for other in (at - 1, at + 1) if 0 <= other < len(days)]
        beside = [one for one in (_column(document, block, day) for day in near) if one is not None]
        place = _column(document, block, days[at])
        if place is not None:
            yield found(
                place,
                f"the column of {days[at]} stands beside {' and '.join(day.isoformat() for day in near)}, out of "
                f"order{repaired}",
                words="this date",
                beside=[(one, "beside it") for one in beside],
                help="compare the dates at the heads of the columns with the document",
                severity=Severity.WARNING,
            )


def _days(block: Block) -> list[date]:
    """The days at the heads of a block's columns, one for each day."""
    isos = [parse_iso(word.text) for head in block.columns for word in head.head.words]
    return list(dict.fromkeys(iso.first for iso in isos if iso is not None and iso.first == iso.last))


def _other_months(day: date) -> Iterator[date]:
    """The same day of the months, and of the years, beside a date's own."""
    months = 12 * day.year + day.month - 1
    for moved in (months - 12, months - 1, months + 1, months + 12):
        with suppress(ValueError):  # there is no 31 June
            yield date(moved // 12, moved % 12 + 1, day.day)


def _ordered(days: list[date]) -> bool:
    return all(a < b for a, b in pairwise(days)) or all(a > b for a, b in pairwise(days))


def _column(document: Document, block: Block, day: date) -> Label | None:
    """The first cell of a column."""
    for quantity in document.quantities:
        if quantity.block == block.id and quantity.at.timepoint == day.isoformat():
            return Label(quantity.route, "", quantity.measurements[0].text)
    return None
