"""The peers' own cases, where they lie beside the repository."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "reference" / "peers"


def cases(name: str) -> list[dict[str, str]]:
    """The rows of a file of cases; skips the test where there is none."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the peers' cases are not part of the repository")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(check: str) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """The published examples of a check: its inputs and the row."""
    return [(json.loads(row["inputs"]), row) for row in cases("published_examples") if row["check"] == check]


def wrong(rows: list[dict[str, str]], answers: list[bool | None], truth: str) -> list[dict[str, str]]:
    """The cases answered wrongly. What cannot be tested is possible, whatever the mean."""
    pairs = zip(rows, answers, strict=True)
    return [row for row, answer in pairs if (answer is not False) != (row[truth] == "TRUE")]
