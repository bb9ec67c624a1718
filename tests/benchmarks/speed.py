"""How fast, how much memory, and where the time goes: one JSON with all figures.

    python -m tests.benchmarks.speed [--documents 1000] [--folder DIR] [--jobs J] [--against FILE] > FILE

Figures of whole processes: seconds on the clock, seconds of processors (user and system, of all processes), and the
peak of the memory of all processes together in MiB. Phases are milliseconds per document, in one process. The floor is
what reading the same files and parsing them with libyaml takes; beside it stands what people would run instead, where
it is installed. `--against` adds what each figure is as a part of the one in an earlier file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.corpus import write

ROOT = Path(__file__).parents[2]
#: Documents whose phases are timed.
SAMPLE = 100
#: Documents that other tools are given: they take as long for each.
OTHERS = 1000
#: How often memory is looked at, in seconds.
LOOK = 0.02
#: Jobs that take no second are run so often, and the middle figure is given.
TIMES = 5

Figure = dict[str, float]

FLOOR = """
import sys, yaml
from pathlib import Path
root = Path(sys.argv[1])
for path in sorted((root / "specs").glob("*.yaml")):
    for event in yaml.parse(path.read_text("utf-8"), Loader=yaml.CSafeLoader):
        pass
for path in sorted((root / "seeds").iterdir()):
    path.read_bytes()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where the project is, or is to be written (default: nowhere)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--against", type=Path, help="an earlier file of figures")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        root = arguments.folder or Path(folder) / "corpus"
        if not (root / "specs").is_dir():
            write(root, arguments.documents, with_errors=arguments.documents // 100, jobs=arguments.jobs)
        own = Path(folder) / "own"
        _copy(ROOT, own)
        figures = measured(root, own, arguments.jobs)
    if arguments.against:
        figures["against"] = compared(figures, json.loads(arguments.against.read_text("utf-8")))
    print(json.dumps(figures, indent=1))


def measured(root: Path, own: Path, jobs: int) -> dict[str, Any]:
    """All figures of a corpus and of a small project."""
    documents = len(list((root / "specs").glob("*.yaml")))
    start = {name: _middle(_command(*words.split())) for name, words in STARTS.items()}
    small = {f"own, {name}": _middle(job) for name, job in _checks(own, jobs).items()}
    large = {f"corpus, {name}": job() for name, job in _checks(root, jobs).items()}
    floor = _run([sys.executable, "-c", FLOOR, str(root)])
    others = {name: _run(words) for name, words in _others(root, own).items()}
    cold = large["corpus, cold"]
    same = cold["cpu"] * min(OTHERS, documents) / documents
    return {
        "version": 1,
        "cores": os.cpu_count(),
        "jobs": jobs,
        "documents": documents,
        "figures": start | small | large,
        "specs_per_second": round(documents / cold["seconds"], 1),
        "phases": phases(root),
        "floor": floor,
        "cold_is_times_the_floor": round(cold["cpu"] / floor["cpu"], 1),
        "instead": others,
        "cold_is_times": {
            name: round((small["own, cold"]["cpu"] if "package" in name else same) / one["cpu"], 2)
            for name, one in others.items()
        },
    }


def compared(figures: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Figure]:
    """What each figure is as a part of the earlier one: below 1 is better."""
    pairs = [(name, one, earlier["figures"].get(name)) for name, one in figures["figures"].items()]
    pairs.append(("phases", figures["phases"], earlier.get("phases")))
    return {
        name: {key: round(value / before[key], 3) for key, value in one.items() if before.get(key)}
        for name, one, before in pairs
        if before
    }


# ---- jobs

STARTS = {"--help": "--help", "explain": "explain PCT01", "rules": "rules"}


def _checks(root: Path, jobs: int) -> dict[str, Callable[[], Figure]]:
    """A check with nothing known, with nothing changed, and with one spec changed."""
    check = _command("check", "--root", str(root), "--format", "json", "--exit-zero", "--jobs", str(jobs))

    def cold() -> Figure:
        shutil.rmtree(root / ".msccurate", ignore_errors=True)
        return check()

    def changed() -> Figure:
        path = min((root / "specs").glob("*.yaml"))
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\n# changed \d+", "", text) + f"\n# changed {time.monotonic_ns()}", "utf-8")
        return check()

    return {"cold": cold, "nothing changed": check, "one changed": changed}


def _command(*words: str) -> Callable[[], Figure]:
    return lambda: _run([sys.executable, "-m", "msccurate", *words])


def _others(root: Path, own: Path) -> dict[str, list[str]]:
    """What people would run instead, where it is installed."""
    schema = str(ROOT / "curation" / "spec.schema.json")
    files = sorted(str(path) for path in (root / "specs").glob("*.yaml"))[:OTHERS]
    package = own / "out" / "package" / "datapackage.json"
    found = {
        "yamllint": [str(_tool("yamllint")), "-d", "relaxed", *files],
        "check-jsonschema": [str(_tool("check-jsonschema")), "--schemafile", schema, *files],
        "frictionless, the package": [str(_tool("frictionless")), "validate", str(package)],
    }
    return {name: words for name, words in found.items() if words[0] != "None"}


def _tool(name: str) -> str | None:
    return shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def _copy(source: Path, target: Path) -> None:
    for name in ("curation", "seeds", "specs", "out"):
        shutil.copytree(source / name, target / name)
    (target / "pyproject.toml").write_text("[tool.msccurate]\n", encoding="utf-8")


# ---- measuring


def _middle(job: Callable[[], Figure]) -> Figure:
    job()
    return sorted((job() for _ in range(TIMES)), key=lambda one: one["cpu"])[TIMES // 2]


def _run(words: list[str]) -> Figure:
    """Run a command to its end: seconds on the clock and of processors, and peak memory of all its processes."""
    before = os.times()
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(_resident, _tree(process.pid))))
            time.sleep(max(LOOK, (time.perf_counter() - begun) / 50))  # to look holds the processes up
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": round(time.perf_counter() - begun, 3), "cpu": round(cpu, 3), "peak_mib": round(peak / 2**20, 1)}


