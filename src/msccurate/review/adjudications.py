"""Adjudications: `curation/adjudications/<document>.yaml`, and the findings that they settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from msccurate import reading
from msccurate.findings import Finding, Place, Problem
from msccurate.reading import Mapping, Scalar
from msccurate.review.fingerprint import fingerprint as named
from msccurate.review.report import Adjudicated, Adjudication
from msccurate.spec.load import FIRST
from msccurate.text import nearest

KEYS = ("fingerprint", "rule", "route", "verdict", "reason", "by", "date", "value", "note")
DECISIONS = ("source-error", "accepted", "false-alarm", "open")
SIGNED = ("verdict", "reason", "by", "date")


@dataclass(frozen=True, slots=True)
class AdjudicationFile:
    """The adjudications of one document."""

    document: str
    path: str
    text: str
    entries: tuple[Adjudicated, ...]
    problems: tuple[Problem, ...]


def load_adjudications(root: Path) -> list[AdjudicationFile]:
    """All adjudication files of a project, in the order of their names; never raises."""
    folder = root / "curation" / "adjudications"
    return [load_adjudication(path, path.relative_to(root).as_posix()) for path in sorted(folder.glob("*.yaml"))]


def load_adjudication(path: Path, relative: str) -> AdjudicationFile:
    """The adjudications of the document that the file is named for; never raises."""
    document = path.name.removesuffix(".yaml")
    result = reading.read(path)
    problems = list(result.problems)
    entries = []
    if isinstance(result.node, Mapping):
        for entry in result.node.entries:
            if isinstance(entry.value, Mapping):
                entries.append(_entry(entry.key, entry.value, document, relative, problems))
            else:
                words = f"adjudication `{entry.key.text}` must be a map"
                problems.append(Problem("SPC03", entry.key.span, words, "it has the keys " + ", ".join(KEYS)))
    return AdjudicationFile(document, relative, result.text, tuple(entries), tuple(problems))


def _entry(key: Scalar, node: Mapping, document: str, path: str, problems: list[Problem]) -> Adjudicated:
    said: dict[str, str] = {}
    for entry in node.entries:
        name = entry.key.text
        if name not in KEYS:
            near = nearest(name, KEYS)
            help = f"did you mean `{near}`?" if near else "it has the keys " + ", ".join(KEYS)
            problems.append(
                Problem("SPC02", entry.key.span, f"unknown key `{name}` in adjudication `{key.text}`", help)
            )
        elif isinstance(entry.value, Scalar):
            said[name] = entry.value.text.strip()
            if name == "verdict" and said[name] not in DECISIONS:
                words = f"`{said[name]}` is no verdict"
                problems.append(Problem("SPC03", entry.value.span, words, "write " + ", ".join(DECISIONS)))
    missing = [name for name in SIGNED if not said.get(name)]
    if not said.get("fingerprint") and not (said.get("rule") and said.get("route")):
        missing.append("fingerprint")
    one = Adjudication(
        id=key.text,
        document=document,
        **{name: said.get(name, "") for name in KEYS if name != "note"},
    )
    return Adjudicated(one, Place(path, key.span), tuple(missing))


def settle(
    findings: Iterable[Finding], fingerprints: Iterable[str], entries: list[Adjudicated]
) -> tuple[list[Adjudication | None], set[str]]:
    """For each finding the adjudication that settles it, and the ids (`document/id`) of those that matched.

    What is decided about the first extraction is decided about the same finding in a further one.
    """
    by_key: dict[tuple[str, str, str], Adjudicated] = {}
    for entry in entries:
        one = entry.adjudication
        key = ("", one.fingerprint, one.document) if one.fingerprint else (one.rule, one.route, one.document)
        by_key.setdefault(key, entry)
    settled: list[Adjudication | None] = []
    used: set[str] = set()
    for finding, fingerprint in zip(findings, fingerprints, strict=True):
        match = by_key.get(("", fingerprint, finding.document)) or by_key.get(
            (finding.code, finding.primary.route, finding.document)
        )
        if match is None and finding.extractor not in ("", FIRST):
            match = by_key.get(("", named(replace(finding, extractor=FIRST)), finding.document))
        if match is not None and match.missing:
            match = None
        settled.append(match.adjudication if match else None)
        if match is not None:
            used.add(f"{match.adjudication.document}/{match.adjudication.id}")
    return settled, used
