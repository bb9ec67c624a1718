"""FLW: patients from randomisation to analysis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, together

if TYPE_CHECKING:
    from msccurate.reading import Scalar
    from msccurate.tables import Document, Quantity


@rule("FLW01", "flow", Severity.ERROR)
def flow(document: Document) -> Iterator[Draft]:
    """All patients of a group are analysed, or said to be lost.

    Why it matters: patients who are in neither number left the study without a word; that is attrition bias, or a
    wrong number.

    Maths: where the spec declares that the flow of a group is complete, its n is the sum of the n of all groups in `to`
    and of all counts in `lost` (each a head, counted in this group unless it names another); whole numbers.

    What to do: compare with the flow diagram; if the document does not say where all went, leave `to` and `lost` out.

    ## Example

    ```yaml
    groups:
      randomised: {n: 100, to: [analysed], lost: [withdrew, excluded]}  # FLW01
      analysed: {n: 92, of: randomised}
    data:
      t1:
        label: Figure 1
        rows:
          withdrew: 3
          excluded: 4
    ```

    ## Corrected

    ```yaml
    groups:
      randomised: {n: 100, to: [analysed], lost: [withdrew, excluded]}
      analysed: {n: 93, of: randomised}
    data:
      t1:
        label: Figure 1
        rows:
          withdrew: 3
          excluded: 4
    ```
    """
    for group in document.spec.groups.values():
        total = document.group_sizes.get(group.id)
        after = [document.group_sizes.get(one.text) for one in group.to]
        lost = [_counted(document, group.id, head) for head in group.lost]
        known = [one for one in (*after, *lost) if one is not None and not one.comparator]
        if total is None or total.comparator or len(known) < len(after) + len(lost) or not known:
            continue
        said = sum(int(one.value) for one in known)
        if said != total.value:
            terms = " + ".join(str(one) for one in known)
            yield found(
                total,
                f"{total} patients of {group.id} are not {terms} = {said}",
                beside=[(one, "and this") for one in known],
                help="compare with the flow diagram; where did the others go?",
                expected=str(said),
            )


def _counted(document: Document, group: str, head: Scalar) -> Printed | None:
    """The count that a head names, in a group unless it names one itself."""
    operand = document.scope(group).value(tuple(head.text.split()), "")
    if operand is None or operand.centre not in ("count", "n", "events", "missing") or len(operand.numbers) != 1:
        return None
    return operand.numbers[0]


@rule("FLW02", "block-imbalance", Severity.WARNING)
def block_imbalance(document: Document) -> Iterator[Draft]:
    """Block randomisation keeps the arms about as large as each other.

    Why it matters: arms that differ by more than the blocks allow were not allocated as the document says
    (INSPECT-SR 4.2).

    Maths: every stratum ends with at most one incomplete block, and the arms differ most where its first half is all
    of one arm: |n₁ - n₂| <= strata·block/2. With an `allocation` of r₁ : r₂ it is |n₁·r₂ - n₂·r₁| <=
    strata·block·r₁·r₂/(r₁ + r₂). The arms are the groups with `arm`, or those that they are `of` where these were
    allocated; silent where they are not all of the patients randomised. `block` is the largest block, `strata` is 1
    unless the plan says more.

    What to do: compare the numbers allocated, the size of the blocks and the strata with the document; centres are
    strata too.

    ## Example

    ```yaml
    plan: {block: 4}
    groups:
      msc: {n: 54, arm: experimental}  # FLW02
      control: {n: 46, arm: control}
    data: {}
    ```

    ## Corrected

    ```yaml
    plan: {block: 4}
    groups:
      msc: {n: 51, arm: experimental}
      control: {n: 49, arm: control}
    data: {}
    ```
    """
    plan = document.spec.plan
    block, strata = _whole(plan.block), _whole(plan.strata) if plan.strata else 1
    ratio = re.findall(r"\d+", plan.allocation.text) if plan.allocation else ["1", "1"]
    arms = _allocated(document)
    if plan.block is None or block is None or strata is None or len(arms) != 2 or len(ratio) != 2:
        return
    (first, one), (second, other) = arms
    by_role = sorted(((first, one), (second, other)), key=lambda arm: _role(document, arm[0]) != "experimental")
    r1, r2 = int(ratio[0]), int(ratio[1])
    n1, n2 = int(by_role[0][1].value), int(by_role[1][1].value)
    if not r1 * r2 or abs(n1 * r2 - n2 * r1) * (r1 + r2) <= strata * block * r1 * r2:
        return
    allowed = f"blocks of {block}" + (f" in {strata} strata" if strata > 1 else "")
    at_most = f": by at most {strata * block // 2}" if r1 == r2 else ""
    yield found(
        by_role[0][1],
        f"arms of {n1} and {n2} patients differ by more than {allowed} allow{at_most}",
        beside=[(by_role[1][1], "the other arm"), (Label("plan.block", "", plan.block.text), "block")],
        help="compare n, blocks and strata with the document; are these all who were randomised?",
    )


def _whole(scalar: Scalar | None) -> int | None:
    digits = scalar.text.strip() if scalar is not None else ""
    return int(digits) if digits.isdigit() and len(digits) < 10 else None


def _role(document: Document, group: str) -> str:
    """The arm of a group, or of a group that is a part of it."""
    groups = document.spec.groups
    return groups[group].arm or next((one.arm for one in groups.values() if one.of == group and one.arm), "")


def _allocated(document: Document) -> list[tuple[str, Printed]]:
    """The two arms as allocated, with their n; empty where that is not known."""
    groups, sizes = document.spec.groups, document.group_sizes
    arms = [group for group in groups.values() if group.arm]
    parents = {group.of for group in arms}
    if len(parents) > 1 and len({groups[of].of for of in parents if of in groups}) == 1 and all(parents):
        arms = [groups[of] for of in dict.fromkeys(group.of for group in arms) if of in groups]
    found = [(group.id, sizes[group.id]) for group in arms if group.id in sizes and not sizes[group.id].comparator]
    parent = sizes.get(arms[0].of) if arms and len({group.of for group in arms}) == 1 else None
    if parent is not None and sum(size.value for _, size in found) != parent.value:
        return []
    return found if len(found) == len(arms) == 2 else []


@rule("FLW03", "n-rises", Severity.NOTE)
def n_rises(document: Document) -> Iterator[Draft]:
    """The number of patients does not rise in the course of a study.

    Why it matters: patients are lost to follow-up, they do not come back; more of them later than before is a number
    from another row, or another set of patients.

    Maths: in one block, for one variable and group, n at a later timepoint is greater than at an earlier one; or a
    group is larger than the one that it is a part `of`.

    What to do: compare with the document; where some were not measured at first, this is right.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {}, after: {}}
    data:
      t1:
        label: Table 1
        columns: before | after
        rows:
          crp n: 28 | 30  # FLW03
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {}, after: {}}
    data:
      t1:
        label: Table 1
        columns: before | after
        rows:
          crp n: 30 | 28
    ```
    """
    for group in document.spec.groups.values():
        part, whole = document.group_sizes.get(group.id), document.group_sizes.get(group.of)
        if part is not None and whole is not None and part > whole:
            message = f"{part} patients of {group.id} are more than the {whole} of {group.of}, whom they are a part of"
            yield found(part, message, beside=[(whole, "the whole")], help="compare both numbers with the document")
    yield from together(_rising(document))


def _rising(document: Document) -> Iterator[Row]:
    grouped: dict[tuple[object, ...], list[Quantity]] = {}
    for one in document.quantities:
        if one.n is not None and one.at.timepoint and not one.at.comparison:
            grouped.setdefault((one.block, one.at.variable, one.at.level, one.at.groups), []).append(one)
    for members in grouped.values():
        for one, other in combinations(members, 2):
            earlier, later = (one, other) if _before(document, one, other) else (other, one)
            if earlier.n is None or later.n is None or not later.n > earlier.n or not _before(document, earlier, later):
                continue
            message = f"n rises from {earlier.n} ({earlier.at.timepoint}) to {later.n} ({later.at.timepoint})"
            help = "compare with the document; were some not measured at first?"
            yield Row(later.block, "rises", found(later.n, message, beside=[(earlier.n, "before")], help=help))
            break


def _before(document: Document, one: Quantity, other: Quantity) -> bool:
    """Whether a time is surely before another: by their dates, else by the order of the spec."""
    first, second = document.when(one.at.timepoint), document.when(other.at.timepoint)
    if first and second:
        return first[1] < second[0]
    order = list(document.spec.timepoints)
    known = one.at.timepoint in order and other.at.timepoint in order
    return known and order.index(one.at.timepoint) < order.index(other.at.timepoint)
