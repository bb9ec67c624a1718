"""From a Table Schema descriptor to its typed model, and what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from msccurate.tables.lexical import typed
from msccurate.tables.tableschema import CONSTRAINTS, TABLES, TYPES, Field, ForeignKey, TableSchema
from msccurate.text import nearest

_SCHEMA_KEYS = (
    "$schema",
    "name",
    "title",
    "description",
    "fields",
    "missingValues",
    "primaryKey",
    "uniqueKeys",
    "foreignKeys",
    "optionalForeignKeys",
)
_FIELD_KEYS = (
    "name",
    "title",
    "description",
    "type",
    "constraints",
    "categories",
    "unit",
    "unitField",
    "example",
)


def read_schema(name: str, descriptor: object, problems: list[str]) -> TableSchema | None:
    """The schema that a parsed file describes; what is wrong is added to `problems`."""
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("fields"), list):
        problems.append("a table schema is a map with the key `fields`, a list of columns")
        return None
    _known(descriptor, _SCHEMA_KEYS, "the schema", problems)
    if descriptor.get("name", name) != name:
        problems.append(f"the schema is named `{descriptor['name']}`; the file name says `{name}`")
    if descriptor.get("missingValues", [""]) != [""]:
        problems.append('missingValues must be [""]: a blank cell is an empty one, and nothing else is')
    fields = tuple(_field(one, problems) for one in descriptor["fields"] if isinstance(one, dict) and "name" in one)
    names = [one.name for one in fields]
    if len(fields) != len(descriptor["fields"]):
        problems.append("every field must be a map with a `name`")
    for twice in sorted({one for one in names if names.count(one) > 1}):
        problems.append(f"two fields are named `{twice}`")
    primary = _names(descriptor.get("primaryKey", []))
    for unknown in [one for one in primary if one not in names]:
        problems.append(f"primaryKey names `{unknown}`, which is no field")
    for key in descriptor.get("uniqueKeys", []):
        if _names(key) != primary:
            words = f"uniqueKeys {', '.join(_names(key))}: frictionless does not enforce unique keys"
            problems.append(f"{words}; make it the primaryKey, or mark its only field `unique`")
    keys = [
        *(_foreign_key(one, name, names, problems, optional=False) for one in descriptor.get("foreignKeys", [])),
        *(_foreign_key(one, name, names, problems, optional=True) for one in descriptor.get("optionalForeignKeys", [])),
    ]
    by_name = {one.name: one for one in fields}
    for key in keys:
        blanks = [one for one in key.fields if one in by_name and not by_name[one].required] if key else []
        if key and not key.optional and len(key.fields) > 1 and blanks:
            words = f"the foreign key {', '.join(key.fields)} may be half blank ({', '.join(blanks)} is not required)"
            problems.append(f"{words}, which frictionless calls an error: write it under `optionalForeignKeys`")
    title, description = str(descriptor.get("title", "")), str(descriptor.get("description", ""))
    return TableSchema(name, title, description, fields, primary, tuple(one for one in keys if one), descriptor)


def _field(one: dict[str, Any], problems: list[str]) -> Field:
    name = str(one["name"])
    where = f"the field `{name}`"
    _known(one, _FIELD_KEYS, where, problems)
    type = str(one.get("type", "string"))
    if type not in TYPES:
        problems.append(f"{where} has the type `{type}`; write one of {', '.join(TYPES)}")
        type = "string"
    stated = one.get("constraints", {})
    constraints: dict[str, Any] = {}
    for constraint, value in stated.items() if isinstance(stated, dict) else ():
        if constraint not in CONSTRAINTS:
            near = nearest(constraint, tuple(CONSTRAINTS))
            hint = f"did you mean `{near}`?" if near else f"known are {', '.join(CONSTRAINTS)}"
            problems.append(f"{where} has the unknown constraint `{constraint}`: {hint}")
        elif type not in CONSTRAINTS[constraint]:
            problems.append(f"{where} is a {type} and cannot have the constraint `{constraint}`")
        else:
            words = _misfit(type, constraint, value)
            if words:
                problems.append(f"{where}: {constraint} {words}")
            else:
                constraints[constraint] = _value(type, constraint, value)
    if "categories" in one and one["categories"] != list(constraints.get("enum", ())):
        problems.append(f"{where} has categories, which frictionless does not enforce: say the same under `enum`")
    title, description, unit, example = (str(one.get(key, "")) for key in ("title", "description", "unit", "example"))
    return Field(name, type, title, description, unit, example, constraints)


def _misfit(type: str, constraint: str, value: object) -> str:
    """What is wrong with a constraint's value, empty if nothing is."""
    if constraint in ("required", "unique"):
        return "" if isinstance(value, bool) else "must be true or false"
    if constraint in ("minLength", "maxLength"):
        return "" if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "must be a whole number"
    if constraint == "enum":
        if not isinstance(value, list) or not value:
            return "must be a list of values"
        wrong = [one for one in value if typed(type, one) is None or one == ""]
        return f"has `{wrong[0]}`, which is no {type}" if wrong else ""
    if constraint == "pattern":
        return _wrong_pattern(value)
    return "" if typed(type, value) is not None else f"is `{value}`, which is no {type}"


def _wrong_pattern(value: object) -> str:
    """A pattern must mean the same to Python, to polars (which cannot look around) and between `^` and `$`."""
    if not isinstance(value, str):
        return "must be a text"
    try:
        re.compile(value)
    except re.error as error:
        return f"is no regular expression: {error}"
    if re.search(r"\(\?(?:[=!]|<[=!]|P=|\()|\\[1-9]", value):
        return "looks around or back, which not every reader of the schema can"
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "", value)
    depth = 0
    for sign in bare:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            return "has `|` outside parentheses: write (?:a|b), or not every reader takes both as whole"
    return ""


def _value(type: str, constraint: str, value: Any) -> Any:
    if constraint == "enum":
        return tuple(typed(type, one) for one in value)
    return typed(type, value) if constraint.endswith(("imum", "Minimum", "Maximum")) else value


def _foreign_key(one: object, own: str, names: list[str], problems: list[str], *, optional: bool) -> ForeignKey | None:
    reference = one.get("reference") if isinstance(one, dict) else None
    if not isinstance(one, dict) or not isinstance(reference, dict):
        problems.append("a foreign key is a map of `fields` and `reference`, which has `resource` and `fields`")
        return None
    fields, others, table = (
        _names(one.get("fields")),
        _names(reference.get("fields")),
        str(reference.get("resource") or own),
    )
    said = f"the foreign key {', '.join(fields)}"
    for unknown in [one for one in fields if one not in names]:
        problems.append(f"{said} names `{unknown}`, which is no field")
    if table not in TABLES:
        problems.append(f"{said} refers to the table `{table}`, which there is not")
    if len(fields) != len(others) or not fields:
        problems.append(f"{said} refers to {len(others)} columns; it must be as many on both sides")
    good = table in TABLES and len(fields) == len(others) and set(fields) <= set(names)
    return ForeignKey(fields, table, others, optional) if good and fields else None


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _known(node: dict[str, Any], keys: tuple[str, ...], where: str, problems: list[str]) -> None:
    for key in node:
        if key not in keys:
            near = nearest(key, keys)
            hint = f"did you mean `{near}`?" if near else f"known are {', '.join(keys)}"
            problems.append(f"{where} has the unknown key `{key}`: {hint}")
