"""PCT: counts and percentages of patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics import percentages as arithmetic
from msccurate.printed import Printed
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, found, label, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: Rows with missing data have a smaller denominator; fewer than this share of the group is not expected.
LEAST_SHARE = 0.8


def _of_patients(quantity: Quantity) -> bool:
    """Whether a quantity counts patients: a yes/no variable or a level, in a group and not between two.

    Where events stand in a column of their own, the other count is of patients.
    """
    variable = quantity.variable
    counts = variable is not None and (variable.kind in ("yes/no", "category"))
    return counts and not quantity.at.comparison and (quantity.events is None or quantity.count is not None)


@dataclass(frozen=True, slots=True)
class _Miss:
    """A count and percentage that do not fit: out of whom, whether that is printed with them, what would fit."""

    quantity: Quantity
    count: Printed
    percent: Printed
    total: Printed
    printed: bool
    others: tuple[int, ...]

    @property
    def expected(self) -> str:
        decimals = max(self.percent.decimals, 0)
        return arithmetic.share(int(self.count.value), int(self.total.value), decimals) + "%"


@once
def _misses(document: Document) -> tuple[_Miss, ...]:
    return tuple(_not_fitting(document))


def _not_fitting(document: Document) -> Iterator[_Miss]:
    for quantity in document.having("count", "percent"):
        if not _of_patients(quantity):
            continue
        count, percent, total = quantity.count, quantity.percent, document.patients(quantity)
        if count is None or percent is None or total is None or count.comparator or total.comparator:
            continue
        k, n = int(count.value), int(total.value)
        if n == 0 or arithmetic.fits(percent, k, n):
            continue
        others = (
            () if quantity.denominator is not None else tuple(arithmetic.totals(percent, k, ceil(LEAST_SHARE * n), n))
        )
        yield _Miss(quantity, count, percent, total, quantity.denominator is not None, others)


def _truncated(miss: _Miss) -> bool:
    return arithmetic.truncated(miss.percent, int(miss.count.value), int(miss.total.value))


@rule("PCT01", "percent-mismatch", Severity.ERROR)
def percent_mismatch(document: Document) -> Iterator[Draft]:
    """A percentage is its count out of its denominator.

    Why it matters: it is the commonest error of extraction and of printing; of 2,053 n (%) cells of baseline tables
    3.7 % do not round.

    Maths: m·10^-d % is right if |100·k/n - m·10^-d| <= 10^-d/2, decided with whole numbers, ties either way. If not,
    every denominator from 0.8·n to n is tried: missing data make it smaller. Error if none fits or the denominator is
    printed with the value; else a warning that names those that fit. A note where it is off by at most 1.5 units of
    the last place. Three or more rows of a table that fit the same other denominator are one finding.

    What to do: compare with the document; if it prints this, adjudicate.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 25 (86.0%)}}  # PCT01
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 25 (80.6%)}}
    ```
    """
    by_block: dict[tuple[str, tuple[str, ...]], list[_Miss]] = {}
    for miss in _misses(document):
        if not _truncated(miss):
            by_block.setdefault((miss.quantity.block, miss.quantity.at.groups), []).append(miss)
    for misses in by_block.values():
        shared = set(misses[0].others).intersection(*(miss.others for miss in misses[1:])) if len(misses) > 2 else set()
        if shared:
            yield _other_denominator(misses, sorted(shared))
        else:
            for same_way in _same_direction(misses):
                yield _together(_mismatch(document, same_way[0]), same_way)


def _same_direction(misses: list[_Miss]) -> list[list[_Miss]]:
    """Three or more that are all too high, or all too low, belong together; fewer stand alone."""
    ways: dict[bool, list[_Miss]] = {}
    for miss in misses:
        ways.setdefault(miss.percent.value * miss.total.value > 100 * miss.count.value, []).append(miss)
    return [group for way in ways.values() for group in ([way] if len(way) > 2 else [[miss] for miss in way])]


def _together(first: Draft, misses: list[_Miss]) -> Draft:
    """One finding for all rows of a table that fail alike."""
    if len(misses) == 1:
        return first
    message = f"{len(misses)} percentages of this table fail alike; the first: {first.message}"
    related = (*first.related, *(label(miss.percent, f"{miss.expected} expected") for miss in misses[1:]))
    return replace(first, message=message, related=related)


def _mismatch(document: Document, miss: _Miss) -> Draft:
    k, n = int(miss.count.value), int(miss.total.value)
    beside = (
        [(miss.total, "of this many")]
        if miss.total.route.partition("#")[0] != miss.percent.route.partition("#")[0]
        else []
    )
    message = f"{miss.percent} is not {k} of {n}: that is {miss.expected}"
    close = arithmetic.units_off(miss.percent, k, n) <= 1.5
    row = _row_total(document, miss)
    severity, help = Severity.ERROR, f"compare with the document; {k} of {n} would be {miss.expected}"
    if row is not None:
        message = f"{miss.percent} is {k} of the {row} in its row, not of the {n} in its group"
        severity, help = Severity.NOTE, "if the document gives percentages of the row, this is right"
    elif close:
        severity = Severity.NOTE
        help = f"the last digit is off; {k} of {n} would be {miss.expected}"
    elif miss.others and not miss.printed:
        severity = Severity.WARNING
        help = f"it would be right of {_listed(miss.others)}: are data missing?"
    return found(
        miss.percent,
        message,
        words=f"{k}/{n} = {miss.expected}",
        beside=beside,
        help=help,
        expected=miss.expected,
        severity=severity,
    )


def _other_denominator(misses: list[_Miss], shared: list[int]) -> Draft:
    first = misses[0]
    n = int(first.total.value)
    beside = [(first.total, "the group"), *((miss.percent, "and this") for miss in misses[1:])]
    return found(
        first.percent,
        f"{len(misses)} percentages of this table are not of the {n} in their group, but of {_listed(tuple(shared))}",
        words=f"{first.count}/{n} = {first.expected}",
        beside=beside,
        help="are data missing? if so, give the block an `n` row",
        severity=Severity.WARNING,
    )


def _row_total(document: Document, miss: _Miss) -> int | None:
    """The sum of a row's counts over all groups, where the percentage is of that."""
    at = miss.quantity.at
    row = [
        other.count
        for other in document.quantities
        if other.block == miss.quantity.block
        and (other.at.variable, other.at.level, other.at.timepoint) == (at.variable, at.level, at.timepoint)
        and not other.at.comparison
    ]
    counts = [int(count.value) for count in row if count is not None]
    total = sum(counts)
    fits = len(counts) > 1 and total and arithmetic.fits(miss.percent, int(miss.count.value), total)
    return total if fits else None


def _listed(numbers: tuple[int, ...]) -> str:
    shown = [str(number) for number in numbers[:6]]
    more = f" and {len(numbers) - 6} more" if len(numbers) > 6 else ""
    return (", ".join(shown[:-1]) + " or " + shown[-1] if len(shown) > 1 and not more else ", ".join(shown)) + more


@rule("PCT02", "percent-impossible", Severity.WARNING)
def percent_impossible(document: Document) -> Iterator[Draft]:
    """A percentage without its count is that of a whole number of patients.

    Why it matters: 23.0 % of 31 patients would be 7.1 patients.

    Maths: GRIM for percentages (Brown & Heathers 2017): there must be a whole k out of n, or out of a denominator
    from 0.8·n to n, that prints as the percentage. Silent where n is so large that every percentage is possible.

    What to do: compare with the document; the nearest possible percentages are named.

    ## Example

    ```yaml
    groups: {all: {n: 10}}
    data:
      t1: {label: Table 1, rows: {sex male: 25.7%}}  # PCT02
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 10}}
    data:
      t1: {label: Table 1, rows: {sex male: 20.0%}}
    ```
    """
    for quantity in document.having("percent"):
        total = document.patients(quantity)
        percent = quantity.percent
        if quantity.count is not None or not _of_patients(quantity) or total is None or percent is None:
            continue
        n = int(total.value)
        if n == 0 or percent.comparator or percent.decimals < 0 or percent.value > 100:
            continue
        if any(arithmetic.counts(percent, other) for other in range(max(ceil(LEAST_SHARE * n), 1), n + 1)):
            continue
        nearest = round(float(percent.value) * n / 100)
        near = arithmetic.share(min(max(nearest, 0), n), n, max(percent.decimals, 0))
        yield found(
            percent,
            f"no whole number of {n} patients is {percent}",
            words=f"{nearest}/{n} = {near}%",
            beside=[(total, "of this many")],
            help="compare percentage and n with the document",
        )


@rule("PCT03", "count-exceeds-denominator", Severity.ERROR)
def count_exceeds_denominator(document: Document) -> Iterator[Draft]:
    """A count is at most its denominator, and patients with an event are at most as many as the events.

    Why it matters: 32 of 31 patients is impossible; 32 events in 31 patients is not, and 7 events in 9 patients is.

    What to do: compare with the document. If the number counts events, write `events` into its head.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {sex male: 32/31}}  # PCT03
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {sex male: 23/31}}
    ```
    """
    for quantity in document.having("count"):
        total, count = document.patients(quantity), quantity.count
        if total is None or count is None or not _of_patients(quantity) or not count > total:
            continue
        printed = quantity.denominator is not None
        yield found(
            count,
            f"{count} of {total} is more than all of them",
            beside=[] if printed else [(total, "out of this many")],
            help="compare with the document" if printed else "events? then write `events` into the head",
            severity=Severity.ERROR if printed else Severity.WARNING,
        )
    for quantity in document.having("count", "events"):
        count, events = quantity.count, quantity.events
        if count is not None and events is not None and _of_patients(quantity) and count > events:
            yield found(
                events,
                f"{count} patients had an event, and there were only {events} of them",
                beside=[(count, "so many patients")],
                help="compare both with the document; is one of the columns about something else?",
                severity=Severity.WARNING,
            )


@rule("PCT04", "percent-out-of-range", Severity.ERROR)
def percent_out_of_range(document: Document) -> Iterator[Draft]:
    """A percentage of patients lies between 0 and 100.

    Why it matters: 128 % of patients is impossible; a change or a ratio may be larger.

    What to do: compare with the document.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {sex male: 128%}}  # PCT04
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {sex male: 12.8%}}
    ```
    """
    for quantity in document.having("percent"):
        percent = quantity.percent
        if percent is not None and _of_patients(quantity) and (percent.ends[0] > 100 or percent.ends[1] < 0):
            yield found(percent, f"{percent} is not between 0 and 100 %", help="compare with the document")


@rule("PCT05", "percent-truncated", Severity.NOTE)
def percent_truncated(document: Document) -> Iterator[Draft]:
    """A percentage is rounded, not cut off.

    Why it matters: 26 of 31 is 83.87 %, printed as 83.9; 83.8 is cut off. Harmless, but a reader who recomputes
    stumbles over it. Of 76 percentages that did not round in real tables 35 were truncated.

    What to do: nothing; adjudicate as accepted if the document prints it so.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 26 (83.8%)}}  # PCT05
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 26 (83.9%)}}
    ```
    """
    by_block: dict[tuple[str, tuple[str, ...]], list[_Miss]] = {}
    for miss in _misses(document):
        if _truncated(miss):
            by_block.setdefault((miss.quantity.block, miss.quantity.at.groups), []).append(miss)
    for misses in by_block.values():
        for together in _same_direction(misses):
            miss = together[0]
            draft = found(
                miss.percent,
                f"{miss.percent} is cut off, not rounded: {miss.count} of {miss.total} is {miss.expected}",
                beside=[(miss.total, "of this many")],
                expected=miss.expected,
            )
            yield _together(draft, together)
