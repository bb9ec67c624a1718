"""An export in its folder: written as a whole, and compared with what should be there.

`SHA256SUMS` lists every file with its digest (`sha256sum -c SHA256SUMS` verifies them). It also says that the folder is
ours: no folder without it is written into, and no file that it does not list, or that was changed since, is removed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msccurate.package.errors import PackageError

SUMS = "SHA256SUMS"
_HEAD = "# written by msccurate export"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[^/\\\n]+)")


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an export and the list of their digests."""
    lines = [f"{sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    return {**files, SUMS: ("\n".join([_HEAD, *lines]) + "\n").encode()}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write an export into `folder`, and give the names of its files.

    Everything is written beside the folder first and then moved into place. Files that an earlier export left behind
    are removed if nobody changed them; other files are never touched. Raises PackageError for a folder that holds
    something else than an export of ours, and where writing fails.
    """
    try:
        _write(folder, with_sums(files))
    except OSError as error:
        raise PackageError(f"{folder}: the package cannot be written: {error.strerror or error}") from None
    return list(files)


def stale_files(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """The names of the files in `folder` that are not what they should be: missing, changed or left behind."""
    wanted = with_sums(files)
    stale = [name for name, content in wanted.items() if _content(folder / name) != content]
    return sorted({*stale, *_left_behind(folder, wanted)})


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
        for name in files:  # the list of digests comes last
            (waiting / name).replace(folder / name)
        for name in left_behind:
            (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise PackageError(f"{folder} is no folder of its own: name another place for the package")
    if folder.is_dir() and any(folder.iterdir()) and _listed(folder) is None:
        raise PackageError(f"{folder} holds other files and no package of ours: name an empty or new folder")


def _listed(folder: Path) -> dict[str, str] | None:
    """Name and digest of every file of an export of ours; None where there is none."""
    lines = (_content(folder / SUMS) or b"").decode(errors="replace").splitlines()
    if not lines or lines[0] != _HEAD:
        return None
    matches = (_LINE.fullmatch(line) for line in lines[1:])
    return {match["name"]: match["digest"] for match in matches if match}


def _left_behind(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Files of an earlier export, unchanged since, that the new one does not have."""
    found = []
    for name, digest in (_listed(folder) or {}).items():
        content = None if name in files else _content(folder / name)
        if content is not None and sha256(content).hexdigest() == digest:
            found.append(name)
    return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
