"""REL: relations of the codebook, which always hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.expressions import Operand, shown, substituted
from msccurate.findings import Severity
from msccurate.printed import Truth
from msccurate.rules.changes import added_means
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.codebook import Relation
    from msccurate.tables import Document, Instance

#: A mean of ratios is not the ratio of means: group centres may differ by this much.
GROUP_TOLERANCE = 0.25
CENTRES = ("mean", "median")


@rule("REL01", "relation-violated", Severity.ERROR)
def relation_violated(document: Document) -> Iterator[Draft]:
    """A relation of the codebook holds for every patient, date and count.

    Why it matters: this is where P/F is recomputed from PaO2 and FiO2, white cells from their kinds, and dates are
    put in order. Reviewers add relations of their own to `curation/codebook.yaml`.

    Maths: the expression is evaluated over the intervals that the printed numbers stand for; only if it is false for
    every value inside them is it a finding. Error for single values, counts and dates; a note for centres of groups,
    silent within 25 % of an equation, for inequalities of medians, and for sums of means, which SPR11 judges.

    What to do: one of the numbers is wrong, or declared as something else than it is: compare them with the document.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          pao2 (mmHg): 90
          fio2 (%): 60
          pf_ratio (mmHg): 105  # REL01
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          pao2 (mmHg): 90
          fio2 (%): 60
          pf_ratio (mmHg): 150
    ```
    """
    for relation in document.codebook.relations.values():
        for instance in document.instances(relation.tree):
            if instance.outcome.truth is Truth.FALSE:
                draft = _violated(document, relation, instance)
                if draft is not None:
                    yield draft


def _violated(document: Document, relation: Relation, instance: Instance) -> Draft | None:
    outcome = instance.outcome
    of_group = any(operand.centre in CENTRES for operand in outcome.operands)
    if of_group and _excused(relation, instance):
        return None
    numbers = [number for operand in outcome.operands for number in operand.numbers]
    if not numbers or (of_group and frozenset(number.route for number in numbers) in added_means(document)):
        return None  # of sums of means SPR11 says more
    said = substituted(relation.tree, instance.scope, instance.time)
    result = f" = {shown(outcome.right)}" if outcome.right is not None and _calculated(outcome.operands, said) else ""
    unique = list({number.route: number for number in numbers}.values())
    return found(
        unique[0],
        f"{relation.text}: {said}{result} does not hold",
        beside=[(number, "with this") for number in unique[1:]],
        help=relation.note or "compare these numbers with the document; at least one of them is wrong",
        severity=Severity.NOTE if of_group else None,
    )


def _calculated(operands: tuple[Operand, ...], said: str) -> bool:
    return any(sign in said for sign in "+-*/") and all(operand.centre != "date" for operand in operands)


def _excused(relation: Relation, instance: Instance) -> bool:
    """Whether group centres may honestly violate a relation: within 25 %, or an inequality of medians."""
    outcome = instance.outcome
    left, right = outcome.left, outcome.right
    if "=" not in relation.text or any(sign in relation.text for sign in ("<=", ">=", "!=")):
        return any(operand.centre == "median" for operand in outcome.operands)
    if left is None or right is None:
        return True
    a, b = left.rounded().middle, right.rounded().middle
    return b != 0 and abs(a - b) <= GROUP_TOLERANCE * abs(b)
