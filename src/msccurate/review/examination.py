"""From documents to what is known of each: a pure function of its files, the codebook and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from msccurate.findings import Finding, Place
from msccurate.review.adjudications import AdjudicationFile, settle
from msccurate.review.agreement import agreements
from msccurate.review.examined import COMMON, Examined
from msccurate.review.fingerprint import fingerprints
from msccurate.review.places import Files, placed
from msccurate.review.repairs import Repairer, hint
from msccurate.review.report import Adjudication, Coverage
from msccurate.rules import Rule
from msccurate.rules.registry import from_problem
from msccurate.spec.load import FIRST
from msccurate.tables import Corpus, Document, Project
from msccurate.tables.extract import packed
from msccurate.tables.schemafiles import load_schemas
from msccurate.tables.table import Table
from msccurate.tables.tableschema import SHIPPED
from msccurate.tables.validate import reach_across


def examine(
    corpus: Corpus, files: Iterable[AdjudicationFile], rules: tuple[Rule, ...], common: bool = True
) -> list[Examined]:
    """Ask the rules that look at one document of all documents of a corpus, in the order of their names.

    The first is COMMON where it is asked for. `files` are the adjudications of these documents and of those that have
    no spec. Rules of scope `tables` are asked too where they are among `rules`.
    """
    project = corpus.project
    documents: dict[str, list[Document]] = {}
    for document in project.documents:
        documents.setdefault(document.name, []).append(document)
    judged = {file.document: file for file in files}
    if any(rule.scope == "tables" for rule in rules):
        corpus.judged  # noqa: B018 - the validators begin
    names = sorted({*documents, *judged})
    alone = {name: replace(project, documents=tuple(documents.get(name, ()))) for name in names}
    asked = {name: list(_asked(alone[name], rules)) for name in names}
    misfits = _misfits(corpus, {COMMON: [], **documents} if common else documents, rules)
    rows = _rows(corpus, rules)
    return [_common(project, rules, misfits.get(COMMON, []), rows.get(COMMON, 0))] * common + [
        _examined(name, alone[name], judged.get(name), rules, [*asked[name], *misfits.get(name, [])], rows.get(name, 0))
        for name in names
    ]


def _common(project: Project, rules: tuple[Rule, ...], misfits: list[Finding], rows: int) -> Examined:
    """What is to be said of the files that belong to no document."""
    by_code = {rule.code: rule for rule in rules}
    problems = (one for one in project.problems if one.problem.kind in by_code)
    apart = [by_code[one.problem.kind].finding(from_problem(one.problem, one.path, one.text)) for one in problems]
    across = any(rule.scope == "tables" for rule in rules) and reach_across(load_schemas(project.root))
    return Examined(COMMON, apart=(*apart, *misfits), rows=rows, across=across)


def _examined(
    name: str,
    project: Project,
    file: AdjudicationFile | None,
    rules: tuple[Rule, ...],
    found: list[Finding],
    rows: int,
) -> Examined:
    apart = [one for one in found if not one.document]
    findings = sorted((one for one in found if one.document), key=sort_key)
    if file is not None:
        by_code = {rule.code: rule for rule in rules}
        problems = (one for one in file.problems if one.kind in by_code)
        apart += [by_code[one.kind].finding(from_problem(one, file.path, file.text)) for one in problems]
    entries = list(file.entries) if file else []
    names = fingerprints(findings)
    settled, used = settle(findings, names, entries)
    findings = _with_hints(project.documents, rules, findings, settled)
    texts = _texts(project.documents)
    documents = {(one.name, one.extractor): one for one in project.documents}
    titles = [one.spec.publication["title"].text for one in project.documents if "title" in one.spec.publication]
    return Examined(
        document=name,
        findings=placed(findings, names, settled, documents, Files(texts.get)),
        apart=tuple(apart),
        adjudications=tuple(entries),
        settled=tuple(sorted(used)),
        coverage=tuple(_coverage(document) for document in project.documents),
        agreements=agreements(project.documents),
        extracted_by=tuple(sorted({name for one in project.documents for name in _extractor(one)})),
        title=titles[-1] if titles else None,
        sources=tuple(dict.fromkeys(one for document in project.documents for one in _sources(document))),
        measurements=sum(one.measured for document in project.documents for one in document.measurements),
        rows=rows,
        tables=_distilled(project.documents, rules),
    )


def _asked(project: Project, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    for document in project.documents:
        for rule in rules:
            if rule.scope == "document":
                yield from rule.run(document)
    if len(project.documents) > 1:
        corpus = Corpus(project)
        for rule in rules:
            if rule.scope == "extractions":
                yield from rule.run(corpus)


def _misfits(
    corpus: Corpus, documents: Mapping[str, list[Document]], rules: tuple[Rule, ...]
) -> dict[str, list[Finding]]:
    """What rules say of the tables: of all documents at once where nothing is wrong, else of each for itself."""
    found: dict[str, list[Finding]] = {}
    for rule in rules:
        if rule.scope == "tables" and any(True for _ in rule.run(corpus)):
            for name, own in documents.items():
                alone = replace(corpus, project=replace(corpus.project, documents=tuple(own)))
                found.setdefault(name, []).extend(rule.run(alone))
    return found


def _rows(corpus: Corpus, rules: tuple[Rule, ...]) -> dict[str, int]:
    """How many rows of shipped tables each document has, where somebody asks."""
    counts: dict[str, int] = {}
    if any(rule.scope == "tables" for rule in rules):
        for table in SHIPPED:
            known = corpus.tables.get(table, Table())
            for name, rows in known.runs() if table != "variables" else [(COMMON, slice(0, len(known)))]:
                counts[name] = counts.get(name, 0) + rows.stop - rows.start
    return counts


def _distilled(documents: Sequence[Document], rules: tuple[Rule, ...]) -> dict[str, bytes]:
    """What corpus rules are given of a document, by table, packed."""
    extractions = [one for one in documents if one.spec.readable]
    extractions.sort(key=lambda one: (one.extractor != FIRST, one.extractor))
    distils = dict.fromkeys(distil for rule in rules for distil in rule.distils) if extractions else ()
    return {distil.table: packed(columns) for distil in distils if (columns := distil.of(extractions))}


def sort_key(finding: Finding) -> tuple[str, str, str, str, str]:
    """The order in which findings are numbered."""
    return finding.document, finding.extractor, finding.code, finding.primary.route, finding.message


def _with_hints(
    documents: Iterable[Document],
    rules: tuple[Rule, ...],
    findings: list[Finding],
    settled: list[Adjudication | None],
) -> list[Finding]:
    """The findings, with what single edit would reconcile the numbers of those that nobody has settled yet."""
    repairers = {(one.name, one.extractor): Repairer(one, rules) for one in documents}
    result = []
    for finding, adjudication in zip(findings, settled, strict=True):
        repairer = repairers.get((finding.document, finding.extractor))
        said = hint(repairer.repairs(finding)) if repairer and adjudication is None else ""
        result.append(replace(finding, help="; ".join(filter(None, (finding.help, said)))) if said else finding)
    return result


def _texts(documents: Iterable[Document]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for document in documents:
        texts[document.spec.path] = document.spec.text
        texts |= {source.path: source.text for source in document.sources.values()}
    return texts


def _sources(document: Document) -> Iterator[tuple[str, str]]:
    for entry in document.spec.sources.values():
        loaded = document.sources.get(entry.id)
        yield entry.path.text, loaded.sha256 if loaded else ""


def _extractor(document: Document) -> Iterator[str]:
    by = document.spec.extraction.get("by")
    if by is not None:
        yield by.text.casefold()


def _coverage(document: Document) -> Coverage:
    counts = {"table": [0, 0], "result": [0, 0]}
    files = Files({source.path: source.text for source in document.sources.values()}.get)
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
