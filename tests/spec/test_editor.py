"""The JSON Schema that editors read: fresh, and true of every spec that is fine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from msccurate.codebook import load
from msccurate.spec.editor import editor_schema

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "specs").glob("*.yaml"))


def test_the_committed_schema_is_fresh() -> None:
    committed = (ROOT / "curation" / "spec.schema.json").read_text(encoding="utf-8")
    assert editor_schema(load(ROOT).codebook) == committed


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_our_specs_are_valid_for_editors(spec: Path) -> None:
    schema = json.loads(editor_schema(load(ROOT).codebook))
    node = json.loads(json.dumps(yaml.load(spec.read_text(encoding="utf-8"), yaml.SafeLoader), default=str))
    assert [error.message for error in Draft7Validator(schema).iter_errors(node)] == []


def test_editors_complete_keys_and_heads() -> None:
    schema = json.loads(editor_schema(load(ROOT).codebook))
    block = schema["properties"]["data"]["patternProperties"]["^[a-z][a-z0-9_]*$"]
    assert {"label", "quote", "columns", "rows"} <= set(block["properties"])
    heads = block["properties"]["rows"]["properties"]
    assert "pao2 (mm[Hg])" in heads
    assert "sex male" in heads
    assert "median (IQR)" in block["properties"]["form"]["examples"]


def test_an_unknown_key_is_underlined() -> None:
    schema = json.loads(editor_schema(load(ROOT).codebook))
    errors = [error.message for error in Draft7Validator(schema).iter_errors({"msccurate": 1, "publicaton": {}})]
    assert any("publicaton" in message for message in errors)
