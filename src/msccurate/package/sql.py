"""Tables as SQL: the statements that make them, with their keys, and the rows that go in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msccurate.tables.frames import numbered
from msccurate.tables.tableschema import Field, ForeignKey, TableSchema, Value

if TYPE_CHECKING:
    import polars


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def create_table(schema: TableSchema, types: Mapping[str, str], known: set[str]) -> str:
    """The CREATE TABLE statement; `types` maps types of a Table Schema to those of the database.

    Foreign keys, those that may be half blank included (in SQL a key with a blank refers to nothing), to the tables
    in `known` only.
    """
    parts = [_column(one, types) for one in schema.fields]
    if schema.primary_key:
        parts.append(f"PRIMARY KEY ({_listed(schema.primary_key)})")
    parts += [_references(key) for key in schema.foreign_keys if key.table in known]
    return f"CREATE TABLE {quoted(schema.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(field: Field, types: Mapping[str, str]) -> str:
    limits = (" NOT NULL" if field.required else "") + (" UNIQUE" if field.constraints.get("unique") else "")
    choices = [f"'{str(one).replace(chr(39), chr(39) * 2)}'" for one in field.constraints.get("enum", ())]
    allowed = f" CHECK ({quoted(field.name)} IN ({', '.join(choices)}))" if choices else ""
    return f"{quoted(field.name)} {types[field.type]}{limits}{allowed}"


def _references(key: ForeignKey) -> str:
    return f"FOREIGN KEY ({_listed(key.fields)}) REFERENCES {quoted(key.table)} ({_listed(key.reference)})"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)


def refers_to_itself(schema: TableSchema) -> bool:
    """Whether rows of a table refer to other rows of it."""
    return any(key.table == schema.name for key in schema.foreign_keys)


def rows(schema: TableSchema, frame: polars.DataFrame) -> list[tuple[Value | None, ...]]:
    """The rows of a printed frame as typed values, in the order of the primary key, those that others of the table
    refer to first."""
    found = numbered(schema, frame).frame.sort(schema.primary_key or schema.names).rows()
    own = next((key for key in schema.foreign_keys if key.table == schema.name), None)
    return list(_parents_first(found, schema, own)) if own else found


def _parents_first(
    found: list[tuple[Value | None, ...]], schema: TableSchema, key: ForeignKey
) -> Iterator[tuple[Value | None, ...]]:
    here = [schema.names.index(name) for name in key.fields]
    there = [schema.names.index(name) for name in key.reference]
    waiting, given = found, set[tuple[Value | None, ...]]()
    while waiting:
        ready = [row for row in waiting if None in (refers := tuple(row[i] for i in here)) or refers in given]
        ready = ready or waiting  # a circle: let the database say so
        yield from ready
        given |= {tuple(row[i] for i in there) for row in ready}
        waiting = [row for row in waiting if tuple(row[i] for i in there) not in given]
