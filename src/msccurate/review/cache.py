"""A folder of results that may be forgotten at any time: `.msccurate/cache/` of a project.

Each entry is a file that is named for all that its content depends on and begins with the digest of that content: what
is damaged is as good as not there. Entries are written beside their place and moved into it, so that several runs may
share the folder. They are plain data and not pickles: reading one can never run anything, whoever wrote it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

#: The folder is not let grow beyond this; what was written longest ago goes first.
LIMIT_BYTES = 2_000_000_000

_SUFFIX, _FILE, _PART = ".entry", ".parquet", ".part"
_DIGEST = 64


@dataclass
class Cache:
    """The entries in a folder; `used` are the keys that this run read or wrote."""

    folder: Path
    limit_bytes: int = LIMIT_BYTES
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Path) -> Cache | None:
        """The cache of a project; None where its folder leads somewhere else."""
        folder = root / ".msccurate" / "cache"
        return None if folder.is_symlink() or folder.parent.is_symlink() else cls(folder)

    def get(self, key: str) -> bytes | None:
        """The content of an entry; None where there is none, or a damaged one."""
        try:
            with open(self._path(key), "rb", buffering=0) as file:  # noqa: PTH123
                data = file.read()
        except OSError:
            return None
        content = data[_DIGEST:]
        if sha256(content).hexdigest().encode() != data[:_DIGEST]:
            return None
        self.used.add(key)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Write an entry. A folder that cannot be written is no fault: the result is only not kept."""
        self._write(Path(self._path(key)), sha256(content).hexdigest().encode() + content)

    def put_file(self, name: str, content: bytes) -> str:
        """Keep content as a file that libraries read by themselves; its digest, by which it must be asked for."""
        digest = sha256(content).hexdigest()
        self._write(Path(self._path(f"{name}-{digest[:16]}", _FILE)), content)
        return digest

    def file(self, name: str, digest: str) -> Path | None:
        """The file that was kept; None where there is none, or a damaged one."""
        name = f"{name}-{digest[:16]}"
        path = self._path(name, _FILE)
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                found = sha256(file.read()).hexdigest()
        except OSError:
            return None
        if found != digest:
            return None
        self.used.add(name)
        return Path(path)

    def trim(self) -> None:
        """Delete what was written longest ago, first of what this run had no use for, until the rest is in bounds."""
        every = list(self._entries())
        total = sum(size for *_, size in every)
        if total <= self.limit_bytes:
            return
        found = sorted((Path(path).stem in self.used, written, path, size) for path, written, size in every)
        for _, _, path, size in found:
            if total <= self.limit_bytes:
                return
            Path(path).unlink(missing_ok=True)
            total -= size

    def clear(self) -> int:
        """Delete all entries; how many there were."""
        paths = [Path(path) for path, *_ in self._entries()]
        for path in paths:
            path.unlink(missing_ok=True)
        return sum(path.suffix == _SUFFIX for path in paths)

    def _path(self, key: str, suffix: str = _SUFFIX) -> str:
        return f"{self.folder}{os.sep}{key[:2]}{os.sep}{key}{suffix}"

    def _write(self, path: Path, content: bytes) -> None:
        waiting = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
        try:
            if not path.parent.is_dir():
                self._make(path.parent)
            waiting.write_bytes(content)
            waiting.replace(path)
        except OSError:
            with suppress(OSError):
                waiting.unlink()
            return
        self.used.add(path.stem)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def _entries(self) -> Iterator[tuple[str, int, int]]:
        """Path, time of writing and size of every entry, whole or left half-written."""
        for folder in self.folder.glob("??"):
            with suppress(OSError), os.scandir(folder) as found:
                for entry in found:
                    if entry.name.endswith((_SUFFIX, _FILE, _PART)):
                        with suppress(OSError):  # another run may have deleted it
                            status = entry.stat(follow_symlinks=False)
                            yield entry.path, status.st_mtime_ns, status.st_size
