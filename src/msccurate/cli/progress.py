"""A line on stderr that says what is being done and how far it is, for work that takes longer than a second."""

from __future__ import annotations

import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msccurate.review.engine import Tell

#: Seconds until the line appears, and between two of them.
PATIENCE, PAUSE = 1.0, 0.05
#: Characters of the bar.
WIDTH = 24


def progress() -> Tell:
    """A function that shows what is done now, with a bar where it is told how much there is; silent in a pipe and for
    the first second. No words clear the line."""
    if not sys.stderr.isatty():
        return lambda words, done=0, of=0: None
    begun = monotonic()
    shown = 0.0

    def show(words: str, done: int = 0, of: int = 0) -> None:
        nonlocal shown
        now = monotonic()
        if words and (now - begun < PATIENCE or now - shown < PAUSE):
            return
        if words or shown:
            # a line that wraps could not be cleared again
            most = max(shutil.get_terminal_size().columns - 1, 1)
            line = f"{_bar(done, of)}{words}"
            sys.stderr.write(f"\r\x1b[K{line if len(line) <= most else line[: most - 1] + '…'}")
            sys.stderr.flush()
            shown = now if words else 0.0

    return show


def _bar(done: int, of: int) -> str:
    """`[######......] 50/100 `: done and still to do; nothing where it is not known how much there is."""
    if not of:
        return ""
    full = WIDTH * done // of
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done:>{len(str(of))}}/{of} "
