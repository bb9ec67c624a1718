"""An export in its folder or archive: written as a whole, and compared with what should be there.

`SHA256SUMS` lists every file with its digest (`sha256sum -c SHA256SUMS` verifies them). It also says that the folder is
ours: no folder without it is written into, and no file that it does not list, or that was changed since, is removed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from hashlib import file_digest, sha256
from pathlib import Path
from platform import node
from tempfile import TemporaryDirectory

from msccurate.package.archive import zipped
from msccurate.package.errors import PackageError

SUMS = "SHA256SUMS"
#: Files that a person looks at first.
FIRST = ("datapackage.json",)
_WAITING = ".part"
_HEAD = "# written by msccurate export"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[^/\\\n]+)")


class Target:
    """A folder that an export is written into. Of each file its digest and size are known when it is written;
    `said` is what the person who exports is to be told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    @property
    def names(self) -> list[str]:
        """The files, those that describe others first, without the list of digests."""
        return sorted((name for name in self.digests if name != SUMS), key=lambda name: name not in FIRST)

    def add(self, name: str, content: bytes | Iterable[bytes]) -> None:
        """Write a file, whole or piece by piece."""
        digest, size = sha256(), 0
        with (self.folder / name).open("wb") as file:
            for piece in [content] if isinstance(content, bytes) else content:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.digests[name], self.sizes[name] = digest.hexdigest(), size

    def adopt(self, name: str) -> None:
        """Take in a file that a library wrote into the folder."""
        path = self.folder / name
        self.digests[name], self.sizes[name] = _digest(path) or "", path.stat().st_size

    def finish(self) -> None:
        """Write the list of digests."""
        lines = [f"{digest}  {name}" for name, digest in sorted(self.digests.items())]
        self.add(SUMS, ("\n".join([_HEAD, *lines]) + "\n").encode())


#: Writes the files of an export.
Write = Callable[[Target], None]


def write_folder(folder: Path, write: Write) -> Target:
    """Write an export into `folder`.

    Everything is written beside the folder first and then moved into place. Files that an earlier export left behind
    are removed if nobody changed them; other files are never touched. Raises PackageError for a folder that holds
    something else than an export of ours, and where writing fails.
    """
    with _worded(folder):
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _beside(folder) as waiting:
            target = Target(waiting)
            write(target)
            target.finish()
            _move(target, folder)
    return target


def write_archive(file: Path, write: Write) -> Target:
    """Write an export as one ZIP file. Raises PackageError where writing fails."""
    with _worded(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _beside(file) as waiting:
            target = Target(waiting / "files")
            target.folder.mkdir()
            write(target)
            target.finish()
            zipped(target.folder, waiting / file.name)
            (waiting / file.name).replace(file)
    return target


def stale_files(folder: Path, write: Write) -> list[str]:
    """The names of the files in `folder` that are not what they should be: missing, changed or left behind."""
    with _worded(folder), TemporaryDirectory() as elsewhere:
        wanted = Target(Path(elsewhere))
        write(wanted)
        wanted.finish()
        stale = [name for name, digest in wanted.digests.items() if _digest(folder / name) != digest]
    return sorted({*stale, *_left_behind(folder, wanted)})


@contextmanager
def _worded(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PackageError(f"{place}: the package cannot be written: {error.strerror or error}") from None


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A folder beside a place, for as long as it is needed."""
    ours = f".{place.name}.{node()}."
    for left in place.parent.glob(f"{escape(ours)}*{_WAITING}"):
        pid = left.name.removeprefix(ours).removesuffix(_WAITING)
        if pid.isdecimal() and not _alive(int(pid)):  # of a run on this machine that was killed
            shutil.rmtree(left, ignore_errors=True)
    waiting = place.parent / f"{ours}{os.getpid()}{_WAITING}"
    waiting.mkdir()
    try:
        yield waiting
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _alive(pid: int) -> bool:
    """Whether a process runs that is not this one."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _move(target: Target, folder: Path) -> None:
    """Move all files into their place, the list of digests last."""
    in_the_way = next((name for name in target.digests if (folder / name).is_dir()), None)
    if in_the_way is not None:
        raise PackageError(f"{folder / in_the_way} is a folder, where a file of the package is to be: move it away")
    with _undisturbed():
        if not folder.exists():
            target.folder.replace(folder)
            return
        left_behind = _left_behind(folder, target)
        for name in target.digests:
            (target.folder / name).replace(folder / name)
        for name in left_behind:
            (folder / name).unlink(missing_ok=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Files are moved in an instant, in which nobody is to stop us half way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise PackageError(f"{folder} is no folder of its own: name another place for the package")
    if folder.is_dir() and any(folder.iterdir()) and _listed(folder) is None:
        raise PackageError(f"{folder} holds other files and no package of ours: name an empty or new folder")


def _listed(folder: Path) -> dict[str, str] | None:
    """Name and digest of every file of an export of ours; None where there is none."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    if not lines or lines[0] != _HEAD:
        return None
    matches = (_LINE.fullmatch(line) for line in lines[1:])
    return {match["name"]: match["digest"] for match in matches if match}


def _left_behind(folder: Path, target: Target) -> list[str]:
    """Files of an earlier export, unchanged since, that the new one does not have."""
    listed = _listed(folder) or {}
    return [name for name, digest in listed.items() if name not in target.digests and _digest(folder / name) == digest]


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
