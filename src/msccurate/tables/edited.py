"""A document as if one number or unit of it were another: what repair hints are found with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import structs

from msccurate.printed import Printed
from msccurate.tables.document import Document, Quantity


def with_number(document: Document, route: str, number: Printed) -> Document:
    """The document as if `number` stood at `route`: a part of a cell, or the n of a group."""
    number = structs.replace(number, route=route)
    sizes = {id: number if size.route == route else size for id, size in document.group_sizes.items()}
    return replace(
        document,
        group_sizes=sizes,
        quantities=tuple(_with_number(quantity, route, number) for quantity in document.quantities),
    )


def _with_number(quantity: Quantity, route: str, number: Printed) -> Quantity:
    for name, one in quantity.parts():
        if one.route == route:
            changes: dict[str, Any] = {name: number}
            return structs.replace(quantity, **changes)
    return quantity


def with_unit(document: Document, cell: str, unit: str) -> Document:
    """The document as if the numbers of `cell` were in another unit (its UCUM code)."""
    quantities = []
    for quantity in document.quantities:
        if any(one.route == cell for one in quantity.measurements):
            measured = tuple(structs.replace(one, unit=unit, unit_printed=unit) for one in quantity.measurements)
            quantity = structs.replace(quantity, measurements=measured)
        quantities.append(quantity)
    return replace(document, quantities=tuple(quantities))


def about(document: Document, routes: set[str]) -> Document:
    """The document without what has no variable, and nothing of another time, in common with the cells of `routes`.

    Group sizes stay; where the cells are of several times, so do all times.
    """
    cells = {route.partition("#")[0] for route in routes}
    meant = [one.at for one in document.measurements if one.route in cells]
    variables = {at.variable for at in meant} | {""}
    times = {at.timepoint for at in meant if at.timepoint}
    return replace(
        document,
        quantities=tuple(
            one
            for one in document.quantities
            if one.at.variable in variables and (len(times) > 1 or not one.at.timepoint or one.at.timepoint in times)
        ),
    )
