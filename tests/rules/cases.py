"""Rule cases in Markdown: a spec, a source, and the code of the rule on the line that must be reported.

A heading `## PCT01 …` names the rules under test. Each fenced `yaml` block below it is a case: it needs to hold only
what matters; missing top-level keys are added behind it. `# PCT01` at the end of a line says that this line is reported
by this rule (several codes are separated by blanks); a case without such marks must be clean. A `text` block before a
case is its source, `text other` a further one with this id; `yaml codebook` and `yaml adjudications` blocks replace
those files, `yaml spec other` is a further spec. Only the rules under test run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from shutil import copytree

from msccurate.review import review
from msccurate.rules import all_rules
from msccurate.tables import load_project

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"#\s((?:[A-Z]{3}\d{2}\s?)+)$")
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (?P<codes>[A-Z]{3}\d{2}(?:[ ,]+[A-Z]{3}\d{2})*)[^\n]*$", re.MULTILINE)


@dataclass
class Case:
    """A spec to check, and which lines which rules must report."""

    name: str
    codes: tuple[str, ...]
    spec: str
    sources: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> set[tuple[int, str]]:
        found = set()
        further = [text for name, text in self.files.items() if name.startswith("spec ")]
        for spec in (self.spec, *further):
            for number, line in enumerate(spec.splitlines(), 1):
                match = MARK.search(line)
                for code in match[1].split() if match else ():
                    found.add((number, code))
        return found


def cases_of(text: str, name: str) -> Iterator[Case]:
    """The cases of a Markdown page."""
    headings = list(HEADING.finditer(text))
    for heading, following in zip_longest(headings, headings[1:]):
        codes = tuple(re.findall(r"[A-Z]{3}\d{2}", heading["codes"]))
        section = text[heading.end() : following.start() if following else len(text)]
        yield from _cases(section, codes, f"{name} {' '.join(codes)}")


def _cases(section: str, codes: tuple[str, ...], name: str) -> Iterator[Case]:
    sources: dict[str, str] = {}
    files: dict[str, str] = {}
    for number, fence in enumerate(FENCE.finditer(section), 1):
        info, body = fence["info"].strip(), fence["body"]
        kind, _, rest = info.partition(" ")
        if kind == "text":
            sources[rest or "article"] = body
        elif kind == "yaml" and rest:
            files[rest] = body
        elif kind == "yaml":
            yield Case(f"{name} #{number}", codes, body, sources, files)
            sources, files = {}, {}


def run(case: Case, folder: Path) -> set[tuple[int, str]]:
    """Which lines of a case's spec its rules report."""
    copytree(ROOT / "curation", folder / "curation", ignore=lambda *_: ["adjudications", "templates"])
    (folder / "curation" / "adjudications").mkdir()
    (folder / "specs").mkdir()
    (folder / "seeds").mkdir()
    sources = {"article": ""} | case.sources
    for id, text in sources.items():
        (folder / _path(id)).write_text(text, encoding="utf-8")
    (folder / "specs" / "document.yaml").write_text(_completed(case.spec, sources), encoding="utf-8")
    if "codebook" in case.files:
        (folder / "curation" / "codebook.yaml").write_text(case.files["codebook"], encoding="utf-8")
    if "adjudications" in case.files:
        path = folder / "curation" / "adjudications" / "document.yaml"
        path.write_text(case.files["adjudications"], encoding="utf-8")
    for name, text in case.files.items():
        if name.startswith("spec "):
            path = folder / "specs" / f"{name.removeprefix('spec ')}.yaml"
            path.write_text(_completed(text, sources), encoding="utf-8")
    rules = [rule for rule in all_rules() if rule.code in case.codes]
    report = review(load_project(folder), rules).report
    return {(one.primary.spec.line, one.code) for one in report.findings if one.open}


def _path(source: str) -> str:
    return f"seeds/{'document' if source == 'article' else source}.txt"


def _completed(spec: str, sources: dict[str, str]) -> str:
    entries = [
        f"{id}: {{path: {_path(id)}, sha256: {sha256(text.encode()).hexdigest()}}}" for id, text in sources.items()
    ]
    defaults = {
        "msccurate": "msccurate: 1",
        "publication": "publication: {title: A case}",
        "extraction": "extraction: {by: curator-a}",
        "sources": f"sources: {{{', '.join(entries)}}}",
        "groups": "groups: {all: {}}",
    }
    lines = [text for key, text in defaults.items() if not re.search(rf"^{key}:", spec, re.MULTILINE)]
    return spec + ("" if spec.endswith("\n") else "\n") + "\n".join(lines) + "\n"
