"""Printed numbers as lengths on an axis: in the codebook's unit, or in the printed one where that is not known."""

from __future__ import annotations

from fractions import Fraction

from msccurate.codebook import ConversionError
from msccurate.printed import Printed
from msccurate.tables import Curations, Document, Measurement


def length(document: Document, one: Measurement, number: Printed, curations: Curations) -> float | None:
    """A number of a cell in its variable's own unit, the comparator left aside; None where it cannot be converted.

    A unit that an adjudication puts in the place of the printed one counts.
    """
    unit = one.unit
    put = curations.get((one.document, one.extractor, one.route))
    if put is not None and put.unit:
        spelled = document.units.read(put.unit)
        unit = spelled.unit.code if spelled is not None else unit
    variable = document.codebook.variables.get(one.at.variable)
    if variable is None:
        return None
    if not unit:
        return float(number.value) if variable.unit == "1" or one.unit_printed == "" else None
    if unit == variable.unit:
        return float(number.value)
    try:
        return float(document.units.convert(number.value, unit, variable.unit, variable.id))
    except ConversionError:
        return None


def band(document: Document, variable: str, curations: Curations) -> tuple[float | None, float | None, str] | None:
    """The normal range of a variable: the one that the document prints, else the first of the codebook's; either end
    may be missing. With it, where it is from."""
    for one in document.measurements:
        if one.at.variable == variable and one.at.statistic == "reference":
            ends = [
                length(document, one, number, curations) if number is not None else None
                for number in (one.numbers.low, one.numbers.high)
            ]
            if ends != [None, None]:
                return ends[0], ends[1], "document"
    known = document.codebook.variables[variable].reference
    return (_float(known[0].low), _float(known[0].high), "codebook") if known else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def shown_unit(unit: str) -> str:
    """A UCUM code as papers print it: `10*9/L` is ×10⁹/L, `mm[Hg]` is mmHg, `Cel` °C; empty where there is none."""
    if unit == "1" or unit == "[pH]":
        return ""
    text = unit.replace("[", "").replace("]", "")
    text = text.replace("Cel", "°C").replace("cmH2O", "cmH₂O")
    if text.startswith("10*"):
        power, _, rest = text[3:].partition("/")
        text = "×10" + power.translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")) + ("/" + rest if rest else "")
    if text.startswith("u") and len(text) > 1 and text[1] in "gmUlL":
        text = "µ" + text[1:]
    return {"a": "years", "d": "days", "wk": "weeks", "mo": "months", "h": "hours"}.get(text, text)
