"""Many machines: shares of a project are examined by the workers of a Dask cluster that see the same folder.

Dask starts in under a second and asks for no other runtime; a share is seconds of work, so that its scheduling costs
nothing. A worker that is lost costs its shares: Dask gives them to others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msccurate.review.cache import Cache
from msccurate.review.encoding import decoded, encoded
from msccurate.review.examined import Examined
from msccurate.review.units import Setting, Share, WorkerLost, environment

if TYPE_CHECKING:
    from msccurate.review.examiner import Examiner
    from msccurate.review.workers import Tell

#: So many workers may be lost with a share before it is given up.
LOSSES = 5


def examine_on_cluster(
    setting: Setting, cache: Path | None, shares: Sequence[Share], jobs: int, tell: Tell, scheduler: str = ""
) -> Iterator[Examined]:
    """Examine shares on the cluster at `scheduler`, or on one of `jobs` processes here, and give what they say.

    Raises WorkerLost if there is no Dask or no cluster, if a share is lost again and again, or if the workers run
    another version of the program or see other files.
    """
    try:
        import dask
        import distributed
    except ImportError:
        raise WorkerLost("--engine dask needs dask, which is not installed: pip install 'msccurate[cluster]'") from None
    # the library is partly without types
    cluster: Any = distributed.LocalCluster
    connect: Any = distributed.Client
    completed: Any = distributed.as_completed
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": LOSSES}))
        stack.enter_context(_quietly())
        address = scheduler or stack.enter_context(
            cluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        )
        try:
            client = stack.enter_context(connect(address))
        except OSError as error:
            raise WorkerLost(f"there is no cluster at {scheduler}: {error}") from None
        made_from = environment(setting)
        futures = {
            client.submit(examine_share, setting, cache, share, made_from, pure=False): share for share in shares
        }
        done = 0
        for future in completed(futures):
            share = futures.pop(future)
            if future.status == "error":
                raise WorkerLost(f"{_names(share)} could not be checked: {future.exception()}")
            yield from map(decoded, future.result())
            future.release()
            done += len(share.units)
            tell(done, share.units[-1].name)


def examine_share(setting: Setting, cache: Path | None, share: Share, made_from: str) -> list[bytes]:
    """What a worker does with a share. Raises ValueError where its program or its files are not those of the others."""
    if environment(setting) != made_from:
        raise ValueError("this worker has another version of msccurate or its libraries, or sees another codebook")
    return [encoded(one) for one in _examiner(setting, cache, made_from).examine(share)]


@lru_cache(maxsize=1)
def _examiner(setting: Setting, cache: Path | None, made_from: str) -> Examiner:
    """One for each state of the codebook, which an examiner reads once: workers may live longer than that."""
    from msccurate.review.examiner import Examiner

    return Examiner(setting, Cache(cache) if cache else None)


def _names(share: Share) -> str:
    first, last = share.units[0].name, share.units[-1].name
    return f"`{first}`" if len(share.units) == 1 else f"`{first}` to `{last}`"


def _quietly() -> ExitStack:
    """Without the library's own words about workers that come and go: what matters is raised."""
    stack = ExitStack()
    for name in ("distributed", "distributed.worker", "distributed.nanny", "distributed.scheduler", "distributed.core"):
        logger = logging.getLogger(name)
        stack.callback(logger.setLevel, logger.level)
        logger.setLevel(logging.CRITICAL)
    return stack
