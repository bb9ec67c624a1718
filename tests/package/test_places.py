"""Places that are not ours, full or taken away half way: nothing half-written, nothing foreign deleted, clear words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from platform import node

import pytest

from msccurate.cli.ending import ended_tidily
from msccurate.package import PackageError, Target, write_archive, write_folder, writer
from tests.package.made import export_of
from tests.projects import ROOT, Run, make_project
from tests.tables.study import schemas, study

OURS = writer(export_of(study(), schemas()))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def limited(root: Path, *arguments: str, largest: int) -> subprocess.CompletedProcess[str]:
    """`msccurate` on a disk on which no file can grow beyond so many bytes."""
    code = (
        "import resource, sys; from msccurate.cli import main;"
        f" resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}));"
        " sys.argv = ['msccurate', *sys.argv[1:]]; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments, "--root", str(root)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("format", ["frictionless", "parquet", "sqlite", "duckdb"])
def test_a_full_disk_leaves_the_old_export(run: Run, tmp_path: Path, format: str) -> None:
    root = make_project(tmp_path / "project")
    assert run(root, "export", "--to", format).status == 0
    before = content(root)
    full = limited(root, "export", "--to", format, largest=1_000)
    assert full.returncode == 2
    assert "cannot be written" in full.stderr
    assert full.stderr.count("\n") == 1, full.stderr
    assert content(root) == before


def test_a_disk_that_is_full_before_there_are_tables(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    full = limited(root, "export", largest=100)
    assert full.returncode == 2
    assert "the tables cannot be written: File too large" in full.stderr
    assert not (root / "out").exists()


@pytest.mark.parametrize("option", [("--output", "/proc/package"), ("--zip", "/proc/package.zip")])
def test_a_place_that_nobody_may_write_to(run: Run, tmp_path: Path, option: tuple[str, str]) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("there is no /proc")
    ran = run(make_project(tmp_path), "export", *option)
    assert ran.status == 2
    assert f"{option[1]}: the package cannot be written: " in ran.err


def interrupted(target: Target) -> None:
    OURS(target)
    raise KeyboardInterrupt


def told_to_stop(target: Target) -> None:
    OURS(target)
    os.kill(os.getpid(), signal.SIGTERM)


def test_an_interrupted_run_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    for _ in ("nothing is there", "a package is there"):
        before = content(tmp_path)
        with pytest.raises(KeyboardInterrupt):
            write_folder(folder, interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_archive(tmp_path / "package.zip", interrupted)
        with pytest.raises(SystemExit, match="143"), ended_tidily():
            write_folder(folder, told_to_stop)
        assert content(tmp_path) == before
        write_folder(folder, OURS)


def test_what_a_killed_run_left_goes_with_the_next_one(tmp_path: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path;"
        " from tests.package.test_places import OURS; from msccurate.package import write_folder;"
        f" write_folder(Path({str(tmp_path / 'package')!r}),"
        " lambda target: (OURS(target), os.kill(os.getpid(), signal.SIGKILL)))"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == 1
    assert left[0].startswith(".package.")
    (tmp_path / f".package.{node()}.{os.getppid()}.part").mkdir()
    (tmp_path / ".package.theirs.part").mkdir()
    write_folder(tmp_path / "package", OURS)
    expected = [f".package.{node()}.{os.getppid()}.part", ".package.theirs.part", "package"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(expected), "what may be of a run that lives stays"


def test_a_folder_in_the_place_of_a_file_is_named_before_anything_moves(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    write_folder(folder, OURS)
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()
    (folder / "claims.csv" / "mine.txt").write_text("mine", encoding="utf-8")
    before = content(tmp_path)
    tables = study()
    tables["groups"][0]["n"] = 30
    with pytest.raises(PackageError, match=r"claims\.csv is a folder, where a file of the package is to be"):
        write_folder(folder, writer(export_of(tables, schemas())))
    assert content(tmp_path) == before
