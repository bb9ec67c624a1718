"""XRF: the patients against whom the study says it included."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from msccurate.expressions import Tree, substituted
from msccurate.expressions.tree import Binary, Number, Words
from msccurate.findings import Label, Severity
from msccurate.printed import Truth
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.printed import Printed
    from msccurate.spec import Claim
    from msccurate.tables import Document, Quantity

#: Each of these numbers proves by itself that some patient lies beyond a bound that it is beyond.
_PROVING = ("value", "min", "q1", "median", "mean", "q3", "max")
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@rule("XRF05", "eligibility", Severity.WARNING)
def eligibility(document: Document) -> Iterator[Draft]:
    """The patients are those whom the study says it included.

    Why it matters: a patient of 16 years in a study of adults is a mistyped age, a patient who should not be there, or
    another population than the title says (INSPECT-SR, check 4.1).

    Maths: for an inclusion such as `age >= 18`, a finding if a printed minimum, quartile, median, mean, maximum or
    single value of the included patients surely lies on the other side: then at least one of them does. Other
    inclusions (counts, dates) are evaluated as claims are. Asked at inclusion only: where no time is said, or at the
    first one; not of patients who were screened.

    What to do: compare both with the document; if it prints this, adjudicate.

    ## Example

    ```yaml
    groups: {all: {n: 20}}
    eligibility: {adults: age >= 18}
    form: median (range)
    data:
      t1: {label: Table 1, rows: {age (years): 61 (16–83)}}  # XRF05
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 20}}
    eligibility: {adults: age >= 18}
    form: median (range)
    data:
      t1: {label: Table 1, rows: {age (years): 61 (18–83)}}
    ```
    """
    screened = _screened(document)
    for claim in document.spec.eligibility:
        if claim.tree is None:
            continue
        for tree in _parts(claim.tree):
            bound = _bound(tree)
            variable = (
                document.codebook.variables.get(bound[0].words[0]) if bound and len(bound[0].words) == 1 else None
            )
            if bound is not None and variable is not None and variable.kind == "number":
                yield from _beyond(document, claim, variable.id, bound, screened)
            else:
                yield from _evaluated(document, claim, tree, screened)


def _parts(tree: Tree) -> Iterator[Tree]:
    """The conditions that must all hold."""
    if isinstance(tree, Binary) and tree.sign == "and":
        yield from _parts(tree.left)
        yield from _parts(tree.right)
    else:
        yield tree


def _bound(tree: Tree) -> tuple[Words, str, Number] | None:
    """The variable, sign and bound of `age >= 18`, also where it is written the other way round."""
    if not isinstance(tree, Binary) or tree.sign not in _MIRRORED:
        return None
    if isinstance(tree.left, Words) and isinstance(tree.right, Number):
        return tree.left, tree.sign, tree.right
    if isinstance(tree.right, Words) and isinstance(tree.left, Number):
        return tree.right, _MIRRORED[tree.sign], tree.left
    return None


def _screened(document: Document) -> set[str]:
    """Groups before inclusion: a whole of which one smaller group went on."""
    children: dict[str, list[str]] = {}
    for group in document.spec.groups.values():
        if group.of:
            children.setdefault(group.of, []).append(group.id)
    found = set()
    for whole, parts in children.items():
        of, part = document.group_sizes.get(whole), document.group_sizes.get(parts[0])
        on_top = whole in document.spec.groups and not document.spec.groups[whole].of
        if on_top and len(parts) == 1 and of is not None and part is not None and part < of:
            found.add(whole)
    return found


def _at_inclusion(document: Document, timepoint: str) -> bool:
    return timepoint in ("", next(iter(document.spec.timepoints), ""))


def _beyond(
    document: Document, claim: Claim, variable: str, bound: tuple[Words, str, Number], screened: set[str]
) -> Iterator[Draft]:
    _, sign, limit = bound
    for quantity in document.by_variable.get(variable, ()):
        if quantity.at.comparison or not _at_inclusion(document, quantity.at.timepoint):
            continue
        if screened.intersection(quantity.at.groups):
            continue
        for name in _PROVING:
            number = quantity.part(name)
            if number is not None and _surely_beyond(document, number, quantity, sign, limit):
                label = document.codebook.variables[variable].label
                yield _draft(claim, number, f"{label}: {_said(name)} of {number}")
                break


def _surely_beyond(document: Document, number: Printed, quantity: Quantity, sign: str, bound: Number) -> bool:
    ends = document.canonical_ends(number, quantity)
    if ends is None:
        return False
    low = -inf if number.comparator in ("<", "<=") else ends[0]
    high = inf if number.comparator in (">", ">=") else ends[1]
    match sign:
        case ">=":
            return high < bound.value
        case ">":
            return high <= bound.value
        case "<=":
            return low > bound.value
    return low >= bound.value


def _said(name: str) -> str:
    return {"value": "a value", "min": "a minimum", "q1": "a first quartile", "q3": "a third quartile"}.get(
        name, f"a {'maximum' if name == 'max' else name}"
    )


def _evaluated(document: Document, claim: Claim, tree: Tree, screened: set[str]) -> Iterator[Draft]:
    about = tuple(word.text for word in claim.about.head.words) if claim.about else ()
    for instance in document.instances(tree, about):
        numbers = [number for operand in instance.outcome.operands for number in operand.numbers]
        if instance.outcome.truth is not Truth.FALSE or not numbers or instance.scope.group in screened:
            continue
        if about or _at_inclusion(document, instance.time):
            yield _draft(claim, numbers[0], substituted(tree, instance.scope, instance.time))


def _draft(claim: Claim, number: Printed, said: str) -> Draft:
    quote = f" (`{claim.quote.text}`)" if claim.quote is not None else ""
    return found(
        number,
        f"{said} is outside of those whom the study included: {claim.expect.text}{quote}",
        beside=[(Label(claim.route, "whom it included", claim.expect.text), "whom it included")],
        help="compare both with the document",
    )
