"""MET: who is counted twice when arms are pooled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Distil, Draft, found, rule
from msccurate.rules.studies import documents

if TYPE_CHECKING:
    from msccurate.tables import Extract

READ = {
    "documents": ("document", "extractor"),
    "groups": ("document", "extractor", "group", "label", "parent", "arm"),
    "measurements": ("document", "extractor", "block", "variable", "level", "group", "timepoint"),
}

_DESIGN = re.compile(
    r"\bcluster(?:[- ]?randomi[sz]ed|[- ](?:trial|design))|\bcross[- ]?over\b|\bstepped[- ]wedge\b"
    r"|\bsplit[- ](?:mouth|face|body)\b|\b(?:paired|fellow|contralateral)[- ](?:eyes?|limbs?|knees?)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\b(?:eyes|ears|knees|hips|limbs|legs|hands|feet|teeth|implants|lesions|wounds|ulcers|clusters|hospitals|wards"
    r"|practices|schools|villages|infusions|cycles|samples)\b",
    re.IGNORECASE,
)


def arms_of(corpus: Extract) -> Iterator[Mapping[str, Any]]:
    """The arms of a document (of its first extraction), without subgroups of arms."""
    first = {row["document"]: row["extractor"] for row in documents(corpus)}
    groups = {
        row["group"]: row
        for row in corpus.rows("groups")
        if row["arm"] and first.get(row["document"]) == row["extractor"]
    }
    for id, row in groups.items():
        if row["parent"] not in groups:
            yield {"group": id, "label": row["label"], "arm": row["arm"], "extractor": row["extractor"]}


def together(corpus: Extract) -> Iterator[Mapping[str, Any]]:
    """Which arms a document with more than two prints side by side: one variable at one time in one block."""
    arms = {row["group"]: row for row in arms_of(corpus)}
    if len(arms) <= 2:
        return
    found: dict[tuple[Any, ...], dict[str, None]] = {}
    for row in corpus.rows("measurements"):
        if row["variable"] and row["group"] in arms and row["extractor"] == arms[row["group"]]["extractor"]:
            key = (row["block"], row["variable"], row["level"], row["timepoint"])
            found.setdefault(key, {})[row["group"]] = None
    for groups in dict.fromkeys(tuple(groups) for groups in found.values()):
        yield {"groups": list(groups)}


ARMS = Distil("arms", READ, arms_of)


@rule(
    "MET02",
    "shared-control",
    Severity.WARNING,
    scope="corpus",
    reads={},
    distils=(ARMS, Distil("together", READ, together)),
)
def shared_control(corpus: Extract) -> Iterator[Draft]:
    """No arm of a trial is compared with two others in one analysis.

    Why it matters: a control group that two experimental arms are compared with is counted twice where both contrasts
    are pooled, and the two results are not independent (Cochrane Handbook 23.3.4).

    Maths: a document whose arms of one kind are several (a subgroup of an arm is none) and of the other kind one, and
    which prints one variable at one time in one block for at least three of them. Once for a document.

    What to do: combine the arms of one kind, or split the shared arm (half of its patients and events to each
    contrast), or pool one of the contrasts; then adjudicate, saying which.

    ## Example

    ```yaml
    groups:
      low: {n: 20, arm: experimental}
      high: {n: 21, arm: experimental}
      placebo: {n: 19, arm: control}  # MET02
    data:
      t1: {label: Table 1, columns: low | high | placebo, rows: {death: 2 (10%) | 1 (4.8%) | 3 (15.8%)}}
    ```

    ## Corrected

    ```yaml
    groups:
      cells: {n: 41, arm: experimental}
      placebo: {n: 19, arm: control}
    data:
      t1: {label: Table 1, columns: cells | placebo, rows: {death: 3 (7.3%) | 3 (15.8%)}}
    ```
    """
    arms = arms_by_document(corpus)
    told: set[str] = set()
    for row in corpus.rows("together"):
        name = row["document"]
        groups = arms[name]
        kinds = {kind: [id for id in groups if id in row["groups"] and groups[id]["arm"] == kind]
                 for kind in ("experimental", "control")}  # fmt: skip
        one, several = sorted(kinds.values(), key=len)
        if name not in told and len(one) == 1 and len(several) > 1:
            told.add(name)
            yield found(
                Label(f"groups.{one[0]}", "compared with each of them"),
                f"`{one[0]}` is the only {groups[one[0]]['arm']} arm beside {_listed(several)}: pooling all"
                " contrasts counts its patients more than once",
                beside=[(Label(f"groups.{id}"), groups[id]["arm"]) for id in several],
                help="combine these arms, split the shared one, or pool one contrast; adjudicate, saying which",
                document=name,
                extractor=groups[one[0]]["extractor"],
            )


@rule(
    "MET05",
    "unit-of-analysis",
    Severity.WARNING,
    scope="corpus",
    reads={"documents": ("document", "extractor", "title", "design")},
    distils=(ARMS,),
)
def unit_of_analysis(corpus: Extract) -> Iterator[Draft]:
    """What was randomised is what is counted.

    Why it matters: patients of one cluster, periods of one patient and eyes of one person are alike. Counted as if they
    were independent, they give intervals that are too narrow (Cochrane Handbook 6.2 and 23.1 to 23.2).

    Maths: a document with arms whose title or design says cluster-randomised, stepped-wedge, crossover or split-mouth,
    or an arm whose printed name counts parts of patients (eyes, knees, lesions) or more than one of them (clusters,
    hospitals). Once for a document.

    What to do: pool an effect that the document adjusted for it, or reduce the sample by the design effect; then
    adjudicate, saying what was done.

    ## Example

    ```yaml
    publication: {title: A trial, design: cluster-randomised trial}
    groups:
      cells: {n: 40, arm: experimental}  # MET05
      placebo: {n: 40, arm: control}
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {death: 2 (5%) | 4 (10%)}}}
    ```

    ## Corrected

    ```yaml
    publication: {title: A trial, design: parallel-group randomised trial}
    groups:
      cells: {n: 40, arm: experimental}
      placebo: {n: 40, arm: control}
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {death: 2 (5%) | 4 (10%)}}}
    ```
    """
    arms = arms_by_document(corpus)
    for row in documents(corpus) if arms else ():
        groups = arms.get(row["document"], {})
        design = _DESIGN.search(row["design"] or "") or _DESIGN.search(row["title"] or "")
        parts = {id: match for id, group in groups.items() if (match := _PARTS.search(group["label"] or ""))}
        if groups and (design or parts):
            first = next(iter(parts or groups))
            what = f"a {design[0]} design" if design else f"arms of {parts[first][0]}"
            yield found(
                Label(f"groups.{first}", "counted as independent patients"),
                f"{what}: its patients are not independent of each other, as counts and standard errors would have it",
                beside=[(Label(f"groups.{id}"), "and these") for id in groups if id != first],
                help="pool an adjusted effect, or reduce the sample by the design effect; adjudicate, saying which",
                document=row["document"],
                extractor=row["extractor"],
            )


def arms_by_document(corpus: Extract) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Document -> group -> its row of `arms`, for documents that have any."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in corpus.rows("arms"):
        found.setdefault(row["document"], {})[row["group"]] = row
    return found


def _listed(ids: list[str]) -> str:
    *some, last = (f"`{id}`" for id in ids)
    return f"{', '.join(some)} and {last}"
