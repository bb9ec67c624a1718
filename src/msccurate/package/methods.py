"""The methods paragraphs of a review's report, by the items of PRISMA 2020: METHODS.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from typing import TYPE_CHECKING

from msccurate.package.export import Export
from msccurate.rules import default_rules
from msccurate.tables.lexical import text_of

if TYPE_CHECKING:
    from msccurate.review import Agreement

FILE = "METHODS.md"
PRISMA = "Page MJ et al. The PRISMA 2020 statement. BMJ 2021;372:n71, doi:10.1136/bmj.n71"


def page(export: Export) -> str:
    """Items 9 (data collection), 10 (data items) and 27 (availability), in words that may be copied.

    What the project does not know stands in square brackets, for the authors to fill in.
    """
    parts = {
        "Item 9: data collection process": [_extraction(export), _double(export), _checking(export), _settling(export)],
        "Item 10: data items": [_items(export), _units(export)],
        "Item 27: availability of data, code and other materials": [_availability(export)],
    }
    lines = [f"# Methods of {export.metadata.title}", "", f"Paragraphs for the report of a review ({PRISMA})."]
    for title, paragraphs in parts.items():
        lines += ["", f"## {title}"]
        for paragraph in paragraphs:
            lines += ["", paragraph]
    return "\n".join(lines) + "\n"


def _extraction(export: Export) -> str:
    tables = export.tables
    documents = tables.rows("documents")
    people = _names(row.get("extracted_by") for row in documents)
    names = {text_of(row.get("document")) for row in documents}
    cells = sum(tables.count(table) for table in ("measurements", "comparisons", "reference_ranges"))
    sources = set(tables.whole("sources", ["path"])["path"])
    who = f"{_many(len(people), 'person', 'persons')} ({_listed(people)})" if people else "[who?]"
    days = sorted({text_of(row["extracted_on"]) for row in documents if row.get("extracted_on")})
    when = f" between {days[0]} and {days[-1]}" if len(days) > 1 else f" on {days[0]}" if days else ""
    return (
        f"{_capital(who)} extracted {_many(cells, 'cell', 'cells')} from {_many(len(names), 'document', 'documents')}"
        f" ({_many(len(sources), 'source file', 'source files')}){when}, every number as printed, with its unit and its"
        " place. [State whether the authors of the documents were asked for data.]"
    )


def _double(export: Export) -> str:
    agreements = [one for one in (export.report.agreements if export.report else ()) if not one.block]
    if not agreements:
        return "Each document was extracted once; no second person extracted it independently."
    cells, agreeing = sum(one.cells for one in agreements), sum(one.agreeing for one in agreements)
    documents = _many(len({one.document for one in agreements}), "document was", "documents were")
    share = f"{100 * agreeing / cells:.1f}%" if cells else "none"
    return (
        f"{_capital(documents)} extracted twice, independently: {agreeing} of {cells} cells agreed ({share})"
        f"{_kappas(agreements)}. Every difference is a finding (XRF04), settled by an adjudication with its reason."
    )


def _kappas(agreements: Iterable[Agreement]) -> str:
    said = [f"{float(one.kappa):.2f} in {one.document}" for one in agreements if one.kappa is not None]
    return f"; Cohen's kappa {_listed(said)}" if said else ""


def _checking(export: Export) -> str:
    rules = default_rules()
    families = len({one.family for one in rules})
    sought = export.tables.count("anchors")
    found = sum((one["status"] == "found").sum() for one in export.tables.frames("anchors", ["status"]))
    return (
        f"msccurate {version('msccurate')} sought every cell, and every number of patients in a group, in the text of"
        f" its source, and found {found} of {sought} there. It then asked {len(rules)} rules of {families}"
        " families of all documents: whether the extraction agrees with the source, and whether the printed numbers"
        " agree with each other (counts and percentages, sums, units, spread, test results, dates, physiology), with"
        " rounding taken as an interval. Tables were checked against their schemas."
    )


def _settling(export: Export) -> str:
    findings, adjudications = export.tables.rows("findings"), export.tables.rows("adjudications")
    if not findings:
        return "No rule found anything."
    verdicts = Counter(text_of(row.get("verdict")) for row in findings)
    of_them = _listed([f"{verdicts[name]} {words}" for name, words in _VERDICTS.items() if verdicts[name]])
    people = _names(row.get("by") for row in adjudications)
    decided = Counter(text_of(row.get("verdict")) for row in adjudications)
    settled = _listed([f"{count} as {name}" for name, count in sorted(decided.items())])
    values = sum(bool(row.get("value")) for row in adjudications)
    unsettled = sum(not row.get("adjudication") for row in findings) + decided["open"]
    by = f"{_listed(people)} settled {len(adjudications)} of them in writing ({settled})" if adjudications else ""
    put = f"; {_many(values, 'curated value was', 'curated values were')} put beside the printed one" if values else ""
    left = f"{_many(unsettled, 'finding is', 'findings are')} still open" if unsettled else "none is open"
    return (
        f"There were {_many(len(findings), 'finding', 'findings')} ({of_them}). {by}{put}{'. ' if by else ''}"
        f"{_capital(left)}. All stand in `findings.csv`, and the decisions with their reasons in `adjudications.csv`."
    )


_VERDICTS = {
    "extraction-error": "differences from the source",
    "source-error": "contradictions of the sources themselves",
    "undecided": "undecided between the two",
}


def _items(export: Export) -> str:
    used = {name for one in export.tables.frames("measurements", ["variable"]) for name in one["variable"].unique()}
    labels = sorted(
        (_labelled(text_of(row.get("label")), text_of(row.get("unit"))) for row in export.tables.rows("variables")
         if text_of(row.get("variable")) in used),
        key=str.casefold,
    )  # fmt: skip
    return (
        "All results that the documents print for these variables were sought, in all groups and at all times"
        f" ({_many(len(labels), 'variable', 'variables')}, unit of the data in parentheses): {'; '.join(labels)}."
    )


def _labelled(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit not in ("", "1") else label


def _units(export: Export) -> str:
    values = export.tables.count("measurements")
    columns = ("unit", "canonical_unit", "canonical_value")
    converted = sum(
        (one["canonical_value"].is_not_null() & one["unit"].is_not_null()
         & one["unit"].ne_missing(one["canonical_unit"])).sum()
        for one in export.tables.frames("measurements", columns)
    )  # fmt: skip
    return (
        f"Of each document its title, authors, journal, dates, identifiers and design were noted. {converted} of"
        f" {values} values were converted to the unit of the data; the printed ones stand beside them. Nothing was"
        " imputed: what a document does not print is blank."
    )


def _availability(export: Export) -> str:
    metadata = export.metadata
    where = f"https://doi.org/{metadata.doi}" if metadata.doi else metadata.homepage or "[address]"
    licence = _listed([one.name or one.path for one in metadata.licenses])
    under = f" under {licence}" if licence else ""
    return (
        f"The extracted data, the findings and the decisions about them are available{under} at {where}, version"
        f" {metadata.version}: CSV files with `datapackage.json`. They were made by msccurate {version('msccurate')}"
        " from one specification per document, from which they can be made again byte for byte."
    )


def _names(values: Iterable[object]) -> list[str]:
    return sorted({text_of(value) for value in values if value})


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
