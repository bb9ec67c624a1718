"""Validators in processes of their own say what they would say here, and what is lost with a process is asked here."""

from __future__ import annotations

import subprocess
import sys
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
