"""PHY08: doses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import Measured, all_of, apart, apart_in_percent, beside, tolerance

if TYPE_CHECKING:
    from msccurate.tables import Document


@rule("PHY08", "dose-mismatch", Severity.WARNING)
def dose_mismatch(document: Document) -> Iterator[Draft]:
    """A dose is the dose per kilogram times the weight; the cumulative dose is that of an infusion times their number.

    Why it matters: a lost exponent or a dose per kilogram read as the whole one is wrong by powers of ten, and so is a
    dose-response analysis.

    Maths: the product over the rounding intervals. Per kilogram times weight may differ by 30 % (the codebook's
    tolerance: doses are capped and rounded to bags; a mean weight is not each patient's), and is a note where the
    weight is a group's. Per infusion times count must agree, for one patient and for a planned dose; silent for group
    centres.

    What to do: compare the numbers and their exponents with the document; were infusions unequal?

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        rows:
          dose_per_kg (cells per kilogram): 1 × 10^6
          weight (kg): 70
          dose (cells): 7 × 10^8  # PHY08
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        rows:
          dose_per_kg (cells per kilogram): 1 × 10^6
          weight (kg): 70
          dose (cells): 7 × 10^7
    ```
    """
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for role in ("dose", "cumulative_dose"):
        for dose in all_of(document, role):
            key = (role, dose.quantity.at.groups)
            draft = None if key in seen else _mismatch(document, dose, role)
            if draft is not None:
                seen.add(key)
                yield draft


def _mismatch(document: Document, dose: Measured, role: str) -> Draft | None:
    if role == "dose":
        return _by_weight(document, dose, None)
    each, count = _beside(document, dose, "dose"), _beside(document, dose, "doses")
    if each is None:
        return _by_weight(document, dose, count) if count is not None else None
    planned = count is not None and all(one.centre == "value" for one in (dose, each, count))
    if count is None or not planned or each.variable.unit != dose.variable.unit:
        return None
    expected = each.interval * count.interval
    side = apart(dose.interval, expected, 0)
    return _said(dose, side, [each, count], "") if side else None


def _by_weight(document: Document, dose: Measured, count: Measured | None) -> Draft | None:
    """A dose against that per kilogram times the weight, and times the number of infusions where that is given."""
    each, weight = _beside(document, dose, "dose_per_weight"), _beside(document, dose, "body_weight")
    limit = tolerance(document, "dose_percent")
    if each is None or weight is None or limit is None:
        return None
    if each.variable.unit != f"{dose.variable.unit}/{weight.variable.unit}":
        return None
    factors = [each, weight, *([count] if count is not None else [])]
    if any(one.centre != "value" for one in (dose, each, *factors[2:])):
        return None
    expected = each.interval * weight.interval
    if count is not None:
        expected = expected * count.interval
    side = apart_in_percent(dose.interval, expected, float(limit.by))
    return _said(dose, side, factors, f" by more than {float(limit.by):g} %") if side else None


def _beside(document: Document, dose: Measured, role: str) -> Measured | None:
    return beside(document, dose, role, timeless=True, alike=False)


def _said(dose: Measured, side: str, factors: list[Measured], more: str) -> Draft:
    product = " × ".join(str(one) for one in factors)
    of_group = any(one.centre != "value" for one in factors)
    return found(
        dose.number,
        f"{dose.name} of {dose} is {side} {product}{more}",
        beside=[(one.number, "times this" if place else "this") for place, one in enumerate(factors)],
        help="compare the numbers and their exponents with the document; at least one of them is wrong",
        severity=Severity.NOTE if of_group else None,
    )
