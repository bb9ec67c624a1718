"""CLM: what must add up in a document, and what its authors say about their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.expressions import Tally, Tree, shown, substituted
from msccurate.expressions.tree import Binary
from msccurate.findings import Label, Severity
from msccurate.printed import Truth
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.spec import Claim
    from msccurate.tables import Document, Instance


def evaluated(document: Document) -> Iterator[tuple[Claim, Tree, Instance]]:
    """Each claim with its evaluations; those that differ in nothing a reader could see are one."""
    for claim in document.spec.claims:
        if claim.tree is None:
            continue
        about = tuple(word.text for word in claim.about.head.words) if claim.about else ()
        seen: set[str] = set()
        for instance in document.instances(claim.tree, about):
            shown = _numbers(claim.tree, instance)
            if shown not in seen:
                seen.add(shown)
                yield claim, claim.tree, instance


def _numbers(tree: Tree, instance: Instance) -> str:
    said = substituted(tree, instance.scope, instance.time)
    tally = instance.outcome.tally
    return f"{said}{_counted(tally)}"


def _counted(tally: Tally | None) -> str:
    if tally is None:
        return ""
    depends = f", {tally.depends} by rounding" if tally.depends else ""
    return f" (true at {tally.true} of {tally.total} times{depends})"


def _beside(instance: Instance) -> list[tuple[Label, str]]:
    numbers = {number.route: number for operand in instance.outcome.operands for number in operand.numbers}
    return [(Label(number.route, "this", number.text), "this") for number in list(numbers.values())[:6]]


@rule("CLM01", "claim-false", Severity.ERROR)
def claim_false(document: Document) -> Iterator[Draft]:
    """What a spec expects of its document holds.

    Why it matters: a claim without a quote says what must add up (parts and their whole); a claim with a quote is what
    the authors say about their own numbers.

    Maths: evaluated over intervals for every group and time at which all operands are known; a finding only if false
    for every value inside them. Error for what must add up, warning for what authors say.

    What to do: compare the numbers with the document; if they are right, the document contradicts itself: adjudicate.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          oxygen: 31
          oxygen_inhalation: 20
          niv: 4
          imv: 8
    claims:
      modes: oxygen = oxygen_inhalation + niv + imv  # CLM01
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          oxygen: 31
          oxygen_inhalation: 19
          niv: 4
          imv: 8
    claims:
      modes: oxygen = oxygen_inhalation + niv + imv
    ```
    """
    for claim, tree, instance in evaluated(document):
        if instance.outcome.truth is not Truth.FALSE:
            continue
        right = instance.outcome.right
        result = f"; the right side is {shown(right)}" if right is not None and not right.is_point else ""
        said = f"the authors say `{claim.quote.text}`: " if claim.quote is not None else ""
        yield found(
            Label(f"claims.{claim.id}", "", claim.expect.text),
            f"{said}{claim.expect.text} is false: {_numbers(tree, instance)}{result}",
            beside=_beside(instance),
            help="compare the numbers with the document",
            severity=Severity.WARNING if claim.quote is not None else None,
        )


@rule("CLM02", "claim-fragile", Severity.WARNING)
def claim_fragile(document: Document) -> Iterator[Draft]:
    """What authors say does not hang on rounding or on a single day.

    Why it matters: "mostly above 200" that is true on 6 of 10 days and false without one of them is no finding to
    build on.

    Maths: an inequality that is true for some values inside the printed intervals and false for others; or a count
    over times whose truth changes if one time more, or one less, met the condition. Equations are not asked: inside
    rounding they hold.

    What to do: nothing in the spec; adjudicate, so that readers of the data know.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        columns: 2020-02-01 | 2020-02-02 | 2020-02-03
        rows:
          pao2 (mmHg): 99 | 101 | 102
    claims:
      mostly: share(pao2 > 100) > 0.5  # CLM02
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        columns: 2020-02-01 | 2020-02-02 | 2020-02-03
        rows:
          pao2 (mmHg): 103 | 101 | 102
    claims:
      mostly: share(pao2 > 100) > 0.5
    ```
    """
    for claim, tree, instance in evaluated(document):
        if instance.outcome.truth is None or _is_equation(tree):
            continue
        tally = instance.outcome.tally
        if instance.outcome.truth is Truth.DEPENDS:
            why = "holds or not by rounding"
        elif tally is not None and instance.outcome.truth is Truth.TRUE and _flips(tree, instance, tally):
            why = "would be false with one time less"
        else:
            continue
        said = f"the authors say `{claim.quote.text}`: " if claim.quote is not None else ""
        yield found(
            Label(f"claims.{claim.id}", "", claim.expect.text),
            f"{said}{claim.expect.text} {why}: {_numbers(tree, instance)}",
            beside=_beside(instance),
            help="nothing to correct, if the numbers are right: adjudicate it",
        )


def _is_equation(tree: Tree) -> bool:
    return isinstance(tree, Binary) and tree.sign in ("=", "!=")


def _flips(tree: Tree, instance: Instance, tally: Tally) -> bool:
    """Whether a count or share against a bound changes sides when one time less meets the condition."""
    left, right = instance.outcome.left, instance.outcome.right
    if left is None or right is None or not isinstance(tree, Binary) or tree.sign not in (">", ">="):
        return False
    is_share = left.high <= 1
    fewer = (tally.true - 1) / (tally.total if is_share else 1)
    return not (fewer > float(right.high) or (tree.sign == ">=" and fewer == float(right.high)))
