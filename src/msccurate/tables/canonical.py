"""A cell's centre in the unit that the codebook has for its variable."""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from msccurate.codebook import Codebook, ConversionError, Units
from msccurate.tables.records import Measurement

_IN_UNIT = ("", "mean", "median", "min", "max", "q1", "q3")


def with_canonical(one: Measurement, codebook: Codebook, units: Units) -> Measurement:
    """The measurement with its centre, as printed or as curated, in its variable's unit; None where none converts."""
    variable = codebook.variables.get(one.at.variable)
    centre = (one.curated_numbers or one.numbers).centre
    if variable is None or variable.kind != "number" or centre is None or one.at.statistic not in _IN_UNIT:
        return one
    if centre[0] not in ("value", "mean", "median", "min"):
        return one
    value: Fraction | None = None
    unit = one.curated_unit or one.unit
    if unit == variable.unit or ((one.unit_printed == "" or variable.unit == "1") and not unit):
        value = centre[1].value
    elif unit:
        try:
            value = units.convert(centre[1].value, unit, variable.unit, variable.id)
        except ConversionError:
            value = None
    return replace(one, canonical_unit=variable.unit, canonical=value)
