"""Files that metafor's `escalc` reads as they are: its own column names, long by arm and wide by contrast."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from msccurate.conversions import Derived, NotConvertible
from msccurate.package.combined import combined_contrasts
from msccurate.package.contrasts import Contrast, between_arms, between_times
from msccurate.package.effects import effects
from msccurate.package.export import Export
from msccurate.package.folder import Target
from msccurate.package.labels import STUDY, Row, study_columns
from msccurate.package.pooling import doubts
from msccurate.package.summaries import ArmSummary, first_extractions, summaries
from msccurate.package.tested import Tests, correlation, shared_sd

_TRAIL = ("derived", "refused", "adjudicated", "route")
ARMS = (*STUDY, "group", "arm", "change", "xi", "ni", "mi", "sdi", *_TRAIL)
DICHOTOMOUS = (*STUDY, "subgroup", "arm1", "arm2", "ai", "bi", "n1i", "ci", "di", "n2i", *_TRAIL)
CONTINUOUS = (*STUDY, "subgroup", "arm1", "arm2", "change", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i", *_TRAIL)
CHANGES = (*STUDY, "group", "time1", "time2", "m1i", "sd1i", "m2i", "sd2i", "ri", "ni", *_TRAIL)
EFFECTS = (
    *STUDY,
    "subgroup",
    "arm1",
    "arm2",
    "measure",
    "yi",
    "sei",
    "vi",
    "estimate",
    "ci_low",
    "ci_high",
    "p",
    *_TRAIL,
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "arms.csv": ARMS,
    "contrasts_dichotomous.csv": DICHOTOMOUS,
    "contrasts_continuous.csv": CONTINUOUS,
    "combined_dichotomous.csv": DICHOTOMOUS,
    "combined_continuous.csv": CONTINUOUS,
    "changes.csv": CHANGES,
    "effects.csv": EFFECTS,
}


def write(export: Export, target: Target) -> None:
    """Five CSV files and a README. Group 1 is the experimental arm, or the later time."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for corpus in export.corpora():
        known = tuple(summaries(corpus))
        tests = {one.name: Tests.of(one) for one in first_extractions(corpus)}
        rows["arms.csv"] += map(_arm, known)
        for name, contrasts in (("contrasts", between_arms(known)), ("combined", combined_contrasts(known))):
            for one in contrasts:
                kind, row = ("dichotomous", _dichotomous) if one.one.dichotomous else ("continuous", _continuous)
                rows[f"{name}_{kind}.csv"].append(row(_with_shared_sd(one, tests[one.one.document.name])))
        changes = {_change_key(one): one for one in known if one.change}
        for one in between_times(known):
            if not one.one.dichotomous:
                rows["changes.csv"].append(_change(one, tests[one.one.document.name], changes))
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


def _trail(*given: ArmSummary) -> Row:
    return {
        "derived": "; ".join(dict.fromkeys(str(one) for summary in given for one in summary.derived)),
        "refused": "; ".join(dict.fromkeys(summary.refused for summary in given if summary.refused)),
        "adjudicated": any(summary.adjudicated for summary in given),
        "route": " ".join(route for summary in given for route in summary.routes),
    }


def _arm(one: ArmSummary) -> Row:
    groups = one.document.spec.groups
    return {
        **study_columns(one),
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
    return {**study_columns(contrast.one), "subgroup": "+".join(contrast.subgroup), **names}


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


def _with_shared_sd(contrast: Contrast, tests: Tests) -> Contrast:
    """The contrast with the SD that a t test tells of two arms that print means alone."""
    one, other = contrast.one, contrast.other
    test = tests.between(one, other, contrast.name)
    if test is None or one.dichotomous or one.sd is not None or other.sd is not None or one.change:
        return contrast
    try:
        sd = shared_sd(one, other, test)
    except NotConvertible:
        return contrast
    one, other = (replace(side, sd=sd.value, derived=(*side.derived, sd), refused="") for side in (one, other))
    return replace(contrast, one=one, other=other)


def _change_key(one: ArmSummary) -> tuple[object, ...]:
    """What a change is of: document, variable, level, group, and its two times."""
    declared = one.document.spec.comparisons[one.at.comparison.split("+")[0]]
    return one.document.name, one.at.variable, one.at.level, one.at.groups, (declared.left, declared.right)


def _change(contrast: Contrast, tests: Tests, changes: Mapping[tuple[object, ...], ArmSummary]) -> Row:
    one, other = contrast.one, contrast.other
    sizes = {one.n, other.n} - {None}
    change = changes.get((one.document.name, one.at.variable, one.at.level, one.at.groups, contrast.name))
    ri: Derived | None = None
    with suppress(NotConvertible):
        ri = correlation(one, other, change, tests.over_time(one, contrast.name))
    if ri is not None:
        one = replace(one, derived=(*one.derived, ri))
    return {
        **study_columns(one),
        "timepoint": "",
        "group": "+".join(one.at.groups),
        **dict(zip(("time1", "time2"), contrast.name, strict=True)),
        "m1i": one.mean,
        "sd1i": one.sd,
        "m2i": other.mean,
        "sd2i": other.sd,
        "ri": ri.value if ri is not None else None,
        "ni": min(size for size in sizes if size is not None) if sizes else None,
        **_trail(one, other),
    }


def _readme(export: Export, counts: dict[str, int]) -> str:
    words = {
        "arms.csv": "one row per document, outcome, time and group: `xi` of `ni`, or `mi` and `sdi`",
        "contrasts_dichotomous.csv": "one row per contrast of arms: `ai`, `bi`, `n1i`, `ci`, `di`, `n2i`",
        "contrasts_continuous.csv": "one row per contrast of arms: `m1i`, `sd1i`, `n1i`, `m2i`, `sd2i`, `n2i`",
        "combined_dichotomous.csv": "studies of more than two arms: experimental ones together against all controls;"
        " take these rows in the place of those in `contrasts_dichotomous.csv`, in which such arms count several times",
        "combined_continuous.csv": "the same for `contrasts_continuous.csv`",
        "changes.csv": "one row per outcome and pair of times in one group; `ri` where the SD of the change is printed,"
        " or the p of a paired t test tells it; else it is for you to fill in",
        "effects.csv": "effects as printed, with `yi` and `sei` (on the log scale for HR, OR and RR), from the interval"
        " or, where there is none, from p",
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
        " there is none (a skewed distribution, for example). Group 1 is the experimental arm, or the later time. For a"
        " correlation that you know from elsewhere, `msccurate.conversions.change_sd` gives the SD of the change.",
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
