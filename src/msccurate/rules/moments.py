"""SPR: mean and SD against minimum, quartiles, median and maximum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from msccurate.codebook import ConversionError
from msccurate.findings import Severity
from msccurate.forensics.quantiles import (
    end_reach,
    largest_mean,
    least_variance,
    median_reach,
    smallest_mean,
    telling,
)
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity


@rule("SPR07", "skew-hint", Severity.NOTE)
def skew_hint(document: Document) -> Iterator[Draft]:
    """A mean lies at least two SDs above the smallest possible value.

    Why it matters: a mean less than two SDs above what is possible tells that the values are skewed (Altman & Bland
    1996): do not pool it as if they were normal.

    Maths: mean - 2·SD, over the rounding intervals, is surely below the least value that the codebook calls possible.
    Never asked of changes, which may be negative.

    What to do: nothing in the spec. In a meta-analysis use logarithms, medians, or leave the study out of the pooling.

    ## Example

    ```yaml
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {crp (mg/L): 20.1 ± 35.2}}  # SPR07
    ```

    ## Corrected

    ```yaml
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {crp (mg/L): 80.1 ± 35.2}}
    ```
    """
    rows = []
    for quantity in summaries(document, "mean", "sd"):
        mean, sd = quantity.mean, quantity.sd
        assert mean is not None and sd is not None
        if _surely_possible(document, quantity, mean, sd):
            continue
        least = _least_possible(document, quantity)
        if least is None or mean.ends[1] - 2 * sd.ends[0] >= least:
            continue
        said = f"{float(mean.value - 2 * sd.value):.4g}, below the least possible value of {float(least):g}"
        draft = found(
            mean,
            f"{mean} less two SDs of {sd} is {said}: the values are skewed",
            beside=[(sd, "SD")],
            help="do not pool it as if the values were normal",
        )
        rows.append(Row(quantity.block, "skewed", draft))
    yield from together(rows)


def _surely_possible(document: Document, quantity: Quantity, mean: Printed, sd: Printed) -> bool:
    """Whether the mean less two SDs, as printed, is above the least possible value, by more than floats can be off."""
    scale, variable = document.scale(quantity), quantity.variable
    if scale is None or variable is None or variable.possible is None or variable.possible.low is None:
        return False
    below, _ = scale.near(float(mean) - 2 * float(sd))
    _, off = scale.near(abs(float(mean)) + 2 * abs(float(sd)))
    least = variable.possible.ends[0]
    return below - off > least + 1e-12 * abs(least)


def _least_possible(document: Document, quantity: Quantity) -> Fraction | None:
    """The least possible value in the printed unit; None where it is not known."""
    variable, mean = quantity.variable, quantity.mean
    if variable is None or mean is None or quantity.at.comparison or variable.possible is None:
        return None
    if variable.possible.low is None or document.canonical_ends(mean, quantity) is None:
        return None
    if not quantity.unit or quantity.unit == variable.unit:
        return variable.possible.low
    try:
        return document.units.convert(variable.possible.low, variable.unit, quantity.unit, variable.id)
    except ConversionError:
        return None


@rule("SPR09", "mean-vs-quantiles", Severity.WARNING)
def mean_vs_quantiles(document: Document) -> Iterator[Draft]:
    """A mean is possible beside its quartiles, median, range and SD.

    Why it matters: quartiles, median and ends leave a mean only so much room; a mean outside of it is another row's,
    or mistyped.

    Maths: with a, b, c = ⌊n/4⌋, ⌊n/2⌋, ⌊3n/4⌋ the mean is at most [a·q1 + (b-a)·median + (c-b)·q3 + (n-c)·max]/n, and
    at least the mirror image of it (any definition of a quartile; Bland 2015 uses the same bounds). |mean - median| is
    at most s·√((n-1)/n) (Hotelling & Solomons 1932), and neither end is further from the mean than s·(n-1)/√n
    (Samuelson 1968). All in fractions over the rounding intervals, for any n from 80 to 100 % of the group's. SPR02
    reports a mean outside of its range.

    What to do: compare the numbers with the document.

    ## Example

    ```yaml
    groups: {all: {n: 20}}
    data:
      t1:
        label: Table 1
        columns: mean | min | q1 | median | q3 | max
        rows:
          age (years): 68 | 40 | 50 | 55 | 60 | 80  # SPR09
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 20}}
    data:
      t1:
        label: Table 1
        columns: mean | min | q1 | median | q3 | max
        rows:
          age (years): 56 | 40 | 50 | 55 | 60 | 80
    ```
    """
    for quantity in summaries(document, "mean"):
        if quantity.at.level or not any(map(quantity.part, ("min", "q1", "median", "q3", "max"))):
            continue
        n = sizes(document, quantity)
        if not n:
            continue
        draft = _beyond_quantiles(quantity, n) or _beyond_median(quantity, n) or _beyond_ends(quantity, n)
        if draft is not None:
            yield draft


def _known(number: Printed | None) -> tuple[Fraction, Fraction] | None:
    return None if number is None or number.comparator else number.ends


def _beyond_quantiles(quantity: Quantity, n: range) -> Draft | None:
    names = ("min", "q1", "median", "q3", "max")
    least, q1, median, q3, most = (_known(quantity.part(name)) for name in names)
    mean = quantity.mean
    assert mean is not None
    middle = (q1, median, q3)
    if all(one is None for one in middle):
        return None
    bounds: list[tuple[str, Fraction]] = []
    if most is not None and mean.ends[0] <= most[1]:
        highs = (None if one is None else one[1] for one in middle)
        a, b, c = highs
        bounds.append(("at most", max(largest_mean(size, a, b, c, most[1]) for size in telling(n))))
    if least is not None and mean.ends[1] >= least[0]:
        a, b, c = (None if one is None else one[0] for one in middle)
        bounds.append(("at least", min(smallest_mean(size, least[0], a, b, c) for size in telling(n))))
    for which, bound in bounds:
        if (which == "at most" and mean.ends[0] > bound) or (which == "at least" and mean.ends[1] < bound):
            told = [(number, name) for name in names if (number := quantity.part(name)) is not None]
            return found(
                mean,
                f"a mean of {mean} is not possible with these quantiles: it is {which} {float(bound):.4g}",
                beside=told,
                help="compare the numbers with the document",
            )
    return None


def _beyond_median(quantity: Quantity, n: range) -> Draft | None:
    mean, median, sd = quantity.mean, _known(quantity.median), _known(quantity.sd)
    assert mean is not None
    if median is None or sd is None or quantity.median is None or quantity.sd is None:
        return None
    apart = max(mean.ends[0] - median[1], median[0] - mean.ends[1], Fraction(0))
    reach = median_reach(sd[1], n[-1])
    if apart * apart <= reach:
        return None
    return found(
        mean,
        f"mean {mean} and median {quantity.median} are further apart than an SD of {quantity.sd} allows: at most "
        f"{sqrt(reach):.4g}",
        beside=[(quantity.median, "median"), (quantity.sd, "SD")],
        help="compare the numbers with the document",
    )


def _beyond_ends(quantity: Quantity, n: range) -> Draft | None:
    mean, sd = quantity.mean, _known(quantity.sd)
    assert mean is not None
    if sd is None or quantity.sd is None:
        return None
    reach = end_reach(sd[1], n[-1])
    for number, name in ((quantity.max, "maximum"), (quantity.min, "minimum")):
        ends = _known(number)
        if number is None or ends is None:
            continue
        apart = max(mean.ends[0] - ends[1], ends[0] - mean.ends[1], Fraction(0))
        inside = ends[1] >= mean.ends[0] if name == "maximum" else ends[0] <= mean.ends[1]
        if inside and apart * apart > reach:
            return found(
                number,
                f"a {name} of {number} is further from the mean {mean} than an SD of {quantity.sd} allows: at most "
                f"{sqrt(reach):.4g} for n = {n[-1]}",
                beside=[(mean, "mean"), (quantity.sd, "SD")],
                help="compare the numbers with the document; is the SD an SE?",
            )
    return None


@rule("SPR10", "sd-below-iqr", Severity.WARNING)
def sd_below_iqr(document: Document) -> Iterator[Draft]:
    """An SD is not too small for its interquartile range.

    Why it matters: half of the values lie outside of the quartiles, so that an SD can be only so small; one below is
    an SE.

    Maths: s >= (q3 - q1)·√(⌊n/4⌋/(2(n-1))): at least ⌊n/4⌋ values at or beyond each quartile, by any definition of
    one, and the others in the middle. In fractions over the rounding intervals, for any n from 80 to 100 % of the
    group's.

    What to do: compare the numbers with the document; is the SD an SE?

    ## Example

    ```yaml
    groups: {all: {n: 40}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | q1 | q3
        rows:
          age (years): 60 | 2 | 50 | 70  # SPR10
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 40}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | q1 | q3
        rows:
          age (years): 60 | 12 | 50 | 70
    ```
    """
    rows = []
    for quantity in summaries(document, "sd"):
        sd, width = quantity.sd, _least_iqr(quantity)
        assert sd is not None
        if width is None:
            continue
        n = sizes(document, quantity)
        if not n or n[0] < 2:
            continue
        least = min(least_variance(width, size) for size in telling(n))
        if sd.ends[1] ** 2 >= least:
            continue
        ends = [(one, name) for name in ("q1", "q3", "iqr") if (one := quantity.part(name)) is not None]
        draft = found(
            sd,
            f"an SD of {sd} is too small for an interquartile range of {_shown(quantity)}: at least {sqrt(least):.4g}",
            beside=ends,
            help="is the SD an SE? compare with the document",
        )
        rows.append(Row(quantity.block, "below", draft))
    yield from together(rows)


def _least_iqr(quantity: Quantity) -> Fraction | None:
    """The smallest width of the interquartile range over the rounding intervals; None where it is not printed."""
    q1, q3, width = (_known(quantity.part(name)) for name in ("q1", "q3", "iqr"))
    if q1 is not None and q3 is not None:
        return max(q3[0] - q1[1], Fraction(0))
    return max(width[0], Fraction(0)) if width is not None else None


def _shown(quantity: Quantity) -> str:
    return f"{quantity.q1}–{quantity.q3}" if quantity.q1 is not None and quantity.q3 is not None else str(quantity.iqr)
