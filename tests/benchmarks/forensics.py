"""How long checks of reported numbers take over columns.

    python -m tests.benchmarks.forensics [--rows N] [--times T]

Columns as they are read from a file: texts, means of 2 decimals, percentages of 1 decimal and whole n that differ from
row to row. Each check is run several times; given are the best seconds on the clock, and of processors.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from msccurate.forensics import grim, grimmer, percent


@dataclass(frozen=True)
class Figures:
    """Best seconds of several runs, on the clock and of processors."""

    rows: int
    seconds: float
    cpu: float


def measure(rows: int = 1_000_000, times: int = 5) -> dict[str, Figures]:
    """GRIM on so many rows, GRIMMER on a tenth of them, percentages on three times as many."""
    return {name: _best(len(columns[0]), times, check, columns) for name, check, columns in _checks(rows)}


def _checks(rows: int) -> Iterator[tuple[str, Callable[..., pl.DataFrame], list[pl.Series]]]:
    rng = np.random.default_rng(1)

    def texts(values: np.ndarray, decimals: int) -> pl.Series:
        return pl.Series([f"{value:.{decimals}f}" for value in values.tolist()], dtype=pl.String)

    means, sizes = rng.uniform(1, 7, rows), rng.integers(10, 99, rows)
    yield "grim", grim, [texts(means, 2), texts(sizes, 0)]
    few = rows // 10
    yield "grimmer", grimmer, [texts(means[:few], 2), texts(rng.uniform(0.5, 2, few), 2), texts(sizes[:few], 0)]
    totals = rng.integers(10, 400, 3 * rows)
    counts = (totals * rng.uniform(0, 1, 3 * rows)).astype(int)
    yield "percent", percent, [texts(100 * counts / totals, 1), texts(counts, 0), texts(totals, 0)]


def _best(rows: int, times: int, check: Callable[..., pl.DataFrame], columns: list[pl.Series]) -> Figures:
    runs = []
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        check(*columns)
        runs.append((time.perf_counter() - begun, time.process_time() - busy))
    return Figures(rows, min(seconds for seconds, _ in runs), min(cpu for _, cpu in runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    for name, found in measure(arguments.rows, arguments.times).items():
        print(f"{name:8} {found.rows:>10,} rows: {found.seconds:.3f} s, {found.cpu:.3f} s of processors")


if __name__ == "__main__":
    main()
