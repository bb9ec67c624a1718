"""All tables against their schemas: pandera, foreign keys, and what neither pandera nor frictionless sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msccurate.tables.frames import Framed, framed
from msccurate.tables.schemafiles import Schemas, load_schemas
from msccurate.tables.secondopinion import frictionless_violations
from msccurate.tables.tableschema import CORE, SHIPPED, Rows, TableSchema
from msccurate.tables.violations import Violation, gathered, violation, violation_of_table

if TYPE_CHECKING:
    import polars

    from msccurate.tables.corpus import Corpus

__all__ = ["Violation", "each_once", "of_table", "schema_problems", "validate", "violations"]

#: Texts that a spreadsheet runs: `=1+1`, `@SUM(...)`, `-2+3+cmd|...`. A plain negative number is none of them.
FORMULA = r"^(?:[=\t\r]|@\s*[A-Za-z]|[+-].*(?:[A-Za-z0-9_]\(|[|!]))"


#: Gives what a validator rejects, as soon as it knows.
Answer = Callable[[], list[Violation]]
#: Begins to ask a validator: its name, tables, schemas, and the most rows that frictionless is asked of.
Ask = Callable[[str, Mapping[str, Rows], Mapping[str, TableSchema], int | None], Answer]


def violations(corpus: Corpus) -> list[Violation]:
    """What is wrong with the schemas and the tables of a corpus, in the order of the tables."""
    ours, theirs = (answer() for answer in corpus.judged)
    return [*schema_problems(load_schemas(corpus.project.root)), *each_once(ours, theirs)]


def each_once(ours: list[Violation], theirs: list[Violation]) -> list[Violation]:
    """What either validator rejects, each fault once, in the words of the first."""
    places = {one.place for one in ours}
    return [*ours, *(one for one in theirs if one.place not in places)]


#: Who judges the tables; the first one's words are taken where both see a fault.
VALIDATORS = ("pandera", "frictionless")


def validator(
    name: str,
) -> Callable[[Mapping[str, Rows], Mapping[str, TableSchema], int | None], list[Violation]]:
    """The validator with this name: it is given tables, schemas and the most rows that frictionless is asked of."""
    if name == "frictionless":
        return frictionless_violations
    return lambda tables, schemas, limit_rows: validate(tables, schemas)


def here(name: str, tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema], limit_rows: int | None) -> Answer:
    """Asks a validator in this process, when its answer is called for."""
    return lambda: validator(name)(tables, schemas, limit_rows)


def ready(name: str) -> None:
    """Import what a validator needs."""
    if name == "frictionless":
        import frictionless  # noqa: F401
    else:
        from msccurate.tables.compiled import pandera_for_polars

        pandera_for_polars()


def schema_problems(schemas: Schemas) -> list[Violation]:
    """Faulty schema files, as violations of the table that they describe."""
    return [
        replace(violation_of_table(one.path.rpartition("/")[2].removesuffix(".json"), one.words), path=one.path)
        for one in schemas.problems
    ]


def reach_across(schemas: Mapping[str, TableSchema]) -> bool:
    """Whether a key of the schemas can only be judged over all documents: the shipped schemas have none.

    The path of a spec is unique already, and the variables are not of a document.
    """
    for name in CORE:
        schema = schemas.get(name) if name != "variables" else None
        if schema is None:
            continue
        unique = [field.name for field in schema.fields if field.constraints.get("unique")]
        foreign = [key.fields for key in schema.foreign_keys if key.table != "variables"]
        keys = [*([schema.primary_key] if schema.primary_key else []), *foreign]
        if any("document" not in key for key in keys) or any((name, one) != ("documents", "path") for one in unique):
            return True
    return False


def validate(tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema]) -> list[Violation]:
    """What is wrong with the rows of the tables: types, constraints, keys, foreign keys, formulas in texts."""
    known = {name: framed(schemas[name], tables[name]) for name in schemas if name in tables}
    found: list[Violation] = []
    for name, one in known.items():
        found += of_table(schemas[name], tables[name], one)
    for name in known:
        found += _of_foreign_keys(schemas[name], tables[name], known)
    for name in tables:
        if name not in schemas:
            found.append(violation_of_table(name, f"there is no schema for the table `{name}`"))
    order = {name: position for position, name in enumerate(schemas)}
    found.sort(key=lambda one: (order.get(one.table, len(order)), one.row))
    return gathered(found)


def of_table(schema: TableSchema, rows: Rows, one: Framed) -> Iterator[Violation]:
    """What is wrong with the rows of one table, foreign keys apart."""
    for stranger in one.strangers:
        words = f"the table `{schema.name}` has the column `{stranger}`, which its schema does not know"
        yield violation_of_table(schema.name, words, stranger, "columns")
    ill = {(misfit.row, misfit.column) for misfit in one.misfits}
    for misfit in one.misfits:
        yield violation(schema, rows, misfit.row, misfit.column, "type")
    if one.frame.is_empty():
        return
    for row, column, constraint in _of_pandera(schema, one.frame):
        if row < 0:
            words = f"the table `{schema.name}` does not fit its schema: {constraint}"
            yield violation_of_table(schema.name, words, column)
        elif (row, column) not in ill:
            yield violation(schema, rows, row, column, constraint)
    for row, column in _formulas(schema, one.frame):
        yield violation(schema, rows, row, column, "formula")


def _of_pandera(schema: TableSchema, frame: polars.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Row, column and constraint of everything that pandera rejects; row -1 for what has no row."""
    from msccurate.tables.compiled import pandera_gate, pandera_schema

    if _rejected(pandera_gate(schema), frame) is None:
        return
    rejected = _rejected(pandera_schema(schema), frame)
    assert rejected, f"the two pandera schemas of {schema.name} disagree"
    for case in rejected:
        check = {"not_nullable": "required"}.get(case["check"], case["check"])
        column = "" if case["schema_context"] == "DataFrameSchema" else case["column"]
        yield -1 if case["index"] is None else case["index"], column, check


def _rejected(schema: Any, frame: polars.DataFrame) -> list[dict[str, Any]] | None:
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: list[dict[str, Any]] = errors.failure_cases.to_dicts()
        return cases
    return None


def _formulas(schema: TableSchema, frame: polars.DataFrame) -> Iterator[tuple[int, str]]:
    import polars

    if schema.name not in SHIPPED:
        return
    texts = [one.name for one in schema.fields if one.type == "string" and "enum" not in one.constraints]
    asked = frame.select(polars.col(name).str.contains(FORMULA) for name in texts)
    if not asked.select(polars.any_horizontal(polars.all().any())).item():
        return
    for name in texts:
        yield from ((row, name) for row in asked[name].arg_true().to_list())


def _of_foreign_keys(schema: TableSchema, rows: Rows, known: Mapping[str, Framed]) -> Iterator[Violation]:
    """Rows whose foreign key is in no row of the other table; a key with a blank says nothing."""
    for key in schema.foreign_keys:
        if key.table not in known:
            continue
        here = known[schema.name].frame.select(key.fields).with_row_index("row of the table").drop_nulls()
        there = known[key.table].frame.select(key.reference).unique()
        lost = here.join(there, left_on=key.fields, right_on=key.reference, how="anti")
        for row in sorted(lost["row of the table"].to_list()):
            yield violation(schema, rows, row, ", ".join(key.fields), "foreignKey")
