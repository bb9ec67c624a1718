"""REL: relations of the codebook, which always hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.expressions import Operand, Tree, shown, substituted
from msccurate.expressions.tree import Binary, Words
from msccurate.findings import Severity
from msccurate.printed import Truth
from msccurate.rules.changes import added_means
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.codebook import Relation
    from msccurate.tables import Document, Instance

#: A mean of ratios is not the ratio of means: group centres may differ by this much.
GROUP_TOLERANCE = 0.25
#: An inequality that holds in each patient holds for means, but for a few patients whose values are missing.
MISSING_TOLERANCE = 0.1
CENTRES = ("mean", "median")
#: The median of one variable above another is asked as a centre.
QUANTILE_NAMES = {"median": "median", "q1": "first quartile", "q3": "third quartile"}
QUANTILES = tuple(QUANTILE_NAMES)


@rule("REL01", "relation-violated", Severity.ERROR)
def relation_violated(document: Document) -> Iterator[Draft]:
    """A relation of the codebook holds for every patient, date and count.

    Why it matters: this is where P/F is recomputed from PaO2 and FiO2, white cells from their kinds, and dates are
    put in order. Reviewers add relations of their own to `curation/codebook.yaml`.

    Maths: the expression is evaluated over the intervals that the printed numbers stand for; only if it is false for
    every value inside them is it a finding. Error for single values, counts and dates; a note for centres of groups,
    silent within 25 % of an equation, for inequalities of medians, and for sums of means, which SPR11 judges. But what
    is larger in every patient is larger in the mean, and one variable above another, or above a sum that it is part of,
    also has the larger median and quartiles: there a warning, beyond 10 % (proposal: some patients may lack one of the
    values).

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
        yield from _quantiles(document, relation)


def _quantiles(document: Document, relation: Relation) -> Iterator[Draft]:
    """Medians and quartiles of a variable that are below those of another, which is smaller in every patient."""
    tree = relation.tree
    if not isinstance(tree, Binary) or tree.sign not in (">", ">=") or not isinstance(tree.left, Words):
        return
    wholes = document.by_variable.get(tree.left.words[0], ())
    parts = _parts(tree.right) if wholes and not tree.left.words[1:] else []
    names = [document.codebook.variables.get(part) for part in parts]
    known = all(one is not None and one.possible is not None and (one.possible.low or 0) >= 0 for one in names)
    if not parts or not known:
        return
    for whole in wholes:
        for part in (one for name in parts for one in document.by_variable.get(name, ())):
            if (part.block, part.at.groups, part.at.timepoint) != (whole.block, whole.at.groups, whole.at.timepoint):
                continue
            for name in QUANTILES if len(parts) > 1 else QUANTILES[1:]:
                large, small = whole.part(name), part.part(name)
                if large is None or small is None or large.comparator or small.comparator:
                    continue
                above, below = document.canonical(large, whole), document.canonical(small, part)
                if above is None or below is None:
                    continue
                if above.high * (1 + MISSING_TOLERANCE) < below.low:
                    yield found(
                        large,
                        f"{relation.text}: the {QUANTILE_NAMES[name]} {large} is below {small}, which is that of "
                        f"{part.name}",
                        beside=[(small, part.name)],
                        help=relation.note or "compare both with the document; at least one of them is wrong",
                        severity=Severity.WARNING,
                    )
                    break


def _parts(tree: Tree) -> list[str]:
    """The variables that a side adds up; empty where it does anything else."""
    match tree:
        case Words((name,)):
            return [name]
        case Binary("+", left, right):
            first, second = _parts(left), _parts(right)
            return [*first, *second] if first and second else []
    return []


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
        severity=None if not of_group else Severity.WARNING if _surely(relation, instance) else Severity.NOTE,
    )


def _calculated(operands: tuple[Operand, ...], said: str) -> bool:
    return any(sign in said for sign in "+-*/") and all(operand.centre != "date" for operand in operands)


def _excused(relation: Relation, instance: Instance) -> bool:
    """Whether group centres may honestly violate a relation: within 25 %, or an inequality of medians."""
    outcome = instance.outcome
    left, right = outcome.left, outcome.right
    if "=" not in relation.text or any(sign in relation.text for sign in ("<=", ">=", "!=")):
        return any(operand.centre == "median" for operand in outcome.operands) and not _surely(relation, instance)
    if left is None or right is None:
        return True
    a, b = left.rounded().middle, right.rounded().middle
    return b != 0 and abs(a - b) <= GROUP_TOLERANCE * abs(b)


def _surely(relation: Relation, instance: Instance) -> bool:
    """Whether what holds in every patient holds for these centres: sums of means, or two medians, in one order."""
    tree, outcome = relation.tree, instance.outcome
    left, right = outcome.left, outcome.right
    if not isinstance(tree, Binary) or tree.sign not in ("<", "<=", ">", ">=") or left is None or right is None:
        return False
    centres = {operand.centre for operand in outcome.operands}
    plain = isinstance(tree.left, Words) and isinstance(tree.right, Words)
    if not (centres == {"mean"} and _parts(tree.left) and _parts(tree.right)) and not (centres == {"median"} and plain):
        return False
    small, large = (left, right) if tree.sign in (">", ">=") else (right, left)
    return small.rounded().high * (1 + MISSING_TOLERANCE) < large.rounded().low
