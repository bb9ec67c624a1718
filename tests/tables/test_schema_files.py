"""Schema files: what they hold, and what is said of one that is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from msccurate.tables.records import PARTS
from msccurate.tables.schema import TABLES, load_schemas, read_schema
from msccurate.tables.schemafiles import FOLDER
from msccurate.tables.tableschema import CORE
from tests.tables.study import ROOT, schemas

OFFICIAL = Path(__file__).parents[3] / "shared" / "reference" / "schemas" / "tableschema-2.0.json"


def test_there_is_a_sound_schema_for_every_table() -> None:
    assert list(schemas()) == list(TABLES)
    assert schemas().problems == ()
    assert set(CORE) < set(TABLES)


def test_every_column_is_described() -> None:
    bare = [
        f"{schema.name}.{field.name}"
        for schema in schemas().values()
        for field in schema.fields
        if not (field.title and field.description.endswith("."))
    ]
    assert bare == []
    assert all(schema.title and schema.description for schema in schemas().values())


def test_names_are_slugs() -> None:
    names = [name for schema in schemas().values() for name in (schema.name, *schema.names)]
    assert [name for name in names if not re.fullmatch("[a-z][a-z0-9_]*", name)] == []


def test_the_parts_of_the_numbers_are_those_of_the_records() -> None:
    part = schemas()["numbers"].field("part")
    assert part is not None
    assert part.constraints["enum"] == PARTS


def test_unique_keys_are_primary_keys() -> None:
    """frictionless does not enforce uniqueKeys, so that each is the primary key as well."""
    for schema in schemas().values():
        assert schema.descriptor.get("uniqueKeys", [[]])[0] == list(schema.primary_key)


@pytest.mark.parametrize("name", TABLES)
def test_official_profile(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not OFFICIAL.is_file():
        pytest.skip("the official profile is not at hand")
    descriptor = json.loads((ROOT / FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(json.loads(OFFICIAL.read_text(encoding="utf-8"))).validate(descriptor)


def field(**properties: Any) -> dict[str, Any]:
    return {"fields": [{"name": "variable", **properties}]}


@pytest.mark.parametrize(
    ("descriptor", "words"),
    [
        ([], "a table schema is a map with the key `fields`"),
        ({"fields": "all"}, "a table schema is a map with the key `fields`"),
        ({"fields": ["a"]}, "every field must be a map with a `name`"),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "two fields are named `a`"),
        ({**field(), "primarykey": ["variable"]}, "did you mean `primaryKey`?"),
        ({**field(), "primaryKey": ["variant"]}, "primaryKey names `variant`, which is no field"),
        ({**field(), "missingValues": ["", "NA"]}, 'missingValues must be [""]'),
        ({**field(), "name": "groups"}, "the schema is named `groups`; the file name says `variables`"),
        ({**field(), "uniqueKeys": [["variable"]]}, "make it the primaryKey"),
        (field(categories=["a", "b"]), "say the same under `enum`"),
        (field(type="number", bareNumber=False), "unknown key `bareNumber`"),
        (field(type="any"), "has the type `any`; write one of string, integer"),
        (field(constraints={"minumum": 1}), "did you mean `minimum`?"),
        (field(constraints={"minimum": 1}), "is a string and cannot have the constraint `minimum`"),
        (field(type="integer", constraints={"minimum": "one"}), "minimum is `one`, which is no integer"),
        (field(type="date", constraints={"minimum": "2020-02-30"}), "minimum is `2020-02-30`, which is no date"),
        (field(type="number", constraints={"enum": [1, "x"]}), "enum has `x`, which is no number"),
        (field(constraints={"enum": []}), "enum must be a list of values"),
        (field(constraints={"required": "yes"}), "required must be true or false"),
        (field(constraints={"minLength": -1}), "minLength must be a whole number"),
        (field(constraints={"pattern": "(a"}), "pattern is no regular expression"),
        (field(constraints={"pattern": "(?=a)a"}), "looks around or back"),
        (field(constraints={"pattern": r"(a)\1"}), "looks around or back"),
        ({**field(), "foreignKeys": ["variable"]}, "a foreign key is a map of `fields` and `reference`"),
        (
            {**field(), "foreignKeys": [{"fields": "variable", "reference": {"resource": "x", "fields": "y"}}]},
            "refers to the table `x`, which there is not",
        ),
        (
            {**field(), "foreignKeys": [{"fields": ["a"], "reference": {"resource": "groups", "fields": ["group"]}}]},
            "names `a`, which is no field",
        ),
        (
            {
                "fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}],
                "foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "groups", "fields": ["x", "y"]}}],
            },
            "may be half blank (b is not required)",
        ),
    ],
)
def test_what_is_wrong_is_said(descriptor: object, words: str) -> None:
    problems: list[str] = []
    read_schema("variables", descriptor, problems)
    assert any(words in one for one in problems), problems


@pytest.mark.parametrize("pattern", ["(?:a|b)", "[|]x", r"a\|b", "[^|]+"])
def test_bars_that_are_no_alternation_are_fine(pattern: str) -> None:
    problems: list[str] = []
    read_schema("variables", field(constraints={"pattern": pattern}), problems)
    assert problems == []


def test_a_reference_without_a_table_is_to_its_own() -> None:
    problems: list[str] = []
    key = {"fields": ["variable"], "reference": {"fields": ["variable"]}}
    schema = read_schema("variables", {**field(), "foreignKeys": [key]}, problems)
    assert schema is not None
    assert schema.foreign_keys[0].table == "variables"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "line 1, column 2: this is not valid JSON"),
        ('{"fields": [], "fields": []}', "the key `fields` stands twice"),
        ("\xff", "can't decode"),
        ('{"fields": [{"name": "variable", "type": "nomber"}]}', "has the type `nomber`"),
    ],
)
def test_a_broken_file_is_reported_and_the_shipped_one_is_used(tmp_path: Path, content: str, words: str) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "variables.json").write_bytes(content.encode("latin-1"))
    loaded = load_schemas(tmp_path)
    assert loaded["variables"] is schemas()["variables"]
    assert [one.path for one in loaded.problems] == ["curation/schemas/variables.json"]
    assert words in loaded.problems[0].words


def test_a_project_may_have_its_own(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "variables.json").write_text(json.dumps(field()), encoding="utf-8")
    (folder / "varables.json").write_text("{}", encoding="utf-8")
    loaded = load_schemas(tmp_path)
    assert loaded["variables"].names == ("variable",)
    assert loaded["groups"] is schemas()["groups"]
    assert [one.words for one in loaded.problems] == ["no table is called `varables`: did you mean `variables.json`?"]


def test_a_schema_is_loaded_without_the_heavy_libraries() -> None:
    heavy = "('polars', 'pandera', 'frictionless')"
    code = f"import sys, msccurate.tables.schema; print([m for m in sys.modules if m in {heavy}])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"


def test_every_example_fits_its_pattern() -> None:
    for schema in schemas().values():
        for field in schema.fields:
            pattern = field.constraints.get("pattern")
            assert pattern is None or re.fullmatch(pattern, field.example), f"{schema.name}.{field.name}"
