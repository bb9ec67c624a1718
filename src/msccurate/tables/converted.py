"""Whole cells in the units of the codebook: every number of `24.5 ± 2.9` or `70 (61–71)`, as they stand there."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from msccurate.codebook import ConversionError
from msccurate.printed import Printed
from msccurate.tables.curation import parts_of
from msccurate.tables.document import Document
from msccurate.tables.records import Measurement
from msccurate.tables.rows import canonical_decimal

#: Spreads are differences: an offset of the unit (°C, °F) does not move them.
DIFFERENCES = ("sd", "se", "iqr", "range")

#: Where a number begins in a cell's text, its role, and the number.
Part = tuple[int, str, Printed]


def converted_text(document: Document, one: Measurement, unit: str = "") -> str:
    """A cell as printed, in the codebook's unit; `unit` is the UCUM code that was settled in the place of the printed.

    Empty where it stands in that unit, or cannot be converted.
    """
    return _converted(document, one, unit or one.unit, one.text, _printed_parts(document, one))


def curated_text(document: Document, one: Measurement) -> str:
    """A cell as curated, in the codebook's unit; empty where it stands in that unit, or cannot be converted."""
    if one.curated_numbers is None:
        return converted_text(document, one, one.curated_unit)
    parts = [(part.start, name, part.number) for name, part in parts_of(document, one, one.curated) or ()]
    return _converted(document, one, one.unit, one.curated, parts)


def _printed_parts(document: Document, one: Measurement) -> list[Part]:
    start = document.routes[one.route].start
    return [(document.routes[number.route].start - start, name, number) for name, number in one.numbers.parts()]


def _converted(document: Document, one: Measurement, unit: str, text: str, parts: Iterable[Part]) -> str:
    if not one.canonical_unit or not unit or unit == one.canonical_unit:
        return ""
    try:
        for start, name, number in sorted(parts, key=lambda part: -part[0]):
            text = text[:start] + _number(document, one, unit, name, number) + text[start + len(number.text) :]
    except ConversionError:
        return ""
    return text


def _number(document: Document, one: Measurement, unit: str, name: str, number: Printed) -> str:
    def converted(value: Fraction) -> Fraction:
        return document.units.convert(value, unit, one.canonical_unit, one.at.variable)

    value = converted(number.value)
    if name in DIFFERENCES:
        value -= converted(Fraction(0))
    sign = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> "}.get(number.comparator, "")
    shown = canonical_decimal(value)
    return number.text if shown is None else f"{sign}{shown:f}"
