"""The review: run the rules, settle findings by adjudications, place them, and make the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from msccurate.findings import Finding, Place
from msccurate.review.adjudications import AdjudicationFile, load_adjudications, settle
from msccurate.review.agreement import agreements
from msccurate.review.fingerprint import fingerprints
from msccurate.review.places import Files, Places, verdict
from msccurate.review.repairs import Repairer, hint
from msccurate.review.report import Adjudication, Coverage, Report, ReportedFinding
from msccurate.rules import Rule, default_rules
from msccurate.rules.adjudications import Bookkeeping, Entry
from msccurate.rules.registry import from_problem
from msccurate.tables import Corpus, Curated, Curations, Document, Project

STANDS_ELSEWHERE = ("SRC05", "SRC06", "SRC04")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report, and the corpus it is about (with curated values put in)."""

    report: Report
    corpus: Corpus


def review(project: Project, rules: Iterable[Rule] | None = None) -> Reviewed:
    """Check a whole project with the rules (default: all that are on)."""
    chosen = tuple(default_rules() if rules is None else rules)
    files = load_adjudications(project.root)
    corpus = Corpus(project)
    findings = [*_document_findings(project, chosen), *_file_findings(project, files, chosen)]
    findings += [one for rule in chosen if rule.scope == "corpus" for one in rule.run(corpus)]
    findings.sort(key=_sort_key)
    names = fingerprints(findings)
    entries = [entry for file in files for entry in file.entries]
    settled, used = settle(findings, names, entries)
    bookkeeping = _bookkeeping(files, used, {document.name for document in project.documents}, chosen)
    own = [one for rule in chosen if rule.scope == "review" for one in rule.run(bookkeeping)]
    findings += own
    names += fingerprints(own)
    settled += [None] * len(own)
    findings = _with_hints(project, chosen, findings, settled)
    reported = _reported(project, files, findings, names, settled)
    notes = _notes(corpus, chosen)
    corpus = corpus.curated(_curations(project, findings, settled))
    return Reviewed(_report(project, corpus, reported, notes), corpus)


def _with_hints(
    project: Project, rules: tuple[Rule, ...], findings: list[Finding], settled: list[Adjudication | None]
) -> list[Finding]:
    """The findings, with what single edit would reconcile the numbers of those that nobody has settled yet."""
    repairers = {(one.name, one.extractor): Repairer(one, rules) for one in project.documents}
    result = []
    for finding, adjudication in zip(findings, settled, strict=True):
        repairer = repairers.get((finding.document, finding.extractor))
        said = hint(repairer.repairs(finding)) if repairer and adjudication is None else ""
        result.append(replace(finding, help="; ".join(filter(None, (finding.help, said)))) if said else finding)
    return result


