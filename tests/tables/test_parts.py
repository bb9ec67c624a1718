"""Tables in parts: numbers as printed, and every part held against the schemas, keys across parts included."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msccurate.tables.frames import framed, numbered, printed
from msccurate.tables.parts import Parts
from msccurate.tables.partwise import first_violations
from msccurate.tables.validate import validate
from tests.tables.study import schemas, study

Tables = dict[str, list[dict[str, Any]]]


def test_a_printed_frame_keeps_decimals_and_is_read_as_the_same_numbers() -> None:
    tables = study()
    tables["measurements"][0] |= {"mean": Decimal("70.10"), "se": Decimal(15).scaleb(5), "sd": 0.1, "min": 3}
    for name, rows in tables.items():
        schema = schemas()[name]
        assert numbered(schema, printed(schema, rows).frame).frame.equals(framed(schema, rows).frame)
    one = printed(schemas()["measurements"], tables["measurements"]).frame.row(0, named=True)
    assert (one["mean"], one["se"], one["sd"], one["min"]) == ("70.10", "1.5E+6", "0.1", "3")


def doe(tables: Tables) -> Tables:
    """The same tables as if they were of another document."""
    named = {"documents": {"path": "specs/doe2021.yaml"}}
    return {
        name: [{**row, "document": "doe2021", **named.get(name, {})} for row in rows]
        for name, rows in tables.items()
        if name not in ("variables", "findings", "adjudications")
    }


def in_parts(first: Tables, second: Tables, folder: Path | None = None) -> Parts:
    """Two parts of each table, and one of those that belong to no document; in files, if there is a folder for them."""
    known = schemas()
    found: dict[str, list[Any]] = {}
    for part, tables in enumerate((first, second)):
        for name, rows in tables.items():
            frame = printed(known[name], rows).frame
            if folder is not None:
                frame.write_parquet(folder / f"{name}.{part}.parquet")
            found.setdefault(name, []).append(folder / f"{name}.{part}.parquet" if folder else frame)
    return Parts(known, found)


def told(first: Tables, second: Tables) -> list[str]:
    return [one.words for one in first_violations(in_parts(first, second))]


def test_parts_may_be_files_or_frames(tmp_path: Path) -> None:
    for parts in (in_parts(study(), doe(study())), in_parts(study(), doe(study()), tmp_path)):
        assert first_violations(parts) == []
        assert parts.count("groups") == 2 * len(study()["groups"])
        assert set(parts.whole("groups", ["document"])["document"]) == {study()["groups"][0]["document"], "doe2021"}
        assert [one.height for one in parts.frames("groups")] == [len(study()["groups"])] * 2


def test_a_table_without_parts_is_an_empty_frame() -> None:
    assert (Parts(schemas(), {}).rows("documents"), Parts(schemas(), {}).count("documents")) == ([], 0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tables: tables["measurements"][0].update(comparator="≤"),
        lambda tables: tables["measurements"][0].update(timepoint="never"),
        lambda tables: tables["measurements"][0].update(variable="nothing"),
        lambda tables: tables["groups"].append(dict(tables["groups"][0])),
        lambda tables: tables["groups"][1].update(parent="everyone"),
        lambda tables: tables["documents"][0].update(title="=SUM(A1)"),
        lambda tables: tables["sources"][0].update(sha256=None),
    ],
    ids=["enum", "time", "variable", "twice", "parent", "formula", "blank"],
)
def test_what_is_wrong_in_a_later_part_is_worded_as_in_a_whole_table(spoil: Callable[[Tables], None]) -> None:
    wrong = doe(study())
    spoil(wrong)
    alone = validate({**wrong, "variables": study()["variables"]}, schemas())
    assert alone
    assert told(study(), wrong) == [one.words for one in alone]


def test_a_number_that_is_none() -> None:
    wrong = doe(study())
    wrong["measurements"][0]["mean"] = "seventy"
    assert told(study(), wrong) == [one.words for one in validate(wrong, schemas())]


def test_a_key_that_stands_in_two_parts_is_seen() -> None:
    again = {**doe(study()), "claims": study()["claims"]}
    assert [one.partition(":")[0] for one in told(study(), again)] == [
        "two rows of `claims` have the same document, extractor, claim"
    ]
    path = doe(study())
    path["documents"][0]["path"] = study()["documents"][0]["path"]
    assert "stands twice in `documents.path`" in told(study(), path)[0]


def test_a_row_may_refer_to_another_part() -> None:
    """What a part does not hold is sought in all others: findings stand in one part, and are about all documents."""
    first, second = study(), doe(study())
    first["findings"][0] |= {"document": "doe2021", "measurement": second["measurements"][0]["route"]}
    first["findings"][0] |= {"adjudication": None}
    assert told(first, second) == []
    first["findings"][0]["measurement"] = "table9.nothing"
    assert told(first, second) == ["`table9.nothing` in `findings.measurement` is not in the table `measurements`"]