def _tree(pid: int) -> Iterator[int]:
    """A process and all that it started (where the system has /proc)."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _resident(pid: int) -> float:
    """Bytes in memory, shared ones by the share."""
    try:
        return 1024.0 * int(re.findall(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[0])
    except (OSError, IndexError):
        return 0.0


def phases(root: Path) -> Figure:
    """Milliseconds of processor per document in each phase of a check, over the first documents of a project."""
    from msccurate import codebook, spec
    from msccurate.render import Options, render
    from msccurate.review.conclusion import conclude
    from msccurate.review.examination import examine
    from msccurate.rules import default_rules
    from msccurate.tables import Corpus, Project, build
    from msccurate.tables.schemafiles import load_schemas
    from msccurate.tables.validate import validate

    spent: Figure = {}
    paths = sorted((root / "specs").glob("*.yaml"))[:SAMPLE]
    loaded = codebook.load(root)
    rules = default_rules()
    with _timed(spent, "read"):
        specs = [spec.load(path, path.relative_to(root).as_posix()) for path in paths]
    with _within(build, "locate", spent, "locate"), _timed(spent, "notation"):
        documents = [build.build(root, one, loaded.codebook, loaded.units) for one in specs]
    spent["notation"] -= spent["locate"]
    corpus = Corpus(Project(root, loaded.codebook, loaded.units, tuple(documents), ()))
    with _timed(spent, "tables"):
        tables = corpus.tables
    with _timed(spent, "schemas"):
        validate(tables, load_schemas(root))
    alone = tuple(rule for rule in rules if rule.scope in ("document", "extractions"))
    with _timed(spent, "rules"):
        examined = examine(corpus, (), alone)
    with _timed(spent, "report"):
        codes = [rule.code for rule in rules]
        report = conclude(root, examined, codes, (), lambda rule: (), lambda name: {})
        render(report, "json", Options())
    return {name: round(1000 * seconds / len(paths), 2) for name, seconds in spent.items()}


@contextmanager
def _timed(spent: Figure, name: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    spent[name] = spent.get(name, 0) + time.process_time() - begun


@contextmanager
def _within(module: Any, function: str, spent: Figure, name: str) -> Iterator[None]:
    """Also time one function that the others call."""
    asked = getattr(module, function)

    def timed(*arguments: Any) -> Any:
        with _timed(spent, name):
            return asked(*arguments)

    setattr(module, function, timed)
    try:
        yield
    finally:
        setattr(module, function, asked)


if __name__ == "__main__":
    main()
