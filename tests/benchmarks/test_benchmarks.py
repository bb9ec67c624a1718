"""Small runs of the benchmarks: what they print at full size is in their own README."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from msccurate.render import Options, render
from msccurate.review import review
from msccurate.rules import default_rules
from msccurate.tables import load_project
from tests.benchmarks import corpus, errors, world


def test_a_corpus_is_the_same_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        corpus.write(tmp_path / name, 6, seed=5, with_errors=2)
    files = [sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("a", "b")]
    assert [one.read_bytes() for one in files[0]] == [one.read_bytes() for one in files[1]]


def test_a_check_of_a_corpus_finds_its_errors_and_nothing_else(tmp_path: Path) -> None:
    injected = corpus.write(tmp_path / "corpus", 20, seed=3, with_errors=10)
    report = review(load_project(tmp_path / "corpus"), default_rules()).report
    missed, more = corpus.compare([one.record() for one in injected], json.loads(render(report, "json", Options())))
    assert (missed, more) == ([], [])


@pytest.mark.parametrize("design", world.DESIGNS)
def test_every_kind_of_error_changes_the_spec_alone(design: str) -> None:
    right = world.study(design, seed=2, number=4)
    text, spec = world.written(right, 1)
    made = set()
    for kind, make in errors.KINDS.items():
        change = make(right, np.random.default_rng(7))
        if change is not None:
            there, wrong = world.written(right, 1, change[0])
            assert there == text
            assert wrong != spec
            made.add(kind)
    assert len(made) >= 10
