"""COR: correlations."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.correlations import Ends, correlations
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document

#: Larger matrices are rare, and their smaller ones are tested.
_LARGEST = 12
_Pairs = dict[frozenset[str], Printed]


@rule("COR01", "correlations-impossible", Severity.ERROR)
def correlations_impossible(document: Document) -> Iterator[Draft]:
    """Correlations lie between -1 and 1, and those of a matrix are possible together.

    Why it matters: if a goes with b, and b with c, then a and c cannot go against each other. A matrix that no data
    have holds a wrong sign or digit, and breaks any model that is fitted to it.

    Maths: variables of the codebook that `correlates` two others. |r| > 1 for the whole rounding interval; or no
    positive semidefinite matrix lies in the rounding box of the correlations of one block, group and time, proved in
    whole numbers (a positive semidefinite matrix with a negative inner product with the whole box). Of a matrix that
    fails the smallest part that fails is named.

    What to do: compare signs and digits with the document. Correlations of different patients (pairwise deletion) may
    honestly fail; adjudicate.

    ## Example

    ```yaml codebook
    msccurate: 1
    variables:
      crp: {label: CRP}
      il6: {label: IL-6}
      ferritin: {label: Ferritin}
      r_crp_il6: {label: Correlation of CRP and IL-6, correlates: [crp, il6]}
      r_crp_ferritin: {label: Correlation of CRP and ferritin, correlates: [crp, ferritin]}
      r_il6_ferritin: {label: Correlation of IL-6 and ferritin, correlates: [il6, ferritin]}
    ```

    ```yaml
    data:
      t3:
        label: Table 3
        rows:
          r_crp_il6: 0.90  # COR01
          r_crp_ferritin: 0.85
          r_il6_ferritin: -0.20
    ```

    ## Corrected

    ```yaml codebook
    msccurate: 1
    variables:
      crp: {label: CRP}
      il6: {label: IL-6}
      ferritin: {label: Ferritin}
      r_crp_il6: {label: Correlation of CRP and IL-6, correlates: [crp, il6]}
      r_crp_ferritin: {label: Correlation of CRP and ferritin, correlates: [crp, ferritin]}
      r_il6_ferritin: {label: Correlation of IL-6 and ferritin, correlates: [il6, ferritin]}
    ```

    ```yaml
    data:
      t3:
        label: Table 3
        rows:
          r_crp_il6: 0.90
          r_crp_ferritin: 0.85
          r_il6_ferritin: 0.70
    ```
    """
    for pairs in _matrices(document):
        inside = dict(pairs)
        for pair, number in pairs.items():
            low, high = number.ends
            if low > 1 or high < -1:
                del inside[pair]
                help = "compare with the document: is the decimal point where it belongs?"
                yield found(number, f"a correlation of {number} is not between -1 and 1", help=help)
        failing = _smallest(inside)
        if failing is not None:
            numbers = [number for pair, number in inside.items() if pair <= set(failing)]
            labels = [document.codebook.variables[one].label for one in failing]
            yield found(
                numbers[0],
                f"the correlations of {', '.join(labels)} are not possible together: "
                f"{', '.join(str(number) for number in numbers)}",
                beside=[(number, "with this") for number in numbers[1:]],
                help="compare signs and digits with the document; are they of the same patients?",
            )


def _matrices(document: Document) -> Iterator[_Pairs]:
    """The correlations of one block, group and time, by the pair of their variables."""
    found: dict[tuple[str, tuple[str, ...], str], _Pairs] = {}
    for quantity in document.quantities:
        number = quantity.value or quantity.estimate
        if quantity.variable is None or not quantity.variable.correlates or number is None or number.comparator:
            continue
        key = (quantity.block, quantity.at.groups, quantity.at.timepoint)
        found.setdefault(key, {})[frozenset(quantity.variable.correlates)] = number
    yield from found.values()


def _smallest(pairs: _Pairs) -> tuple[str, ...] | None:
    """The fewest variables of which all correlations are there and no data have them; None where there are none."""
    names = sorted({name for pair in pairs for name in pair})
    whole = _complete(names, pairs)
    for size in (3, 4):
        for some in combinations(names, size):
            if _complete(some, pairs) and _impossible(some, pairs):
                return some
    return tuple(names) if whole and 4 < len(names) <= _LARGEST and _impossible(names, pairs) else None


def _complete(names: tuple[str, ...] | list[str], pairs: _Pairs) -> bool:
    return all(frozenset(pair) in pairs for pair in combinations(names, 2))


def _impossible(names: tuple[str, ...] | list[str], pairs: _Pairs) -> bool:
    one: Ends = (Fraction(1), Fraction(1))
    matrix = [[pairs[frozenset((a, b))].ends if a != b else one for b in names] for a in names]
    return correlations(matrix).possible is False