def _notes(corpus: Corpus, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """What a reader of the report must know of how it was made."""
    if not any(rule.scope == "corpus" for rule in rules):
        return ()
    from msccurate.tables.secondopinion import skipped

    note = skipped(corpus.tables)
    return (note,) if note else ()


def _document_findings(project: Project, rules: tuple[Rule, ...]) -> Iterable[Finding]:
    for document in project.documents:
        for rule in rules:
            if rule.scope == "document":
                yield from rule.run(document)


def _file_findings(project: Project, files: list[AdjudicationFile], rules: tuple[Rule, ...]) -> Iterable[Finding]:
    """Problems of the codebook, the units and the adjudications."""
    by_code = {rule.code: rule for rule in rules}
    problems = [(one.path, one.text, one.problem) for one in project.problems]
    problems += [(file.path, file.text, problem) for file in files for problem in file.problems]
    for path, text, problem in problems:
        if problem.kind in by_code:
            yield by_code[problem.kind].finding(from_problem(problem, path, text))


def _sort_key(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.document, finding.extractor, finding.code, finding.primary.route, finding.message


def _bookkeeping(
    files: list[AdjudicationFile], used: set[str], documents: set[str], rules: tuple[Rule, ...]
) -> Bookkeeping:
    ran = {rule.code for rule in rules}
    entries = []
    for file in files:
        for entry in file.entries:
            one = entry.adjudication
            code = one.rule or one.fingerprint.partition("-")[0]
            unused = f"{one.document}/{one.id}" not in used and not entry.missing
            stale = unused and code in ran and one.document in documents
            stale = stale or (unused and one.document not in documents)
            about = f"`{one.fingerprint}`" if one.fingerprint else f"{one.rule} at `{one.route}`"
            entries.append(Entry(one.id, one.document, entry.place, entry.missing, stale, about))
    return Bookkeeping(tuple(entries))


def _reported(
    project: Project,
    files: list[AdjudicationFile],
    findings: list[Finding],
    names: list[str],
    settled: list[Adjudication | None],
) -> list[ReportedFinding]:
    texts = {file.path: file.text for file in files} | {one.path: one.text for one in project.problems}
    for document in project.documents:
        texts[document.spec.path] = document.spec.text
        texts |= {source.path: source.text for source in document.sources.values()}
    excerpts = Files(texts)
    documents = {(one.name, one.extractor): one for one in project.documents}
    placers = {key: Places(excerpts, document) for key, document in documents.items()}
    nowhere = Places(excerpts, None)
    wrong_cells = {
        (one.document, one.extractor, label.route.partition("#")[0]): name
        for one, name in zip(findings, names, strict=True)
        if one.code in STANDS_ELSEWHERE
        for label in (one.primary, *one.related)
    }
    result = []
    for finding, name, adjudication in zip(findings, names, settled, strict=True):
        key = (finding.document, finding.extractor)
        places = placers.get(key, nowhere)
        cells = [label.route.partition("#")[0] for label in (finding.primary, *finding.related)]
        under = next((wrong_cells[(*key, cell)] for cell in cells if (*key, cell) in wrong_cells), "")
        result.append(
            ReportedFinding(
                code=finding.code,
                name=finding.name,
                severity=finding.severity,
                verdict=verdict(finding, documents.get(key)),
                message=finding.message,
                help=finding.help,
                expected=finding.expected,
                document=finding.document,
                extractor=finding.extractor,
                route=finding.primary.route,
                fingerprint=name,
                primary=places.label(finding.primary),
                related=tuple(places.label(label) for label in finding.related),
                adjudication=adjudication,
                under="" if finding.code in STANDS_ELSEWHERE else under,
            )
        )
    return sorted(
        result,
        key=lambda one: (
            one.document,
            one.extractor,
            one.primary.spec.path,
            one.primary.spec.line,
            one.primary.spec.column,
            one.code,
            one.fingerprint,
        ),
    )


def _curations(project: Project, findings: list[Finding], settled: list[Adjudication | None]) -> Curations:
    """What adjudications put in the place of printed values.

    A unit counts for all cells of its finding, a value also for what another extractor has in the place of its cell.
    """
    extractions = {one.spec.path: (one.name, one.extractor) for one in project.documents}
    found: dict[tuple[str, str, str], Curated] = {}
    for finding, one in zip(findings, settled, strict=True):
        if one is None or not one.value:
            continue
        mine = (finding.document, finding.extractor)
        of_unit = finding.primary.route.endswith("#unit")
        put = Curated("", one.value) if of_unit else Curated(one.value)
        for label in (finding.primary, *finding.related):
            document, extractor = extractions.get(label.spec.path, mine) if label.spec else mine
            elsewhere = document == finding.document and extractor != finding.extractor
            if label is finding.primary or of_unit or elsewhere:
                found.setdefault((document, extractor, label.route.partition("#")[0]), put)
    return found


def _report(project: Project, corpus: Corpus, findings: list[ReportedFinding], notes: tuple[str, ...]) -> Report:
    names = {document.name for document in project.documents}
    return Report(
        findings=tuple(findings),
        documents=len(names),
        sources=len({source.path for document in project.documents for source in document.sources.values()}),
        measurements=corpus.measurement_count,
        coverage=tuple(_coverage(document) for document in project.documents),
        titles={
            document.name: document.spec.publication["title"].text
            for document in project.documents
            if "title" in document.spec.publication
        },
        notes=notes,
        agreements=agreements(project.documents),
    )


def _coverage(document: Document) -> Coverage:
    counts = {"table": [0, 0], "result": [0, 0]}
    files = Files({source.path: source.text for source in document.sources.values()})
    uncovered = []
    for one in document.accounted:
        if one.number.role not in counts:
            continue
        counts[one.number.role][0] += 1
        counts[one.number.role][1] += bool(one.route)
        if not one.route:
            uncovered.append(files.excerpt(Place(one.source.path, one.number.span)))
    (tables, in_tables), (results, in_results) = counts["table"], counts["result"]
    return Coverage(document.name, document.extractor, tables, in_tables, results, in_results, tuple(uncovered))
