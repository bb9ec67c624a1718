"""Both validators, each in a process of its own: they get ready while documents are read, and judge side by side.

To import pandera and frictionless takes longer than to check a document.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from typing import IO

from msccurate.tables.tableschema import Rows, TableSchema
from msccurate.tables.validate import VALIDATORS, Answer, ready, validator
from msccurate.tables.violations import Violation


class Apart:
    """Validators in processes, until it is left; one that has none, or does not answer, is asked here."""

    def __init__(self, names: Iterable[str] = VALIDATORS) -> None:
        self._names = names
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._senders: list[threading.Thread] = []

    def __enter__(self) -> Apart:
        for name in self._names:
            # -P: nothing is imported from the folder that is checked
            words = [sys.executable, "-P", "-m", "msccurate.tables.apart", name]
            try:
                self.processes[name] = subprocess.Popen(
                    words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError:
                continue
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.kill()
        for sender in self._senders:
            sender.join()
        for process in self.processes.values():
            process.communicate()

    def ask(
        self, name: str, tables: Mapping[str, Rows], schemas: Mapping[str, TableSchema], limit_rows: int | None
    ) -> Answer:
        """Begin to ask a validator; the answer is waited for when it is called, before the next question is put."""
        process = self.processes.get(name)
        if process is None or process.stdout is None:
            return lambda: validator(name)(tables, schemas, limit_rows)
        back = process.stdout
        sender = threading.Thread(target=_ask, args=(process, (tables, dict(schemas), limit_rows)), daemon=True)
        self._senders.append(sender)
        sender.start()

        @cache
        def answer() -> list[Violation]:
            try:
                found: list[Violation] = pickle.load(back)
            except (EOFError, OSError, pickle.UnpicklingError):
                return validator(name)(tables, schemas, limit_rows)
            return found

        return answer


def _ask(process: subprocess.Popen[bytes], asked: object) -> None:
    """Put a question; where that fails the process ends, so that nobody waits for its answer."""
    try:
        assert process.stdin is not None
        _send(process.stdin, asked)
    except Exception:
        process.kill()


def _send(to: IO[bytes], words: object) -> None:
    pickle.dump(words, to, pickle.HIGHEST_PROTOCOL)
    to.flush()


def main(name: str) -> None:
    """What a process does: one question after the other, until nobody asks any more."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    ready(name)
    ask = validator(name)
    while True:
        try:
            tables, schemas, limit_rows = pickle.load(asked)
        except EOFError:
            return
        _send(answers, ask(tables, schemas, limit_rows))


if __name__ == "__main__":
    main(sys.argv[1])
