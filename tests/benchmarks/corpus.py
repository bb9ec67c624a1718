"""A whole project of any size: specs, sources and curation, consistent by construction, with known errors.

    python -m tests.benchmarks.corpus DIR --documents N [--seed S] [--errors E] [--jobs J]
    msccurate check --root DIR --format json | python -m tests.benchmarks.corpus DIR --compare

The first writes the project. Without errors a check finds nothing; with E errors in as many documents it finds them
and nothing else: `DIR/injected.json` lists them, and the second command compares them with what a check reports.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import numpy as np

from tests.benchmarks import errors, world
from tests.benchmarks.errors import Injected

ROOT = Path(__file__).parents[2]
#: Documents that one worker writes at a time.
BATCH = 100
#: How often each design stands in a run of ten documents.
MIXTURE = (*["cross-sectional"] * 3, *["tables"] * 2, *["series"] * 2, *["trial"] * 3)


def write(folder: Path, documents: int, seed: int = 1, with_errors: int = 0, jobs: int = 1) -> list[Injected]:
    """Write a project of so many documents; the same numbers give the same files."""
    for name in ("seeds", "specs"):
        (folder / name).mkdir(parents=True)
    copytree(ROOT / "curation", folder / "curation", ignore=ignore_patterns("adjudications", "templates"))
    (folder / "curation" / "adjudications").mkdir()
    (folder / "pyproject.toml").write_text("[tool.msccurate]\n", encoding="utf-8")
    faulty = np.random.default_rng([seed, documents]).permutation(documents)[:with_errors]
    kinds = list(errors.KINDS)
    faults = {int(number): kinds[index % len(kinds)] for index, number in enumerate(sorted(faulty))}
    batches = [range(start, min(start + BATCH, documents)) for start in range(0, documents, BATCH)]
    one = partial(_batch, folder, seed, faults)
    if jobs == 1:
        injected = [fault for batch in batches for fault in one(batch)]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            injected = [fault for found in pool.map(one, batches) for fault in found]
    listed = json.dumps([fault.record() for fault in injected], indent=1, ensure_ascii=False)
    (folder / "injected.json").write_text(listed + "\n", encoding="utf-8")
    return injected


def _batch(folder: Path, seed: int, faults: Mapping[int, str], numbers: range) -> list[Injected]:
    injected = []
    for number in numbers:
        right = study = world.study(MIXTURE[number % len(MIXTURE)], seed, number, large=True)
        if number in faults:
            study, fault = _faulty(right, faults[number], np.random.default_rng([seed, number, 1]))
            injected.append(fault)
        text, spec = world.written(right, seed + number, study)
        (folder / "seeds" / f"{right.name}.txt").write_text(text, encoding="utf-8")
        (folder / "specs" / f"{right.name}.yaml").write_text(spec, encoding="utf-8")
    return injected


def _faulty(study: world.Study, kind: str, random: np.random.Generator) -> tuple[world.Study, Injected]:
    """A study with an error of this kind, or of the next one that can be made in it."""
    kinds = list(errors.KINDS)
    at = kinds.index(kind)
    for other in (*kinds[at:], *kinds[:at]):
        change = errors.KINDS[other](study, random)
        if change is not None:
            return change
    raise AssertionError(f"{study.name} has no cells")


def compare(injected: Iterable[Mapping[str, str]], report: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What a report (the JSON of a check) missed, and what it reports that was not injected; notes are left out."""
    reported: dict[str, list[str]] = {}
    for finding in report["findings"]:
        if finding["severity"] != "note":
            reported.setdefault(finding["document"], []).append(f"{finding['code']} {finding['message']}")
    faults = {fault["document"]: fault for fault in injected}
    missed = [f"{one['document']}: {one['kind']}: {one['before']} -> {one['after']}"
              for name, one in faults.items() if name not in reported]  # fmt: skip
    more = [f"{name}: {words[0]}" for name, words in reported.items() if name not in faults]
    return missed, more


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--compare", action="store_true", help="compare the report on stdin with injected.json")
    arguments = parser.parse_args()
    if not arguments.compare:
        injected = write(arguments.folder, arguments.documents, arguments.seed, arguments.errors, arguments.jobs)
        print(f"{arguments.documents} documents, {len(injected)} errors: {arguments.folder}")
        return
    injected_list = json.loads((arguments.folder / "injected.json").read_text(encoding="utf-8"))
    missed, more = compare(injected_list, json.load(sys.stdin))
    print("\n".join([*(f"missed: {one}" for one in missed), *(f"not injected: {one}" for one in more)]))
    print(f"{len(injected_list) - len(missed)} of {len(injected_list)} errors found, {len(more)} false alarms")
    sys.exit(bool(missed or more))


if __name__ == "__main__":
    main()
