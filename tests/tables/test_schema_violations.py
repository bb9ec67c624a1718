"""Violations: their places and words, and that one cause is told once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msccurate.tables import Corpus, Reader
from msccurate.tables.lexical import text_of, typed
from msccurate.tables.schema import frame
from msccurate.tables.secondopinion import frictionless_violations, shipped, skipped
from msccurate.tables.validate import each_once, validate, violations
from tests.tables.study import schemas, study

Tables = dict[str, list[dict[str, Any]]]


def told(tables: Tables) -> list[tuple[str, str]]:
    return [(one.route, one.words) for one in validate(tables, schemas())]


def test_words_say_what_where_and_what_instead() -> None:
    tables = study()
    tables["measurements"][0] |= {"comparator": "≤", "n": Decimal("-3"), "timepoint": "after"}
    tables["groups"][1] |= {"arm": "experimantal", "n": 12.5, "parent": "everyone"}
    tables["documents"][0] |= {"published": "July 2020", "extracted_on": "2026-02-30"}
    assert told(tables) == [
        (
            "extraction.date",
            "`2026-02-30` in `documents.extracted_on` is no date (write it as 2020-02-28); date of the extraction",
        ),
        (
            "publication.published",
            "`July 2020` in `documents.published` is not written as it must be, for instance `2020-07-11`; "
            "date of publication, as ISO 8601; it may stop at year or month",
        ),
        (
            "groups.treated.n",
            "`12.5` in `groups.n` is no whole number; number of patients in the group, as printed",
        ),
        (
            "groups.treated.arm",
            "`experimantal` in `groups.arm` is none of the allowed values: did you mean `experimental`?",
        ),
        ("groups.treated.of", "`everyone` in `groups.parent` is not in the table `groups`"),
        ("table1.age.all", "`-3` in `measurements.n` is not at least 0"),
        (
            "table1.age.all",
            "`≤` in `measurements.comparator` is none of the allowed values: it may be <, <=, >, >=, ~",
        ),
        ("table1.age.all", "`after` in `measurements.timepoint` is not in the table `timepoints`"),
    ]


def test_a_number_has_the_route_of_its_part() -> None:
    tables = study()
    tables["numbers"][0]["mantissa"] = None
    found = validate(tables, schemas())[0]
    assert (found.route, found.document, found.extractor) == ("table1.age.all#mean", "kim2020", "first")
    assert dict(found.key)["part"] == "mean"


def test_one_cause_is_told_once() -> None:
    tables = study()
    row = tables["measurements"][0]
    tables["measurements"] = [{**row, "route": f"table1.r{number}", "variable": "height"} for number in range(5)]
    tables["findings"], tables["adjudications"] = [], []  # they are about the row that is gone
    (found,) = validate(tables, schemas())
    assert (found.route, found.more) == ("table1.r0", 4)
    assert found.words == "`height` in `measurements.variable` is not in the table `variables` (and in 4 more rows)"
    (theirs,) = frictionless_violations(tables, schemas())
    assert (theirs.place, theirs.words) == (found.place, found.words)


def test_equal_keys_are_told_with_their_values() -> None:
    tables = study()
    tables["claims"] *= 2
    assert told(tables) == [
        ("claims.older", "two rows of `claims` have the same document, extractor, claim: `kim2020, first, older`")
    ]


def test_columns_and_tables_that_are_not_known() -> None:
    tables = study()
    tables["claims"][0]["outcome"] = "x"
    tables["extra"] = [{}]
    found = validate(tables, schemas())
    assert [(one.table, one.constraint, one.words) for one in found] == [
        ("claims", "columns", "the table `claims` has the column `outcome`, which its schema does not know"),
        ("extra", "schema", "there is no schema for the table `extra`"),
    ]
    assert found[0].path == "curation/schemas/claims.json"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "\t=1", "+1+cmd|' /C calc'!A0", "-2+SUM(A1)", '=HYPERLINK("x")'])
def test_spreadsheet_formulas_are_rejected(text: str) -> None:
    tables = study()
    tables["measurements"][0]["text"] = text
    assert [one.constraint for one in validate(tables, schemas())] == ["formula"]


@pytest.mark.parametrize(
    "text", ["-0.5 (-1.2 to 0.3)", "+", "--", "−3", "- 2 (SD 3)", "> 20", "a = b", "@ 37 °C", "+1.5%"]
)
def test_printed_texts_are_no_formulas(text: str) -> None:
    tables = study()
    tables["measurements"][0]["text"] = text
    assert validate(tables, schemas()) == []


def test_a_half_blank_key_says_nothing() -> None:
    """frictionless would call it an error; therefore such keys are no `foreignKeys`."""
    tables = study()
    tables["measurements"][0] |= {"timepoint": None, "source": None, "source_start": None, "source_end": None}
    tables["findings"][0] |= {"adjudication": None}
    assert validate(tables, schemas()) == []
    assert frictionless_violations(tables, schemas()) == []


def test_errors_beyond_the_first_thousand_are_seen() -> None:
    tables = study()
    row = tables["claims"][0]
    tables["claims"] = [{**row, "claim": f"c{number}", "result": f"r{number}"} for number in range(1500)]
    assert len(frictionless_violations(tables, schemas())) == 1500
    assert len(validate(tables, schemas())) == 1500


def test_too_many_rows_are_not_shown_to_frictionless() -> None:
    tables: Tables = {"claims": [{}] * 100_001}
    assert skipped(shipped(tables)).startswith("frictionless was not asked: the tables have 100001 rows")
    assert frictionless_violations(tables, schemas()) == []
    assert skipped(shipped(study())) == ""


def test_frictionless_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert frictionless_violations(study(), schemas()) == []


def test_a_frame_is_typed_and_blank_where_a_cell_is_not() -> None:
    rows = [{"document": "a", "extracted_on": "2020-02-30"}, {"document": "", "extracted_on": "2020-02-28"}]
    made = frame(schemas()["documents"], rows)
    assert made.columns == list(schemas()["documents"].names)
    assert made["document"].to_list() == ["a", None]
    assert [str(value) for value in made["extracted_on"]] == ["None", "2020-02-28"]
    assert frame(schemas()["groups"], []).schema["n"].is_integer()


@pytest.mark.parametrize(
    ("type", "value", "read"),
    [
        ("integer", Decimal("31"), 31),
        ("integer", Decimal("3E+2"), 300),
        ("integer", Decimal("31.0"), None),
        ("integer", True, None),
        ("integer", 2**63, None),
        ("integer", "9" * 5000, None),
        ("integer", "-5", -5),
        ("integer", "٣", None),
        ("number", Decimal("10.0"), 10.0),
        ("number", Decimal("NaN"), None),
        ("number", 10**400, None),
        ("number", "1e999", None),
        ("number", "1.5E+6", 1.5e6),
        ("number", "0x10", None),
        ("boolean", "true", True),
        ("boolean", "TRUE", None),
        ("boolean", 1, None),
        ("date", "2020-02-29", "2020-02-29"),
        ("date", "20200229", None),
        ("string", 5, None),
    ],
)
def test_values_are_read_strictly(type: str, value: object, read: object) -> None:
    result = typed(type, value)
    assert (text_of(result) if type == "date" and result is not None else result) == read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal("10.0"), "10.0"),
        (Decimal("0.00000010"), "0.00000010"),
        (Decimal(15).scaleb(5), "1.5E+6"),
        (Decimal("-0.50"), "-0.50"),
        (80.55, "80.55"),
        (True, "true"),
    ],
)
def test_printed_decimals_are_kept(value: object, text: str) -> None:
    assert text_of(value) == text


def test_both_validators_together_tell_a_fault_once() -> None:
    tables = study()
    tables["groups"][1] |= {"arm": "neither", "n": -1}
    tables["claims"] *= 2
    ours = validate(tables, schemas())
    assert each_once(ours, frictionless_violations(tables, schemas())) == ours
    assert len(ours) == 3


def test_a_violation_has_a_document_or_a_file() -> None:
    tables = study()
    tables["variables"][0]["kind"] = "text"
    tables["findings"][0] |= {"document": None, "line": 0}
    tables["groups"][0] |= {"size": 3, "n": -1}
    found = validate(tables, schemas())
    assert [(one.document, one.path) for one in found] == [
        ("", "curation/schemas/groups.json"),
        ("kim2020", ""),
        ("", "curation/codebook.yaml"),
        ("", "curation/schemas/findings.json"),
    ]


def test_the_violations_of_a_project_include_its_schema_files(tmp_path: Path) -> None:
    folder = tmp_path / "curation" / "schemas"
    folder.mkdir(parents=True)
    (folder / "claims.json").write_text("[]", encoding="utf-8")
    (found,) = violations(Corpus(Reader.of(tmp_path).project()))
    assert (found.table, found.path) == ("claims", "curation/schemas/claims.json")
