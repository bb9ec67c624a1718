"""STA06: bounds of p values that no document means, such as `< 0.021`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found

if TYPE_CHECKING:
    from msccurate.spec import Coordinates
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
    below: dict[str, list[tuple[Coordinates, Printed]]] = {}
    for at, p in values:
        if p.comparator in _BELOW and p.value > 1:
            yield found(p, f"{p} is no p value: every one is below 1", help="compare with the document")
        elif p.comparator in _BELOW:
            below.setdefault(at.comparison, []).append((at, p))
        elif p.comparator in _ABOVE and p.value < 1 and p.value not in _LARGE:
            larger = [one for one in exact if one.value > p.value]
            if len(larger) > _OTHERS:
                yield _odd(p, f"exact p values above it are printed, such as {larger[0]}", larger[0])
    usual = [p for bounds in below.values() for _, p in bounds if _usual(p)]
    odd = [p for bounds in below.values() for _, p in bounds if not _usual(p)]
    if len(odd) == 1 and len(usual) >= _OTHERS:
        yield _odd(odd[0], f"the {len(usual)} other bounds are such as {usual[0]}", usual[0])
    for bounds in below.values():
        yield from _unlike_all_others([one for one in bounds if one[1] not in odd], exact)


def _unlike_all_others(bounds: list[tuple[Coordinates, Printed]], exact: list[Printed]) -> Iterator[Draft]:
    """The one usual bound of a comparison that is another than all its others: a warning where another place gives the
    others' bound for the same numbers, or where smaller p values are printed exactly."""
    counts = Counter(p.value for _, p in bounds)
    if len(counts) != 2 or min(counts.values()) > 1 or len(bounds) <= _OTHERS_ALIKE:
        return
    rare = min(counts, key=lambda value: counts[value])
    at, p = next(one for one in bounds if one[1].value == rare)
    others = [one for one in bounds if one[1] is not p]
    words = f"all {len(others)} other bounds are {others[0][1]}"
    twin = next((one for other, one in others if other == at), None)
    smaller = next((one for one in exact if one.value < p.value), None) if p.value > others[0][1].value else None
    if twin is not None:
        yield _odd(p, f"{words}, and so is that of the same comparison in another place", twin)
    elif smaller is not None:
        yield _odd(p, f"{words}, and smaller p values are printed exactly, such as {smaller}", smaller)
    else:
        yield _odd(p, words, others[0][1], Severity.NOTE)


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
