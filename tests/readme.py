"""The README's examples: files that it shows are written, commands that it shows are run.

`python -m tests.readme` runs them and writes what they print, the table of rules and those of the benchmarks (as last
run with `--write`) into the README, and beside the rules the list that `msccurate rules` reads. Tests do the same and
compare. In a block of console text, lines behind `$ ` are commands, which `\\` and `> ` continue; what follows is what
they print.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from msccurate.rules import all_rules
from msccurate.rules.listed import written
from tests.repositories import NEUTRAL

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
LISTED = ROOT / "src" / "msccurate" / "rules" / "rules.json"
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:[^\n]*\\\n> )*[^\n]*)$", re.MULTILINE)
RULES = re.compile(r"(<!-- rules: [^\n]* -->\n).*?(<!-- end of rules -->)", re.DOTALL)
RESULTS = ROOT / "tests" / "benchmarks" / "results"
BENCHMARK = re.compile(r"(<!-- benchmark: (?P<name>\w+), [^\n]* -->\n).*?(<!-- end of benchmark -->)", re.DOTALL)
FAMILIES = {
    "SPC": "the spec itself", "SRC": "the spec against the source", "UNT": "units and exponents",
    "PCT": "counts and percentages", "SUM": "levels and groups add up", "FLW": "the flow of patients",
    "REL": "relations, P/F among them", "CLM": "claims", "SPR": "spread and order",
    "GRN": "granularity of whole numbers", "STA": "statistics recomputed", "SRV": "survival",
    "DTA": "diagnostic accuracy", "COR": "correlations", "PHY": "physiology",
    "PLA": "plausibility", "TIM": "schedules", "XRF": "the same in two places",
    "DUP": "repeated columns and studies", "BIB": "the reference", "REG": "the registration", "TXT": "words",
    "FMT": "decimals", "MET": "before pooling",
    "ADJ": "our own bookkeeping",
}  # fmt: skip


def refreshed(text: str) -> str:
    """The README with the outputs that its commands print now, and the table of the rules that there are."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "msccurate"
        place.mkdir()
        for name in ("seeds", "specs", "curation"):
            copytree(ROOT / name, place / name)
        session = _Session(place)
        text = FENCE.sub(session.block, text)
    text = RULES.sub(lambda match: match[1] + _rules() + match[2], text)
    return BENCHMARK.sub(lambda match: match[1] + _benchmark(match["name"]) + match[3], text)


class _Session:
    """One shell after the other, all in the folder that the one before left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def block(self, match: re.Match[str]) -> str:
        info, body = match["info"].strip(), match["body"]
        language, _, path = info.partition(" ")
        if path:
            if "sha256" in body:
                body = self._with_digest(body)
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body, encoding="utf-8")
        elif language == "console":
            commands = COMMAND.findall(body)
            body = "".join(f"$ {command}\n{self._run(command)}" for command in commands)
        return f"```{match['info']}\n{body}```"

    def _with_digest(self, body: str) -> str:
        path = re.search(r"path: (seeds/[^,]+)", body)
        digest = sha256((self.folder / path[1]).read_bytes()).hexdigest() if path else ""
        return re.sub(r"sha256: [0-9a-f]{64}", f"sha256: {digest}", body)

    def _run(self, command: str) -> str:
        command = command.replace("\\\n> ", "\\\n")
        if command.startswith("cd "):
            self.folder /= command[3:]
            return ""
        scripts = Path(sys.executable).parent
        # the tree under test, where another one is installed
        tree = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        done = subprocess.run(
            command, shell=True, cwd=self.folder, capture_output=True, text=True, check=False,
            env={"PATH": f"{scripts}:/usr/bin:/bin", "LANG": "C.UTF-8", "NO_COLOR": "1"} | NEUTRAL | tree,
        )  # fmt: skip
        return done.stdout


def _rules() -> str:
    lines = ["| rules | ask about | |", "| --- | --- | --- |"]
    for family, about in FAMILIES.items():
        mine = [rule for rule in all_rules() if rule.family == family]
        lines.append(f"| {family} | {about} | {' · '.join(f'{rule.code[3:]} {rule.name}' for rule in mine)} |")
    return "\n".join(lines) + "\n"


def _benchmark(name: str) -> str:
    """The table that a benchmark kept when it was last run with `--write`, and the command that prints it."""
    kept = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return "\n".join(["", *kept["table"], "", f"{kept['size']}: `{kept['command']}`", ""]) + "\n"


if __name__ == "__main__":
    LISTED.write_text(written(all_rules()), encoding="utf-8")
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
