"""Curated values: what an adjudication puts in the place of a printed one, at the very end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from msccurate.codebook import ConversionError
from msccurate.tables.document import Document
from msccurate.tables.records import Measurement


@dataclass(frozen=True, slots=True)
class Curated:
    """A curated value of a cell; or, where `unit` is not empty, its printed value in another unit."""

    value: str
    unit: str = ""


#: (document, extractor, cell route) -> what stands in the place of the printed value.
Curations = Mapping[tuple[str, str, str], Curated]


def curated(document: Document, curations: Curations) -> tuple[Measurement, ...]:
    """A document's measurements with the curated values put in."""
    if not curations:
        return document.measurements
    key = document.name, document.extractor
    return tuple(_put(document, one, curations.get((*key, one.route))) for one in document.measurements)


def _put(document: Document, one: Measurement, put: Curated | None) -> Measurement:
    if put is None:
        return one
    if not put.unit:
        return replace(one, curated=put.value)
    spelled = document.units.read(put.unit)
    centre = one.numbers.centre
    canonical = None
    if spelled is not None and centre is not None and one.canonical_unit:
        try:
            canonical = document.units.convert(centre[1].value, spelled.unit.code, one.canonical_unit, one.at.variable)
        except ConversionError:
            canonical = None
    return replace(one, curated=f"{one.text} {put.unit}", canonical=canonical)
