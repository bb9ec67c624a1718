"""STA05, STA11: effects, their confidence intervals and p values, against each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.forensics import p_from_ci, t_test, table_2x2
from msccurate.forensics.p_value import told
from msccurate.forensics.reported_p import beyond, halves, said, side
from msccurate.forensics.reported_tests import TWO_METHODS
from msccurate.notation import scan_numbers
from msccurate.printed import Interval, Printed, Truth
from msccurate.rules.compared import Compared, apart, compared, patients
from msccurate.rules.crude_effects import crude_effect
from msccurate.rules.recomputed_p import crude_counts, printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.reported_statistics import reported_in_text
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.tables import Document

RATIOS = ("HR", "OR", "RR")
#: p values in which two honest methods may fall on different sides of 0.05 (RULES).
NEAR = Interval(0.01, 0.12)
#: A ratio whose limits are so many-fold apart is of few events (proposal).
WIDE = 10


@rule("STA05", "ci-vs-p", Severity.WARNING)
def ci_vs_p(document: Document) -> Iterator[Draft]:
    """A confidence interval and its p value agree on whether the effect is significant.

    Why it matters: an interval that excludes no effect beside p = 0.4 is a contradiction; one of the numbers is
    mistyped, or belongs to another row.

    Maths: the null (1 for ratios, 0 for differences) lies surely inside the interval and p is surely below 1 - level,
    or the other way round. A note where the p value that the interval implies (Altman & Bland 2011) may lie between
    0.01 and 0.12, where two methods can differ. A declared non-inferiority `margin` is a null as well. Silent for
    one-sided and corrected p values, and where effect and p value are of two methods (see STA11).

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
        if words is None or one.effect is None or one.p is None or _two_methods(document, one):
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
            words = words or f"{low} to {high} excludes {value:g}, and p {printed(p)} is not below {alpha:g}"
        elif inside and which == "significant":
            words = words or f"{low} to {high} includes {value:g}, and p {printed(p)} is below {alpha:g}"
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


def _two_methods(document: Document, one: Compared) -> bool:
    """Whether effect and p value are of two methods: declared so, or the p value is that of the crude numbers of the
    row, and the effect is another than theirs, as an adjusted one is."""
    effect, p = one.effect, one.p
    if effect is None or effect.estimate is None or p is None:
        return False
    if apart(document, one):
        return True
    if one.of_times or one.left is None or one.right is None:
        return False
    values, estimate = said(p), effect.estimate
    counts = crude_counts(document, one)
    if counts is not None:
        numbers = counts[0]
        crude = None if one.measure == "HR" else crude_effect(one.measure, *numbers)
        low, high = estimate.ends
        if crude is not None and any(low <= crude * by <= high for by in (1, 100)):
            return False
        return any(each.meets(values) for each in table_2x2(*numbers).p.values())
    first, second = one.left, one.right
    sizes = patients(document, first), patients(document, second)
    if not (first.mean and first.sd and second.mean and second.sd and sizes[0] and sizes[1]):
        return False
    if (first.mean.interval - second.mean.interval).meets(estimate.interval):
        return False
    answer = t_test(first.mean, first.sd, sizes[0][0], second.mean, second.sd, sizes[1][0])
    return answer.student.meets(values) or answer.welch.meets(values)


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
    come from two methods: it is reported only if p is more than 2-fold off, and as a note where the limits of a ratio
    are more than 10-fold apart (few events, of which tests differ; a proposal). Silent where the two are declared to be
    of different tests, and where the p value is that of the crude numbers and the effect is not.
    Also read in the text of the sources: `HR
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
    cells = set()
    for one in compared(document):
        effect, p = one.effect, one.p
        if effect is None or effect.estimate is None or effect.ci_low is None or effect.ci_high is None:
            continue
        if p is not None:
            cells.add((effect.estimate.same, p.same))
        if p is None or beyond(p) or one.corrected or not one.measure or _contradiction(one) is not None:
            continue
        if _two_methods(document, one):
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
            f"{effect.estimate} ({low} to {high}) implies p = {told(implied)}, not {printed(p).removeprefix('= ')}"
            + ("; it would fit a one-sided test" if one_sided else ""),
            beside=[(effect.estimate, one.measure), (low, "lower limit"), (high, "upper limit")],
            help="compare estimate, interval and p value with the document",
            severity=Severity.NOTE if one_sided or _of_few_events(one, low, high) else None,
        )
    for source, test in reported_in_text(document):
        if test.test not in ("ratio", "difference") or test.possible is not False or test.recomputed is None:
            continue
        span = Span(test.start, test.end)
        numbers = [each.number.same for each in scan_numbers(span.of(source.text))]
        if any(value in numbers and p in numbers for value, p in cells):
            continue  # the cells that were read there are judged
        yield found(
            Label(f"sources.{source.id}", "", " ".join(span.of(source.text).split()), source=Place(source.path, span)),
            test.sentence,
            help="compare estimate, interval and p value with the document",
            severity=Severity.NOTE if test.fits else None,
            differs=False,
        )


def _of_few_events(one: Compared, low: Printed, high: Printed) -> bool:
    """Whether the interval of a ratio is so wide that the log-rank and exact p values of its few events are others."""
    return one.measure in RATIOS and (low.interval.low <= 0 or high.value > WIDE * low.value)


def _near(p: Interval) -> Interval:
    return Interval(p.low / TWO_METHODS, min(p.high * TWO_METHODS, 1.0))
