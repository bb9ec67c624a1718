"""The tables, column by column, from typed records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import inf
from typing import Any

from msccurate.expressions.tree import Binary
from msccurate.notation import parse_iso
from msccurate.printed import Printed, Truth
from msccurate.spec import Claim
from msccurate.tables.coverage import Accounted
from msccurate.tables.curation import Curations, curated, curated_sizes
from msccurate.tables.document import Document
from msccurate.tables.project import Project
from msccurate.tables.records import PARTS, Measurement
from msccurate.tables.table import Columns, Table
from msccurate.tables.tableschema import CORE

Row = dict[str, Any]
Tables = Mapping[str, Table]

EFFECT_PARTS = ("estimate", "ci_low", "ci_high", "p", "mean", "sd", "median", "q1", "q3", "value")
MEASURED_PARTS = tuple(part for part in PARTS if part not in ("estimate", "ci_low", "ci_high", "p", "low", "high"))


def core_tables(project: Project, curations: Curations) -> Tables:
    """All tables that the documents and the codebook fill; `curations` puts values in the place of printed ones."""
    tables = {name: Table() for name in CORE}
    for document in project.documents:
        if not document.spec.readable:
            continue
        for name, columns in _per_document(document, curations):
            length = len(next(iter(columns.values()), ()))
            if length:
                keys = {"document": [document.name] * length, "extractor": [document.extractor] * length}
                tables[name].extend({**keys, **columns})
    for document in project.documents:
        tables["problems"].add(_problems(document))
    tables["variables"].add(
        [
            {
                "variable": one.id,
                "label": one.label,
                "kind": one.kind,
                "unit": one.unit or None,
                "loinc": one.loinc or None,
            }
            for one in project.codebook.variables.values()
        ]
    )
    return tables


def decimal(number: Printed | None) -> Decimal | None:
    """A printed number with the decimals it was printed with."""
    return None if number is None else _decimal(number.mantissa, number.decimals)


@lru_cache(maxsize=65536)
def _decimal(mantissa: int, decimals: int) -> Decimal:
    """Documents print the same numbers again and again."""
    return Decimal(mantissa).scaleb(-decimals)


def _document(document: Document) -> Row:
    publication = {name: scalar.text for name, scalar in document.spec.publication.items()}
    names = ("title", "journal", "published", "received", "accepted", "doi", "pmid", "pmcid", "registration", "design")
    extraction = {name: scalar.text for name, scalar in document.spec.extraction.items()}
    return {
        "path": document.spec.path,
        **{name: publication.get(name) or None for name in names},
        "authors": "; ".join(author.text for author in document.spec.authors) or None,
        "extracted_by": extraction.get("by") or None,
        "extracted_on": extraction.get("date") or None,
    }


def _per_document(document: Document, curations: Curations) -> Iterator[tuple[str, Columns]]:
    yield "documents", _columns([_document(document)])
    yield "sources", _columns(_sources(document))
    yield "groups", _columns(_groups(document, curations))
    yield "timepoints", _columns(_timepoints(document))
    effects: list[Measurement] = []
    references: list[Measurement] = []
    values: list[Measurement] = []
    for one in curated(document, curations):
        kind = values if one.measured else references if one.at.statistic == "reference" else effects
        kind.append(one)
    yield "measurements", _measurements(values)
    yield "comparisons", _comparisons(document, effects)
    yield "reference_ranges", _references(references)
    yield "numbers", _numbers(document.measurements)
    yield "claims", _columns(_claims(document))
    yield "passages", _columns(_passages(document))
    yield "source_numbers", _source_numbers(document.accounted)
    yield "anchors", _anchors(document)


def _columns(rows: list[Row]) -> Columns:
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def _sources(document: Document) -> list[Row]:
    return [
        {
            "source": one.id,
            "path": one.path.text,
            "sha256": one.sha256.text,
            "characters": _characters(document, one.id),
        }
        for one in document.spec.sources.values()
    ]


def _groups(document: Document, curations: Curations) -> list[Row]:
    groups, sizes = document.spec.groups, curated_sizes(document, curations)
    return [
        {
            "group": one.id,
            "label": one.label or None,
            "n": _whole(document.group_sizes.get(one.id)),
            "curated_value": sizes[one.id][0] if one.id in sizes else None,
            "parent": one.of if one.of in groups else None,
            "arm": one.arm or None,
        }
        for one in groups.values()
    ]


def _claims(document: Document) -> list[Row]:
    return [
        {
            "claim": one.id,
            "result": claim_result(document, one),
            "expect": one.expect.text,
            "quote": one.quote.text if one.quote else None,
            "about": " ".join(word.text for word in one.about.head.words) if one.about else None,
        }
        for one in document.spec.claims
    ]


def _passages(document: Document) -> list[Row]:
    return [
        {
            "source": id,
            "passage": position,
            "section": one.section,
            "start": one.span.start,
            "end": one.span.end,
            "text": one.span.of(source.text),
        }
        for id, source in document.sources.items()
        for position, one in enumerate(source.passages, 1)
    ]


def _source_numbers(accounted: Sequence[Accounted]) -> Columns:
    numbers = [one.number for one in accounted]
    return {
        "source": [one.source.id for one in accounted],
        "start": [one.span.start for one in numbers],
        "end": [one.span.end for one in numbers],
        "text": [one.text for one in numbers],
        "role": [one.role for one in numbers],
        "table": [one.table or None for one in numbers],
        "row": [one.row or None for one in numbers],
        "column": [one.column or None for one in numbers],
        "route": [one.route or None for one in accounted],
    }


def _anchors(document: Document) -> Columns:
    routes = sorted(document.anchors)
    sources = {block.id: block.source for block in document.spec.blocks}
    default = document.spec.default_source
    anchors = [document.anchors[route] for route in routes]
    return {
        "route": routes,
        "source": [sources.get(route.partition(".")[0]) or default for route in routes],
        "start": [one.span.start if one.span else None for one in anchors],
        "end": [one.span.end if one.span else None for one in anchors],
        "tier": [one.tier or None for one in anchors],
        "status": [one.status for one in anchors],
        "text": [one.text or None for one in anchors],
    }


def claim_result(document: Document, claim: Claim) -> str:
    """What became of a claim: it holds, fails, hangs on rounding, or could not be evaluated."""
    if claim.tree is None:
        return "unknown"
    about = tuple(word.text for word in claim.about.head.words) if claim.about else ()
    truths = {instance.outcome.truth for instance in document.instances(claim.tree, about)}
    if Truth.FALSE in truths:
        return "fails"
    equation = isinstance(claim.tree, Binary) and claim.tree.sign == "="
    if Truth.DEPENDS in truths:
        return "holds" if equation else "fragile"
    return "holds" if truths else "unknown"


def _characters(document: Document, source: str) -> int | None:
    loaded = document.sources.get(source)
    return len(loaded.text) if loaded is not None else None


def _timepoints(document: Document) -> list[Row]:
    used = dict.fromkeys(one.at.timepoint for one in document.measurements if one.at.timepoint)
    ids = [*document.spec.timepoints, *sorted(id for id in used if id not in document.spec.timepoints)]
    rows = []
    for position, id in enumerate(ids, 1):
        declared = document.spec.timepoints.get(id)
        start, end = (declared.start, declared.end) if declared else (id, id)
        first, last = parse_iso(start), parse_iso(end)
        rows.append(
            {
                "timepoint": id,
                "position": position,
                "label": declared.label or None if declared else None,
                "start": first.first if first else None,
                "end": last.last if last else None,
                "time": declared.time or None if declared else None,
            }
        )
    return rows


def _at(cells: Sequence[Measurement]) -> Columns:
    ats = [one.at for one in cells]
    return {
        "route": [one.route for one in cells],
        "block": [one.block for one in cells],
        "variable": [at.variable or None for at in ats],
        "level": [at.level or None for at in ats],
        "group": [at.group or None for at in ats],
        "timepoint": [at.timepoint or None for at in ats],
        "text": [one.text for one in cells],
    }


def _parts(cells: Sequence[Measurement], names: Sequence[str]) -> Columns:
    """The numbers of cells by their role, and the comparator of the first of each cell that has one."""
    columns: dict[str, list[Any]] = {name: [None] * len(cells) for name in (*names, "comparator")}
    for row, cell in enumerate(cells):
        # most roles of a cell are blank: only its numbers are visited
        for name, number in cell.numbers.parts():
            column = columns.get(name)
            if column is not None:
                column[row] = decimal(number)
            if number.comparator and columns["comparator"][row] is None:
                columns["comparator"][row] = number.comparator
    return columns


def _found(cells: Sequence[Measurement]) -> Columns:
    return {
        "source": [one.source or None for one in cells],
        "source_start": [one.source_start if one.source_start >= 0 else None for one in cells],
        "source_end": [one.source_end if one.source_start >= 0 else None for one in cells],
    }


def _measurements(cells: Sequence[Measurement]) -> Columns:
    return {
        **_at(cells),
        **_parts(cells, MEASURED_PARTS),
        "category": [one.category or None for one in cells],
        "date": [one.date or None for one in cells],
        "form": [one.form or None for one in cells],
        "unit_printed": [one.unit_printed or None for one in cells],
        "unit": [one.unit or None for one in cells],
        "canonical_unit": [one.canonical_unit or None for one in cells],
        "canonical_value": [canonical_decimal(one.canonical) for one in cells],
        "curated_value": [one.curated or None for one in cells],
        **_found(cells),
    }


def _comparisons(document: Document, cells: Sequence[Measurement]) -> Columns:
    known = document.spec.comparisons
    tests = [[known[id].test for id in one.at.comparison.split("+")] for one in cells]
    return {
        **_at(cells),
        "comparison": [one.at.comparison for one in cells],
        "test": ["; ".join(filter(None, own)) or None for own in tests],
        **_parts(cells, EFFECT_PARTS),
        "form": [one.form or None for one in cells],
        "unit_printed": [one.unit_printed or None for one in cells],
        "curated_value": [one.curated or None for one in cells],
        **_found(cells),
    }


def _references(cells: Sequence[Measurement]) -> Columns:
    return {
        **{name: values for name, values in _at(cells).items() if name not in ("level", "group", "timepoint")},
        **_parts(cells, ("low", "high")),
        "unit_printed": [one.unit_printed or None for one in cells],
        "unit": [one.unit or None for one in cells],
        **_found(cells),
    }


def _numbers(cells: Sequence[Measurement]) -> Columns:
    routes: list[str] = []
    parts: list[str] = []
    numbers: list[Printed] = []
    for cell in cells:
        for part, number in cell.numbers.parts():
            routes.append(cell.route)
            parts.append(part)
            numbers.append(number)
    intervals = [one.interval for one in numbers]
    return {
        "route": routes,
        "part": parts,
        "text": [one.text for one in numbers],
        "mantissa": [one.mantissa for one in numbers],
        "decimals": [one.decimals for one in numbers],
        "comparator": [one.comparator or None for one in numbers],
        "exact": [one.exact for one in numbers],
        "low": [None if one.low == -inf else one.low for one in intervals],
        "high": [None if one.high == inf else one.high for one in intervals],
    }


def _problems(document: Document) -> list[Row]:
    from msccurate.text import Lines

    lines = Lines(document.spec.text)
    rows = []
    for problem in document.problems:
        position = lines.position(problem.span.start)
        rows.append(
            {
                "document": document.name,
                "extractor": document.extractor,
                "kind": problem.kind,
                "path": document.spec.path,
                "line": position.line,
                "column": position.column,
                "message": problem.words,
            }
        )
    return rows


def canonical_decimal(value: Fraction | None) -> Decimal | None:
    """A converted value as a decimal of at most 12 significant digits."""
    return None if value is None else _rounded(value.numerator, value.denominator)


@lru_cache(maxsize=65536)
def _rounded(numerator: int, denominator: int) -> Decimal:
    quotient = Decimal(numerator) / Decimal(denominator)
    rounded = Decimal(f"{quotient:.12g}").normalize()
    return rounded if rounded.as_tuple().exponent <= 0 else Decimal(int(rounded))  # type: ignore[operator]


def _whole(number: Printed | None) -> int | None:
    return None if number is None else int(number.value)
