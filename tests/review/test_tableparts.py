"""The tables of a project in parts: the same as when it is read whole, and made again only where they must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from msccurate.package import Export, load_metadata, reviewed_in_parts
from msccurate.package.errors import PackageError
from msccurate.review import tableparts
from msccurate.review.cache import Cache
from msccurate.review.tableparts import table_parts
from msccurate.review.units import Asked, Setting
from msccurate.rules import default_rules
from msccurate.tables import Corpus
from tests.package.made import files, reviewed_export
from tests.projects import ROOT, Run, make_project, own_project

FORMATS = ("frictionless", "json", "parquet", "sqlite", "metafor", "revman", "tables")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msccurate.review.units.PART", 3)
    monkeypatch.setattr(tableparts, "AT_ONCE", 2)


def in_parts(root: Path, own: Path, jobs: int = 1) -> Export:
    setting = Setting(root, tuple(map(Asked.of, default_rules())))
    return reviewed_in_parts(setting, Cache.of(root), own, jobs, metadata=load_metadata(root))


@pytest.fixture(scope="module")
def whole() -> dict[str, dict[str, bytes]]:
    export = reviewed_export(ROOT)
    return {format: files(export, format) for format in FORMATS}


def test_all_formats_are_the_same_as_of_the_whole_project(tmp_path: Path, whole: dict[str, dict[str, bytes]]) -> None:
    """Curated values, findings and adjudications of this repository included."""
    root = own_project(tmp_path / "project")
    export = in_parts(root, tmp_path, jobs=2)
    assert len(export.tables.found["measurements"]) == 3
    for format, expected in whole.items():
        assert files(export, format) == expected, format


def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A list to which every part is added that is made from now on."""
    found: list[Path] = []
    write = tableparts.write

    def written(corpus: Corpus, folder: Path) -> None:
        found.append(folder)
        write(corpus, folder)

    monkeypatch.setattr(tableparts, "write", written)
    return found


def test_a_part_is_made_again_when_one_of_its_files_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, folder = own_project(tmp_path / "project"), tmp_path / "tables"
    setting = Setting(root, ())
    new = made(monkeypatch)
    table_parts(setting, folder)
    assert len(new) == 3
    table_parts(setting, folder)
    assert len(new) == 3
    spec = min((root / "specs").glob("*.yaml"))
    spec.write_text(spec.read_text(encoding="utf-8") + "# looked at\n", encoding="utf-8")
    table_parts(setting, folder)
    assert len(new) == 4
    source = min((root / "seeds").glob("*.txt"))
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    table_parts(setting, folder)
    assert len(new) == 5
    (root / "curation" / "units.yaml").write_text(
        (root / "curation" / "units.yaml").read_text(encoding="utf-8") + "# looked at\n", encoding="utf-8"
    )
    table_parts(setting, folder)
    assert len(new) == 8
    assert len(list(folder.iterdir())) == 3, "parts that nothing needs any more go"


def test_a_damaged_part_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting(make_project(tmp_path / "project"), ())
    table_parts(setting, tmp_path / "tables")
    new = made(monkeypatch)
    next((tmp_path / "tables").glob("*/part.json")).write_text("{", encoding="utf-8")
    table_parts(setting, tmp_path / "tables")
    assert len(new) == 1


def test_where_the_project_can_keep_nothing_the_tables_are_made_elsewhere(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / ".msccurate").symlink_to(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    assert in_parts(root, own).tables.count("documents") == 1
    assert [path.name for path in own.iterdir()] == ["tables"]


def test_what_is_kept_is_forgotten_with_the_cache(run: Run, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    assert run(root, "export").status == 0
    assert list((root / tableparts.FOLDER).iterdir())
    assert run(root, "cache", "clear").status == 0
    assert not (root / tableparts.FOLDER).exists()
    assert run(root, "export", "--check").status == 0


def test_rows_that_do_not_fit_their_schema_are_refused(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", ("{by: curator-a}", "{by: curator-a, date: 2026-02-30}"))
    with pytest.raises(PackageError, match=r"do not fit their schemas, first of 1: `2026-02-30` .* is no date"):
        in_parts(root, tmp_path)


@pytest.mark.parametrize("damage", ["cut off", "gone", "a byte"])
def test_a_part_with_a_damaged_table_is_made_again(tmp_path: Path, damage: str) -> None:
    root = own_project(tmp_path / "project")
    setting = Setting(root, tuple(map(Asked.of, default_rules())))
    path = table_parts(setting, tmp_path / "parts").found["measurements"][0]
    assert isinstance(path, Path)
    good = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "a byte":
        path.write_bytes(good[:300] + bytes([good[300] ^ 1]) + good[301:])
    else:
        path.write_bytes(good[:900])
    table_parts(setting, tmp_path / "parts")
    assert path.read_bytes() == good
