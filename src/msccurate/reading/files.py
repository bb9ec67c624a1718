"""A YAML file on disk: its size and its encoding, before YAML itself."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from msccurate.findings import Problem
from msccurate.reading.nodes import Result
from msccurate.reading.parser import parse
from msccurate.text import Span

#: A spec of 100,000 cells is about 3 MB.
MOST_BYTES = 5_000_000


def read(path: Path) -> Result:
    """Read a YAML file; what is wrong is in the result's problems, never an exception."""
    try:
        if not path.is_file():
            words = f"{path.name} is no file" if path.exists() else f"there is no file {path.name}"
            return _unreadable(words, "correct the path")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _unreadable(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}")
    if len(data) > MOST_BYTES:
        return _unreadable(
            f"{path.name} is larger than {MOST_BYTES:,} bytes, and no more is read",
            "split it, or look whether this is the file you mean",
        )
    return _decoded(data)


def _decoded(data: bytes) -> Result:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _unreadable("this file is UTF-16 (line 1, byte 1)", "save it as UTF-8")
    data = data.removeprefix(BOM_UTF8)
    try:
        return parse(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        byte = data[error.start : error.start + 1]
        span = Span(len(before.decode("utf-8")), len(before.decode("utf-8")) + 1)
        words = f"byte {column} of line {line} ({byte[0]:#04x}) is not UTF-8"
        meant = byte.decode("cp1252", "ignore")
        help = "save the file as UTF-8" + (f"; in Windows-1252 this byte is `{meant}`" if meant.strip() else "")
        return Result(data.decode("utf-8", "replace"), None, (Problem("SPC01", span, words, help),))


def _unreadable(words: str, help: str = "") -> Result:
    return Result("", None, (Problem("SPC01", Span(0, 0), words, help),))
