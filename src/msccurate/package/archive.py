"""An export as one ZIP file, the same bytes from run to run and machine to machine."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

#: The earliest time that a ZIP file can hold: there is no clock in our output.
_TIME = (1980, 1, 1, 0, 0, 0)


def zipped(folder: Path, to: Path) -> None:
    """The files of a folder in one archive, in the order of their names.

    Stored and not compressed, because libraries that compress differ from machine to machine; times, rights and the
    system that made it are fixed.
    """
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            with path.open("rb") as file, archive.open(entry(path.name, path.stat().st_size), "w") as inside:
                shutil.copyfileobj(file, inside, 1_000_000)


def entry(name: str, size: int = 0) -> zipfile.ZipInfo:
    """The entry of a file, without anything that changes from run to run."""
    one = zipfile.ZipInfo(name, _TIME)
    one.create_system = 3
    one.external_attr = 0o644 << 16
    one.file_size = size
    return one
