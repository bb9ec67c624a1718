"""A data package in its folder: written as a whole, and compared with what should be there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from msccurate.package.datapackage import DESCRIPTOR, GENERATOR, PackageError, package_files
from msccurate.package.metadata import PackageMetadata
from msccurate.tables.tableschema import Rows, TableSchema


def write_package(
    tables: Mapping[str, Rows],
    schemas: Mapping[str, TableSchema],
    metadata: PackageMetadata | None,
    folder: Path,
    standard: Literal["v1", "v2"] = "v2",
) -> list[str]:
    """Write the package into `folder`, and give the names of its files.

    Everything is written beside the folder first and then moved into place, the descriptor last. Files that an
    earlier package of ours left behind are removed if nobody changed them; other files are never touched. Raises
    PackageError for a folder that holds something else than a package of ours, and where writing fails.
    """
    files = package_files(tables, schemas, metadata, standard)
    try:
        _write(folder, files)
    except OSError as error:
        raise PackageError(f"{folder}: the package cannot be written: {error.strerror or error}") from None
    return list(files)


def check_package(
    tables: Mapping[str, Rows],
    schemas: Mapping[str, TableSchema],
    metadata: PackageMetadata | None,
    folder: Path,
    standard: Literal["v1", "v2"] = "v2",
) -> list[str]:
    """The names of the files in `folder` that are not what the tables would make: missing, changed or left behind."""
    files = package_files(tables, schemas, metadata, standard)
    stale = [name for name, content in files.items() if _content(folder / name) != content]
    return sorted({*stale, *_left_behind(folder, files)})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    _refuse_foreign(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = folder.parent / f".{folder.name}.{os.getpid()}.part"
    waiting.mkdir()
    try:
        for name, content in files.items():
            (waiting / name).write_bytes(content)
        if not folder.exists():
            waiting.replace(folder)
            return
        left_behind = _left_behind(folder, files)
        for name in sorted(files, key=lambda name: name == DESCRIPTOR):
            (waiting / name).replace(folder / name)
        for name in left_behind:
            (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise PackageError(f"{folder} is no folder of its own: name another place for the package")
    if folder.is_dir() and any(folder.iterdir()) and _descriptor(folder) is None:
        raise PackageError(f"{folder} holds other files and no package of ours: name an empty or new folder")


def _descriptor(folder: Path) -> dict[str, Any] | None:
    """The descriptor of a package of ours; None where there is none."""
    content = _content(folder / DESCRIPTOR)
    if content is None:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("generator") == GENERATOR else None


def _left_behind(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Files of an earlier package of ours, unchanged since, that the new one does not have."""
    resources = (_descriptor(folder) or {}).get("resources", [])
    found = []
    for one in resources if isinstance(resources, list) else ():
        name = str(one.get("path", "")) if isinstance(one, dict) else ""
        if not name.endswith(".csv") or "/" in name or "\\" in name or name in files:
            continue
        content = _content(folder / name)
        if content is not None and one.get("hash") == f"sha256:{sha256(content).hexdigest()}":
            found.append(name)
    return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
