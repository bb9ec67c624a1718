"""A line on stderr that says what is being done, for work that takes longer than a second."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from time import monotonic

PATIENCE = 1.0


def progress() -> Callable[[str], None]:
    """A function that shows what is done now; silent in a pipe and for the first second. No words clear the line."""
    if not sys.stderr.isatty():
        return lambda words: None
    begun = monotonic()
    shown = False

    def show(words: str) -> None:
        nonlocal shown
        if words and monotonic() - begun < PATIENCE:
            return
        if words or shown:
            # a line that wraps could not be cleared again
            most = max(shutil.get_terminal_size().columns - 1, 1)
            sys.stderr.write(f"\r\x1b[K{words if len(words) <= most else words[: most - 1] + '…'}")
            sys.stderr.flush()
            shown = bool(words)

    return show
