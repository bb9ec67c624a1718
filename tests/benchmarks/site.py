"""The site of many documents: how large it is, and how long it takes to render all of it, and one changed document.

    python -m tests.benchmarks.site [--documents N] [--plots]

The project is that of `tests.benchmarks.corpus`. Loading and checking it is timed apart; what is rendered are the pages
(and with `--plots` the pictures), written to a temporary folder.
"""

from __future__ import annotations

import argparse
import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from msccurate.cli.site import write_site
from msccurate.render.site import FOLDER
from msccurate.review import Reviewed, review
from msccurate.tables import Document, load_project
from msccurate.tables.project import Reader
from tests.benchmarks import corpus


@dataclass(frozen=True)
class Figures:
    """Seconds, files and bytes."""

    checked: float
    rendered: float
    again: float
    changed: float
    files: int
    bytes: int


def measure(folder: Path, documents: int, plots: bool) -> Figures:
    """Write a project, check it, and render it three times: all of it, nothing changed, one document changed."""
    corpus.write(folder, documents, with_errors=documents // 20)
    begun = perf_counter()
    reviewed = review(load_project(folder))
    checked = perf_counter() - begun
    rendered, again = _seconds(reviewed, folder, plots), _seconds(reviewed, folder, plots)
    changed = _seconds(_one_changed(reviewed, folder), folder, plots)
    files = [path for path in (folder / FOLDER).rglob("*") if path.is_file()]
    return Figures(checked, rendered, again, changed, len(files), sum(path.stat().st_size for path in files))


def _seconds(reviewed: Reviewed, folder: Path, plots: bool) -> float:
    begun = perf_counter()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        write_site(reviewed, folder, plots)
    return perf_counter() - begun


def _one_changed(reviewed: Reviewed, folder: Path) -> Reviewed:
    """The same review after a word was changed in the first spec."""
    path = folder / reviewed.corpus.documents[0].spec.path
    path.write_text(path.read_text(encoding="utf-8") + "\n# looked at again\n", encoding="utf-8")
    first: Document = Reader.of(folder).document(path)
    project = reviewed.corpus.project
    project = replace(project, documents=(first, *project.documents[1:]))
    return replace(reviewed, corpus=replace(reviewed.corpus, project=project))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--plots", action="store_true", help="draw the pictures as well")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = measure(Path(folder) / "project", arguments.documents, arguments.plots)
    print(f"{arguments.documents} documents, loaded and checked in {found.checked:.1f} s")
    print(f"site: {found.files} files, {found.bytes / 1e6:.1f} MB")
    print(
        f"all pages: {found.rendered:.1f} s; nothing changed: {found.again:.2f} s; one changed: {found.changed:.2f} s"
    )


if __name__ == "__main__":
    main()
