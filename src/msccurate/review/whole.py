"""A review of a project that is loaded whole: its report, and its corpus with curated values put in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msccurate.findings import Finding
from msccurate.review.adjudications import load_adjudications
from msccurate.review.conclusion import Documents, conclude, extract
from msccurate.review.examination import examine
from msccurate.review.report import Report, ReportedFinding
from msccurate.rules import Rule, default_rules
from msccurate.tables import Corpus, Curated, Curations, Project


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report, and the corpus it is about (with curated values put in)."""

    report: Report
    corpus: Corpus


def review(project: Project, rules: Iterable[Rule] | None = None) -> Reviewed:
    """Check a whole project with the rules (default: all that are on)."""
    chosen = tuple(default_rules() if rules is None else rules)
    corpus = Corpus(project)
    alone = tuple(rule for rule in chosen if rule.scope != "tables")
    examined = examine(corpus, load_adjudications(project.root), alone)

    columns = extract(project.root, examined)

    def ask(rule: Rule) -> Iterable[Finding]:
        return rule.run(corpus if rule.reads is None else columns)

    def documents(name: str) -> Documents:
        return {(one.name, one.extractor): one for one in project.documents if one.name == name}

    codes = [rule.code for rule in chosen]
    report = conclude(project.root, examined, codes, chosen, ask, documents, _notes(corpus, chosen))
    return Reviewed(report, corpus.curated(_curations(project, report.findings)))


def _notes(corpus: Corpus, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """What a reader of the report must know of how it was made."""
    if not any(rule.scope == "tables" for rule in rules):
        return ()
    from msccurate.tables.secondopinion import shipped, skipped

    note = skipped(shipped(corpus.tables), corpus.limit_rows)
    return (note,) if note else ()


def _curations(project: Project, findings: Iterable[ReportedFinding]) -> Curations:
    """What adjudications put in the place of printed values.

    A unit counts for all cells of its finding, a value also for what another extractor has in the place of its cell.
    """
    extractions = {one.spec.path: (one.name, one.extractor) for one in project.documents}
    found: dict[tuple[str, str, str], Curated] = {}
    for finding in sorted(findings, key=lambda one: (one.document, one.extractor, one.code, one.route, one.message)):
        one = finding.adjudication
        if one is None or not one.value:
            continue
        of_unit = finding.route.endswith("#unit")
        mine = (finding.document, finding.extractor)
        put = Curated("", one.value) if of_unit else Curated(one.value)
        for label in (finding.primary, *finding.related):
            document, extractor = extractions.get(label.spec.path, mine)
            elsewhere = document == finding.document and extractor != finding.extractor
            if label is finding.primary or of_unit or elsewhere:
                found.setdefault((document, extractor, label.route.partition("#")[0]), put)
    return found
