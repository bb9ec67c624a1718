"""Rows of the tables, from typed records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any

from msccurate.expressions.tree import Binary
from msccurate.notation import parse_iso
from msccurate.printed import Printed, Truth
from msccurate.spec import Claim
from msccurate.tables.curation import Curations, curated, curated_sizes
from msccurate.tables.document import Document
from msccurate.tables.project import Project
from msccurate.tables.records import PARTS, Measurement
from msccurate.tables.tableschema import TABLES

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]

EFFECT_PARTS = ("estimate", "ci_low", "ci_high", "p", "mean", "sd", "median", "q1", "q3", "value")
MEASURED_PARTS = tuple(part for part in PARTS if part not in ("estimate", "ci_low", "ci_high", "p", "low", "high"))


def core_tables(project: Project, curations: Curations) -> Tables:
    """All tables that the documents and the codebook fill; `curations` puts values in the place of printed ones."""
    tables: dict[str, list[Row]] = {name: [] for name in CORE}
    for document in project.documents:
        if not document.spec.readable:
            continue
        keys = {"document": document.name, "extractor": document.extractor}
        tables["documents"].append({**keys, **_document(document)})
        for name, rows in _per_document(document, curations):
            tables[name].extend({**keys, **row} for row in rows)
    for document in project.documents:
        tables["problems"].extend(_problems(document))
    tables["variables"] = [
        {"variable": one.id, "label": one.label, "kind": one.kind, "unit": one.unit or None, "loinc": one.loinc or None}
        for one in project.codebook.variables.values()
    ]
    return tables


#: What documents and codebook fill; the review adds the rest.
CORE = tuple(name for name in TABLES if name not in ("findings", "adjudications"))


def is_measured(one: Measurement) -> bool:
    """Whether a cell is a row of `measurements`: no reference range, and no comparison of groups or times."""
    return one.at.statistic != "reference" and not one.at.comparison


def decimal(number: Printed | None) -> Decimal | None:
    """A printed number with the decimals it was printed with."""
    return None if number is None else Decimal(number.mantissa).scaleb(-number.decimals)


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


def _per_document(document: Document, curations: Curations) -> Iterator[tuple[str, list[Row]]]:
    spec = document.spec
    yield (
        "sources",
        [
            {
                "source": one.id,
                "path": one.path.text,
                "sha256": one.sha256.text,
                "characters": _characters(document, one.id),
            }
            for one in spec.sources.values()
        ],
    )
    sizes = curated_sizes(document, curations)
    yield (
        "groups",
        [
            {
                "group": one.id,
                "label": one.label or None,
                "n": _whole(document.group_sizes.get(one.id)),
                "curated_value": sizes[one.id][0] if one.id in sizes else None,
                "parent": one.of if one.of in spec.groups else None,
                "arm": one.arm or None,
            }
            for one in spec.groups.values()
        ],
    )
    yield "timepoints", _timepoints(document)
    effects: list[Measurement] = []
    references: list[Measurement] = []
    values: list[Measurement] = []
    for one in curated(document, curations):
        kind = values if is_measured(one) else references if one.at.statistic == "reference" else effects
        kind.append(one)
    yield "measurements", [_measurement(one) for one in values]
    yield "comparisons", [_comparison(document, one) for one in effects]
    yield "reference_ranges", [_reference(one) for one in references]
    yield (
        "numbers",
        [_number(one.route, part, number) for one in document.measurements for part, number in one.numbers.parts()],
    )
    yield (
        "claims",
        [
            {
                "claim": one.id,
                "result": claim_result(document, one),
                "expect": one.expect.text,
                "quote": one.quote.text if one.quote else None,
                "about": " ".join(word.text for word in one.about.head.words) if one.about else None,
            }
            for one in spec.claims
        ],
    )
    yield (
        "passages",
        [
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
        ],
    )
    yield (
        "source_numbers",
        [
            {
                "source": one.source.id,
                "start": one.number.span.start,
                "end": one.number.span.end,
                "text": one.number.text,
                "role": one.number.role,
                "table": one.number.table or None,
                "row": one.number.row or None,
                "column": one.number.column or None,
                "route": one.route or None,
            }
            for one in document.accounted
        ],
    )
    yield (
        "anchors",
        [
            {
                "route": route,
                "source": _source(document, route),
                "start": one.span.start if one.span else None,
                "end": one.span.end if one.span else None,
                "tier": one.tier or None,
                "status": one.status,
                "text": one.text or None,
            }
            for route, one in sorted(document.anchors.items())
        ],
    )


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


def _at(one: Measurement) -> Row:
    return {
        "route": one.route,
        "block": one.block,
        "variable": one.at.variable or None,
        "level": one.at.level or None,
        "group": one.at.group or None,
        "timepoint": one.at.timepoint or None,
        "text": one.text,
    }


def _found(one: Measurement) -> Row:
    found = one.source_start >= 0
    return {
        "source": one.source or None,
        "source_start": one.source_start if found else None,
        "source_end": one.source_end if found else None,
    }


def _comparator(one: Measurement) -> str | None:
    return next((number.comparator for _, number in one.numbers.parts() if number.comparator), None)


def _measurement(one: Measurement) -> Row:
    return {
        **_at(one),
        **{part: decimal(one.numbers.part(part)) for part in MEASURED_PARTS},
        "comparator": _comparator(one),
        "category": one.category or None,
        "date": one.date or None,
        "form": one.form or None,
        "unit_printed": one.unit_printed or None,
        "unit": one.unit or None,
        "canonical_unit": one.canonical_unit or None,
        "canonical_value": canonical_decimal(one.canonical),
        "curated_value": one.curated or None,
        **_found(one),
    }


def _comparison(document: Document, one: Measurement) -> Row:
    tests = [document.spec.comparisons[id].test for id in one.at.comparison.split("+")]
    return {
        **_at(one),
        "comparison": one.at.comparison,
        "test": "; ".join(test for test in tests if test) or None,
        **{part: decimal(one.numbers.part(part)) for part in EFFECT_PARTS},
        "comparator": _comparator(one),
        "form": one.form or None,
        "unit_printed": one.unit_printed or None,
        "curated_value": one.curated or None,
        **_found(one),
    }


def _reference(one: Measurement) -> Row:
    return {
        **{name: value for name, value in _at(one).items() if name not in ("level", "group", "timepoint")},
        "low": decimal(one.numbers.low),
        "high": decimal(one.numbers.high),
        "comparator": _comparator(one),
        "unit_printed": one.unit_printed or None,
        "unit": one.unit or None,
        **_found(one),
    }


def _number(route: str, part: str, number: Printed) -> Row:
    interval = number.interval
    return {
        "route": route,
        "part": part,
        "text": number.text,
        "mantissa": number.mantissa,
        "decimals": number.decimals,
        "comparator": number.comparator or None,
        "exact": number.exact,
        "low": None if interval.low == -inf else interval.low,
        "high": None if interval.high == inf else interval.high,
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
    if value is None:
        return None
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = Decimal(f"{quotient:.12g}").normalize()
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1))  # type: ignore[operator]


def _whole(number: Printed | None) -> int | None:
    return None if number is None else int(number.value)


def _source(document: Document, route: str) -> str:
    block = next((one for one in document.spec.blocks if one.id == route.partition(".")[0]), None)
    return (block.source if block else "") or document.spec.default_source
