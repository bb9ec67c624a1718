"""Colors, where they are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from msccurate.findings import Severity
from msccurate.text import printable

_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


@dataclass(frozen=True, slots=True)
class Style:
    """Wraps text in ANSI colors, and places in links below the file: URL `links`, or leaves them alone."""

    color: bool
    links: str = ""

    def place(self, path: str, line: int, column: int) -> str:
        """`path:line:column`, as a link to the file where links are wanted (OSC 8)."""
        text = f"{printable(path)}:{line}:{column}"
        if not self.links:
            return text
        return f"\x1b]8;;{self.links}/{quote(path)}\x1b\\{text}\x1b]8;;\x1b\\"

    def severity(self, severity: Severity, text: str) -> str:
        return self._wrap(_CODES[severity], text)

    def bold(self, text: str) -> str:
        return self._wrap("1", text)

    def dim(self, text: str) -> str:
        return self._wrap("2", text)

    def frame(self, text: str) -> str:
        return self._wrap("34", text)

    def source(self, text: str) -> str:
        return self._wrap("32", text)

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text
