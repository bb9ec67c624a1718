"""STA06: bounds of p values that no document means, such as `< 0.021`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found

if TYPE_CHECKING:
    from msccurate.tables import Document

_BELOW, _ABOVE = ("<", "<="), (">", ">=")
#: Bounds that tables of critical values, journals and stars behind numbers have: 1, 2, 2.5, 5 times a power of ten.
_MANTISSAS = (1, 2, 5, 25)
#: Of p values that are not significant.
_LARGE = tuple(Fraction(text) for text in ("0.05", "0.1", "0.2", "0.3", "0.5", "0.8", "0.9", "0.95", "0.99", "0.999"))
#: At most so many tests share a corrected level in the tables of one document.
_TESTS = 30
#: A document has a habit where as many others agree (proposals).
_OTHERS, _OTHERS_ALIKE = 2, 3


def odd_bounds(document: Document) -> Iterator[Draft]:
    """Bounds that are no usual ones among usual ones, and the one that differs from all others."""
    values = [(quantity.at, quantity.p) for quantity in document.having("p") if quantity.p is not None]
    exact = [p for _, p in values if not p.comparator]
    for at, p in values:
        if p.comparator in _BELOW and p.value > 1:
            yield found(p, f"{p} is no p value: every one is below 1", help="compare with the document")
        elif p.comparator in _BELOW:
            others = [one for _, one in values if one is not p and one.comparator in _BELOW and one.value <= 1]
            alike = [one for other, one in values if one in others and other.comparison == at.comparison]
            twin = next((one for other, one in values if one in alike and other == at), None)
            yield from _below(p, others, alike, [one for one in exact if one.value < p.value], twin)
        elif p.comparator in _ABOVE and p.value < 1 and p.value not in _LARGE:
            larger = [one for one in exact if one.value > p.value]
            if len(larger) > _OTHERS:
                yield _odd(p, f"exact p values above it are printed, such as {larger[0]}", larger[0])


def _below(
    p: Printed, others: list[Printed], alike: list[Printed], smaller: list[Printed], twin: Printed | None
) -> Iterator[Draft]:
    """A bound from above, beside all others, those of its own comparison, the smaller exact p values, and its twin: the
    p value that another place gives for the same numbers."""
    if not _usual(p):
        if len(others) >= _OTHERS and all(_usual(one) for one in others):
            yield _odd(p, f"the {len(others)} other bounds are such as {others[0]}", others[0])
        return
    bounds = {one.value for one in alike}
    if len(alike) < _OTHERS_ALIKE or len(bounds) > 1 or p.value in bounds:
        return
    words = f"all {len(alike)} other bounds are {alike[0]}"
    if twin is not None:
        yield _odd(p, f"{words}, and so is that of the same comparison in another place", twin)
    elif p.value < alike[0].value:
        yield _odd(p, words, alike[0], Severity.NOTE)
    elif smaller:
        yield _odd(p, f"{words}, and smaller p values are printed exactly, such as {smaller[0]}", smaller[0])
    else:
        yield _odd(p, words, alike[0], Severity.NOTE)


def _usual(p: Printed) -> bool:
    """Whether a level of significance, perhaps corrected for several tests, prints as this bound."""
    mantissa = p.mantissa
    while mantissa and mantissa % 10 == 0:
        mantissa //= 10
    if mantissa in _MANTISSAS:
        return True
    low, high = p.ends
    return any(low <= Fraction(level, 100) / tests <= high for level in (1, 5) for tests in range(1, _TESTS + 1))


def _odd(p: Printed, words: str, other: Printed, severity: Severity = Severity.WARNING) -> Draft:
    return found(
        p,
        f"{p} is an odd bound for a p value: {words}",
        beside=[(other, "such as this")],
        help="compare with the document; was a digit changed, or the `<` added?",
        severity=severity,
    )
