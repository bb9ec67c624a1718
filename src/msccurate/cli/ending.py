"""Being told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: What a shell makes of a process that a signal ended.
_SIGNALLED = 128


@contextmanager
def ended_tidily() -> Iterator[None]:
    """Whoever asks the program to stop (SIGTERM) has it put away what it was writing first, as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _: FrameType | None) -> None:
        sys.exit(_SIGNALLED + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
