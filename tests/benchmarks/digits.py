"""How many mistyped digits are found: one digit of one cell at a time, on the repository's own specs.

    python -m tests.benchmarks.digits [--changes 200] [--seed 1]

Prints, per document, how many changes were made, how many were reported on their line (as an extraction error, or as a
date that does not exist), and how many reports say what the document prints instead.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory

from msccurate.review import review
from msccurate.rules import all_rules
from msccurate.spec import load
from msccurate.tables import Document, Project, load_project
from msccurate.tables.build import build

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random = Random(arguments.seed)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("seeds", "specs", "curation"):
            copytree(ROOT / name, root / name)
        project = load_project(root)
        tally: dict[str, list[int]] = {document.name: [0, 0, 0] for document in project.documents}
        for _ in range(arguments.changes):
            document, line, changed = _change(project, random)
            reported, quoted = _outcome(project, document, line, changed)
            counts = tally[document.name]
            counts[0] += 1
            counts[1] += reported
            counts[2] += quoted
            if not reported:
                print(f"missed: {document.spec.path}:{line}: {changed.splitlines()[line - 1].strip()}")
    print(f"{'document':<12} {'changed':>8} {'found':>8} {'quoted':>8}")
    for name, counts in [*tally.items(), ("all", [sum(column) for column in zip(*tally.values(), strict=True)])]:
        print(f"{name:<12} " + " ".join(f"{count:>8}" for count in counts))


def _change(project: Project, random: Random) -> tuple[Document, int, str]:
    """One digit of one cell of one row changed: the document, the line, and the changed spec."""
    rows = [(document, block, row) for document in project.documents for block in document.spec.blocks
            for row in block.rows if any(char.isdigit() for cell in row.cells for char in cell.text)]  # fmt: skip
    document, _, row = random.choice(rows)
    cell = random.choice([cell for cell in row.cells if any(char.isdigit() for char in cell.text)])
    text = document.spec.text
    places = [offset for offset in range(cell.span.start, cell.span.end) if text[offset].isdigit()]
    place = random.choice(places)
    digit = random.choice([one for one in "0123456789" if one != text[place]])
    changed = text[:place] + digit + text[place + 1 :]
    return document, text.count("\n", 0, place) + 1, changed


def _outcome(project: Project, document: Document, line: int, changed: str) -> tuple[bool, bool]:
    """Whether a change is reported on its line (as an extraction error, or as an unreadable date), and whether the
    report says what the document prints."""
    path = project.root / document.spec.path
    path.write_text(changed, encoding="utf-8")
    again = build(project.root, load(path, document.spec.path), project.codebook, project.units)
    path.write_text(document.spec.text, encoding="utf-8")
    rules = [rule for rule in all_rules() if rule.scope == "document"]
    report = review(replace(project, documents=(again,)), rules).report
    here = [one for one in report.findings if one.primary.spec.line == line and one.verdict == "extraction-error"]
    unreadable = [one for one in report.findings if one.primary.spec.line == line and one.code == "SPC06"]
    quoted = any(one.expected for one in here)
    return bool(here or unreadable), quoted


if __name__ == "__main__":
    main()
