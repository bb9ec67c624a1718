"""The site of many documents: how large it is, and how long it takes to render all of it, and one changed document.

    python -m tests.benchmarks.site [--documents N] [--jobs N] [--plots]

The project is that of `tests.benchmarks.corpus`. It is checked first, which is timed apart. Each time after that is of
all that `msccurate render --site` does once it has started (half a second): taking what was checked from the cache,
checking what changed, and making pages (and with `--plots` pictures), written to a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from msccurate.cli.site import write_site
from msccurate.render.site import FOLDER, SitePage
from msccurate.review import Report, engine
from msccurate.review.cache import Cache
from msccurate.review.units import Asked, Setting
from msccurate.rules import default_rules
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


def measure(folder: Path, documents: int, jobs: int, plots: bool) -> Figures:
    """Write a project, check it, and render it three times: all of it, nothing changed, one document changed."""
    corpus.write(folder, documents, with_errors=documents // 20)
    setting = Setting(folder, tuple(map(Asked.of, default_rules())))
    cache = Cache.of(folder)

    def check() -> Report:
        return engine.check(setting, cache, engine.Labour(jobs))

    def site() -> float:
        begun = perf_counter()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            write_site(check(), setting, SitePage(plots), jobs, engine.silent)
        return perf_counter() - begun

    begun = perf_counter()
    check()
    checked = perf_counter() - begun
    rendered, again = site(), site()
    first = min((folder / "specs").iterdir())
    first.write_text(first.read_text(encoding="utf-8") + "\n# looked at again\n", encoding="utf-8")
    changed = site()
    files = [path for path in (folder / FOLDER).rglob("*") if path.is_file()]
    return Figures(checked, rendered, again, changed, len(files), sum(path.stat().st_size for path in files))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--plots", action="store_true", help="draw the pictures as well")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = measure(Path(folder) / "project", arguments.documents, arguments.jobs, arguments.plots)
    print(f"{arguments.documents} documents, checked in {found.checked:.1f} s by {arguments.jobs} processes")
    print(f"site: {found.files} files, {found.bytes / 1e6:.1f} MB")
    print(
        f"all pages: {found.rendered:.1f} s; nothing changed: {found.again:.2f} s; one changed: {found.changed:.2f} s"
    )


if __name__ == "__main__":
    main()
