"""Curated values: what an adjudication puts in the place of a printed one, at the very end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from msccurate.notation import Part
from msccurate.printed import Printed
from msccurate.tables.canonical import with_canonical
from msccurate.tables.cells import PART_NAMES, read, read_size, readings, size_route
from msccurate.tables.document import Document
from msccurate.tables.records import Measurement, Numbers


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


def curated_sizes(document: Document, curations: Curations) -> dict[str, tuple[str, Printed | None]]:
    """The curated sizes of groups by group: as text, and as a number where the text is one."""
    found: dict[str, tuple[str, Printed | None]] = {}
    for id in document.group_sizes if curations else ():
        put = curations.get((document.name, document.extractor, size_route(id)))
        if put is not None and put.value:
            parts = read_size(put.value, document.spec).parts
            found[id] = put.value, replace(parts[-1].number, route=size_route(id)) if parts else None
    return found


def _put(document: Document, one: Measurement, put: Curated | None) -> Measurement:
    if put is None:
        return one
    if put.unit:
        spelled = document.units.read(put.unit)
        code = spelled.unit.code if spelled is not None else ""
        one = replace(one, curated=f"{one.text} {put.unit}", curated_unit=code, canonical=None)
        return with_canonical(one, document.codebook, document.units) if code else one
    one = replace(one, curated=put.value, curated_numbers=_numbers(document, one, put.value))
    return with_canonical(one, document.codebook, document.units)


def _numbers(document: Document, one: Measurement, text: str) -> Numbers | None:
    """The numbers of a curated text; None where it cannot be read."""
    parts = parts_of(document, one, text)
    return None if parts is None else Numbers(**{name: part.number for name, part in parts})


def parts_of(document: Document, one: Measurement, text: str) -> tuple[tuple[str, Part], ...] | None:
    """Role and place of every number of a curated text, read as the cell was; None where it cannot be read."""
    block = next(block for block in document.spec.blocks if block.id == one.block)
    row = next((row for row in block.rows if _belongs(one.route, block.id, row.head.key)), None)
    ways = readings(one.at, document.codebook, document.spec, (row.forms if row else (), block.forms))
    cell, _ = read(text, ways)
    if cell.state != "read":
        return None
    return tuple((PART_NAMES.get(part.name, part.name), part) for part in cell.parts)


def _belongs(cell: str, block: str, row: str) -> bool:
    own = f"{block}.{row}"
    return cell == own or cell.startswith(f"{own}.")
