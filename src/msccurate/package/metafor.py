"""Files that metafor's `escalc` reads as they are: its own column names, long by arm and wide by contrast."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

from msccurate.conversions import Derived, NotConvertible, se_from_ratio_ci
from msccurate.forensics.distributions import quantile_t
from msccurate.package.contrasts import Contrast, between_arms, between_times
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.pooling import doubts
from msccurate.package.summaries import ArmSummary, first_extractions, summaries
from msccurate.spec import Coordinates

if TYPE_CHECKING:
    from msccurate.tables import Corpus, Document, Quantity

_STUDY = ("study", "slab", "outcome", "variable", "level", "timepoint", "unit")
_TRAIL = ("derived", "refused", "adjudicated", "route")
ARMS = (*_STUDY, "group", "arm", "change", "xi", "ni", "mi", "sdi", *_TRAIL)
DICHOTOMOUS = (*_STUDY, "subgroup", "arm1", "arm2", "ai", "bi", "n1i", "ci", "di", "n2i", *_TRAIL)
CONTINUOUS = (*_STUDY, "subgroup", "arm1", "arm2", "change", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i", *_TRAIL)
CHANGES = (*_STUDY, "group", "time1", "time2", "m1i", "sd1i", "m2i", "sd2i", "ri", "ni", *_TRAIL)
EFFECTS = (*_STUDY, "subgroup", "arm1", "arm2", "measure", "yi", "sei", "vi", "estimate", "ci_low", "ci_high", *_TRAIL)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "arms.csv": ARMS,
    "contrasts_dichotomous.csv": DICHOTOMOUS,
    "contrasts_continuous.csv": CONTINUOUS,
    "changes.csv": CHANGES,
    "effects.csv": EFFECTS,
}

Row = dict[str, object]

_RATIOS = ("HR", "OR", "RR")


def write(export: Export, target: Target) -> None:
    """Five CSV files and a README. Group 1 is the experimental arm, or the later time."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for corpus in export.corpora():
        known = tuple(summaries(corpus))
        contrasts = tuple(between_arms(known))
        rows["arms.csv"] += map(_arm, known)
        rows["contrasts_dichotomous.csv"] += [_dichotomous(one) for one in contrasts if one.one.dichotomous]
        rows["contrasts_continuous.csv"] += [_continuous(one) for one in contrasts if not one.one.dichotomous]
        rows["changes.csv"] += [_change(one) for one in between_times(known) if not one.one.dichotomous]
        rows["effects.csv"] += effects(corpus)
    for name, columns in COLUMNS.items():
        target.add(name, csv_text(columns, rows[name]).encode())
    target.add("README.md", _readme(export, {name: len(found) for name, found in rows.items()}).encode())


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as CSV, sorted; numbers in full precision, blanks where nothing is known."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    lines = [{name: _cell(row.get(name)) for name in columns} for row in rows]
    writer.writerows(sorted(lines, key=lambda row: tuple(row.values())))
    return target.getvalue()


def _cell(value: object) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.10g}"
        case _:
            return str(value)


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


def _study(summary: ArmSummary) -> Row:
    return {
        "study": summary.document.name,
        "slab": study_label(summary.document),
        "outcome": outcome_label(summary),
        "variable": summary.at.variable,
        "level": summary.at.level,
        "timepoint": summary.at.timepoint,
        "unit": "" if summary.dichotomous else summary.unit,
    }


def _trail(*given: ArmSummary) -> Row:
    return {
        "derived": "; ".join(dict.fromkeys(str(one) for summary in given for one in summary.derived)),
        "refused": "; ".join(dict.fromkeys(summary.refused for summary in given if summary.refused)),
        "adjudicated": any(summary.adjudicated for summary in given),
        "route": " ".join(summary.quantity.route for summary in given),
    }


def _arm(one: ArmSummary) -> Row:
    groups = one.document.spec.groups
    return {
        **_study(one),
        "group": "+".join(one.at.groups),
        "arm": next((groups[id].arm for id in one.at.groups if groups[id].arm), ""),
        "change": one.change,
        "xi": one.events,
        "ni": one.n,
        "mi": one.mean,
        "sdi": one.sd,
        **_trail(one),
    }


def _compared(contrast: Contrast) -> Row:
    names = dict(zip(("arm1", "arm2"), contrast.name, strict=True))
    return {**_study(contrast.one), "subgroup": "+".join(contrast.subgroup), **names}


def _dichotomous(contrast: Contrast) -> Row:
    one, other = contrast.one, contrast.other
    return {
        **_compared(contrast),
        "ai": one.events,
        "bi": _without(one),
        "n1i": one.n,
        "ci": other.events,
        "di": _without(other),
        "n2i": other.n,
        **_trail(one, other),
    }


def _without(summary: ArmSummary) -> int | None:
    return None if summary.n is None or summary.events is None else summary.n - summary.events


