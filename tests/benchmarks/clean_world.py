"""How often a rule cries wolf: studies that are right and ordinary, and what is reported of them all the same.

    python -m tests.benchmarks.clean_world [--studies 2000] [--seed 1] [--jobs J] [--write] [--shown N]

The studies are those of `world` with all that is ordinary in documents and looks wrong to a naive check: data missing
in some rows, truncated and whole percentages, other tests than a reader would guess, adjusted effects, decimal ages,
estimates of survival, more events than patients. `--write` keeps the table for the README, `--shown` prints examples.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msccurate.findings import Severity
from tests.benchmarks import world
from tests.benchmarks.checking import checked, source_of

RESULTS = Path(__file__).parent / "results" / "clean_world.json"


@dataclass(slots=True)
class Alarms:
    """What was reported of how many studies and cells: by rule and severity, with an example of each."""

    studies: int = 0
    cells: int = 0
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, other: Alarms) -> None:
        self.studies += other.studies
        self.cells += other.cells
        self.counts.update(other.counts)
        for key, lines in other.examples.items():
            self.examples.setdefault(key, []).extend(lines)

    def of(self, severity: Severity) -> int:
        return sum(count for (_, _, one), count in self.counts.items() if one == str(severity))


def run(studies: int, seed: int, jobs: int = 1) -> Alarms:
    alarms = Alarms()
    one = partial(_study, seed)
    if jobs == 1:
        for number in range(studies):
            alarms.add(one(number))
        return alarms
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(one, range(studies), chunksize=10):
            alarms.add(found)
    return alarms


def _study(seed: int, number: int) -> Alarms:
    """Every fourth study is of each design; what its document says is true."""
    design = world.DESIGNS[number % len(world.DESIGNS)]
    right = world.study(design, seed, number, ordinary=True)
    source = source_of(world.written(right, seed + number)[0])
    alarms = Alarms(1, right.cells)
    for finding in checked(right, source, source.sha256).findings():
        key = finding.code, finding.name
        alarms.counts[(*key, str(finding.severity))] += 1
        line = f"{right.name} {design} {finding.severity} {finding.primary.route}: {finding.message}"
        alarms.examples.setdefault(key, []).append(line)
    return alarms


def table(alarms: Alarms) -> list[str]:
    """Markdown: false alarms by rule; the last line is per 100 cells."""
    words = [str(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)]
    lines = [f"| rule | {' | '.join(f'{word}s' for word in words)} |", "| --- | ---: | ---: | ---: |"]
    for code, name in sorted({(code, name) for code, name, _ in alarms.counts}):
        lines.append(f"| {code} {name} | {' | '.join(str(alarms.counts[code, name, word]) for word in words)} |")
    totals = [alarms.of(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)]
    lines.append(f"| all | {' | '.join(str(total) for total in totals)} |")
    lines.append(f"| per 100 cells | {' | '.join(f'{100 * total / alarms.cells:.3f}' for total in totals)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    parser.add_argument("--shown", type=int, default=0, help="print so many examples of each rule")
    arguments = parser.parse_args()
    alarms = run(arguments.studies, arguments.seed, arguments.jobs)
    for key, examples in sorted(alarms.examples.items()):
        for line in examples[: arguments.shown]:
            print(f"{key[0]} {line}")
    lines = table(alarms)
    print("\n".join([f"{alarms.studies} studies, {alarms.cells} cells", *lines]))
    if arguments.write:
        command = f"python -m tests.benchmarks.clean_world --studies {arguments.studies} --seed {arguments.seed}"
        size = f"{alarms.studies} studies, {alarms.cells:,} cells"
        kept = {"command": command, "size": size, "table": lines}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
