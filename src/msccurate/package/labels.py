"""Studies and outcomes in words, as files for meta-analysis name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msccurate.package.summaries import ArmSummary

if TYPE_CHECKING:
    from msccurate.tables import Document

Row = dict[str, object]
#: The columns of `study_columns`.
STUDY = ("study", "slab", "outcome", "variable", "level", "timepoint", "unit")


def study_label(document: Document) -> str:
    """Author and year, as forest plots show them; the document's id where no author is stated."""
    author = document.spec.authors[0].text.partition(",")[0] if document.spec.authors else ""
    published = document.spec.publication.get("published")
    year = published.text[:4] if published else "no year"
    return f"{author or document.name}, {year}"


def outcome_label(summary: ArmSummary) -> str:
    """The variable's name in words, with its level."""
    variable = summary.quantity.variable
    assert variable is not None
    return f"{variable.label}: {summary.at.level}" if summary.at.level else variable.label


def study_columns(summary: ArmSummary) -> Row:
    """What a row is about."""
    return {
        "study": summary.document.name,
        "slab": study_label(summary.document),
        "outcome": outcome_label(summary),
        "variable": summary.at.variable,
        "level": summary.at.level,
        "timepoint": summary.at.timepoint,
        "unit": "" if summary.dichotomous else summary.unit,
    }
