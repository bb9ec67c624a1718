"""Violations: rows that a schema rejects, worded for curators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msccurate.tables.lexical import text_of
from msccurate.tables.tableschema import Rows, TableSchema
from msccurate.text import nearest

#: Keys of the spec that a column is written under, where the two have different names.
_SPEC_KEYS = {
    "documents": {"extracted_by": "extraction.by", "extracted_on": "extraction.date"},
    "groups": {"parent": "of", "group": ""},
    "sources": {"source": "", "characters": ""},
    "timepoints": {"timepoint": "", "position": "", "start": "", "end": ""},
    "claims": {"claim": "", "result": "expect"},
}
_OWN_IDS = {"groups": "group", "sources": "source", "timepoints": "timepoint", "claims": "claim"}
_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date (write it as 2020-02-28)",
}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Violation:
    """A place in the tables that breaks the schema.

    `row` counts from 0 and is -1 for what concerns the table as a whole; `key` is the row's primary key; `column` is
    empty, or joined by commas, for a key of several columns; `constraint` is Table Schema's name for what is broken,
    or `type`, `columns`, `formula` or `schema`. `route` is the row's place in the spec, empty where it has none; `path`
    is the file to mend where there is no `document`, and only there. `more` counts further rows with the same fault,
    which are not listed.
    """

    table: str
    row: int
    key: tuple[tuple[str, str], ...]
    column: str
    constraint: str
    value: str
    words: str
    document: str = ""
    extractor: str = ""
    route: str = ""
    path: str = ""
    engine: str = "pandera"
    more: int = 0

    @property
    def place(self) -> tuple[str, int, str]:
        """Table, row and column: two violations of one place have one cause."""
        return self.table, self.row, self.column


def violation(
    schema: TableSchema, rows: Rows, row: int, column: str, constraint: str, engine: str = "pandera"
) -> Violation:
    """The violation of a constraint in a row of a table."""
    cells = rows[row]
    names = column.split(", ") if column else list(schema.primary_key)
    values = [text_of(cells.get(name)) for name in names]
    return Violation(
        table=schema.name,
        row=row,
        key=tuple((name, text_of(cells.get(name))) for name in schema.primary_key),
        column=", ".join(names),
        constraint=constraint,
        value=" ".join(values),
        words=_words(schema, names, constraint, values),
        document=text_of(cells.get("document")),
        extractor=text_of(cells.get("extractor")),
        route=_route(schema.name, cells, names[-1] if column else ""),
        path="" if cells.get("document") else path_of(schema.name),
        engine=engine,
    )


def violation_of_table(table: str, words: str, column: str = "", constraint: str = "schema") -> Violation:
    """A violation that concerns a table as a whole."""
    return Violation(table, -1, (), column, constraint, "", words, path=path_of(table))


def path_of(table: str) -> str:
    """The file to mend where a row belongs to no document."""
    return "curation/codebook.yaml" if table == "variables" else f"curation/schemas/{table}.json"


def gathered(found: Iterable[Violation]) -> list[Violation]:
    """One violation per cause: where one value is wrong in one column, the first row stands for all that have it."""
    kept: dict[tuple[object, ...], Violation] = {}
    for one in found:
        alone = one.constraint in ("required", "unique", "primaryKey") or one.row < 0
        cause = (
            one.table,
            one.column,
            one.constraint,
            one.row if alone else (one.document, one.extractor, one.value),
        )
        before = kept.get(cause)
        kept[cause] = one if before is None else replace(before, more=before.more + 1)
    return [
        replace(one, words=f"{one.words} (and in {one.more} more rows)") if one.more else one for one in kept.values()
    ]


def _words(schema: TableSchema, names: list[str], constraint: str, values: list[str]) -> str:
    where = f"`{schema.name}.{names[0]}`" if len(names) == 1 else f"`{schema.name}`"
    field = schema.field(names[0])
    said = _short(values[0])
    limit: Any = field.constraints.get(constraint) if field else None
    meaning = (
        f"; {field.description[:1].lower()}{field.description[1:].rstrip('.')}" if field and field.description else ""
    )
    match constraint:
        case "required":
            return f"{where} is blank, and must not be{meaning}"
        case "type" | "finite":
            return f"{said} in {where} is no {_KINDS[field.type] if field else 'value'}{meaning}"
        case "unique":
            return f"{said} stands twice in {where}, where every row must have its own"
        case "primaryKey":
            return f"two rows of {where} have the same {', '.join(names)}: {_short(', '.join(values))}"
        case "foreignKey":
            key = next((one for one in schema.foreign_keys if one.fields == tuple(names)), None)
            said = _short(", ".join(values)) if len(values) == 1 else _short(values[-1])
            return f"{said} in `{schema.name}.{names[-1]}` is not in the table `{key.table if key else ''}`"
        case "enum":
            choices = [text_of(one) for one in limit or ()]
            near = nearest(values[0], choices)
            hint = f"did you mean `{near}`?" if near else f"it may be {', '.join(choices)}"
            return f"{said} in {where} is none of the allowed values: {hint}"
        case "pattern":
            example = f", for instance `{field.example}`" if field and field.example else ""
            return f"{said} in {where} is not written as it must be{example}{meaning}"
        case "minLength" | "maxLength":
            return f"{said} in {where} has {len(values[0])} characters, not at {_least(constraint)} {limit}"
        case "minimum" | "maximum":
            return f"{said} in {where} is not at {_least(constraint)} {text_of(limit)}"
        case "exclusiveMinimum" | "exclusiveMaximum":
            return f"{said} in {where} is not {'above' if 'Min' in constraint else 'below'} {text_of(limit)}"
        case "formula":
            return f"{said} in {where} would run as a formula in a spreadsheet; begin it with a word or a number"
        case _:
            return f"{said} in {where} breaks `{constraint}`"


def _least(constraint: str) -> str:
    return "least" if constraint.startswith("min") else "most"


def _short(text: str) -> str:
    """A value for a message, in one line."""
    text = " ".join(text.split())
    return f"`{text[: LONGEST - 1]}…`" if len(text) > LONGEST else f"`{text}`"


def _route(table: str, cells: Mapping[str, Any], column: str) -> str:
    """The place in the spec that a cell of a table comes from; empty where it comes from none."""
    route = text_of(cells.get("route"))
    if table == "numbers" and route and cells.get("part"):
        return f"{route}#{text_of(cells['part'])}"
    if table in _OWN_IDS:
        key = _SPEC_KEYS[table].get(column, column)
        key = "" if key in ("document", "extractor") else key
        return ".".join(part for part in (table, text_of(cells.get(_OWN_IDS[table])), key) if part)
    if table == "documents":
        return _SPEC_KEYS[table].get(column, "publication" if column in ("", "path") else f"publication.{column}")
    return route
