"""MET: who is counted twice when arms are pooled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import json

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Distil, Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Extract
    from msccurate.tables.extract import Row

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


def arms_of(extractions: Sequence[Document]) -> Iterator[tuple[str, str, str, str, str]]:
    """The arms of a document, without subgroups of arms; `design` and `parts` are the words of its design, and of the
    arm's name, that say that its patients are not independent of each other."""
    document = extractions[0]
    publication = document.spec.publication
    said = (_DESIGN.search(publication[name].text) for name in ("design", "title") if name in publication)
    design = next((match[0] for match in said if match), "")
    arms = {id: one for id, one in document.spec.groups.items() if one.arm}
    for id, one in arms.items():
        if one.of not in arms:
            parts = _PARTS.search(one.label)
            yield document.extractor, id, one.arm, design, parts[0] if parts else ""


def together(extractions: Sequence[Document]) -> Iterator[tuple[str]]:
    """Which arms a document with more than two prints side by side: one variable at one time in one block."""
    arms = {id for _, id, *_ in arms_of(extractions)}
    if len(arms) <= 2:
        return
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for one in extractions[0].measurements:
        at = one.at
        if at.variable and at.group in arms and one.measured:
            found.setdefault((one.block, at.variable, at.level, at.timepoint), {})[at.group] = None
    for groups in dict.fromkeys(tuple(groups) for groups in found.values()):
        yield (json.encode(groups).decode(),)


ARMS = Distil("arms", {"extractor": str, "group": str, "arm": str, "design": str, "parts": str}, arms_of)
TOGETHER = Distil("together", {"groups": str}, together)


@rule(
    "MET02",
    "shared-control",
    Severity.WARNING,
    scope="corpus",
    distils=(ARMS, TOGETHER),
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
        groups, beside = arms[name], json.decode(row["groups"])
        kinds = {kind: [id for id in groups if id in beside and groups[id]["arm"] == kind]
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
    for name, groups in arms_by_document(corpus).items():
        parts = [id for id, group in groups.items() if group["parts"]]
        first, *_ = (*parts, *groups)
        design = groups[first]["design"]
        if design or parts:
            what = f"a {design} design" if design else f"arms of {groups[first]['parts']}"
            yield found(
                Label(f"groups.{first}", "counted as independent patients"),
                f"{what}: its patients are not independent of each other, as counts and standard errors would have it",
                beside=[(Label(f"groups.{id}"), "and these") for id in groups if id != first],
                help="pool an adjusted effect, or reduce the sample by the design effect; adjudicate, saying which",
                document=name,
                extractor=groups[first]["extractor"],
            )


def arms_by_document(corpus: Extract) -> dict[str, dict[str, Row]]:
    """Document -> group -> its row of `arms`, for documents that have any."""
    found: dict[str, dict[str, Row]] = {}
    for row in corpus.rows("arms"):
        found.setdefault(row["document"], {})[row["group"]] = row
    return found


def _listed(ids: list[str]) -> str:
    *some, last = (f"`{id}`" for id in ids)
    return f"{', '.join(some)} and {last}"
