"""The files for metafor: escalc's own column names, converted values with their trail, refusals with their reason."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from msccurate.package.metafor import CONTINUOUS, DICHOTOMOUS
from msccurate.tables.curation import Curated
from tests.package.made import files
from tests.package.trial import trial

COLUMNS = Path(__file__).parents[3] / "shared" / "reference" / "escalc_columns.csv"

Tables = dict[str, list[dict[str, str]]]


def read(made: dict[str, bytes]) -> Tables:
    return {name: list(csv.DictReader(io.StringIO(data.decode()))) for name, data in made.items() if ".csv" in name}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read(files(trial(tmp_path_factory.mktemp("trial")), "metafor"))


def one(rows: list[dict[str, str]], variable: str) -> dict[str, str]:
    (found,) = [row for row in rows if row["variable"] == variable]
    return found


def test_a_table_of_two_by_two(tables: Tables) -> None:
    row = one(tables["contrasts_dichotomous.csv"], "death")
    assert [row[name] for name in ("ai", "bi", "n1i", "ci", "di", "n2i")] == ["4", "36", "40", "7", "31", "38"]
    assert (row["study"], row["slab"], row["arm1"], row["arm2"]) == ("doe2021", "Doe J, 2021", "cells", "placebo")


def continuous(row: dict[str, str]) -> list[str]:
    return [row[name] for name in ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")]


def test_means_and_sds_come_in_the_unit_of_the_codebook(tables: Tables) -> None:
    rows = tables["contrasts_continuous.csv"]
    cells = one(rows, "lymphocytes")
    assert (cells["unit"], continuous(cells)) == ("10*9/L", ["1.2", "0.3", "40", "1.1", "0.28", "38"])
    warm = one(rows, "temperature")
    assert (warm["unit"], continuous(warm)) == ("Cel", ["37", "1", "40", "38", "0.5", "38"])


def test_a_standard_error_becomes_a_standard_deviation_and_says_how(tables: Tables) -> None:
    row = one(tables["contrasts_continuous.csv"], "albumin")
    assert continuous(row) == ["31", "3.16227766", "40", "30", "3.698648402", "38"]
    assert "SD from SE: se·√n, with se = 0.5, n = 40 (Cochrane Handbook" in row["derived"]


def test_skewed_quartiles_are_not_converted_and_the_row_says_why(tables: Tables) -> None:
    arms = {row["group"]: row for row in tables["arms.csv"] if row["variable"] == "crp"}
    assert (arms["cells"]["mi"], arms["cells"]["sdi"]) == ("", "")
    assert "skewed distribution (Shi 2023)" in arms["cells"]["refused"]
    assert (arms["placebo"]["refused"], f"{float(arms['placebo']['mi']):.2f}") == ("", "30.36")
    assert "Luo 2018" in arms["placebo"]["derived"]
    assert "Wan 2014" in arms["placebo"]["derived"]


def test_a_hazard_ratio_comes_with_the_standard_error_of_its_logarithm(tables: Tables) -> None:
    row = one(tables["effects.csv"], "death")
    assert (row["measure"], row["estimate"]) == ("HR", "0.55")
    assert (f"{float(row['yi']):.4f}", f"{float(row['sei']):.4f}") == ("-0.5978", "0.3396")


def test_the_curated_value_is_the_one_that_is_pooled(tmp_path: Path) -> None:
    """Death is printed as 4/40 (15.0%): the percentage is right, says the adjudication, and the count is 6."""
    settled = (
        "deaths: {rule: PCT01, route: table1.death.cells#percent, verdict: source-error, reason: asked, by: b,"
        " date: 2026-11-24, value: 6/40 (15.0%)}\n"
    )
    made = read(files(trial(tmp_path, settled, death="4/40 (15.0%)"), "metafor"))
    row = one(made["contrasts_dichotomous.csv"], "death")
    assert (row["ai"], row["bi"], row["adjudicated"]) == ("6", "34", "TRUE")


def test_the_curated_size_of_a_group_is_in_the_tables_and_pooled(tmp_path: Path) -> None:
    """40 patients got cells, says the document; 44, says an adjudication."""
    made = trial(tmp_path)
    corpora = [one.curated({("doe2021", "first", "groups.cells.n"): Curated("44")}) for one in made.corpora()]
    groups = {row["group"]: (row["n"], row["curated_value"]) for one in corpora for row in one.tables["groups"]}
    assert (groups["cells"], groups["placebo"]) == ((40, "44"), (38, None))
    pooled = replace(made, corpora=lambda: corpora)
    row = one(read(files(pooled, "metafor"))["contrasts_continuous.csv"], "lymphocytes")
    assert (row["n1i"], row["n2i"], row["adjudicated"]) == ("44", "38", "TRUE")


def test_the_columns_are_those_that_escalc_expects() -> None:
    if not COLUMNS.is_file():
        pytest.skip("the reference is not here")
    with COLUMNS.open(encoding="utf-8") as file:
        wanted = {row["measure_group"]: row["required_columns"].split() for row in csv.DictReader(file)}
    assert set(wanted["two groups, dichotomous"]) <= set(DICHOTOMOUS)
    assert set(wanted["two groups, continuous"]) <= set(CONTINUOUS)
