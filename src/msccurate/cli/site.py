"""`msccurate render --site`: write the pages that changed, delete those of ours that are no more."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import typer

from msccurate.cli.errors import UsageError
from msccurate.cli.progress import progress
from msccurate.cli.write import write
from msccurate.review import Reviewed

FOLDER = "out/site"


def write_site(reviewed: Reviewed, root: Path, draws: bool | None = None) -> None:
    """Write the site to `out/site/`. A file there that no run of ours has written is left alone.

    `draws` says whether pictures are drawn (default: whether matplotlib is there).
    """
    from msccurate.render.environment import TemplateFault
    from msccurate.render.site import MANIFEST, Pages, made, manifest, read_manifest, subjects

    folder = root / FOLDER
    before = read_manifest(_text(folder / MANIFEST))
    pages: dict[str, tuple[str, dict[str, str]]] = {}
    written = 0
    tell = progress()
    corpus = reviewed.corpus
    every = made(
        reviewed.report,
        corpus.curations,
        corpus.project.codebook,
        subjects(corpus.documents),
        root,
        before,
        lambda path, was: _hash(folder / path) == was,
        draws,
    )
    try:
        for number, one in enumerate(every, 1):
            tell(f"rendering {one.page} ({number})")
            hashes = dict(one.kept)
            for path, content in one.files.items():
                hashes[path] = sha256(content).hexdigest()
                if _hash(folder / path) != hashes[path]:
                    write(folder / path, content)
                    written += 1
            pages[one.page] = (one.inputs, hashes)
    except TemplateFault as fault:
        raise UsageError(str(fault)) from None
    finally:
        tell("")
    kept: Pages = pages
    ours = {path for _, hashes in kept.values() for path in hashes}
    for path in sorted({path for _, hashes in before.values() for path in hashes} - ours):
        _delete(folder, path)
    write(folder / MANIFEST, manifest(kept))
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


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
