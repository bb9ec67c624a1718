"""Loading a source: byte for byte, only from inside the project, and every refusal in words."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from msccurate.sources import MOST_BYTES, load

if TYPE_CHECKING:
    from pathlib import Path


def refused(root: Path, relative: str) -> str:
    loaded = load(root, relative, "article")
    assert loaded.source is None
    (problem,) = loaded.problems
    assert problem.kind == "SRC01"
    return problem.words


def test_text_and_sum_are_those_of_the_bytes(tmp_path: Path) -> None:
    data = "\ufeffWhite cells × 10⁹\r\nÅ\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    source = load(tmp_path, "a.txt", "article").source
    assert source is not None
    assert source.sha256 == sha256(data).hexdigest()
    assert source.text == "White cells × 10⁹\r\nÅ\n"
    assert (source.id, source.path) == ("article", "a.txt")


def test_what_was_found_in_a_source_is_kept_until_its_text_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("25 of 31 patients", encoding="utf-8")
    first = load(tmp_path, "a.txt", "article").source
    assert load(tmp_path, "a.txt", "article").source is first
    path.write_text("25 of 32 patients", encoding="utf-8")
    second = load(tmp_path, "a.txt", "article").source
    assert second is not None
    assert second.text == "25 of 32 patients"
    other = load(tmp_path, "a.txt", "supplement").source
    assert other is not None
    assert other.id == "supplement"


def test_an_empty_file_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    source = load(tmp_path, "a.txt", "article").source
    assert source is not None
    assert (source.numbers, source.passages) == ((), ())


@pytest.mark.parametrize(
    "relative",
    [
        "../a.txt",
        "seeds/../../a.txt",
        "/etc/hostname",
        "",
        "  ",
        "seeds\\a.txt",
        "https://example.org/a.txt",
        "file:///a.txt",
    ],
)
def test_nothing_outside_the_project(tmp_path: Path, relative: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "a.txt").write_text("secret")
    words = refused(root, relative)
    assert "leaves the project" in words or "not an address" in words


def test_no_link_out_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "a.txt").write_text("secret")
    (root / "a.txt").symlink_to(tmp_path / "a.txt")
    (root / "folder").symlink_to(tmp_path)
    (root / "round").symlink_to(root / "round")
    assert refused(root, "a.txt") == "`a.txt` is a link that leaves the project"
    assert refused(root, "folder/a.txt") == "`folder/a.txt` is a link that leaves the project"
    assert refused(root, "round")


def test_a_link_inside_the_project_is_fine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert load(tmp_path, "b.txt", "article").source is not None


def test_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.txt").write_bytes("one\ntwo µg".encode("latin-1"))
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refused(tmp_path, "gone.txt") == "there is no file `gone.txt`"
    assert refused(tmp_path, "folder") == "`folder` is no file"
    assert refused(tmp_path, "latin.txt") == "`latin.txt` is not UTF-8 (byte 0xb5 in line 2)"
    assert refused(tmp_path, "large.txt") == "`large.txt` is larger than 20,000,000 bytes"
    assert refused(tmp_path, "a\0b")
    assert refused(tmp_path, "x" * 5000)
