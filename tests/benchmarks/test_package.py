"""A small run of the package's benchmark."""

from __future__ import annotations

from pathlib import Path

import frictionless

from tests.benchmarks import package


def test_a_package_of_copies_is_written_and_valid(tmp_path: Path) -> None:
    found = package.measure(tmp_path, documents=2, copies=3, jobs=1, format="frictionless")
    assert list(found) == ["making the tables", "validating", "writing"]
    assert package.tables_of(tmp_path).count("documents") == 6
    assert frictionless.Package(str(tmp_path / package.PACKAGE / "datapackage.json")).validate().valid
