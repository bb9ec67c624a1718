"""Colors, where they are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from msccurate.findings import Severity

_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


@dataclass(frozen=True, slots=True)
class Style:
    """Wraps text in ANSI colors, or leaves it alone."""

    color: bool

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
