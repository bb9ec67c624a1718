"""Files for RevMan's study data: arms, results by arm, reported effects, and the references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msccurate.package.effects import effects
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.labels import Row, outcome_label, study_label
from msccurate.package.metafor import csv_text
from msccurate.package.people import named
from msccurate.package.pooling import doubts
from msccurate.package.summaries import ArmSummary, first_extractions, summaries
from msccurate.package.tested import RATIOS

if TYPE_CHECKING:
    from msccurate.tables import Document

ARMS = ("Study", "Arm", "Description", "Intervention")
RESULTS = (
    "Study", "Outcome", "Data type", "Effect measure", "Arm", "Reference arm", "Sample size", "Cases", "Mean", "SD",
    "SE", "Variance", "CI level", "CI start", "CI end", "Exp mean", "Exp CI start", "Exp CI end", "t-test", "z-test",
    "P value", "Covariance method", "Covariance", "Other arm 1", "Other arm 2", "Correlation arm 1",
    "Correlation arm 2", "Correlation", "Other mean", "Other SE", "Other variance", "Other CI level",
    "Other CI start", "Other CI end", "Other exp mean", "Other exp CI start", "Other exp CI end", "Other t-test",
    "Other z-test", "Other P value", "Footnotes",
)  # fmt: skip
#: Effects as documents print them -> as RevMan calls them.
MEASURES = {
    "HR": "Hazard Ratio",
    "OR": "Odds Ratio",
    "RR": "Risk Ratio",
    "RD": "Risk Difference",
    "MD": "Mean Difference",
    "SMD": "Std. Mean Difference",
}


def write(export: Export, target: Target) -> None:
    """Two CSV files, the references, and a README that says what could not be tried out."""
    arms: list[Row] = []
    results: list[Row] = []
    references: dict[str, str] = {}
    labels: dict[str, str] = {}
    without: list[str] = []
    for corpus in export.corpora():
        documents = {one.name: one for one in first_extractions(corpus)}
        labels |= {name: _plain(one) for name, one in documents.items()}
        arms += [row for one in documents.values() for row in _arms(one)]
        results += [row for one in summaries(corpus) if (row := _result(one))]
        effective = (row for row in effects(corpus) if _of_arms(row, documents))
        results += [_effect(row, documents[str(row["study"])]) for row in effective]
        references |= {name: _reference(one) for name, one in documents.items()}
        without += [name for name, one in documents.items() if not any(two.arm for two in one.spec.groups.values())]
    names = study_names(labels)
    for row in (*arms, *results):
        row["Study"] = names[str(row["Study"])]
    cited = "".join(f"TY  - JOUR\nID  - {names[name]}\n{lines}" for name, lines in references.items())
    target.add("study-arms.csv", csv_text(ARMS, arms).encode())
    target.add("study-results.csv", csv_text(RESULTS, results).encode())
    target.add("references.ris", cited.encode())
    target.add(
        "README.md", _readme(export, len(arms), len(results), len(names), [names[one] for one in without]).encode()
    )


def study_names(labels: Mapping[str, str]) -> dict[str, str]:
    """RevMan's names of the studies by document, `Doe 2021`: unique, by a letter where two would be the same."""
    same: dict[str, list[str]] = {}
    for name, label in labels.items():
        same.setdefault(label, []).append(name)
    return {
        name: label if len(names) == 1 else f"{label}{_letter(index)}"
        for label, names in same.items()
        for index, name in enumerate(names)
    }


def _plain(document: Document) -> str:
    authors = document.spec.authors
    family = named(authors[0].text).get("family-names") if authors else ""
    _, _, year = study_label(document).rpartition(", ")
    who = family or (authors[0].text if authors else document.name)
    return who if year == "no year" else f"{who} {year}"


def _letter(index: int) -> str:
    """a, b, … z, then a number: more than 26 studies of one author and year are numbered."""
    return "abcdefghijklmnopqrstuvwxyz"[index] if index < 26 else f"-{index + 1}"


def _arms(document: Document) -> Iterator[Row]:
    for group in document.spec.groups.values():
        if group.arm:
            yield {
                "Study": document.name,
                "Arm": _arm(document, group.id),
                "Description": group.arm,
                "Intervention": "",
            }


def _arm(document: Document, id: str) -> str:
    group = document.spec.groups.get(id)
    return (group.label if group else "") or id.replace("_", " ")


