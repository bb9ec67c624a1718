"""The cache: what is damaged, half-written or too much is forgotten, never trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from msccurate.review.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache.of(tmp_path)
    assert made is not None
    return made


def entry(cache: Cache, key: str) -> Path:
    (path,) = cache.folder.glob(f"*/{key}.*")
    return path


def test_what_was_put_is_there_for_the_next_run(cache: Cache) -> None:
    cache.put("a1", b"content")
    assert Cache(cache.folder).get("a1") == b"content"
    assert cache.get("a2") is None


@pytest.mark.parametrize(
    "damaged", [b"", b"content", b"0" * 64 + b"content"], ids=["empty", "no digest", "wrong digest"]
)
def test_a_damaged_entry_is_none(cache: Cache, damaged: bytes) -> None:
    cache.put("a1", b"content")
    entry(cache, "a1").write_bytes(damaged)
    assert cache.get("a1") is None


@pytest.mark.parametrize("size", range(0, 71, 7))
def test_an_entry_that_was_cut_off_is_none(cache: Cache, size: int) -> None:
    cache.put("a1", b"content")
    whole = entry(cache, "a1").read_bytes()
    assert len(whole) == 71
    entry(cache, "a1").write_bytes(whole[:size])
    assert cache.get("a1") is None


def test_git_does_not_see_the_folder(cache: Cache) -> None:
    cache.put("a1", b"content")
    assert (cache.folder.parent / ".gitignore").read_text() == "*\n"


def test_what_was_written_longest_ago_goes_first(cache: Cache) -> None:
    for number in range(10):
        cache.put(f"a{number}", bytes(1000))
        os.utime(entry(cache, f"a{number}"), (number, number))
    later = Cache(cache.folder, limit_bytes=5 * (1000 + 64))
    later.get("a0")
    later.trim()
    assert [number for number in range(10) if later.get(f"a{number}")] == [0, 6, 7, 8, 9]


def test_the_folder_is_in_bounds_even_if_all_of_it_is_used(cache: Cache) -> None:
    cache.limit_bytes = 3000
    for number in range(10):
        cache.put(f"a{number}", bytes(1000))
    cache.trim()
    assert sum(path.stat().st_size for path in cache.folder.rglob("*.entry")) <= 3000


def test_other_files_are_left_alone(cache: Cache) -> None:
    cache.put("a1", b"content")
    other = entry(cache, "a1").with_name("notes.txt")
    other.write_text("mine")
    assert cache.clear() == 1
    assert other.read_text() == "mine"


def test_a_folder_that_leads_elsewhere_is_no_cache(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".msccurate").symlink_to(elsewhere)
    assert Cache.of(tmp_path / "project") is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".msccurate").write_text("a file in the way")
    cache = Cache.of(tmp_path)
    assert cache is not None
    cache.put("a1", b"content")
    cache.trim()
    assert cache.get("a1") is None
