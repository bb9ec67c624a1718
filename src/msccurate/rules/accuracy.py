"""DTA: accuracy of diagnostic tests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.accuracy import LARGEST, Shares, accuracy
from msccurate.printed import Printed
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

_MEASURES = ("sensitivity", "specificity", "ppv", "npv", "accuracy")
#: Down to this share of n may have been analysed.
_LEAST = Fraction(4, 5)
_Key = tuple[str, tuple[str, ...], str, str]


@rule("DTA01", "accuracy-impossible", Severity.ERROR)
def accuracy_impossible(document: Document) -> Iterator[Draft]:
    """Whole numbers of true and false positives and negatives give all measures of accuracy that are printed.

    Why it matters: a meta-analysis of accuracy rebuilds the 2×2 table from sensitivity, specificity and n. If no table
    gives all measures one of them is wrong, or they are of different patients.

    Maths: every table of whole TP, FN, FP, TN with n patients (and those with the disease, where they are counted) is
    tried against the rounding intervals of sensitivity, specificity, predictive values and accuracy of one block, group
    and time. Not tested above 5,000 patients. A note where it fits a smaller n, down to 0.8 n: then some patients were
    left out.

    What to do: compare measures and n with the document; are they of one threshold, and of patients (not lesions)?

    ## Example

    ```yaml
    groups: {all: {n: 40}}
    data:
      t2:
        label: Table 2
        rows:
          with_disease: 20
          sensitivity (%): 90.0  # DTA01
          specificity (%): 80.0
          ppv (%): 90.0
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 40}}
    data:
      t2:
        label: Table 2
        rows:
          with_disease: 20
          sensitivity (%): 90.0
          specificity (%): 80.0
          ppv (%): 81.8
    ```
    """
    for key, printed in _tables(document).items():
        total = _patients(document, printed)
        if total is None or total.value < 1 or total.value > LARGEST:
            continue
        n, diseased = int(total.value), _diseased(document, key)
        shares = {name: _shares(document, quantity, number) for name, (quantity, number) in printed.items()}
        measures = {name: ends for name, ends in shares.items() if ends is not None}
        ill = int(diseased.value) if diseased is not None else None
        if accuracy(measures, n, ill).possible is not False:
            continue
        fitting = next(
            (size for size in range(n - 1, int(n * _LEAST) - 1, -1) if accuracy(measures, size, ill).possible), None
        )
        numbers = [number for _, number in printed.values()]
        said = ", ".join(f"{name} {number}" for name, (_, number) in printed.items())
        those = f", {diseased} of them with the disease," if diseased is not None else ""
        yield found(
            numbers[0],
            f"no whole numbers of {n} patients{those} give {said}" + (f"; {fitting} patients do" if fitting else ""),
            beside=[
                *((number, "and this") for number in numbers[1:]),
                (total, "of these patients"),
                *([(diseased, "with the disease")] if diseased is not None else []),
            ],
            help="compare measures and n with the document; are they of one threshold, and of patients?",
            severity=Severity.NOTE if fitting else None,
        )


def _tables(document: Document) -> dict[_Key, dict[str, tuple[Quantity, Printed]]]:
    """The measures of one block, group, time and level; those printed twice there are left out."""
    found: dict[_Key, dict[str, tuple[Quantity, Printed]]] = {}
    twice: set[tuple[_Key, str]] = set()
    for name in _MEASURES:
        for variable in playing(document, name):
            for quantity in document.by_variable.get(variable.id, ()):
                number = quantity.value or quantity.percent or quantity.estimate
                if number is None or number.comparator or quantity.at.comparison:
                    continue
                key = (quantity.block, quantity.at.groups, quantity.at.timepoint, quantity.at.level)
                if name in found.get(key, {}):
                    twice.add((key, name))
                found.setdefault(key, {})[name] = (quantity, number)
    for key, name in twice:
        found[key].pop(name, None)
    return {key: measures for key, measures in found.items() if measures}


def _patients(document: Document, printed: dict[str, tuple[Quantity, Printed]]) -> Printed | None:
    """The n of all measures: that of the group or block. A denominator of a measure's own is not that of the table."""
    quantity, _ = next(iter(printed.values()))
    if any(one.denominator is not None for one, _ in printed.values()):
        return None
    total = document.patients(quantity)
    return total if total is not None and not total.comparator and total.value.denominator == 1 else None


def _diseased(document: Document, key: _Key) -> Printed | None:
    for variable in playing(document, "with_disease"):
        for quantity in document.by_variable.get(variable.id, ()):
            at, count = quantity.at, quantity.count
            same = (quantity.block, at.groups, at.timepoint) == key[:3] or (at.groups == key[1] and not at.timepoint)
            if same and count is not None and not count.comparator:
                return count
    return None


def _shares(document: Document, quantity: Quantity, number: Printed) -> Shares | None:
    """Both ends of a measure as a share, from its unit, or from the percent sign in its cell."""
    low, high = number.ends
    if quantity.percent is number or quantity.unit == "%":
        return low / 100, high / 100
    return (low, high) if high <= 1 else (low / 100, high / 100)
