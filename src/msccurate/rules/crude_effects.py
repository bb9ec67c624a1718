"""STA08: crude effects against the counts beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.compared import Compared, compared
from msccurate.rules.recomputed_p import crude_counts
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document

Number = int | Fraction


@rule("STA08", "effect-mismatch", Severity.WARNING)
def effect_mismatch(document: Document) -> Iterator[Draft]:
    """A crude odds ratio, risk ratio or risk difference is that of the counts beside it.

    Why it matters: an effect that does not belong to its counts is the wrong way round, of another row, or adjusted
    without saying so.

    Maths: ad/bc, (a/n₁)/(b/n₂), a/n₁ - b/n₂, exactly. The inverse (groups exchanged) and 0.5 added to every cell
    (Haldane 1956, Anscombe 1956) are notes, and so is what is off by one in the last digit. Silent where the comparison
    is adjusted; where it does not say, an effect within 1.5-fold of the crude one, or whose interval holds that,
    may be adjusted, and is a note (proposal).

    What to do: compare counts and effect with the document; say `adjusted: yes` in `comparisons`, or for what.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      rr: {compare: msc vs control, form: RR (95% CI)}
    data:
      t1:
        label: Table 1
        columns: msc | control | rr
        rows:
          death: 14/98 | 24/97 | 5.80 (3.19–10.50)  # STA08
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      rr: {compare: msc vs control, form: RR (95% CI)}
    data:
      t1:
        label: Table 1
        columns: msc | control | rr
        rows:
          death: 14/98 | 24/97 | 0.58 (0.32–1.05)
    ```
    """
    for one in compared(document):
        estimate = one.effect.estimate if one.effect is not None else None
        if (
            estimate is None
            or estimate.comparator
            or one.measure not in ("OR", "RR", "RD")
            or one.adjusted
            or one.of_times
        ):
            continue
        if "other" in one.tests:
            continue
        counts = crude_counts(document, one)
        if counts is None:
            continue
        (a, n1, b, n2), sure, places = counts
        crude = crude_effect(one.measure, a, n1, b, n2)
        scales = (1, 100) if one.measure == "RD" else (1,)
        low, high = estimate.ends
        if any(crude is not None and low <= crude * by <= high for by in scales):
            continue
        how = _other_reading(one.measure, (a, n1, b, n2), estimate, scales)
        if crude is None and not how:
            continue
        said_crude = any(each.adjusted == "no" for each in one.comparisons)
        near = not said_crude and crude is not None and any(_within(one, crude * by, estimate) for by in scales)
        by = 100 if one.measure == "RD" and (abs(estimate.value) > 1 or "%" in estimate.text) else 1
        shown = f"{float(crude * by):.4g}" if crude is not None else "not defined"
        yield found(
            estimate,
            f"the {one.measure} of {a} of {n1} against {b} of {n2} is {shown}, not {estimate}"
            + (f"; {how}" if how else "; an adjusted one may be" if near else ""),
            beside=places,
            help="compare counts and effect with the document; if it is adjusted, say `adjusted: yes` in `comparisons`",
            severity=Severity.NOTE if how or near or not sure else None,
        )


def crude_effect(measure: str, a: Number, n1: Number, b: Number, n2: Number) -> Fraction | None:
    """The RD, RR or OR of a of n1 against b of n2; None where it is not defined."""
    a, n1, b, n2 = (Fraction(one) for one in (a, n1, b, n2))
    if measure == "RD":
        return a / n1 - b / n2
    if measure == "RR":
        return (a / n1) / (b / n2) if b else None
    return (a * (n2 - b)) / ((n1 - a) * b) if b and n1 != a else None


def _other_reading(measure: str, counts: tuple[int, int, int, int], estimate: Printed, scales: tuple[int, ...]) -> str:
    """By which other reading the effect would be that of the counts; empty where by none."""
    a, n1, b, n2 = (Fraction(one) for one in counts)
    half, low, high = Fraction(1, 2), *estimate.ends
    readings = {
        "it is the one with the groups exchanged": crude_effect(measure, b, n2, a, n1),
        "it is the one with 0.5 added to every cell": crude_effect(measure, a + half, n1 + 1, b + half, n2 + 1),
    }
    for words, value in readings.items():
        if value is not None and any(low <= value * by <= high for by in scales):
            return words
    crude, unit = crude_effect(measure, a, n1, b, n2), high - low
    if crude is not None and any(low - unit <= crude * by <= high + unit for by in scales):
        return "it is off by one in the last digit"
    return ""


def _within(one: Compared, crude: Fraction, estimate: Printed) -> bool:
    """Whether an effect may be the crude one, adjusted: not far from it, or its interval holds it."""
    value = estimate.value
    low, high = (one.effect.ci_low, one.effect.ci_high) if one.effect is not None else (None, None)
    if low is not None and high is not None and low.ends[0] <= crude <= high.ends[1]:
        return True
    if one.measure == "RD":
        return abs(value - crude) <= abs(crude) * Fraction(1, 2)
    by = Fraction(3, 2)
    return value > 0 and crude > 0 and crude / by <= value <= crude * by
