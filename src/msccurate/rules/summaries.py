"""Rows that sum up patients: which there are, of how many patients, and findings about them that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from msccurate.rules.once import once
from msccurate.rules.registry import Draft, label

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: Rows with missing data are of fewer patients; fewer than this share of the group is not expected.
LEAST_SHARE = 0.8
#: As many rows of a table that fail alike have one cause.
ALIKE = 3


@once
def summaries(document: Document, *parts: str) -> tuple[Quantity, ...]:
    """The quantities that have all these numbers, none of them a bound (`> 20`) or read off a graph."""
    digitised = {block.id for block in document.spec.blocks if block.digitised}
    return tuple(
        quantity
        for quantity in document.having(*parts)
        if quantity.block not in digitised
        and not any((number := quantity.part(part)) is None or number.comparator for part in parts)
    )


def sizes(document: Document, quantity: Quantity) -> range:
    """The numbers of patients that a row may be about: its own n where it has one, else 80 to 100 % of its group's.

    Empty where none is stated.
    """
    total = document.patients(quantity)
    n = total.whole if total is not None else None
    if n is None or n < 1:
        return range(0)
    if quantity.denominator is not None or (quantity.n is not None and quantity.at.variable):
        return range(n, n + 1)
    missing = int(quantity.missing.value) if quantity.missing is not None else 0
    return range(max(min(ceil(LEAST_SHARE * n), n - missing), 1), n + 1)


def between_groups(document: Document, quantity: Quantity) -> bool:
    """Whether a quantity compares groups; changes over time do not."""
    comparisons = [document.spec.comparisons[id] for id in quantity.at.comparison.split("+") if id]
    return any(one.left in document.spec.groups for one in comparisons)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding about a row of a block, and the way in which it fails."""

    block: str
    way: str
    draft: Draft


def together(rows: Iterable[Row]) -> Iterator[Draft]:
    """Three or more rows of a table that fail alike are one finding; fewer stand alone."""
    ways: dict[tuple[object, ...], list[Draft]] = {}
    for row in rows:
        ways.setdefault((row.block, row.way, row.draft.severity), []).append(row.draft)
    for drafts in ways.values():
        if len(drafts) < ALIKE:
            yield from drafts
            continue
        first, others = drafts[0], drafts[1:]
        message = f"{len(drafts)} rows of this table fail alike; the first: {first.message}"
        related = (*first.related, *(label(other.primary, other.message) for other in others))
        yield replace(first, message=message, related=related)
