"""Values that no document prints, from those that one does: arms combined, SDs and correlations from p values."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from math import isclose, log, sqrt
from pathlib import Path

import pytest

from msccurate import conversions
from tests.package.made import files, reviewed_export
from tests.projects import make_project

SOURCE = """Two doses of cells against placebo

Of 90 patients 30 received the high dose, 32 the low dose and 28 placebo. Values are mean ± SD.

Table 1 Outcomes
Death 3 (10.0%) 4 (12.5%) 7 (25.0%)
Albumin 31.0 ± 3.0 32.0 ± 4.0 30.0 ± 3.5

Table 2 High dose and placebo
Urea 6.1 7.0 0.008
Age 61 58 < 0.05

Table 3 Risk ratio, high dose and placebo
Death 0.40 0.03

Table 5 Mean difference, high dose and placebo
Urea -0.9 0.008
Albumin 1.0 < 0.05

Table 4 Before and after the high dose
Albumin 28.0 ± 3.0 31.0 ± 3.0 0.001
Urea 7.5 ± 1.0 6.1 ± 1.2 0.002
C-reactive protein, median [IQR] 30 [20–40] 20 [12–28] 0.01
"""

SPEC = """\
msccurate: 1
publication: {{title: Two doses of cells against placebo, authors: [Doe J], published: 2021, design: trial}}
extraction: {{by: curator-a}}
sources: {{article: {{path: seeds/doe2021.txt, sha256: {digest}}}}}
groups:
  all: {{n: 90, quote: Of 90 patients}}
  high: {{n: 30, arm: experimental, label: high dose, of: all, quote: 30 received the high dose}}
  low: {{n: 32, arm: experimental, label: low dose, of: all, quote: 32 the low dose}}
  placebo: {{n: 28, arm: control, of: {placebo_of}, quote: 28 placebo}}
timepoints:
  before: {{label: before}}
  after: {{label: after}}
comparisons:
  p: {{compare: high vs placebo, form: p, test: {test}}}
  effect: {{compare: high vs placebo, form: MD, test: t test}}
  risk: {{compare: high vs placebo, form: RR, test: t test}}
  paired: {{compare: after vs before, form: p, test: paired t test}}
form: mean ± SD
data:
  table1:
    label: Table 1
    columns: high | low | placebo
    rows:
      death: 3 (10.0%) | 4 (12.5%) | 7 (25.0%)
      albumin (g/L): 31.0 ± 3.0 | 32.0 ± 4.0 | 30.0 ± 3.5
  table2:
    label: Table 2
    form: mean
    columns: high | placebo | p
    rows:
      bun (mmol/L): {{cells: 6.1 | 7.0 | 0.008, label: Urea}}
      age (years): 61 | 58 | < 0.05
  table3:
    label: Table 3
    columns: risk | p
    rows: {{death: 0.40 | 0.03}}
  table5:
    label: Table 5
    columns: effect | p
    rows:
      bun (mmol/L): {{cells: -0.9 | 0.008, label: Urea}}
      albumin (g/L): 1.0 | < 0.05
  table4:
    label: Table 4
    about: high
    columns: before | after | paired
    rows:
      albumin (g/L): 28.0 ± 3.0 | 31.0 ± 3.0 | 0.001
      bun (mmol/L): {{cells: 7.5 ± 1.0 | 6.1 ± 1.2 | 0.002, label: Urea}}
      crp (mg/L): {{cells: '30 [20–40] | 20 [12–28] | 0.01', form: 'median [IQR]'}}
