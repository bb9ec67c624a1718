"""UNT: units and exponents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from msccurate.codebook import ConversionError, Unit, Variable
from msccurate.findings import Label, Severity
from msccurate.printed import Printed
from msccurate.rules.fitting import implausible, odd_ranges, outliers
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, found, reported, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Measurement, Quantity

NO_UNIT = ("n", "missing", "events", "count", "percent")
FIO2_LOINC = "3150-0"


@once
def _measured(document: Document) -> tuple[tuple[Measurement, Variable], ...]:
    """The cells of number variables that have a unit, one per row and unit."""
    found: dict[tuple[str, str, str, str | None], tuple[Measurement, Variable]] = {}
    for one in document.measurements:
        variable = document.codebook.variables.get(one.at.variable)
        if variable is None or variable.kind != "number" or one.at.statistic in NO_UNIT:
            continue
        if one.numbers.p is not None and not one.numbers.value:
            continue
        found.setdefault((one.block, one.at.variable, one.at.level, one.unit_printed), (one, variable))
    return tuple(found.values())


def _unit_label(document: Document, one: Measurement, words: str = "") -> Label:
    route = f"{one.route}#unit"
    return Label(route if route in document.routes else one.route, words, one.unit_printed or one.text)


@rule("UNT01", "unit-missing", Severity.WARNING)
def unit_missing(document: Document) -> Iterator[Draft]:
    """A head says the unit of a measured variable, or `()` where the document prints none.

    Why it matters: of 281 rows of C-reactive protein in 4,470 trials 117 print no unit at all; mg/L and mg/dL differ
    ten-fold and both look plausible.

    What to do: write the unit as printed into the head, `crp (mg/L)`; `crp ()` if none is printed.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {crp: 12}}  # UNT01
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {crp (mg/L): 12}}
    ```
    """
    for one, variable in _measured(document):
        if one.unit_printed is None and variable.unit != "1":
            yield found(
                Label(one.route, "in which unit?", one.text),
                f"the unit of {variable.label} is not said",
                help=f"write `{one.at.variable} (unit)`, or `{one.at.variable} ()` if the document prints none",
            )


@rule("UNT02", "unit-unknown", Severity.ERROR)
def unit_unknown(document: Document) -> Iterator[Draft]:
    """Every printed unit is known.

    Why it matters: an unknown unit cannot be converted or compared.

    What to do: correct the unit if it is mistyped; if the document prints it so, add its spelling to
    `curation/units.yaml`.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {crp (mq/L): 12}}  # UNT02
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {crp (mg/L): 12}}
    ```
    """
    for one, _ in _measured(document):
        if one.unit_printed and not one.unit:
            near = document.units.nearest(one.unit_printed)
            help = (
                f"did you mean `{near}`? if not, add the spelling to curation/units.yaml"
                if near
                else ("add the spelling to curation/units.yaml")
            )
            yield found(_unit_label(document, one), f"`{one.unit_printed}` is no known unit", help=help)


@rule("UNT03", "unit-dimension", Severity.ERROR)
def unit_dimension(document: Document) -> Iterator[Draft]:
    """A unit measures what its variable is.

    Why it matters: a pressure in g/L is a wrong row or a wrong unit.

    Maths: units have a dimension; molar and mass units convert where the codebook has the analyte's factor.

    What to do: compare row and unit with the document.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {pao2 (g/L): 90}}  # UNT03
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {pao2 (mmHg): 90}}
    ```
    """
    for one, variable in _measured(document):
        if not one.unit or variable.unit == one.unit:
            continue
        try:
            document.units.convert(Printed("1", 1, 0).value, one.unit, variable.unit, variable.id)
        except ConversionError as error:
            yield found(
                _unit_label(document, one, f"{variable.label} is measured in {variable.unit}"),
                f"`{one.unit_printed}` does not measure {variable.label}: {error}",
                help="compare the row and its unit with the document",
            )


@rule("UNT04", "unit-implausible", Severity.WARNING)
def unit_implausible(document: Document) -> Iterator[Draft]:
    """Values fit the printed unit, and no other unit better.

    Why it matters: `× 10^9/mL` for `× 10^9/L` is wrong by a thousand; readers overlook it, and a meta-analysis does
    not.

    Maths: fires where the value lies outside of what is possible in the printed unit, and inside of what is usual (or
    within 2-fold of an accepted reference range) in another unit of the variable; or where both limits of the
    document's own reference range do.

    What to do: if the document prints this unit, adjudicate as its error and give the curated value in the right unit.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {wbc (×10^9/mL): 6.72}}  # UNT04
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {wbc (×10^9/L): 6.72}}
    ```
    """
    grouped: dict[tuple[str, str], list[tuple[Quantity, Unit]]] = {}
    for quantity in outliers(document):
        better = implausible(document, quantity)
        if better is not None:
            grouped.setdefault((quantity.block, quantity.at.variable), []).append((quantity, better))
    for key, one, better in odd_ranges(document):
        if key not in grouped:
            yield found(
                _unit_label(document, one, "in this unit"),
                f"the reference range {one.text} {one.unit_printed} does not fit its unit; it fits {better.code}",
                beside=[(Label(one.route, "", one.text), f"a usual range in {better.code}")],
                help="compare the unit with the document; if it prints this, adjudicate",
            )
    for members in grouped.values():
        quantity, better = members[0]
        variable, centre = quantity.variable, quantity.centre
        assert variable is not None and centre is not None
        first = quantity.measurements[0]
        printed = document.units.by_code[quantity.unit]
        factor = printed.factor / better.factor
        times = f"{int(factor):,} times less" if factor >= 1 else f"{int(1 / factor):,} times more"
        possible = f" (possible: {variable.possible.text} {variable.unit})" if variable.possible else ""
        beside = [(other.centre[1], "and this") for other, _ in members[1:] if other.centre]
        yield found(
            _unit_label(document, first, "in this unit"),
            f"{variable.label} of {centre[1]} {first.unit_printed} is not plausible{possible}; it fits {better.code}",
            beside=[(centre[1], f"plausible in {better.code}, {times}"), *beside],
            help="compare the unit with the document; if it prints this, adjudicate and give the curated value",
        )


@rule("UNT05", "flattened-exponent", Severity.WARNING)
def flattened_exponent(document: Document) -> Iterator[Draft]:
    """An exponent is printed as one.

    Why it matters: `1 × 106` is read as 106 by whoever copies it. In 149 of 4,470 trial texts 461 exponents had lost
    their superscript.

    Maths: a mantissa, a sign of multiplication, and 10 followed by 3 to 13 is read as a power of ten.

    What to do: the number is read as the power; if the document itself prints it so, adjudicate. One finding covers
    all cells of a document that share a flattened unit.

    ## Example

    ```yaml
    data:
      dose: {label: Table 1, rows: {dose_per_kg (cells per kilogram): 1 × 106}}  # UNT05
    ```

    ## Corrected

    ```yaml
    data:
      dose: {label: Table 1, rows: {dose_per_kg (cells per kilogram): 1 × 10^6}}
    ```
    """
    for draft in reported(document, "UNT05"):
        yield replace(draft, primary=Label(draft.primary.route, "", draft.primary.text))
    seen: dict[str, list[Measurement]] = {}
    for one, _ in _measured(document):
        spelled = document.units.read(one.unit_printed) if one.unit_printed else None
        if spelled is not None and spelled.flattened:
            seen.setdefault(one.unit_printed or "", []).append(one)
    for printed, members in seen.items():
        spelled = document.units.read(printed)
        assert spelled is not None
        yield found(
            _unit_label(document, members[0]),
            f"the unit `{printed}` has a flattened exponent: read as {spelled.unit.code}",
            beside=[(_unit_label(document, one), "and here") for one in members[1:]],
            help="the file lost a superscript; if the document itself prints it so, adjudicate",
        )


@rule("UNT06", "lost-exponent", Severity.ERROR)
def lost_exponent(document: Document) -> Iterator[Draft]:
    """A power of ten has its exponent.

    Why it matters: `5 x 10 cells` may be any dose. No value is invented for it.

    What to do: look whether another source of the document has the exponent; adjudicate, with the curated value if it
    is known from elsewhere.

    ## Example

    ```yaml
    data:
      dose: {label: Table 1, rows: {dose (cells): 5 x 10}}  # UNT06
    ```

    ## Corrected

    ```yaml
    data:
      dose: {label: Table 1, rows: {dose (cells): 5 x 10^7}}
    ```
    """
    for draft in reported(document, "UNT06"):
        yield replace(draft, primary=Label(draft.primary.route, "", draft.primary.text))


@rule("UNT08", "fio2-scale", Severity.WARNING)
def fio2_scale(document: Document) -> Iterator[Draft]:
    """Inspired oxygen is a fraction up to 1 or a percentage from 21, and its unit says which.

    Why it matters: P/F is wrong a hundred-fold if the scales are mixed; values between 1 and 21 are mostly flows in
    litres a minute. The variable is known by its LOINC code 3150-0.

    What to do: compare the unit with the document.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {fio2 (%): 0.6}}  # UNT08
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {fio2 (%): 60}}
    ```
    """
    inspired = [id for id, variable in document.codebook.variables.items() if variable.loinc == FIO2_LOINC]
    for quantity in (one for id in inspired for one in document.by_variable.get(id, ())):
        centre = quantity.centre
        ends = document.canonical_ends(centre[1], quantity) if centre is not None else None
        if centre is None or ends is None or ends[1] >= 21 or quantity.at.comparison:
            continue  # a p value or a difference is no FiO2
        reading = "a fraction" if centre[1].value <= 1 and quantity.unit == "%" else "a flow in litres a minute"
        yield found(
            centre[1],
            f"FiO2 of {centre[1]} {quantity.measurements[0].unit_printed or ''} is below that of air, 21 %".replace(
                "  ", " "
            ),
            words=f"this looks like {reading}",
            help="compare value and unit with the document",
        )
