"""The data package of many documents: seconds and memory of making its tables, of validating and of writing them.

    python -m tests.benchmarks.package [--documents N] [--copies K] [--jobs J] [--to FORMAT]

The project is that of `tests.benchmarks.corpus`. Its tables are made in parts, as an export makes them; `--copies` then
puts K copies of every part, each of other documents, in its place: 3 million cells without checking 10,000 documents.
What writes and validates is the program's own code. Each phase is a process of its own, its memory that of all its
processes; seconds are those on the clock, `cpu` those of processors. The check of the documents is measured elsewhere
(`tests.benchmarks.speed`); no findings are in the package.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars

from msccurate.package import Export, PackageMetadata, write_folder, writer
from msccurate.review.tableparts import CORE, table_parts
from msccurate.review.units import Setting
from msccurate.tables.parts import Parts, write_part
from msccurate.tables.partwise import first_violations
from msccurate.tables.schemafiles import load_schemas
from tests.benchmarks import corpus
from tests.benchmarks.speed import Figure, _run

#: Names of the folders of a run.
PROJECT, TABLES, PARTS, COPIES, PACKAGE = "project", "tables", "parts.txt", "copies", "package"
SAID = "said.txt"


def make(folder: Path, jobs: int) -> None:
    """The tables of the project, in parts."""
    tables = table_parts(Setting(folder / PROJECT, ()), folder / TABLES, jobs)
    parts = [one.parent.name for one in tables.found["documents"] if isinstance(one, Path)]
    (folder / PARTS).write_text("\n".join(parts), encoding="utf-8")


def copy(folder: Path, copies: int) -> None:
    """So many copies of every part, of documents with other names."""
    (folder / COPIES).mkdir()
    parts = [folder / TABLES / name for name in (folder / PARTS).read_text(encoding="utf-8").splitlines()]
    for number in range(copies):
        name = f"copy{number:04}"
        for position, part in enumerate(parts):
            for table in CORE:
                frame = polars.read_parquet(part / f"{table}.parquet")
                renamed = [(name + polars.col(one)).alias(one) for one in ("document", "path") if one in frame.columns]
                write_part(frame.with_columns(renamed), folder / COPIES / f"{table}.{number:04}.{position:04}.parquet")


def tables_of(folder: Path) -> Parts:
    """The tables of all copies."""
    found = {table: sorted((folder / COPIES).glob(f"{table}.[0-9]*")) for table in CORE}
    return Parts(load_schemas(folder / PROJECT), {**found, "variables": found["variables"][:1]})


def validate(folder: Path) -> None:
    """Every part against its schemas, keys across parts included."""
    wrong = first_violations(tables_of(folder))
    assert not wrong, wrong[0].words


def write(folder: Path, format: str) -> None:
    """The files of the package, and what frictionless reads of them."""
    written = write_folder(folder / PACKAGE, writer(Export(tables_of(folder), PackageMetadata()), format))
    (folder / SAID).write_text("\n".join(written.said), encoding="utf-8")


def measure(folder: Path, documents: int, copies: int, jobs: int, format: str) -> dict[str, Figure]:
    """Seconds and peak memory of each phase, for so many copies of so many documents."""
    corpus.write(folder / PROJECT, documents, jobs=jobs)
    figures = {"making the tables": _phase("make", folder, jobs, format)}
    copy(folder, copies)
    figures["validating"] = _phase("validate", folder, jobs, format)
    figures["writing"] = _phase("write", folder, jobs, format)
    return figures


def _phase(name: str, folder: Path, jobs: int, format: str) -> Figure:
    mine = ["--phase", name, "--folder", str(folder), "--jobs", str(jobs), "--to", format]
    figure = _run([sys.executable, "-m", "tests.benchmarks.package", *mine])
    if not (folder / f"{name}.done").exists():
        raise RuntimeError(f"the phase `{name}` failed: python -m tests.benchmarks.package {' '.join(mine)}")
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--to", default="frictionless", metavar="FORMAT")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--phase", choices=("make", "validate", "write"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.phase:
        {
            "make": lambda: make(given.folder, given.jobs),
            "validate": lambda: validate(given.folder),
            "write": lambda: write(given.folder, given.to),
        }[given.phase]()
        (given.folder / f"{given.phase}.done").touch()
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = measure(folder, given.documents, given.copies, given.jobs, given.to)
        tables, files = tables_of(folder), list((folder / PACKAGE).iterdir())
        rows = {table: tables.count(table) for table in CORE}
        size, said = sum(path.stat().st_size for path in files), (folder / SAID).read_text(encoding="utf-8")
    cells = sum(rows[one] for one in ("measurements", "comparisons", "reference_ranges"))
    many = f"{rows['documents']:,} documents, {cells:,} cells, {sum(rows.values()):,} rows"
    print(f"{many}; {given.to}: {len(files)} files, {size / 1e6:,.0f} MB")
    for name, one in figures.items():
        print(f"{name}: {one['seconds']:.1f} s, cpu {one['cpu']:.1f} s, peak {one['peak_mib']:,.0f} MiB")
    print(said)


if __name__ == "__main__":
    main()
