"""What a table looks like: the typed model of a Table Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: A value as a frame holds it.
Value = str | int | float | bool | date

#: Rows of the tables, by name: a row is a dict of column and value, None for a blank.
Rows = Sequence[Mapping[str, Any]]

#: All tables, in the order in which they refer to each other.
TABLES = (
    "documents",
    "sources",
    "groups",
    "timepoints",
    "variables",
    "measurements",
    "comparisons",
    "reference_ranges",
    "numbers",
    "claims",
    "passages",
    "source_numbers",
    "anchors",
    "problems",
    "adjudications",
    "findings",
)

#: What documents and codebook fill; the review adds the rest.
CORE = tuple(name for name in TABLES if name not in ("findings", "adjudications"))

#: The tables that the data package ships.
SHIPPED = tuple(name for name in TABLES if name not in ("passages", "source_numbers", "problems"))

TYPES = ("string", "integer", "number", "boolean", "date")
ORDERED = ("integer", "number", "date")

#: Constraint -> the types of field that may have it.
CONSTRAINTS: Mapping[str, tuple[str, ...]] = {
    "required": TYPES,
    "unique": TYPES,
    "enum": ("string", "integer", "number", "date"),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    "minimum": ORDERED,
    "maximum": ORDERED,
    "exclusiveMinimum": ORDERED,
    "exclusiveMaximum": ORDERED,
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `constraints` holds typed values (bounds as numbers or dates, `enum` as a tuple); `unit` is UCUM."""

    name: str
    type: str
    title: str = ""
    description: str = ""
    unit: str = ""
    example: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must stand in columns of another table.

    An `optional` key says nothing about a row in which one of its columns is blank. Table Schema cannot say so of
    several columns (frictionless calls a half-blank key an error), therefore such keys stand under
    `optionalForeignKeys` and are only checked by us.
    """

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TableSchema:
    """A Table Schema; `descriptor` is the file as it is, for the data package. Equal only to itself."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    descriptor: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Columns in their order."""
        return tuple(one.name for one in self.fields)

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)
