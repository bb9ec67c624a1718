"""SPR: confidence intervals against estimate, SD and n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf, log, nextafter, sqrt
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.standard_errors import LEVELS, half_widths, standard_error
from msccurate.notation import read_forms
from msccurate.printed import Interval, Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, between_groups, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

LINEAR, LOGARITHMIC = ("MD", "mean"), ("HR", "OR", "RR")
#: Methods whose intervals need not be symmetric.
_ASYMMETRIC = re.compile(r"bootstrap|exact|profile|bayes|credible|permutation|hodges|fieller|geometric", re.IGNORECASE)
_ADJUSTED = re.compile(r"adjust|ancova|covariate|mixed|model|least|regression|imput|cluster", re.IGNORECASE)


@rule("SPR05", "ci-misses-estimate", Severity.WARNING)
def ci_misses_estimate(document: Document) -> Iterator[Draft]:
    """A confidence interval holds its estimate.

    Why it matters: an estimate outside of its own interval is a lost sign, a swap or a mistyped digit.

    Maths: the rounding intervals; where a row has a mean and a median, the interval need hold only one of them.

    What to do: compare with the document.

    ## Example

    ```yaml
    groups: {msc: {n: 20}, control: {n: 20}}
    comparisons: {hr: {compare: msc vs control, form: HR (95% CI)}}
    data:
      t1:
        label: Table 1
        columns: hr
        rows:
          death: 0.55 (0.82 to 1.06)  # SPR05
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 20}, control: {n: 20}}
    comparisons: {hr: {compare: msc vs control, form: HR (95% CI)}}
    data:
      t1:
        label: Table 1
        columns: hr
        rows:
          death: 0.55 (0.28 to 1.06)
    ```
    """
    for quantity in document.having("ci_low", "ci_high"):
        low, high = quantity.ci_low, quantity.ci_high
        assert low is not None and high is not None
        names = ("estimate", "mean", "median", "percent", "value")
        centres = [one for one in map(quantity.part, names) if one is not None]
        if centres == [quantity.median] and (quantity.sd is not None or quantity.se is not None):
            continue  # the interval may be that of a mean which is not printed
        if low > high or not centres or not all(one < low or one > high for one in centres):
            continue
        yield found(
            centres[0],
            f"{centres[0]} lies outside of its confidence interval, {low} to {high}",
            beside=[(low, "lower limit"), (high, "upper limit")],
            help="compare with the document: a lost sign, or two numbers swapped?",
        )


@rule("SPR06", "ci-asymmetric", Severity.NOTE)
def ci_asymmetric(document: Document) -> Iterator[Draft]:
    """A confidence interval lies evenly about its estimate: of a difference as it is, of a ratio by its logarithm.

    Why it matters: a limit that is too near is a mistyped digit, or the interval belongs to another estimate.

    Maths: for means and MD the estimate is the mean of the limits, for HR, OR and RR their geometric mean, over the
    rounding intervals. Never asked for proportions, medians, survival, AUC, correlations, standardised and risk
    differences, and where the comparison's `test` says exact, bootstrap, profile, Bayesian, permutation,
    Hodges–Lehmann or Fieller: those intervals are uneven.

    What to do: compare with the document; if it prints this, look how the interval was made.

    ## Example

    ```yaml
    groups: {msc: {n: 20}, control: {n: 20}}
    comparisons: {md: {compare: msc vs control, form: MD (95% CI)}}
    data:
      t1:
        label: Table 1
        columns: md
        rows:
          crp (mg/L): 2.9 (−0.1 to 9.5)  # SPR06
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 20}, control: {n: 20}}
    comparisons: {md: {compare: msc vs control, form: MD (95% CI)}}
    data:
      t1:
        label: Table 1
        columns: md
        rows:
          crp (mg/L): 2.9 (−0.1 to 5.9)
    ```
    """
    yield from together(_asymmetric(document))


def _asymmetric(document: Document) -> Iterator[Row]:
    for quantity in summaries(document, "ci_low", "ci_high"):
        scale, centre = _scale(document, quantity), quantity.estimate or quantity.mean
        low, high = quantity.ci_low, quantity.ci_high
        assert low is not None and high is not None
        if centre is None or centre.comparator or not scale or centre < low or centre > high or low > high:
            continue
        if scale in LOGARITHMIC and min(one.interval.low for one in (centre, low, high)) <= 0:
            continue
        ends = [_logarithm(one.interval) if scale in LOGARITHMIC else one.interval for one in (centre, low, high)]
        if _even(*ends):
            continue
        below, above = (ends[0] - ends[1]).middle, (ends[2] - ends[0]).middle
        middle = (low.value + high.value) / 2
        even = sqrt(low.value * high.value) if scale in LOGARITHMIC else float(middle)
        yield Row(
            quantity.block,
            "high" if above > below else "low",
            found(
                centre,
                f"the interval {low} to {high} does not lie evenly about {centre}: its middle is {even:.4g}",
                beside=[(low, "lower limit"), (high, "upper limit")],
                help="compare with the document; an exact or bootstrap interval is uneven: then write it into `test`",
            ),
        )


def _even(centre: Interval, low: Interval, high: Interval) -> bool:
    """Whether twice the centre can be the sum of both limits."""
    return (centre * Interval.point(2)).meets(low + high)


def _logarithm(interval: Interval) -> Interval:
    return Interval(nextafter(log(interval.low), -inf), nextafter(log(interval.high), inf))


def _scale(document: Document, quantity: Quantity) -> str:
    """What kind of estimate it is, where its interval should be even; else empty."""
    comparisons = [document.spec.comparisons[id] for id in quantity.at.comparison.split("+") if id]
    if any(_ASYMMETRIC.search(one.test) for one in comparisons):
        return ""
    if quantity.estimate is None:
        number = quantity.variable is not None and quantity.variable.kind == "number" and not quantity.at.level
        return "mean" if number and quantity.mean is not None and quantity.median is None else ""
    said = {form.centre for one in quantity.measurements for form in read_forms(one.form).forms if one.form}
    said = said or {form.centre for one in comparisons for form in one.forms if form.centre != "p"}
    return next(iter(said)) if len(said) == 1 and said <= {*LINEAR, *LOGARITHMIC} else ""


@rule("SPR08", "ci-mismatch", Severity.WARNING)
def ci_mismatch(document: Document) -> Iterator[Draft]:
    """The confidence interval of a mean has the width that its SD (or SE) and n give it.

    Why it matters: an interval that is √n too wide or narrow tells that SD and SE were confused, or n is another.

    Maths: the half width is t or z times sd/√n, at a level of 90, 95 or 99 %, for some n from 80 to 100 % of the
    group's, over the rounding intervals (Cochrane Handbook 6.5.2.2). Not asked of comparisons of groups, of intervals
    that are not even about the mean, and of adjusted rows.

    What to do: compare mean, SD, limits and n with the document.

    ## Example

    ```yaml
    groups: {all: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | ci
        rows:
          age (years): 60.0 | 10.0 | 50.0–70.0  # SPR08
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | ci
        rows:
          age (years): 60.0 | 10.0 | 55.9–64.1
    ```
    """
    yield from together(_widths(document))


def _widths(document: Document) -> Iterator[Row]:
    for quantity in summaries(document, "mean", "ci_low", "ci_high"):
        n, (spread, error) = sizes(document, quantity), _error(document, quantity)
        mean, low, high = quantity.mean, quantity.ci_low, quantity.ci_high
        assert mean is not None and low is not None and high is not None
        if error is None or spread is None or not n or n[0] < 2 or between_groups(document, quantity):
            continue
        if _is_adjusted(document, quantity) or not _even(mean.interval, low.interval, high.interval):
            continue
        half = (high.interval - low.interval) / Interval.point(2)
        readings = [width for level in LEVELS for width in half_widths(error, n, level)]
        if any(half.meets(width) for width in readings):
            continue
        expected = half_widths(error, n[-1:], 95)[1].middle
        total = document.patients(quantity)
        assert total is not None
        centre = float(mean.value)
        draft = found(
            low,
            f"the interval {low} to {high} is not that of a mean with this {spread[1]} and n = {n[-1]}: 95% would be "
            f"{centre - expected:.4g} to {centre + expected:.4g}",
            beside=[(high, "upper limit"), (spread[0], spread[1]), (total, "of this many")],
            help="compare with the document: are SD and SE confused, or is n another?",
        )
        yield Row(quantity.block, "wide" if half.middle > expected else "narrow", draft)


def _error(document: Document, quantity: Quantity) -> tuple[tuple[Printed, str] | None, Interval | None]:
    """The standard error by the row's SE or SD, and which of them it is."""
    if quantity.se is not None:
        return ((quantity.se, "SE"), quantity.se.interval) if not quantity.se.comparator else (None, None)
    n = sizes(document, quantity)
    if quantity.sd is None or quantity.sd.comparator or not n:
        return None, None
    return (quantity.sd, "SD"), standard_error(quantity.sd.interval, n)


def _is_adjusted(document: Document, quantity: Quantity) -> bool:
    tests = [document.spec.comparisons[id].test for id in quantity.at.comparison.split("+") if id]
    return any(_ADJUSTED.search(test) or _ASYMMETRIC.search(test) for test in tests)
