"""`msccurate render --site`: write the pages that changed, delete those of ours that are no more."""

from __future__ import annotations

from pathlib import Path

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.write import write
from msccurate.review import Reviewed


def write_site(reviewed: Reviewed, root: Path, draws: bool | None = None) -> None:
    """Write the site to `out/site/`. A file there that no run of ours has written is left alone.

    `draws` says whether pictures are drawn (default: whether matplotlib is there).
    """
    from msccurate.render.environment import TemplateFault
    from msccurate.render.site import FOLDER, MANIFEST, Made, file_digest, made, manifest, read_manifest, subjects

    folder = root / FOLDER
    before = read_manifest(_text(folder / MANIFEST))
    corpus = reviewed.corpus
    loaded = {document.spec.path: document for document in corpus.documents}
    every = subjects(root, lambda path: loaded[path.relative_to(root).as_posix()])
    pages: dict[str, Made] = {}
    written = 0
    tell = progress()
    try:
        codebook = corpus.project.codebook
        for number, one in enumerate(made(reviewed.report, corpus.curations, codebook, every, root, before, draws), 1):
            tell(f"rendering {one.page} ({number})")
            for path, content in one.content.items():
                if file_digest(folder / path) != one.files[path]:
                    write(folder / path, content)
                    written += 1
            pages[one.page] = one
    except TemplateFault as fault:
        raise UsageError(str(fault)) from None
    finally:
        tell("")
    ours = {path for one in pages.values() for path in one.files}
    for path in sorted({path for one in before.values() for path in one.files} - ours):
        _delete(folder, path)
    write(folder / MANIFEST, manifest(pages))
    typer.echo(f"{FOLDER}/index.html")
    typer.echo(f"{written} of {len(ours)} files written", err=True)


def _delete(folder: Path, path: str) -> None:
    """Delete a file that the manifest names, if it lies in the site; and its folder, if that is empty then."""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        return
    file.unlink()
    if file.parent != folder and not any(file.parent.iterdir()):
        file.parent.rmdir()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