"""

Tables = dict[str, list[dict[str, str]]]


def tables(folder: Path, test: str = "t test", placebo_of: str = "all") -> Tables:
    make_project(folder, source=SOURCE)
    digest = sha256(SOURCE.encode()).hexdigest()
    spec = SPEC.format(digest=digest, test=test, placebo_of=placebo_of)
    (folder / "specs" / "doe2021.yaml").write_text(spec, encoding="utf-8")
    made = files(reviewed_export(folder), "metafor")
    return {name: list(csv.DictReader(io.StringIO(data.decode()))) for name, data in made.items() if ".csv" in name}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tables(tmp_path_factory.mktemp("doses"))


def one(rows: list[dict[str, str]], **values: str) -> dict[str, str]:
    (row,) = [row for row in rows if all(row[name] == value for name, value in values.items())]
    return row


def test_arms_of_a_study_of_three_count_once_when_combined(found: Tables) -> None:
    row = one(found["combined_dichotomous.csv"], variable="death")
    assert (row["arm1"], row["arm2"]) == ("high+low", "placebo")
    assert [row[name] for name in ("ai", "bi", "n1i", "ci", "di", "n2i")] == ["7", "55", "62", "7", "21", "28"]
    assert "events of groups combined: Σx, with x1 = 3, x2 = 4 (Cochrane Handbook" in row["derived"]
    assert row["route"] == "table1.death.high table1.death.low table1.death.placebo"
    pairs = [(row["arm1"], row["arm2"]) for row in found["contrasts_dichotomous.csv"]]
    assert pairs == [("high", "placebo"), ("low", "placebo")]


def test_means_and_sds_are_combined_as_the_handbook_does(found: Tables) -> None:
    row = one(found["combined_continuous.csv"], variable="albumin", timepoint="")
    groups = [(30, 31.0, 3.0), (32, 32.0, 4.0)]
    assert isclose(float(row["m1i"]), float(conversions.combined_mean(groups)), rel_tol=1e-9)
    assert isclose(float(row["sd1i"]), float(conversions.combined_sd(groups)), rel_tol=1e-9)
    assert (row["n1i"], row["m2i"], row["sd2i"], row["n2i"]) == ("62", "30", "3.5", "28")
    assert "SD of groups combined" in row["derived"]


def test_arms_that_are_part_of_each_other_are_not_combined(tmp_path: Path) -> None:
    rows = tables(tmp_path, placebo_of="low")["combined_dichotomous.csv"]
    assert rows == []


def test_means_without_spread_have_the_sd_that_the_t_test_tells(found: Tables) -> None:
    row = one(found["contrasts_continuous.csv"], variable="bun", arm1="high", timepoint="")
    error = conversions.se_from_p(6.1 - 7.0, 0.008, 56)
    expected = float(error) / sqrt(1 / 30 + 1 / 28)
    assert row["sd1i"] == row["sd2i"]
    assert isclose(float(row["sd1i"]), expected, rel_tol=1e-9)
    assert row["refused"] == ""
    assert row["derived"].startswith("SE from p then pooled SD from SE: |difference|/t; se/√(1/n1 + 1/n2)")


def test_a_p_that_is_a_bound_tells_no_sd(found: Tables) -> None:
    row = one(found["contrasts_continuous.csv"], variable="age", arm1="high")
    assert (row["sd1i"], row["sd2i"]) == ("", "")
    assert row["refused"]


@pytest.mark.parametrize("test", ["Mann-Whitney", "ANCOVA"])
def test_a_p_of_another_test_tells_no_sd(tmp_path: Path, test: str) -> None:
    row = one(tables(tmp_path, test)["contrasts_continuous.csv"], variable="bun", arm1="high", timepoint="")
    assert (row["sd1i"], row["sd2i"]) == ("", "")


def test_a_paired_t_test_tells_the_correlation(found: Tables) -> None:
    row = one(found["changes.csv"], variable="albumin", group="high")
    spread = float(conversions.se_from_p(3.0, 0.001, 29)) * sqrt(30)
    assert isclose(float(row["ri"]), (9 + 9 - spread**2) / 18, rel_tol=1e-9)
    assert isclose(float(conversions.change_sd(3.0, 3.0, float(row["ri"]))), spread, rel_tol=1e-9)
    assert "SE from p then SD from SE then correlation from SD of change" in row["derived"]


def test_a_correlation_that_cannot_be_is_left_blank(found: Tables) -> None:
    row = one(found["changes.csv"], variable="bun", group="high")
    assert (row["ri"], row["sd1i"], row["sd2i"]) == ("", "1.2", "1")


def test_means_that_were_estimated_from_quartiles_have_no_correlation(found: Tables) -> None:
    row = one(found["changes.csv"], variable="crp", group="high")
    assert row["sd1i"]
    assert row["ri"] == ""


def test_a_ratio_without_an_interval_has_the_standard_error_that_p_tells(found: Tables) -> None:
    row = one(found["effects.csv"], variable="death")
    assert (row["measure"], row["estimate"], row["ci_low"], row["p"]) == ("RR", "0.4", "", "0.03")
    assert isclose(float(row["yi"]), log(0.4), rel_tol=1e-9)
    assert isclose(float(row["sei"]), abs(log(0.4)) / 2.17009, rel_tol=1e-5)
    assert row["derived"].startswith("SE from p: |difference|/t")


def test_a_mean_difference_too_and_a_bound_is_refused_with_its_reason(found: Tables) -> None:
    row = one(found["effects.csv"], variable="bun")
    assert isclose(float(row["sei"]), 0.9 / 2.65207, rel_tol=1e-5)
    bound = one(found["effects.csv"], variable="albumin")
    assert (bound["sei"], bound["refused"]) == ("", "p < 0.05 is a bound, not a number")
