"""What share of errors is detected: one error at a time, by kind of error and of document, with and without the source.

    python -m tests.benchmarks.injection [--seed 1] [--changes 40] [--jobs J] [--write] [--missed]
    python -m tests.benchmarks.injection --kind "unit changed" --design trial --way without --missed

An error is detected if an error or a warning that was not there before stands at its place. `without` is the spec
alone: the same as an error that the document itself prints. `--write` keeps the table for the README, `--missed` lists
what was not detected; `--kind`, `--design` and `--way` ask for some only, and get the same errors as a whole run.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from msccurate.findings import Severity
from tests.benchmarks import errors, world
from tests.benchmarks.checking import checked, detected, source_of

WAYS = ("with", "without")
RESULTS = Path(__file__).parent / "results" / "injection.json"
#: kind, design, `with` or `without`, `made`, `found` or `noted` -> how many.
Tally = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which errors are made, in which designs, and whether with the source, without it, or both."""

    kinds: tuple[str, ...] = tuple(errors.KINDS)
    designs: tuple[str, ...] = tuple(world.DESIGNS)
    ways: tuple[str, ...] = WAYS


def run(seed: int, changes: int, jobs: int = 1, asked: Asked = Asked()) -> tuple[Tally, list[str]]:
    """The tally of all errors, and a line for each that was missed."""
    tasks = [(design, number) for design in asked.designs for number in range(changes)]
    one = partial(_study, seed, asked)
    if jobs == 1:
        results = [one(task) for task in tasks]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            results = list(pool.map(one, tasks, chunksize=4))
    tally: Tally = Counter()
    for counted, _ in results:
        tally.update(counted)
    return tally, [line for _, missed in results for line in missed]


def _study(seed: int, asked: Asked, task: tuple[str, int]) -> tuple[Tally, list[str]]:
    """One error of every kind that is asked for in one study, each by itself."""
    design, number = task
    right = world.study(design, seed, number)
    source = source_of(world.written(right, seed + number)[0])
    tally: Tally = Counter()
    missed = []
    for way in asked.ways:
        given = source if way == "with" else None
        clean = checked(right, given, source.sha256)
        known = list(clean.findings())
        for one in known:
            if one.severity != Severity.NOTE:
                tally["false alarms", design, way, "found"] += 1
                missed.append(f"false alarm {way} {right.name} {design}: {one.code} {one.message}")
        tally["false alarms", design, way, "made"] += right.cells
        for kind in asked.kinds:
            change = errors.KINDS[kind](right, np.random.default_rng([seed, number, list(errors.KINDS).index(kind)]))
            if change is None:
                continue
            found = detected(clean, checked(change[0], given, source.sha256), change[1], known)
            tally[kind, design, way, "made"] += 1
            tally[kind, design, way, "noted"] += found == Severity.NOTE
            tally[kind, design, way, "found"] += found is not None and found != Severity.NOTE
            if found is None or found == Severity.NOTE:
                where = f"{change[1].block} {change[1].row}: {change[1].before} -> {change[1].after}"
                missed.append(f"{way:<7} {kind:<32} {design} {right.name} {where}{' (a note)' if found else ''}")
    return tally, missed


def table(tally: Tally, asked: Asked = Asked()) -> Iterator[str]:
    """Markdown: percent detected with / without the source, per kind and design; `–` where it cannot be made."""
    yield "| error | " + " | ".join(asked.designs) + " |"
    yield "| --- |" + " ---: |" * len(asked.designs)
    for kind in asked.kinds:
        cells = []
        for design in asked.designs:
            shares = [_share(tally, kind, design, way) for way in WAYS]
            cells.append(" / ".join(shares) if any(share != "–" for share in shares) else "–")
        yield f"| {kind} | {' | '.join(cells)} |"
    alarms = [f"{tally['false alarms', design, 'with', 'found']} / {tally['false alarms', design, 'without', 'found']}"
              for design in asked.designs]  # fmt: skip
    yield f"| false alarms (number) | {' | '.join(alarms)} |"


def _share(tally: Tally, kind: str, design: str, way: str) -> str:
    made = tally[kind, design, way, "made"]
    return f"{100 * tally[kind, design, way, 'found'] / made:.0f}" if made else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changes", type=int, default=40, help="errors of each kind in each design")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    parser.add_argument("--missed", action="store_true", help="list what was not detected")
    parser.add_argument("--kind", action="append", choices=errors.KINDS, help="errors of this kind only")
    parser.add_argument("--design", action="append", choices=world.DESIGNS, help="documents of this design only")
    parser.add_argument("--way", action="append", choices=WAYS, help="with or without the source only")
    arguments = parser.parse_args()
    whole = Asked()
    asked = Asked(*(tuple(some or all) for some, all in (
        (arguments.kind, whole.kinds), (arguments.design, whole.designs), (arguments.way, whole.ways))))  # fmt: skip
    if arguments.write and asked != whole:
        parser.error("--write keeps a whole table: leave --kind, --design and --way out")
    tally, missed = run(arguments.seed, arguments.changes, arguments.jobs, asked)
    if arguments.missed:
        print("\n".join(missed))
    lines = list(table(tally, asked))
    print("\n".join(lines))
    if arguments.write:
        command = f"python -m tests.benchmarks.injection --seed {arguments.seed} --changes {arguments.changes}"
        made = sum(count for (kind, _, way, what), count in tally.items()
                   if kind in errors.KINDS and way == "with" and what == "made")  # fmt: skip
        size = f"{arguments.changes * len(world.DESIGNS)} documents, {made} errors, one at a time"
        kept = {"command": command, "size": size, "table": lines}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
