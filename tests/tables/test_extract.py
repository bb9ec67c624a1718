"""What corpus rules are given: the same from memory and from files, whichever documents lie together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.codebook import Codebook
from msccurate.tables.distilled import DistilledPart, Parted, frames, parquet
from msccurate.tables.extract import Extract, Held, packed, unpacked

TYPES = {"rows": {"about": str, "same": str, "size": int, "surprise": float, "change": bool}}
#: Document -> its rows.
Rows = dict[str, list[tuple[Any, ...]]]

ROWS: Rows = {
    "ann2020": [("age", "61", 1, 1.5, True), ("wbc", "5.1", 2, 2.0, False)],
    "bob2021": [("age", "61", 3, 1.5, False), ("age", "60", 4, 1.0, True)],
    "cem2022": [("age", "61", 5, 1.5, True), ("wbc", "5.1", 6, 2.0, True), ("wbc", "5.1", 7, 2.0, True)],
}


def held(rows: Rows) -> Held:
    return Held(Codebook, {"rows": {name: packed_rows(own) for name, own in rows.items() if own}})


def packed_rows(rows: list[tuple[Any, ...]]) -> bytes:
    return packed(dict(zip(TYPES["rows"], map(list, zip(*rows, strict=True)), strict=True)))


def parted(rows: Rows, folder: Path | None = None, size: int = 2) -> Parted:
    """The same in parts of `size` documents, in files if there is a folder for them."""
    names = sorted(rows)
    parts = []
    for start in range(0, len(names), size):
        own = names[start : start + size]
        made = frames(TYPES, {name: {"rows": packed_rows(rows[name])} for name in own if rows[name]})
        if folder is not None:
            for table, frame in made.items():
                (folder / f"{table}{start}.parquet").write_bytes(parquet(frame))
            parts.append(DistilledPart(frozenset(own), {table: folder / f"{table}{start}.parquet" for table in made}))
        else:
            parts.append(DistilledPart(frozenset(own), made))
    return Parted(Codebook, TYPES, parts)


@pytest.fixture(params=["held", "frames", "files"])
def extract(request: pytest.FixtureRequest, tmp_path: Path) -> Extract:
    return {"held": held(ROWS), "frames": parted(ROWS), "files": parted(ROWS, tmp_path)}[request.param]


def test_rows_come_by_the_names_of_their_documents(extract: Extract) -> None:
    assert [(row["document"], row["size"]) for row in extract.rows("rows")] == [
        ("ann2020", 1), ("ann2020", 2), ("bob2021", 3), ("bob2021", 4), ("cem2022", 5), ("cem2022", 6), ("cem2022", 7)
    ]  # fmt: skip
    assert [row["same"] for row in extract.rows("rows", {"bob2021", "nobody"})] == ["61", "60"]
    assert list(extract.values("rows", "size", "document"))[2] == (3, "bob2021")
    assert extract.count("rows") == 3


def test_shared_rows_are_those_of_several_documents(extract: Extract) -> None:
    shared = {rows[0]["about"]: [row["size"] for row in rows] for rows in extract.shared("rows", "about", "same")}
    assert shared == {"age": [1, 3, 5], "wbc": [2, 6, 7]}


def test_documents_that_are_alike(extract: Extract) -> None:
    """A row that a document has twice is one; one that all three have is left out where two are the most."""
    found = list(extract.alike("rows", ("about", "same"), "surprise", 1, 3))
    assert found == [("ann2020", "bob2021", 1, 1.5), ("ann2020", "cem2022", 2, 3.5), ("bob2021", "cem2022", 1, 1.5)]
    assert list(extract.alike("rows", ("about", "same"), "surprise", 1, 2)) == [("ann2020", "cem2022", 1, 2.0)]
    assert list(extract.alike("rows", ("about", "same"), "surprise", 2, 3)) == [("ann2020", "cem2022", 2, 3.5)]


@pytest.mark.parametrize("made", [held({}), parted({})])
def test_nothing_is_in_a_table_without_rows(made: Extract) -> None:
    assert not made.count("rows")
    assert not [*made.rows("rows"), *made.rows("rows", {"a"}), *made.values("rows", "about")]
    assert not [*made.shared("rows", "about"), *made.alike("rows", ("about",), "surprise", 1, 9)]


words = st.sampled_from(["", "age", "crp", "é", "a b", "\x00"])
rows = st.tuples(
    words, words, st.integers(-(2**53), 2**53), st.sampled_from([0.5, 1.0, 2.0]),
    st.booleans(),
)  # fmt: skip
documents = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(rows, max_size=5))


def asked(extract: Extract) -> Iterator[Any]:
    yield extract.count("rows")
    yield list(extract.rows("rows"))
    yield list(extract.rows("rows", {"b", "c"}))
    yield list(extract.values("rows", "about", "document", "size"))
    yield list(extract.shared("rows", "about", "same"))
    yield list(extract.alike("rows", ("about", "same"), "surprise", 1, 4))


@given(documents, st.integers(1, 4))
@settings(max_examples=40)
def test_files_say_what_memory_says(made: Rows, size: int) -> None:
    with TemporaryDirectory() as folder:
        assert list(asked(parted(made, Path(folder), size))) == list(asked(held(made))) == list(asked(parted(made)))


@given(st.lists(rows, min_size=1))
def test_what_is_packed_is_what_is_unpacked(made: list[tuple[Any, ...]]) -> None:
    columns = dict(zip(TYPES["rows"], map(list, zip(*made, strict=True)), strict=True))
    assert unpacked(packed(columns)) == columns
