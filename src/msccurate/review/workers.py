"""Several processes that examine parts of a project at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from msccurate.review.cache import Cache
from msccurate.review.encoding import decoded, encoded
from msccurate.review.examined import Examined
from msccurate.review.units import Setting, Share, WorkerLost

#: Is told how many documents are done, and which one is being read.
Tell = Callable[[int, str], None]


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    name: str = ""
    share: Share = field(default_factory=lambda: Share(()))

    def give(self, share: Share) -> None:
        self.share, self.name = share, share.units[0].name
        self.connection.send(share)


def examine_apart(
    setting: Setting, cache: Path | None, shares: Sequence[Share], jobs: int, tell: Tell
) -> Iterator[Examined]:
    """Examine shares in `jobs` processes of their own, and give what they say as it comes.

    Raises WorkerLost, with the document that it was at, if a process dies or something breaks in it.
    """
    waiting = list(reversed(shares))
    workers: list[_Worker] = []
    done = 0
    try:
        with uninterrupted():
            workers += [_started(setting, cache) for _ in range(min(jobs, len(shares)))]
        for worker in workers:
            worker.give(waiting.pop())
        busy = {worker.connection: worker for worker in workers}
        while busy:
            for ready in wait(list(busy)):
                worker = busy[ready]  # type: ignore[index]
                said = _received(worker)
                if isinstance(said, str):
                    worker.name = said
                else:
                    done += len(worker.share.units)
                    if waiting:
                        worker.give(waiting.pop())
                    else:
                        del busy[worker.connection]
                    yield from map(decoded, said)
                tell(done, worker.name)
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.connection.close()
        for worker in workers:
            worker.process.join()


def _started(setting: Setting, cache: Path | None) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, setting, cache), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Processes that are started here leave Ctrl-C to the one that started them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _received(worker: _Worker) -> str | list[bytes]:
    try:
        said = worker.connection.recv()
    except (EOFError, OSError):
        worker.process.join(1)
        status = worker.process.exitcode
        how = f"signal {-status}" if status is not None and status < 0 else f"status {status}"
        words = "perhaps memory ran out: try fewer --jobs"
        raise WorkerLost(f"a process ended ({how}) while it checked `{worker.name}`; {words}") from None
    if isinstance(said, Exception):
        raise WorkerLost(f"something broke while `{worker.name}` was checked: {said}")
    found: str | list[bytes] = said
    return found


def _work(connection: Connection, setting: Setting, folder: Path | None) -> None:
    """What a process does: examine one share after the other, until nobody asks any more."""
    from msccurate.review.examiner import Examiner

    examiner = Examiner(setting, Cache(folder) if folder else None)
    while True:
        try:
            share: Share = connection.recv()
        except EOFError:
            return
        try:
            connection.send([encoded(one) for one in examiner.examine(share, connection.send)])
        except Exception as error:
            connection.send(RuntimeError(f"{type(error).__name__}: {error}"))