def _result(one: ArmSummary) -> Row | None:
    """The row of one arm; None for subgroups, single groups, and arms of which nothing can be said."""
    groups = one.document.spec.groups
    if len(one.at.groups) != 1 or not groups[one.at.groups[0]].arm:
        return None
    if one.events is None and one.mean is None and not one.refused:
        return None
    return {
        "Study": one.document.name,
        "Outcome": _outcome(one),
        "Data type": "Dichotomous" if one.dichotomous else "Continuous",
        "Arm": _arm(one.document, one.at.groups[0]),
        "Sample size": one.n,
        "Cases": one.events,
        "Mean": one.mean,
        "SD": one.sd,
        "Footnotes": "; ".join(_footnotes(one)),
    }


def _outcome(one: ArmSummary) -> str:
    unit = f" ({one.unit})" if one.unit not in ("", "1") and not one.dichotomous else ""
    when = one.at.comparison if one.change else one.at.timepoint
    declared = one.document.spec.timepoints.get(when)
    time = (declared.label if declared else "") or when.replace("_", " ")
    return f"{outcome_label(one)}{unit}" + (", change" if one.change else "") + (f", {time}" if time else "")


def _footnotes(one: ArmSummary) -> Iterator[str]:
    yield from (str(derived) for derived in one.derived)
    if one.refused:
        yield f"no mean and SD: {one.refused}" if not one.dichotomous else one.refused
    if one.adjudicated:
        yield "curated value, see the adjudications"


def _of_arms(row: Row, documents: dict[str, Document]) -> bool:
    groups = documents[str(row["study"])].spec.groups
    return all(str(row[name]) in groups and groups[str(row[name])].arm for name in ("arm1", "arm2"))


def _effect(row: Row, document: Document) -> Row:
    """A printed effect: a ratio with its interval on its own scale, a difference with mean and SE."""
    measure = str(row["measure"])
    when = f", {row['timepoint']}" if row["timepoint"] else ""
    ratio = measure in RATIOS
    said: Row = {
        "Study": document.name,
        "Outcome": f"{row['outcome']}{when}",
        "Data type": "Contrast level",
        "Effect measure": MEASURES.get(measure, measure),
        "Arm": _arm(document, str(row["arm1"])),
        "Reference arm": _arm(document, str(row["arm2"])),
        "Footnotes": row.get("refused") or row.get("derived"),
    }
    ends = ("Exp mean", "Exp CI start", "Exp CI end") if ratio else ("Mean", "CI start", "CI end")
    numbers = dict(zip(ends, (row["estimate"], row.get("ci_low"), row.get("ci_high")), strict=True))
    return {
        **said,
        **({} if row.get("refused") else {**numbers, "SE": row.get("sei"), "CI level": row.get("ci_level")}),
    }


def _reference(document: Document) -> str:
    """The reference of a document in RIS, but for its first two lines."""
    publication = {name: scalar.text for name, scalar in document.spec.publication.items()}
    published = publication.get("published", "")
    lines = [("TI", publication.get("title", document.name))]
    lines += [("AU", _author(one.text)) for one in document.spec.authors]
    lines += [
        ("JO", publication.get("journal", "")),
        ("PY", published[:4]),
        ("DA", published.replace("-", "/")),
        ("DO", publication.get("doi", "")),
        ("AN", publication.get("pmid", "")),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in lines if value) + "ER  - \n\n"


def _author(text: str) -> str:
    who = named(text)
    return who.get("name") or f"{who['family-names']}, {who['given-names']}"


def _readme(export: Export, arms: int, results: int, documents: int, without: list[str]) -> str:
    lines = [
        f"# {export.metadata.title}: for RevMan",
        "",
        *(["**Errors are still open: see `msccurate check`.**", ""] if export.open_errors else []),
        "| file | rows | what it holds |",
        "| --- | --- | --- |",
        f"| `references.ris` | {documents} | the documents; import it first, or RevMan makes every study twice |",
        f"| `study-arms.csv` | {arms} | one row per arm; say there which intervention each arm had |",
        f"| `study-results.csv` | {results} | one row per outcome and arm, and per printed effect of two arms |",
        "",
        "Numbers are curated values where an adjudication settled one, in the unit of the codebook. `Footnotes` names"
        " each value that no document prints, with its formula and source, or says why there is none.",
        *(["", f"Without arms, and therefore not in these files: {', '.join(without)}."] if without else []),
        "",
        "## What has not been tried",
        "",
        "The columns are those of RevMan's own templates as other programs write them; no RevMan was at hand to import"
        " them. Look at the first import with care: the words in `Data type` (Dichotomous, Continuous, Contrast level)"
        " and `Effect measure`, whether `CI level` is a share or a percentage, and whether a reference finds its study"
        " by `ID`. Subgroups are left out; adjust for them in RevMan.",
        *doubts(export),
    ]
    return "\n".join(lines) + "\n"
