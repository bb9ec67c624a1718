"""Small runs of the benchmarks: what they print at full size is in their own README."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from msccurate.findings import Severity
from msccurate.render import Options, render
from msccurate.review import review
from msccurate.rules import default_rules
from msccurate.tables import load_project
from tests.benchmarks import clean_world, corpus, errors, forensics, injection, speed, world


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


def test_no_study_that_is_right_is_called_wrong() -> None:
    alarms = clean_world.run(studies=16, seed=2)
    assert alarms.of(Severity.ERROR) == 0, clean_world.table(alarms)
    assert 100 * alarms.of(Severity.WARNING) <= alarms.cells


def test_errors_against_the_source_are_detected() -> None:
    tally, missed = injection.run(seed=2, changes=1)
    made, found = (
        sum(tally[kind, design, "with", what] for kind in errors.KINDS for design in world.DESIGNS)
        for what in ("made", "found")
    )
    assert made > 50
    assert found >= 0.99 * made, missed
    assert not [line for line in missed if line.startswith("false alarm")]


def test_the_phases_of_a_check_are_timed(tmp_path: Path) -> None:
    corpus.write(tmp_path / "corpus", 3)
    found = speed.phases(tmp_path / "corpus")
    assert list(found) == ["read", "locate", "notation", "tables", "schemas", "rules", "report"]
    assert all(value >= 0 for value in found.values())


def test_figures_are_compared_with_earlier_ones() -> None:
    now = {"figures": {"rules": {"cpu": 0.5}, "new": {"cpu": 1.0}}, "phases": {"read": 2.0}}
    earlier = {"figures": {"rules": {"cpu": 1.0}}, "phases": {"read": 1.0}}
    assert speed.compared(now, earlier) == {"rules": {"cpu": 0.5}, "phases": {"read": 2.0}}


def test_a_command_is_measured_with_all_its_processes() -> None:
    alone = speed._run([sys.executable, "-c", "bytearray(50_000_000)"])
    assert set(alone) == {"seconds", "cpu", "peak_mib"}


def test_checks_over_columns_are_timed() -> None:
    found = forensics.measure(rows=100, times=1)
    assert {name: figures.rows for name, figures in found.items()} == {"grim": 100, "grimmer": 10, "percent": 300}
