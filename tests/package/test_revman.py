"""The files for RevMan: its own column names, results by arm with their footnotes, references before the results."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from msccurate.package.revman import ARMS, RESULTS
from tests.package.made import files
from tests.package.trial import trial

COLUMNS = Path(__file__).parents[3] / "shared" / "reference" / "revman_columns.csv"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return files(trial(tmp_path_factory.mktemp("trial")), "revman")


def rows(made: dict[str, bytes], name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(made[name].decode())))


def of(results: Rows, outcome: str, arm: str) -> dict[str, str]:
    (found,) = [row for row in results if row["Outcome"] == outcome and row["Arm"] == arm and not row["Reference arm"]]
    return found


def test_the_arms(made: dict[str, bytes]) -> None:
    assert [(row["Study"], row["Arm"], row["Description"]) for row in rows(made, "study-arms.csv")] == [
        ("Doe 2021", "cells", "experimental"),
        ("Doe 2021", "placebo", "control"),
    ]


def test_events_of_patients_by_arm(made: dict[str, bytes]) -> None:
    row = of(rows(made, "study-results.csv"), "Death", "cells")
    assert (row["Data type"], row["Cases"], row["Sample size"], row["Mean"]) == ("Dichotomous", "4", "40", "")


def test_means_by_arm_in_the_unit_of_the_codebook_with_their_footnotes(made: dict[str, bytes]) -> None:
    results = rows(made, "study-results.csv")
    row = of(results, "Temperature (Cel)", "placebo")
    assert (row["Data type"], row["Mean"], row["SD"], row["Sample size"]) == ("Continuous", "38", "0.5", "38")
    albumin = of(results, "Albumin (g/L)", "cells")
    assert albumin["SD"] == "3.16227766"
    assert "SD from SE" in albumin["Footnotes"]
    skewed = of(results, "C-reactive protein (mg/L), day7", "cells")
    assert skewed["Mean"] == ""
    assert "skewed distribution" in skewed["Footnotes"]


def test_a_printed_hazard_ratio_is_an_effect_of_two_arms(made: dict[str, bytes]) -> None:
    (row,) = [row for row in rows(made, "study-results.csv") if row["Reference arm"]]
    assert (row["Effect measure"], row["Arm"], row["Reference arm"]) == ("Hazard Ratio", "cells", "placebo")
    assert [row[name] for name in ("Exp mean", "Exp CI start", "Exp CI end", "CI level")] == [
        "0.55",
        "0.28",
        "1.06",
        "0.95",
    ]


def test_the_references_are_read_by_rispy(made: dict[str, bytes]) -> None:
    rispy = pytest.importorskip("rispy")
    (reference,) = rispy.loads(made["references.ris"].decode())
    assert (reference["title"], reference["authors"], reference["year"]) == (
        "Cells against placebo",
        ["Doe, J"],
        "2021",
    )
    assert (reference["doi"], reference["id"]) == ("10.1000/trial", "Doe 2021")


def test_the_readme_says_what_could_not_be_tried(made: dict[str, bytes]) -> None:
    assert "no RevMan was at hand" in made["README.md"].decode()


def test_the_columns_are_those_of_revman() -> None:
    if not COLUMNS.is_file():
        pytest.skip("the reference is not here")
    with COLUMNS.open(encoding="utf-8") as file:
        known = {row["file"].split()[0]: row["columns_in_order"].split(", ") for row in csv.DictReader(file)}
    assert list(ARMS) == known["study-arms.csv"]
    assert list(RESULTS) == known["study-results.csv"]
