"""`msccurate render --site`: write the pages that changed, delete those of ours that are no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from msccurate.cli.write import write
from msccurate.review import Report
from msccurate.review.units import Setting

if TYPE_CHECKING:
    from msccurate.render.documentpages import Made
    from msccurate.render.site import SitePage
    from msccurate.review.engine import Tell


def write_site(report: Report, setting: Setting, page: SitePage, jobs: int, tell: Tell) -> None:
    """Write the site to `out/site/`. A file there that no run of ours has written is left alone.

    Raises TemplateFault, and WorkerLost if a process is lost.
    """
    from msccurate.render.documentpages import file_digest, manifest, read_manifest
    from msccurate.render.site import FOLDER, MANIFEST

    folder = setting.root / FOLDER
    before = read_manifest(_content(folder / MANIFEST))
    every = {}
    written = 0
    for one in _pages(report, setting, page, before, jobs, tell):
        for path, content in one.content.items():
            if file_digest(folder / path) != one.files[path]:
                write(folder / path, content)
                written += 1
        every[one.name] = replace(one, content={})
    ours = {path for one in every.values() for path in one.files}
    for path in sorted({path for one in before.values() for path in one.files} - ours):
        _delete(folder, path)
    write(folder / MANIFEST, manifest(every.values()))
    tell("")
    typer.echo(f"{FOLDER}/index.html")
    typer.echo(f"{written} of {len(ours)} files written", err=True)


def _pages(
    report: Report, setting: Setting, page: SitePage, before: Mapping[str, Made], jobs: int, tell: Tell
) -> Iterator[Made]:
    """The pages of all documents that have one, then the overview, which leads to them."""
    from msccurate.render.documentpages import made, subjects
    from msccurate.render.site import overview_page

    every = {one.name: one for one in subjects(report, setting.root)}
    specs = []
    for one in made(setting, every.values(), page, before, jobs, tell):
        if one.files:
            specs.append(every[one.name].path)
            yield one
    yield overview_page(report, setting.root, specs)


def _delete(folder: Path, path: str) -> None:
    """Delete a file that the manifest names, if it lies in the site; and its folder, if that is empty then."""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        return
    file.unlink()
    if file.parent != folder and not any(file.parent.iterdir()):
        file.parent.rmdir()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
