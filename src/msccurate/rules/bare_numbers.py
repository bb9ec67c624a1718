"""SPC10: cells of a row that are not of one form: a bare number, or a mean among medians."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.rules.registry import Draft, found

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

_READ_SPREADS = attrgetter("sd", "se", "q1", "iqr", "min", "range", "ci_low")


def bare_numbers(document: Document) -> Iterator[Draft]:
    """Single numbers of several patients beside cells that say what they are; `< 5` only where it is the row's p."""
    for row in document.rows.values():
        if row[0].variable is None or row[0].variable.kind != "number":
            continue
        full = [one for one in row if _centre(one) and not one.at.comparison]
        if not full:
            continue
        such = full[0].measurements[0]
        yield from _other_centre(full)
        p_values = {one.p.same for one in row if one.p is not None}
        for one in row:
            value = one.value
            if value is None or _centre(one) or one.at.comparison:
                continue
            total = document.patients(one)
            if total is not None and total.value <= 1:
                continue
            is_p = value.same in p_values
            if is_p or not value.comparator:
                yield found(
                    value,
                    f"{value} is a bare number, and the other cells of its row are such as {such.text}"
                    + ("; it is the p value of the row" if is_p else ""),
                    words="mean, median, or of another column?",
                    beside=[(such.route, "such as this")],
                    help="compare with the document; if it prints a bare number, say in the row's `form` what it is",
                    severity=Severity.WARNING,
                )


def _other_centre(full: list[Quantity]) -> Iterator[Draft]:
    """One cell with a mean in a row of medians, or the other way round; two are taken for a row that changed form."""
    means = [one for one in full if one.median is None]
    medians = [one for one in full if one.mean is None]
    if not means or not medians or {len(means), len(medians)} == {2}:
        return
    odd, others = (means, medians) if len(means) <= len(medians) else (medians, means)
    if len(odd) > 1:
        return
    shown, other = odd[0].measurements[0], others[0].measurements[0]
    yield found(
        odd[0].mean or odd[0].median or shown.route,
        f"{shown.text} is a {'mean' if odd[0].mean else 'median'}, in a row of such as {other.text}",
        words="of another row?",
        beside=[(other.route, "such as this")],
        help="compare with the document; if it prints both, write two rows",
        severity=Severity.WARNING,
    )


def _centre(quantity: Quantity) -> bool:
    return (quantity.mean is not None or quantity.median is not None) and any(_READ_SPREADS(quantity))
