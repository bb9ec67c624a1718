"""Reading a YAML file: size, encoding and control characters, before YAML itself."""

from __future__ import annotations

import re
from pathlib import Path

from msccurate.findings import Problem
from msccurate.reading.nodes import Result
from msccurate.reading.parser import parse
from msccurate.text import Span

#: A spec of 100,000 cells is about 3 MB.
MOST_BYTES = 5_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read(path: Path) -> Result:
    """Read a YAML file; what is wrong is in the result's problems, never an exception."""
    try:
        if not path.is_file():
            return _unreadable(f"there is no file {path.name}" if not path.exists() else f"{path.name} is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _unreadable(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}")
    if len(data) > MOST_BYTES:
        return _unreadable(f"{path.name} is larger than {MOST_BYTES:,} bytes", "split the document's data, or look "
                           "whether this is a spec at all")  # fmt: skip
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", "replace")
        span = Span(len(good), len(good))
        words = f"byte {data[error.start]:#04x} in line {good.count(chr(10)) + 1} is not UTF-8"
        return Result(good, None, (Problem("SPC01", span, words, "save the file as UTF-8"),))
    control = _CONTROL.search(text)
    if control:
        words = f"there is a control character (U+{ord(control.group()):04X}) here"
        span = Span(control.start(), control.end())
        return Result(text, None, (Problem("SPC01", span, words, "delete it"),))
    return parse(text)


def _unreadable(words: str, help: str = "") -> Result:
    return Result("", None, (Problem("SPC01", Span(0, 0), words, help),))
