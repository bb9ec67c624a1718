"""Validators in processes of their own say what they would say here, and what is lost with a process is asked here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from msccurate.tables.apart import Apart
from msccurate.tables.validate import VALIDATORS, here
from tests.tables.study import schemas, study

Tables = dict[str, list[dict[str, Any]]]


def faulty() -> Tables:
    tables = study()
    tables["groups"][0] |= {"n": -3, "arm": "none of them"}
    tables["documents"][0] |= {"title": "=SUM(A1)"}
    return tables


def test_they_say_the_same_question_after_question() -> None:
    with Apart() as apart:
        assert set(apart.processes) == set(VALIDATORS)
        for tables in (study(), faulty(), study()):
            answers = [apart.ask(name, tables, schemas(), None) for name in VALIDATORS]
            assert [answer() for answer in answers] == [here(name, tables, schemas(), None)() for name in VALIDATORS]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", VALIDATORS)
def test_a_process_that_ends_is_replaced_by_this_one(name: str, when: str) -> None:
    with Apart() as apart:
        if when == "before":
            apart.processes[name].kill()
            apart.processes[name].wait()
        answer = apart.ask(name, faulty(), schemas(), None)
        apart.processes[name].kill()
        assert answer() == here(name, faulty(), schemas(), None)() != []


def test_where_no_process_can_be_started_it_is_asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Apart() as apart:
        assert not apart.processes
        assert apart.ask("pandera", faulty(), schemas(), None)() != []


def test_nothing_is_left_running() -> None:
    with Apart() as apart:
        started = dict(apart.processes)
    assert all(process.poll() is not None for process in started.values())
    assert all(isinstance(process, subprocess.Popen) for process in started.values())


def test_what_cannot_be_sent_is_asked_here() -> None:
    tables: Any = {"documents": [{"document": lambda: 0}]}
    with Apart(("pandera",)) as apart:
        assert apart.ask("pandera", tables, {}, None)() == here("pandera", tables, {}, None)()


def test_nothing_is_imported_from_the_folder_that_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("random", "polars", "frictionless"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Apart() as apart:
        assert all(apart.ask(name, study(), schemas(), None)() == [] for name in VALIDATORS)
    assert not (tmp_path / "ran").exists()
