"""A review of a project that is loaded whole: its report, and its corpus with curated values put in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msccurate.findings import Finding
from msccurate.review.adjudications import load_adjudications
from msccurate.review.conclusion import Documents, conclude, extract
from msccurate.review.curations import curations
from msccurate.review.examination import examine
from msccurate.review.report import Report
from msccurate.rules import Rule, default_rules
from msccurate.tables import Corpus, Project


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

    tables = extract(project.root, examined)

    def ask(rule: Rule) -> Iterable[Finding]:
        return rule.run(tables if rule.distils else corpus)

    def documents(name: str) -> Documents:
        return {(one.name, one.extractor): one for one in project.documents if one.name == name}

    codes = [rule.code for rule in chosen]
    report = conclude(project.root, examined, codes, chosen, ask, documents, _notes(corpus, chosen))
    extractions = {one.spec.path: (one.name, one.extractor) for one in project.documents}
    return Reviewed(report, corpus.curated(curations(report.findings, extractions)))


def _notes(corpus: Corpus, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """What a reader of the report must know of how it was made."""
    if not any(rule.scope == "tables" for rule in rules):
        return ()
    from msccurate.tables.secondopinion import shipped, skipped

    note = skipped(shipped(corpus.tables), corpus.limit_rows)
    return (note,) if note else ()
