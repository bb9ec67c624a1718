"""A made-up study checked in memory: its document built once per spec, and its rules run until they have found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

from msccurate import codebook as codebooks
from msccurate.findings import Finding, Severity
from msccurate.rules import Rule, default_rules
from msccurate.sources import Source
from msccurate.spec import load
from msccurate.tables import Document
from msccurate.tables.build import assemble
from tests.benchmarks.errors import Injected
from tests.benchmarks.world import Study, spec_of

ROOT = Path(__file__).parents[2]
#: Families that find most errors of extraction come first: a search ends with the first finding at the place.
_FIRST = ("SRC", "SPC", "UNT", "PCT", "SUM", "SPR", "XRF", "PLA")


@cache
def _agreed() -> codebooks.Loaded:
    return codebooks.load(ROOT)


@cache
def _rules() -> tuple[Rule, ...]:
    order = {family: index for index, family in enumerate(_FIRST)}
    rules = [rule for rule in default_rules() if rule.scope == "document"]
    return tuple(sorted(rules, key=lambda rule: order.get(rule.family, len(order))))


@dataclass(frozen=True, slots=True)
class Checked:
    """A spec and its document."""

    spec: str
    document: Document

    def findings(self) -> Iterator[Finding]:
        for rule in _rules():
            yield from rule.run(self.document)


def source_of(text: str) -> Source:
    return Source("article", "seeds/document.txt", text, sha256(text.encode()).hexdigest())


def checked(study: Study, source: Source | None, digest: str) -> Checked:
    """The document of a study as extracted; without its source only what the spec itself says is known."""
    text = spec_of(study, "seeds/document.txt", digest)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{study.name}.yaml"
        path.write_text(text, encoding="utf-8")
        spec = load(path, f"specs/{study.name}.yaml")
    sources = {source.id: source} if source else {}
    agreed = _agreed()
    return Checked(text, assemble(spec, agreed.codebook, agreed.units, sources))


def detected(right: Checked, wrong: Checked, error: Injected, known: Sequence[Finding] = ()) -> Severity | None:
    """The severity of what is reported at the place of an error and was not reported before; None for nothing.

    A note counts for what it is: the search goes on for a warning or an error.
    """
    lines = _changed(right.spec.splitlines(), wrong.spec.splitlines())
    before = {(one.code, one.message) for one in known}
    best: Severity | None = None
    for finding in wrong.findings():
        if (finding.code, finding.message) in before or not _points(wrong.document, finding, error, lines):
            continue
        if finding.severity != Severity.NOTE:
            return finding.severity
        best = finding.severity
    return best


def _points(document: Document, finding: Finding, error: Injected, lines: set[int]) -> bool:
    """Whether a label of a finding stands on a changed line; errors of a whole block or document have no line."""
    routes = [one.route for one in (finding.primary, *finding.related)]
    if error.block == "form":
        return True
    if error.kind == "row dropped" or error.row == "columns":
        return any(route.split(".")[0].partition("#")[0] == error.block for route in routes)
    spans = [document.routes[route] for route in routes if route in document.routes]
    text = document.spec.text
    return any(text.count("\n", 0, span.start) in lines for span in spans)


def _changed(old: Sequence[str], new: Sequence[str]) -> set[int]:
    """The numbers of the lines between the first and the last that differ: one error is made in one place.

    A head on a line of its own stands for all that is indented below it.
    """
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    first = sum(1 for _ in same)
    rest = min(len(old), len(new)) - first
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(old), reversed(new), strict=False))
    lines = set(range(first, len(new) - min(sum(1 for _ in same), rest)))
    for number in sorted(lines):
        indent = len(new[number]) - len(new[number].lstrip())
        for below in range(number + 1, len(new)):
            if not new[number].endswith(":") or len(new[below]) - len(new[below].lstrip()) <= indent:
                break
            lines.add(below)
    return lines
