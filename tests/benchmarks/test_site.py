"""A small run of the site's benchmark."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import site


def test_the_site_of_a_corpus_is_measured(tmp_path: Path) -> None:
    found = site.measure(tmp_path / "project", 3, jobs=1, plots=False)
    assert found.files == 3 + 4
    assert found.bytes > 100_000
