"""Writing files so that nothing is ever half-written."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from msccurate.cli.errors import UsageError


def write(path: Path, content: str | bytes) -> None:
    """Write a file by way of a temporary one beside it. Raises UsageError where that cannot be done."""
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(data)
                file.close()
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