def _continuous(contrast: Contrast) -> Row:
    one, other = contrast.one, contrast.other
    return {
        **_compared(contrast),
        "change": one.change,
        "m1i": one.mean,
        "sd1i": one.sd,
        "n1i": one.n,
        "m2i": other.mean,
        "sd2i": other.sd,
        "n2i": other.n,
        **_trail(one, other),
    }


def _change(contrast: Contrast) -> Row:
    one, other = contrast.one, contrast.other
    sizes = {one.n, other.n} - {None}
    return {
        **_study(one),
        "timepoint": "",
        "group": "+".join(one.at.groups),
        **dict(zip(("time1", "time2"), contrast.name, strict=True)),
        "m1i": one.mean,
        "sd1i": one.sd,
        "m2i": other.mean,
        "sd2i": other.sd,
        "ni": min(size for size in sizes if size is not None) if sizes else None,
        **_trail(one, other),
    }


def effects(corpus: Corpus) -> Iterable[Row]:
    """Effects that documents print with a confidence interval, as `escalc(measure = "GEN")` takes them."""
    for document in first_extractions(corpus):
        tables = {block.id for block in document.spec.blocks if block.label is not None}
        found: dict[Coordinates, Quantity] = {}
        for quantity in sorted(document.quantities, key=lambda one: one.block not in tables):
            if quantity.variable is not None and None not in (quantity.estimate, quantity.ci_low, quantity.ci_high):
                found.setdefault(quantity.at, quantity)
        for at, quantity in found.items():
            declared = document.spec.comparisons.get(at.comparison)
            if declared is not None:
                study = _study(ArmSummary(document, quantity, at, quantity.unit))
                compared = {"arm1": declared.left, "arm2": declared.right, "subgroup": "+".join(at.groups)}
                yield {**study, **compared, **_effect(quantity), "route": quantity.route}


def _effect(quantity: Quantity) -> Row:
    form = next((one.form for one in quantity.measurements if one.form), "")
    measure = form.split()[0] if form else ""
    estimate, low, high = (float(one.value) for one in (quantity.estimate, quantity.ci_low, quantity.ci_high) if one)
    level = next((number / 100 for number in (90, 95, 99) if f"{number}%" in form), 0.95)
    said: Row = {"measure": measure, "estimate": estimate, "ci_low": low, "ci_high": high, "ci_level": level}
    if any(one is not None and one.comparator for one in (quantity.estimate, quantity.ci_low, quantity.ci_high)):
        return {**said, "refused": "a bound, not a number"}
    try:
        if measure in _RATIOS:
            error: Derived | float = se_from_ratio_ci(low, high, level)
            yi = log(estimate) if estimate > 0 else None
        else:
            error, yi = (high - low) / (2 * quantile_t(level, float("inf"))), estimate
    except NotConvertible as reason:
        return {**said, "refused": str(reason)}
    trail = str(error) if isinstance(error, Derived) else "SE from CI: (high - low)/(2z) (Cochrane Handbook 6.3.1)"
    return {**said, "yi": yi, "sei": float(error), "vi": float(error) ** 2, "derived": trail}


def _readme(export: Export, counts: dict[str, int]) -> str:
    words = {
        "arms.csv": "one row per document, outcome, time and group: `xi` of `ni`, or `mi` and `sdi`",
        "contrasts_dichotomous.csv": "one row per contrast of arms: `ai`, `bi`, `n1i`, `ci`, `di`, `n2i`",
        "contrasts_continuous.csv": "one row per contrast of arms: `m1i`, `sd1i`, `n1i`, `m2i`, `sd2i`, `n2i`",
        "changes.csv": "one row per outcome and pair of times in one group; `ri` is for you to fill in, no document of"
        " the set states it",
        "effects.csv": "effects as printed, with `yi` and `sei` (on the log scale for HR, OR and RR)",
    }
    lines = [
        f"# {export.metadata.title}: for metafor",
        "",
        *(["**Errors are still open: see `msccurate check`.**", ""] if export.open_errors else []),
        "| file | rows | what it holds |",
        "| --- | --- | --- |",
        *(f"| `{name}` | {counts[name]} | {said} |" for name, said in words.items()),
        "",
        "Numbers are curated values where an adjudication settled one (`adjudicated`), in the unit of the codebook."
        " `derived` names each value that no document prints, with its inputs, formula and source; `refused` says why"
        " there is none (a skewed distribution, for example). Group 1 is the experimental arm, or the later time.",
        *doubts(export),
        "",
        "    library(metafor)",
        '    trials <- read.csv("contrasts_continuous.csv")',
        '    one <- subset(trials, variable == "crp" & !change & refused == "")',
        '    one <- escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = one,'
        " slab = slab)",
        "    rma(yi, vi, data = one)",
    ]
    return "\n".join(lines) + "\n"
