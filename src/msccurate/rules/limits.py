"""PLA04 to PLA07: limits of reference ranges and of assays, and what cannot fall."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from msccurate.codebook import Bound, ConversionError
from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.fitting import implausible, odd_ranges
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import Measured, beyond, measured

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Measurement, Quantity

#: A limit is odd beyond this factor.
FOLD = 2


@rule("PLA04", "reference-range-odd", Severity.WARNING)
def reference_range_odd(document: Document) -> Iterator[Draft]:
    """The limits of a printed reference range are near those of an accepted one.

    Why it matters: a "normal" D-dimer of up to 10 μg/mL hides that a patient's is twenty times the usual limit; most
    such ranges are of another unit, or misprinted.

    Maths: a limit, over its rounding interval and in the variable's unit, is more than twice, or less than half, that
    of every accepted range of the codebook. Lower limits of zero and limits that no accepted range has say nothing.
    Silent where UNT04 says that the unit is to blame.

    What to do: compare range and unit with the document. If it prints this, adjudicate; if laboratories really use
    such a range, add it to the codebook.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, columns: reference, rows: {d_dimer (μg/mL): 0.0-10.0}}  # PLA04
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, columns: reference, rows: {d_dimer (μg/mL): 0.0-0.5}}
    ```
    """
    units = {(one.block, one.at.variable) for _, one, _ in odd_ranges(document)}
    for one in document.measurements:
        variable = document.codebook.variables.get(one.at.variable)
        if one.at.statistic != "reference" or variable is None or (one.block, one.at.variable) in units:
            continue
        for limit, end in ((one.numbers.low, "low"), (one.numbers.high, "high")):
            accepted = [value for bound in variable.reference if (value := _end(bound, end)) is not None and value > 0]
            ends = _in_unit(document, one, variable, limit) if limit is not None and accepted else None
            if limit is None or ends is None or ends[1] <= 0:
                continue
            factors = [_off(ends, value) for value in accepted]
            if all(factors):
                ranges = " or ".join(bound.text for bound in variable.reference)
                yield found(
                    limit,
                    f"the {'lower' if end == 'low' else 'upper'} limit of {variable.label}, {limit} "
                    f"{one.unit_printed or ''}".rstrip()
                    + f", is {_said(factors)}: accepted are {ranges} {variable.unit}",
                    words=f"accepted: {ranges}",
                    help="compare range and unit with the document",
                )


def _end(bound: Bound, end: str) -> Fraction | None:
    return bound.low if end == "low" else bound.high


def _in_unit(
    document: Document, one: Measurement, variable: Variable, limit: Printed
) -> tuple[Fraction, Fraction] | None:
    """Both ends of a limit's rounding interval in the variable's unit."""
    if not one.unit:
        return limit.ends if one.unit_printed == "" or variable.unit == "1" else None
    try:
        low, high = (document.units.convert(end, one.unit, variable.unit, variable.id) for end in limit.ends)
    except ConversionError:
        return None
    return low, high


def _off(ends: tuple[Fraction, Fraction], accepted: Fraction) -> Fraction | None:
    """By which factor a limit is off an accepted one, above or below 1; None where it is near."""
    if ends[0] > FOLD * accepted:
        return ends[0] / accepted
    return ends[1] / accepted if ends[1] < accepted / FOLD else None


def _said(factors: list[Fraction | None]) -> str:
    least = min((one for one in factors if one), key=lambda one: max(one, 1 / one))
    if least < 1:
        return f"less than 1/{float(1 / least):.2g} of any accepted one"
    return f"{float(least):.2g} times the nearest accepted one"


def _series(document: Document) -> Iterator[list[Quantity]]:
    """Single values of one variable in the same patients and unit, over all tables."""
    grouped: dict[tuple[str, tuple[str, ...], str | None], list[Quantity]] = {}
    for quantity in document.having("value"):
        if quantity.variable is not None and not quantity.at.comparison and not quantity.at.level:
            unit = quantity.unit or quantity.measurements[0].unit_printed
            grouped.setdefault((quantity.variable.id, quantity.at.groups, unit), []).append(quantity)
    yield from grouped.values()


@rule("PLA05", "censoring-suspect", Severity.WARNING)
def censoring_suspect(document: Document) -> Iterator[Draft]:
    """A value at the limit of its assay has the sign that says so.

    Why it matters: `20` among `>20` is likely a value that lost its `>`; it is then pooled as if it had been measured.

    Maths: a number without comparator that equals, in value and decimals, the limit that others of the series print
    with one (all tables of a patient make one series; a bound in running text is a threshold, no limit). A note if the
    series prints no more decimals than the limit: then the value may well have been measured.

    What to do: compare with the document; if it prints the value so, adjudicate, perhaps with `>20` as curated value.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-03-04 | 2020-03-05 | 2020-03-06 | 2020-03-07
        rows:
          d_dimer (μg/ml): 15.29 | 20 | 13.34 | >20  # PLA05
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-03-04 | 2020-03-05 | 2020-03-06 | 2020-03-07
        rows:
          d_dimer (μg/ml): 15.29 | >20 | 13.34 | >20
    ```
    """
    tables = {block.id for block in document.spec.blocks if block.label is not None}
    for quantities in _series(document):
        numbers = [(one, one.value) for one in quantities if one.value is not None and one.block in tables]
        limits = {(number.mantissa, number.decimals): number for _, number in numbers if number.comparator}
        plain = [(one, number) for one, number in numbers if not number.comparator]
        for quantity, number in plain:
            limit = limits.get((number.mantissa, number.decimals))
            if limit is None or quantity.variable is None:
                continue
            finer = sum(other.decimals > number.decimals for _, other in plain)
            yield found(
                number,
                f"{quantity.variable.label} of {number} is the limit that is printed as {limit} elsewhere",
                words=f"is it {limit.comparator}{number}?",
                beside=[(limit, "the limit")],
                help="compare with the document; a value at the limit of the assay is no measured one",
                severity=None if 2 * finer > len(plain) - 1 > 0 else Severity.NOTE,
            )


@rule("PLA06", "assay-floor", Severity.NOTE)
def assay_floor(document: Document) -> Iterator[Draft]:
    """A value that assays cannot tell has the sign that says so.

    Why it matters: below its limit of reporting an assay gives `< 5`; a `4` is a typing error, or an imputed value.

    Maths: the rounding interval lies outside of the codebook's `limit`, the range that usual assays can tell, and no
    comparator is printed. One note for a row. Silent where PLA01, PLA02 or UNT04 speak of the same value.

    What to do: compare with the document; if it prints this, note how values below the limit were handled.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {alt (U/L): 4}}  # PLA06
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {alt (U/L): < 5}}
    ```
    """
    rows: dict[tuple[str, str], list[Measured]] = {}
    for quantity in document.quantities:
        limited = quantity.variable is not None and quantity.variable.limit is not None
        one = measured(document, quantity) if limited else None
        if one is None or one.variable.limit is None or implausible(document, quantity):
            continue
        known = (one.variable.possible, one.variable.usual)
        if beyond(one, one.variable.limit) and not any(bound and beyond(one, bound) for bound in known):
            rows.setdefault((quantity.block, one.variable.id), []).append(one)
    for members in rows.values():
        first = members[0]
        limit = first.variable.limit
        assert limit is not None
        yield found(
            first.number,
            f"{first.name} of {first} is beyond what usual assays report: {limit.text} {first.variable.unit}",
            words=f"reported: {limit.text}",
            beside=[(one.number, "and this") for one in members[1:]],
            help=f"compare with the document (limit: {limit.source})",
        )


@rule("PLA07", "falls-that-cannot", Severity.WARNING)
def falls_that_cannot(document: Document) -> Iterator[Draft]:
    """What only grows does not fall from one time to a later one.

    Why it matters: a patient's age or cumulative dose that falls is a value of another row, column or patient.

    Maths: variables of the codebook's role `never_falls`, in one patient, over all tables in the order of dates, or of
    the declared timepoints: a finding if a later value is surely below an earlier one.

    What to do: compare both with the document.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-28 | 2020-03-01
        rows:
          dose_total (10^6): 210 | 105  # PLA07
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-28 | 2020-03-01
        rows:
          dose_total (10^6): 105 | 210
    ```
    """
    for variable in playing(document, "never_falls"):
        series: dict[tuple[str, ...], list[Measured]] = {}
        for quantity in document.by_variable.get(variable.id, ()):
            total, one = document.patients(quantity), measured(document, quantity)
            if one is not None and one.single and total is not None and total.value == 1:
                series.setdefault(quantity.at.groups, []).append(one)
        for members in series.values():
            for before, after in pairwise(_in_order(document, members)):
                if after.interval.high < before.interval.low:
                    yield found(
                        after.number,
                        f"{variable.label} falls from {before} ({before.quantity.at.timepoint}) to {after} "
                        f"({after.quantity.at.timepoint}), and it cannot",
                        beside=[(before.number, "before")],
                        help="compare both with the document",
                    )


def _in_order(document: Document, members: list[Measured]) -> list[Measured]:
    """Those of which the order is known: all by dates, else by the order of declared timepoints."""
    dated = [(days, one) for one in members if (days := document.when(one.quantity.at.timepoint)) is not None]
    if dated:
        by_day = [(days[0].toordinal(), one) for days, one in dated if days[0] == days[1]]
        return [one for _, one in sorted(by_day, key=lambda pair: pair[0])]
    order = list(document.spec.timepoints)
    named = [one for one in members if one.quantity.at.timepoint in order]
    return sorted(named, key=lambda one: order.index(one.quantity.at.timepoint))
