"""FMT: how numbers are printed."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.rules.moved_points import moved_points
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.printed import Printed
    from msccurate.tables import Document

_ROLES = ("value", "mean", "sd", "se", "median", "q1", "q3", "min", "max", "estimate", "ci_low", "ci_high")
_READ = attrgetter(*_ROLES)
#: A row needs as many others that agree; of whole numbers more, for `37` may stand for 37.0 (proposals).
_OTHERS, _WHOLE_OTHERS = 3, 5
#: A table keeps its trailing zeros if as many of its numbers have one (proposal).
_ZEROS = 2


@rule("FMT01", "decimals-differ", Severity.NOTE)
def decimals_differ(document: Document) -> Iterator[Draft]:
    """The numbers of a row are printed alike.

    Why it matters: one value with another number of decimals than its whole row was not rounded by the hand, or the
    program, that rounded the others: it is often typed, or from elsewhere.

    Maths: of the numbers of one variable and role (mean, SD, ...) in a block, exactly one differs. With more decimals:
    at least 3 others have fewer (5, where those are whole). With fewer: the table keeps its trailing zeros (two of its
    numbers have one), and the other numbers, at least 3, have the same. Silent where all are given to the same
    significant digits, about `> 20`, p values, percentages and powers of ten, and where PLA02 puts the point back. Of
    p values: `.001` where three or more others of the block have their zero, `0.001` (all limits are proposals).

    What to do: compare the value with the document; if it prints this, accept it.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-02 | 2020-02-10 | 2020-02-15 | 2020-02-20
        rows:
          crp (mg/L): 149.42 | 81.9 | 196.3 | 72.9  # FMT01
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-02 | 2020-02-10 | 2020-02-15 | 2020-02-20
        rows:
          crp (mg/L): 149.4 | 81.9 | 196.3 | 72.9
    ```
    """
    p_values: dict[str, list[Printed]] = {}
    for quantity in document.having("p"):
        if quantity.p is not None:
            p_values.setdefault(quantity.block, []).append(quantity.p)
    told = {moved.number.route for moved in moved_points(document)}
    for (block, *_), quantities in document.rows.items():
        if len(quantities) <= _OTHERS:
            continue
        for column in zip(*map(_READ, quantities), strict=True):
            numbers = [one for one in column if one is not None and not one.comparator and one.decimals >= 0]
            odd = _odd(document, block, numbers)
            if odd is not None and odd.route not in told:
                yield _draft(odd, [one for one in numbers if one is not odd])
    for numbers in p_values.values():
        yield from _without_zero(numbers)


def _odd(document: Document, block: str, numbers: list[Printed]) -> Printed | None:
    """The one number whose decimals differ from those of all others; None where there is none, or several."""
    if len(numbers) <= _OTHERS or len({one.decimals for one in numbers}) == 1:
        return None
    low, *_, high = sorted(numbers, key=lambda one: one.decimals)
    for odd in (high, low):
        others = [one for one in numbers if one is not odd]
        most, least = max(one.decimals for one in others), min(one.decimals for one in others)
        if len({_significant(one) for one in numbers}) == 1:
            continue
        if odd.decimals > most and len(others) >= (_OTHERS if most else _WHOLE_OTHERS):
            return odd
        if odd.decimals < least and least == most and odd.mantissa and _keeps_zeros(document, block):
            return odd
    return None


@once
def _keeps_zeros(document: Document, block: str) -> bool:
    """Whether a table prints zeros after the point at the end of its numbers."""
    zeros = 0
    for quantity in document.quantities:
        numbers: tuple[Printed | None, ...] = _READ(quantity) if quantity.block == block else ()
        known = (one for one in numbers if one is not None and not one.comparator)
        zeros += sum(one.decimals > 0 and one.mantissa % 10 == 0 for one in known)
    return zeros >= _ZEROS


def _significant(number: Printed) -> int:
    return len(str(abs(number.mantissa)))


def _draft(odd: Printed, others: list[Printed]) -> Draft:
    most = max(one.decimals for one in others)
    return found(
        odd,
        f"`{odd}` has {_counted(odd.decimals)}, the {len(others)} other numbers of its row have "
        f"{'' if min(one.decimals for one in others) == most else 'at most '}{_counted(most)}",
        beside=[(one, "" if index else "such as this") for index, one in enumerate(others[:1])],
        help="compare it with the document; if it prints this, accept it",
    )


def _counted(decimals: int) -> str:
    return "no decimals" if decimals == 0 else "1 decimal" if decimals == 1 else f"{decimals} decimals"


def _without_zero(numbers: list[Printed]) -> Iterator[Draft]:
    """One p value without the zero before its point among those that have it."""
    bare = [one for one in numbers if one.text.lstrip("<>=≤≥ ").startswith(".")]
    others = [one for one in numbers if one.text.lstrip("<>=≤≥ ").startswith("0.")]
    if len(bare) == 1 and len(others) >= _OTHERS:
        yield found(
            bare[0],
            f"`{bare[0]}` lacks the zero that the {len(others)} other p values of its table have",
            beside=[(others[0], "such as this")],
            help="compare it with the document; if it prints this, accept it",
        )
