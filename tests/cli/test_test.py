"""`msccurate test`: the forensic checks from the shell."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from msccurate import forensics
from tests.projects import Run, runner


@pytest.fixture(name="run")
def _run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


def test_an_impossible_mean_is_said_in_one_line_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "test", "grim", "5.19", "--n", "28")
    assert ran.status == 1
    assert ran.out == "a mean of 5.19 is impossible for n = 28: no whole total gives it; the nearest possible is 5.18\n"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("grim 5.18 28", 0),
        ("grim 5.18 --n=28", 0),
        ("grim 5.19 --n 280", 0),
        ("grim 83.2 19 --percent", 1),
        ("grimmer 1.64 0.3 25", 1),
        ("grimmer 3.1 1.2 20 --scale 1,7", 0),
        ("debit 0.35 0.48 40", 0),
        ("percent 86.0% 25 31", 1),
        ("sd-bounds 3.4 20 1 7", 0),
        ("p-from t 2.20 --df 28", 0),
        ("percent -3 0 31", 1),
        ("t-test 65.6 7.3 54 66.3 6.0 54", 0),
        ("t-test 65.6 7.3 54 66.3 6.0 54 --p 0.04", 1),
        ("table-2x2 25 31 20 40", 0),
        ("table-2x2 25 31 20 40 --p 0.5", 1),
        ("paired-correlation 6.72 2.62 6.43 1.72 31 0.346", 0),
        ("change-correlation 8.0 5.0 2.0", 1),
        ("pooled 30,6.2,1.1 11,7.4,1.3", 0),
        ("ci-from 0.55 0.34 --ratio", 0),
        ("p-from-ci 0.81 0.70 0.94 --ratio --p 0.005", 0),
        ("p-from-ci 0.81 0.70 0.94 --ratio --p 0.5", 1),
        ("p-from F 3.2 2,28", 0),
    ],
)
def test_the_exit_status_says_whether_the_numbers_are_possible(
    run: Run, tmp_path: Path, words: str, status: int
) -> None:
    ran = run(tmp_path, "test", *words.split())
    assert (ran.status, ran.err) == (status, "")
    assert ran.out.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("grim 5.19 --n 0", "n is 0: write a whole number of 1 or more"),
        ("grim 5.19 --n -28", "n is -28: write a whole number of 1 or more"),
        ("grim 5.19 28 --items 0", "items is 0: write a whole number of 1 or more"),
        ("t-test 65.6 7.3 54 66.3 6.0 0", "n2 is 0: write a whole number of 1 or more"),
        ("pooled 30,6.2,1.1 0,7.4,1.3", "n of group 2 is 0: write a whole number of 1 or more"),
        ("grim 5.19 --n 28.5", "`28.5` is not whole: n is a whole number"),
        ("grim 5.1.9 --n 28", "`5.1.9` is not one number: give the mean as it is printed"),
        ("grim 5..19 --n 28", "`5..19` is not one number: give the mean as it is printed"),
    ],
)
def test_what_is_mistyped_is_refused(run: Run, tmp_path: Path, words: str, message: str) -> None:
    ran = run(tmp_path, "test", *words.split())
    assert (ran.status, ran.out, ran.err) == (2, "", f"msccurate: {message}\n")


def test_a_bound_is_no_mistake(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path, "test", "grim", "5.19", "--n", "> 28").status == 0


def test_effects_are_numbers(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path, "test", "table-2x2", "25", "31", "20", "40", "--json").json["risk_ratio"] == 50 / 31


def test_a_text_and_its_tests(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run(tmp_path, "test", "statcheck", "t(28) = 2.20, p = .04")
    assert (ran.status, ran.out) == (0, "t(28) = 2.20, p = .04: possible, p = 0.0358 to 0.0366 (two-sided)\n")
    monkeypatch.setattr("sys.stdin", StringIO("first t(28) = 2.20, p = .04, then z = 1.23, p = .04"))
    ran = run(tmp_path, "test", "statcheck", "-", "--json")
    assert ran.status == 1
    assert [one["verdict"] for one in json.loads(ran.out)] == ["possible", "impossible"]
    assert run(tmp_path, "test", "statcheck", "nothing here").out == "no reported test found\n"


def test_json(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "test", "percent", "86.0%", "25", "31", "--json")
    assert (ran.status, ran.json["verdict"], ran.json["candidates"]) == (1, "impossible", ["80.6"])
    assert json.loads(ran.out)["interval"]["low"] == 85.95


def test_a_file_of_cases(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("mean,n\n5.19,28\n5.18,28\n5.2,400\n,28\n", encoding="utf-8")
    ran = run(tmp_path, "test", "grim", "--csv", "cases.csv")
    assert ran.status == 1
    assert ran.out.splitlines() == [
        "mean,n,items,possible,verdict,nearest",
        "5.19,28,1,false,impossible,5.18",
        "5.18,28,1,true,possible,",
        "5.2,400,1,,not testable,",
        ",28,1,,not testable,",
    ]
    assert run(tmp_path, "test", "grim", "--csv", "cases.csv", "--items", "10").status == 0


def test_a_file_of_groups(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("n1,mean1,sd1,n2,mean2,sd2\n30,6.2,1.1,11,7.4,1.3\n", encoding="utf-8")
    ran = run(tmp_path, "test", "pooled", "--csv", "cases.csv")
    assert (ran.status, ran.out.splitlines()[0].split(",")[-2:]) == (0, ["sd_low", "sd_high"])
    (tmp_path / "cases.csv").write_text("n,mean,sd\n30,6.2,1.1\n", encoding="utf-8")
    assert "no columns n1, mean1, sd1" in run(tmp_path, "test", "pooled", "--csv", "cases.csv").err


def test_every_check_is_listed_and_explained(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path, "test")
    assert ran.status == 0
    for name in forensics.CHECKS:
        assert f"msccurate test {name} " in ran.out
        asked = run(tmp_path, "test", name)
        assert (asked.status, asked.out.startswith(f"msccurate test {name} ")) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("gram 5.19 28", "there is no check `gram`; did you mean grim?"),
        ("grim 5.19", "n missing: msccurate test grim MEAN N [--items 1]"),
        ("grim 5.19 28 1 2 3", "is one value too many"),
        ("grim 5.19 --m 28", "grim has no --m"),
        ("grim 5.19 --n", "--n needs a value"),
        ("grim five 28", "`five` is not one number: give the mean as it is printed"),
        ("grim --csv nowhere.csv", "nowhere.csv"),
        ("pooled 30,6.2 11,7.4,1.3", "groups of three numbers"),
        ("p-from t 2.20", "t has one df"),
        ("p-from u 30 --df 8", "`u` is no test here"),
        ("p-from-ci 0.81 0.70 0.94 --level 200", "between 0 and 100"),
        ("grim 5.19 28 --rounding sideways", "no way to round"),
    ],
)
def test_what_is_wrong_is_said(run: Run, tmp_path: Path, words: str, said: str) -> None:
    ran = run(tmp_path, "test", *words.split())
    assert ran.status == 2
    assert said in ran.err


def test_a_file_with_mistakes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("mean,n\n5.19,28\nmany,28\n", encoding="utf-8")
    ran = run(tmp_path, "test", "grim", "--csv", "cases.csv")
    assert (ran.status, "row 2: `many` is not one number" in ran.err) == (2, True)
    (tmp_path / "cases.csv").write_text("average,n\n5.19,28\n", encoding="utf-8")
    assert "no column mean" in run(tmp_path, "test", "grim", "--csv", "cases.csv").err
    (tmp_path / "cases.csv").write_text("", encoding="utf-8")
    assert "its columns are mean, n" in run(tmp_path, "test", "grim", "--csv", "cases.csv").err
