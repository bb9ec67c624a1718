"""Every kind of bad row through both engines: what is rejected, and by whom.

`both` means that we (typing and pandera) and frictionless reject the row; `only ours` is a known hole of frictionless
that we close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.tables.schema import SHIPPED, TableSchema, frame, pandera_schema, read_schema
from msccurate.tables.secondopinion import frictionless_violations
from msccurate.tables.validate import validate
from tests.tables.study import schemas, study

Tables = dict[str, list[dict[str, Any]]]
BOTH, ONLY_OURS = "both", "only ours"
SCHEMAS = schemas()


@dataclass(frozen=True)
class Case:
    """One bad row: the table and column that it is bad in, the constraint that it breaks, and who must say so."""

    table: str
    column: str
    constraint: str
    mutate: Callable[[Tables], object]
    rejected_by: str
    what: str = ""

    def __str__(self) -> str:
        return f"{self.table}.{self.column}-{self.constraint}{self.what}-{self.rejected_by}".replace(" ", "_")


def put(table: str, column: str, value: object) -> Callable[[Tables], object]:
    def mutate(tables: Tables) -> None:
        tables[table][-1][column] = value

    return mutate


def again(table: str, **changed: object) -> Callable[[Tables], object]:
    return lambda tables: tables[table].append({**tables[table][-1], **changed})


def below(value: Any) -> Any:
    return value - timedelta(days=1) if isinstance(value, date) else value - 1


def above(value: Any) -> Any:
    return value + timedelta(days=1) if isinstance(value, date) else value + 1


def cases_of(schema: TableSchema) -> Iterator[Case]:
    name = schema.name
    for field in schema.fields:
        said = field.constraints
        if field.required:
            yield Case(name, field.name, "required", put(name, field.name, None), BOTH)
        if field.type == "string":
            yield Case(name, field.name, "type", put(name, field.name, 12), ONLY_OURS, " of a number as text")
        else:
            yield Case(name, field.name, "type", put(name, field.name, "nope"), BOTH)
        if field.type in ("integer", "number"):
            yield Case(name, field.name, "type", put(name, field.name, "1_000"), ONLY_OURS, " of 1_000")
            yield Case(name, field.name, "type", put(name, field.name, "<0.001"), BOTH, " of a number with its sign")
        if field.type == "number":
            yield Case(name, field.name, "type", put(name, field.name, float("nan")), ONLY_OURS, " of NaN")
            yield Case(name, field.name, "type", put(name, field.name, float("inf")), ONLY_OURS, " of infinity")
        if field.type == "date":
            yield Case(name, field.name, "type", put(name, field.name, "2020-1-5"), ONLY_OURS, " of 2020-1-5")
            yield Case(name, field.name, "type", put(name, field.name, "2020-02-30"), BOTH, " of 2020-02-30")
        bad: dict[str, Any] = {
            "pattern": "a b.",
            "enum": "nothing of the kind" if field.type == "string" else 99,
            "minLength": "x" * max(0, said.get("minLength", 0) - 1),
            "maxLength": "x" * (said.get("maxLength", 0) + 1),
        }
        for constraint, limit in said.items():
            if constraint == "unique":
                others = {key: "other" for key in schema.primary_key if key != field.name}
                yield Case(name, field.name, "unique", again(name, **others), BOTH)
            elif constraint in ("minimum", "exclusiveMinimum"):
                value = below(limit) if constraint == "minimum" else limit
                yield Case(name, field.name, constraint, put(name, field.name, value), BOTH)
            elif constraint in ("maximum", "exclusiveMaximum"):
                value = above(limit) if constraint == "maximum" else limit
                yield Case(name, field.name, constraint, put(name, field.name, value), BOTH)
            elif constraint in bad:
                yield Case(name, field.name, constraint, put(name, field.name, bad[constraint]), BOTH)
    if schema.primary_key:
        yield Case(name, ", ".join(schema.primary_key), "primaryKey", again(name), BOTH)
    for key in schema.foreign_keys:
        changed = put(name, key.fields[-1], "nowhere")
        rejected_by = ONLY_OURS if key.optional else BOTH
        yield Case(name, ", ".join(key.fields), "foreignKey", changed, rejected_by)


CASES = [case for schema in SCHEMAS.values() for case in cases_of(schema)]


def neighbourhood(case: Case, tables: Tables) -> Tables:
    """The table, and those that it refers to where that is the question."""
    keys = SCHEMAS[case.table].foreign_keys if case.constraint == "foreignKey" else ()
    wanted = {case.table, *(key.table for key in keys)}
    return {name: rows for name, rows in tables.items() if name in wanted}


def test_the_study_is_sound() -> None:
    tables = study()
    assert [name for name in SCHEMAS if not tables[name]] == []
    assert validate(tables, SCHEMAS) == []
    assert frictionless_violations(tables, SCHEMAS) == []


def test_the_study_fills_every_column() -> None:
    tables = study()
    blank = [
        f"{name}.{field.name}"
        for name, schema in SCHEMAS.items()
        for field in schema.fields
        if all(row.get(field.name) is None for row in tables[name])
    ]
    assert blank == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_rows(case: Case) -> None:
    tables = neighbourhood(case, study())
    case.mutate(tables)
    ours = [(one.table, one.column, one.constraint) for one in validate(tables, SCHEMAS)]
    assert (case.table, case.column, case.constraint) in ours
    if case.table not in SHIPPED:
        return
    theirs = [(one.table, one.column, one.constraint) for one in frictionless_violations(tables, SCHEMAS)]
    assert ((case.table, case.column, case.constraint) in theirs) == (case.rejected_by == BOTH)


def test_every_constraint_of_every_schema_has_a_case() -> None:
    tried = {(case.table, case.column, case.constraint) for case in CASES}
    asked = {
        (name, field.name, constraint)
        for name, schema in SCHEMAS.items()
        for field in schema.fields
        for constraint in field.constraints
    }
    assert asked - tried == set()


# ---- constraints that the repository's schemas do not use

ALL_KINDS: dict[str, Any] = {
    "fields": [
        {"name": "variable", "type": "string", "constraints": {"required": True, "minLength": 2, "maxLength": 4}},
        {"name": "label", "type": "string", "constraints": {"unique": True, "pattern": "(?:a|b)c*"}},
        {"name": "kind", "type": "integer", "constraints": {"exclusiveMinimum": 0, "exclusiveMaximum": 10}},
        {"name": "unit", "type": "number", "constraints": {"minimum": 0.5, "maximum": 1.5}},
        {"name": "loinc", "type": "date", "constraints": {"minimum": "2020-01-01", "maximum": "2020-12-31"}},
        {"name": "level", "type": "integer", "constraints": {"enum": [1, 2, 3]}},
        {"name": "whole", "type": "boolean", "constraints": {"required": True}},
    ],
    "missingValues": [""],
    "primaryKey": ["variable"],
}
GOOD_ROW = {
    "variable": "age",
    "label": "acc",
    "kind": 1,
    "unit": 0.5,
    "loinc": date(2020, 1, 1),
    "level": 2,
    "whole": True,
}


def all_kinds() -> TableSchema:
    problems: list[str] = []
    schema = read_schema("variables", deepcopy(ALL_KINDS), problems)
    assert schema is not None
    assert problems == []
    return schema


@pytest.mark.parametrize("case", list(cases_of(all_kinds())), ids=str)
def test_other_constraints(case: Case) -> None:
    tables: Tables = {"variables": [dict(GOOD_ROW)]}
    mine = {"variables": all_kinds()}
    assert validate(tables, mine) == []
    assert frictionless_violations(tables, mine) == []
    case.mutate(tables)
    ours = [(one.column, one.constraint) for one in validate(tables, mine)]
    theirs = [(one.column, one.constraint) for one in frictionless_violations(tables, mine)]
    assert (case.column, case.constraint) in ours
    assert ((case.column, case.constraint) in theirs) == (case.rejected_by == BOTH)


def test_half_of_an_alternation_is_not_enough() -> None:
    """frictionless anchors `a|b` as `^a` or `b$`; a schema that could be misread so is not accepted."""
    problems: list[str] = []
    read_schema("variables", {"fields": [{"name": "a", "constraints": {"pattern": "a|b"}}]}, problems)
    assert "outside parentheses" in problems[0]


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 20),
    st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0]),
    st.booleans(),
    st.dates(date(2019, 12, 1), date(2021, 1, 31)),
    st.sampled_from(["", "a", "ac", "bcc", "age", "wbc", "toolong", "1", "2", "true", "no", "2020-05-05", "1e0", "+1"]),
)


@settings(max_examples=60)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD_ROW, CELLS)), min_size=1, max_size=3))
def test_frictionless_rejects_nothing_that_we_accept(rows: list[dict[str, Any]]) -> None:
    mine = {"variables": all_kinds()}
    ours = {one.place for one in validate({"variables": rows}, mine)}
    theirs = frictionless_violations({"variables": rows}, mine)
    if not ours:
        assert theirs == []
        pandera_schema(mine["variables"]).validate(frame(mine["variables"], rows), lazy=True)
