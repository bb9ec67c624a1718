"""The report on a whole project, from what each of its documents says: corpus rules, adjudications, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache as once
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msccurate.findings import Finding
from msccurate.review.fingerprint import fingerprints
from msccurate.review.report import Adjudicated, Report, ReportedFinding
from msccurate.tables.extract import Held

if TYPE_CHECKING:
    from msccurate.codebook import Codebook
    from msccurate.review.examined import Examined
    from msccurate.rules import Rule
    from msccurate.rules.adjudications import Bookkeeping
    from msccurate.tables import Document

#: (document, extractor) -> document.
Documents = Mapping[tuple[str, str], "Document"]
#: Asks a rule of the whole corpus.
Ask = Callable[["Rule"], Iterable[Finding]]


def conclude(
    root: Path,
    examined: Sequence[Examined],
    codes: Iterable[str],
    rules: Iterable[Rule],
    ask: Ask,
    documents: Callable[[str], Documents],
    notes: tuple[str, ...] = (),
) -> Report:
    """Put together what was examined, in the order of the documents' names.

    `codes` are the rules that ran; of `rules`, those that look at more than one document are asked through `ask`, and
    `documents` gives the extractions of a document that they speak of.
    """
    findings = [finding for one in examined for finding in one.findings]
    settled = {id for one in examined for id in one.settled}
    late = [finding for rule in rules if rule.scope in ("corpus", "tables") for finding in ask(rule)]
    by_document: dict[str, list[Finding]] = {}
    for finding in late:
        by_document.setdefault(finding.document, []).append(finding)
    for one in examined:
        mine = by_document.get(one.document) if one.document else None
        if mine:
            placed, used = _settled(root, sorted(mine, key=_key), one, documents(one.document))
            findings += placed
            settled |= used
    apart = dict.fromkeys(finding for one in examined for finding in one.apart)
    apart |= dict.fromkeys(finding for finding in late if not finding.document)
    own = [
        finding for rule in rules if rule.scope == "review" for finding in rule.run(_books(examined, settled, codes))
    ]
    findings += _unsettled(root, sorted(apart, key=_key)) + _unsettled(root, own)
    return Report(
        findings=tuple(sorted(findings, key=_shown)),
        documents=sum(bool(one.coverage) for one in examined),
        sources=len({path for one in examined for path, digest in one.sources if digest}),
        measurements=sum(one.measurements for one in examined),
        coverage=tuple(coverage for one in examined for coverage in one.coverage),
        agreements=tuple(agreement for one in examined for agreement in one.agreements),
        titles={one.document: one.title for one in examined if one.title is not None},
        notes=notes,
    )


def extract(root: Path, examined: Iterable[Examined]) -> Held:
    """What corpus rules are given where there are not many documents."""
    found: dict[str, dict[str, bytes]] = {}
    for one in examined:
        for table, data in one.tables.items():
            found.setdefault(table, {})[one.document] = data
    return Held(codebook_of(root), found)


def codebook_of(root: Path) -> Callable[[], Codebook]:
    """Reads the codebook of a project when it is asked for, once."""

    @once
    def codebook() -> Codebook:
        from msccurate.codebook import load

        return load(root).codebook

    return codebook


def _key(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.document, finding.extractor, finding.code, finding.primary.route, finding.message


def _shown(one: ReportedFinding) -> tuple[str, str, str, int, int, str, str]:
    spec = one.primary.spec
    return one.document, one.extractor, spec.path, spec.line, spec.column, one.code, one.fingerprint


def _settled(
    root: Path, findings: list[Finding], examined: Examined, documents: Documents
) -> tuple[list[ReportedFinding], set[str]]:
    from msccurate.review.adjudications import settle
    from msccurate.review.places import Files, placed, wrong_cells

    names = fingerprints(findings)
    settled, used = settle(findings, names, list(examined.adjudications))
    wrong = wrong_cells(examined.findings)
    return list(placed(findings, names, settled, documents, Files(_reading(root)), wrong)), used


def _unsettled(root: Path, findings: list[Finding]) -> list[ReportedFinding]:
    if not findings:
        return []
    from msccurate.review.places import Files, placed

    return list(placed(findings, fingerprints(findings), [None] * len(findings), {}, Files(_reading(root))))


def _reading(root: Path) -> Callable[[str], str | None]:
    """The text of a file of the project, None where it cannot be shown."""
    from msccurate import reading, sources

    def read(path: str) -> str | None:
        if PurePosixPath(path).suffix == ".yaml":
            return reading.read(root / path).text
        if PurePosixPath(path).suffix == ".json":
            return None
        loaded = sources.load(root, path, "").source
        return loaded.text if loaded else None

    return read


def _books(examined: Sequence[Examined], settled: set[str], codes: Iterable[str]) -> Bookkeeping:
    from msccurate.rules.adjudications import Bookkeeping, Entry

    ran = set(codes)
    known = {one.document for one in examined if one.coverage}
    entries = []
    for adjudicated in (entry for one in examined for entry in one.adjudications):
        one = adjudicated.adjudication
        about = f"`{one.fingerprint}`" if one.fingerprint else f"{one.rule} at `{one.route}`"
        stale = _unused(adjudicated, settled) and (_code(adjudicated) in ran or one.document not in known)
        entries.append(Entry(one.id, one.document, adjudicated.place, adjudicated.missing, stale, about, one.by))
    return Bookkeeping(tuple(entries), {one.document: frozenset(one.extracted_by) for one in examined})


def _unused(one: Adjudicated, settled: set[str]) -> bool:
    return not one.missing and f"{one.adjudication.document}/{one.adjudication.id}" not in settled


def _code(one: Adjudicated) -> str:
    return one.adjudication.rule or one.adjudication.fingerprint.partition("-")[0]
