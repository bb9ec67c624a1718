"""STA05, STA08, STA11: effects, their confidence intervals and p values against each other and against the counts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.forensics import p_from_ci
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import beyond, halves, said, side
from msccurate.forensics.reported_tests import TWO_METHODS
from msccurate.notation import scan_numbers
from msccurate.printed import Interval, Printed, Truth
from msccurate.rules.compared import Compared, compared, patients
from msccurate.rules.recomputed_p import crude_counts
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.reported_statistics import reported_in_text
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.tables import Document

RATIOS = ("HR", "OR", "RR")
#: An adjusted ratio seldom moves further from the crude one than this (proposal); a difference, by this share of it.
ADJUSTED = 1.5
#: p values in which two honest methods may fall on different sides of 0.05 (RULES).
NEAR = Interval(0.01, 0.12)


@rule("STA05", "ci-vs-p", Severity.WARNING)
def ci_vs_p(document: Document) -> Iterator[Draft]:
    """A confidence interval and its p value agree on whether the effect is significant.

    Why it matters: an interval that excludes no effect beside p = 0.4 is a contradiction; one of the numbers is
    mistyped, or belongs to another row.

    Maths: the null (1 for ratios, 0 for differences) lies surely inside the interval and p is surely below 1 - level,
    or the other way round. A note where the p value that the interval implies (Altman & Bland 2011) may lie between
    0.01 and 0.12, where two methods can differ. A declared non-inferiority `margin` is a null as well. Silent for
    one-sided and corrected p values.

    What to do: compare interval and p value with the document.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      hr: {compare: msc vs control, form: HR (95% CI)}
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: hr | p
        rows:
          death: 0.55 (0.38 to 0.76) | 0.70  # STA05
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      hr: {compare: msc vs control, form: HR (95% CI)}
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: hr | p
        rows:
          death: 0.55 (0.28 to 1.06) | 0.07
    ```
    """
    for one in compared(document):
        words = _contradiction(one)
        if words is None or one.effect is None or one.p is None:
            continue
        low, high = one.effect.ci_low, one.effect.ci_high
        assert low is not None and high is not None
        implied = _implied(document, one)
        near = implied is not None and implied.meets(NEAR)
        yield found(
            one.p,
            f"{words}" + (f"; the interval implies p = {told(implied)}" if implied is not None else ""),
            beside=[(low, "lower limit"), (high, "upper limit")],
            help="compare interval and p value with the document",
            severity=Severity.NOTE if near else None,
        )


def _contradiction(one: Compared) -> str | None:
    """In words how interval and p value disagree on significance; None where they do not, for every null."""
    effect, p = one.effect, one.p
    if effect is None or p is None or beyond(p) or one.one_sided or one.corrected or not one.measure:
        return None
    low, high = effect.ci_low, effect.ci_high
    if effect.estimate is None or low is None or high is None or low.comparator or high.comparator:
        return None
    alpha = float(1 - Fraction(one.level) / 100)
    which = side(said(p), alpha)
    null = 1.0 if one.measure in RATIOS else 0.0
    words = None
    for value in (null, *_margins(one)):
        point = Interval(value, value)
        outside = point.less(low.interval) is Truth.TRUE or high.interval.less(point) is Truth.TRUE
        inside = low.interval.less(point) is Truth.TRUE and point.less(high.interval) is Truth.TRUE
        if outside and which == "not":
            words = words or f"{low} to {high} excludes {value:g}, and p {_sign(p)} is not below {alpha:g}"
        elif inside and which == "significant":
            words = words or f"{low} to {high} includes {value:g}, and p {_sign(p)} is below {alpha:g}"
        else:
            return None
    return words


def _margins(one: Compared) -> list[float]:
    """Declared margins, on both sides of no effect: the spec does not say which is the worse one."""
    values: list[float] = []
    for comparison in one.comparisons:
        numbers = scan_numbers(comparison.margin.text) if comparison.margin else []
        for each in numbers[:1]:
            value = float(each.number.value)
            values += [value, 1 / value] if one.measure in RATIOS and value > 0 else [value, -value]
    return values


def _sign(p: Printed) -> str:
    return f"{p.comparator or '='} {p.text.lstrip('<>=≤≥Pp ')}"


def _implied(document: Document, one: Compared) -> Interval | None:
    """Every p value that estimate and interval imply: by z, and for a difference of known n by t as well."""
    effect = one.effect
    if effect is None or effect.estimate is None or effect.ci_low is None or effect.ci_high is None:
        return None
    answer = p_from_ci(effect.estimate, effect.ci_low, effect.ci_high, one.measure in RATIOS, one.level)
    if answer.possible is not True:
        return None
    low, high = answer.p.low, answer.p.high
    sides = [patients(document, each) for each in (one.left, one.right) if each is not None]
    if one.measure in ("MD", "SMD") and len(sides) == 2 and sides[0] and sides[1]:
        from msccurate.forensics.distributions import quantile_t, two_sided_t

        df = max(sides[0][0] + sides[1][0] - 2, 1)
        by = quantile_t(float(Fraction(one.level)) / 100, df) / quantile_t(
            float(Fraction(one.level)) / 100, float("inf")
        )
        tails = [float(two_sided_t(min(z * by, 1e150), df)) for z in (answer.z.low, answer.z.high)]
        low, high = min(low, *tails), max(high, *tails)
    return Interval(low, high)


@rule("STA11", "ci-p-mismatch", Severity.WARNING)
def ci_p_mismatch(document: Document) -> Iterator[Draft]:
    """The p value of an effect is the one that its confidence interval implies.

    Why it matters: estimate, interval and p value are three views of two numbers; one that does not fit is mistyped.

    Maths: z = |g(estimate)|·2z_L / (g(high) - g(low)), g the logarithm for ratios (Altman & Bland, BMJ
    2011;343:d2304), over everything that prints so; for a difference between groups of known n also with t. Both may
    come from two methods: it is reported only if p is more than 2-fold off. Also read in the text of the sources: `HR
    0.55 (95% CI 0.28 to 1.06), P = 0.07`. Where they disagree on significance, STA05 says so.

    What to do: compare the three with the document.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      hr: {compare: msc vs control, form: HR (95% CI)}
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: hr | p
        rows:
          death: 0.55 (0.28 to 1.06) | 0.70  # STA11
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      hr: {compare: msc vs control, form: HR (95% CI)}
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: hr | p
        rows:
          death: 0.55 (0.28 to 1.06) | 0.07
    ```
    """
    printed = set()
    for one in compared(document):
        effect, p = one.effect, one.p
        if effect is None or effect.estimate is None or effect.ci_low is None or effect.ci_high is None:
            continue
        if p is not None:
            printed.add((effect.estimate.same, p.same))
        if p is None or beyond(p) or one.corrected or not one.measure or _contradiction(one) is not None:
            continue
        implied = _implied(document, one)
        if implied is None or _near(implied).meets(said(p)):
            continue
        one_sided = any(half.meets(said(p)) for half in halves(implied))
        if one_sided and one.one_sided:
            continue
        low, high = effect.ci_low, effect.ci_high
        yield found(
            p,
            f"{effect.estimate} ({low} to {high}) implies p = {told(implied)}, not {_sign(p).removeprefix('= ')}"
            + ("; it would fit a one-sided test" if one_sided else ""),
            beside=[(effect.estimate, one.measure), (low, "lower limit"), (high, "upper limit")],
            help="compare estimate, interval and p value with the document",
            severity=Severity.NOTE if one_sided else None,
        )
    for source, test in reported_in_text(document):
        if test.test not in ("ratio", "difference") or test.possible is not False or test.recomputed is None:
            continue
        span = Span(test.start, test.end)
        numbers = [each.number.same for each in scan_numbers(span.of(source.text))]
        if any(value in numbers and p in numbers for value, p in printed):
            continue  # the cells that were read there are judged
        yield found(
            Label(f"sources.{source.id}", "", " ".join(span.of(source.text).split()), source=Place(source.path, span)),
            test.sentence,
            help="compare estimate, interval and p value with the document",
            severity=Severity.NOTE if test.fits else None,
            differs=False,
        )


def _near(p: Interval) -> Interval:
    return Interval(p.low / TWO_METHODS, min(p.high * TWO_METHODS, 1.0))


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
        crude = _effect(one.measure, Fraction(a), Fraction(n1), Fraction(b), Fraction(n2))
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


def _effect(measure: str, a: Fraction, n1: Fraction, b: Fraction, n2: Fraction) -> Fraction | None:
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
        "it is the one with the groups exchanged": _effect(measure, b, n2, a, n1),
        "it is the one with 0.5 added to every cell": _effect(measure, a + half, n1 + 1, b + half, n2 + 1),
    }
    for words, value in readings.items():
        if value is not None and any(low <= value * by <= high for by in scales):
            return words
    crude, unit = _effect(measure, a, n1, b, n2), high - low
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
