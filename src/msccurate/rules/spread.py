"""SPR: spread and order."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nextafter, sqrt
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics import spread
from msccurate.printed import Interval, Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.codebook import Bound, Scale
    from msccurate.tables import Document, Quantity

#: What may not be larger than what.
ORDER = (
    ("min", "q1"),
    ("q1", "median"),
    ("median", "q3"),
    ("q3", "max"),
    ("min", "median"),
    ("median", "max"),
    ("min", "max"),
    ("q1", "q3"),
    ("ci_low", "ci_high"),
)
NAMES = {
    "min": "minimum",
    "max": "maximum",
    "q1": "first quartile",
    "q3": "third quartile",
    "median": "median",
    "ci_low": "lower limit",
    "ci_high": "upper limit",
}


@rule("SPR01", "quantiles-disordered", Severity.ERROR)
def quantiles_disordered(document: Document) -> Iterator[Draft]:
    """Minimum, quartiles, median and maximum are in order, and so are the limits of an interval.

    Why it matters: a lower quartile above the median is a swap or a mistyped digit.

    Maths: a pair is out of order if the first is surely the greater, over their rounding intervals.

    What to do: compare with the document.

    ## Example

    ```yaml
    form: median (IQR)
    data:
      t1: {label: Table 1, rows: {age (years): 70 (71–61)}}  # SPR01
    ```

    ## Corrected

    ```yaml
    form: median (IQR)
    data:
      t1: {label: Table 1, rows: {age (years): 70 (61–71)}}
    ```
    """
    told: set[str] = set()
    for first, second in ORDER:
        for quantity in document.having(first, second):
            low, high = quantity.part(first), quantity.part(second)
            if low is not None and high is not None and low > high and quantity.route not in told:
                told.add(quantity.route)
                message = f"the {NAMES[first]} {low} is above the {NAMES[second]} {high}"
                yield found(low, message, beside=[(high, NAMES[second])], help="compare with the document: swapped?")


@rule("SPR02", "mean-out-of-range", Severity.ERROR)
def mean_out_of_range(document: Document) -> Iterator[Draft]:
    """A mean or median lies between minimum and maximum.

    Why it matters: a mean outside of its range is arithmetically impossible.

    What to do: compare with the document.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        columns: mean | min | max
        rows:
          age (years): 84 | 40 | 80  # SPR02
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        columns: mean | min | max
        rows:
          age (years): 48 | 40 | 80
    ```
    """
    for quantity in document.having("mean"):
        mean, low, high = quantity.mean, quantity.min, quantity.max
        assert mean is not None
        for end, outside in ((low, low is not None and mean < low), (high, high is not None and mean > high)):
            if outside and end is not None:
                yield found(
                    mean,
                    f"the mean {mean} lies outside of the range {low}–{high}",
                    beside=[(end, "the range ends here")],
                    help="compare with the document",
                )


@rule("SPR03", "sd-impossible", Severity.WARNING)
def sd_impossible(document: Document) -> Iterator[Draft]:
    """A standard deviation is possible for its n and range.

    Why it matters: an SD that is too large for the range, or too small, is an SE, an IQR printed as a range, or a
    mistyped number.

    Maths: with R = max - min, the SD is at most R/2·sqrt(n/(n-1)) for even n and R/2·sqrt((n+1)/n) for odd n
    (Popoviciu 1935), at most sqrt((max-mean)(mean-min)·n/(n-1)) (Bhatia & Davis 2000), and at least R/sqrt(2(n-1)).
    Where no range is printed, the SD (of an SE: SE·√n) is at most that of values from the least to the greatest that
    the codebook calls possible. All bounds over the rounding intervals, outward, and any n from 80 to 100 % of the
    group's.

    What to do: compare SD, range and n with the document; is the range an IQR, or the SD an SE?

    ## Example

    ```yaml
    groups: {all: {n: 10}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | min | max
        rows:
          age (years): 60 | 25 | 50 | 70  # SPR03
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 10}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | min | max
        rows:
          age (years): 60 | 7 | 50 | 70
    ```
    """
    for quantity in document.having("sd", "min", "max"):
        total = document.patients(quantity)
        if total is None or total.comparator or int(total.value) < 2:
            continue
        draft = _impossible(quantity, int(total.value))
        if draft is not None:
            yield draft
    rows = [_beyond_possible(document, quantity) for quantity in summaries(document, "mean")]
    yield from together(row for row in rows if row is not None)


def _beyond_possible(document: Document, quantity: Quantity) -> Row | None:
    """An SD, or an SE times √n, that values which are possible and have this mean cannot have."""
    variable, mean, width = quantity.variable, quantity.mean, quantity.sd or quantity.se
    bound = variable.possible if variable is not None else None
    if variable is None or bound is None or bound.low is None or bound.high is None or mean is None or width is None:
        return None
    if quantity.at.comparison or width.comparator or quantity.min is not None:
        return None
    scale = document.scale(quantity)
    if scale is None or scale.shift:
        return None  # a spread does not convert as a value does: not from degrees Fahrenheit to Celsius
    n = sizes(document, quantity)
    if len(n) == 0 or n[0] < 2 or _surely_possible(mean, width, scale, n[0] if quantity.sd is None else 1, bound):
        return None
    middle, spread_ = document.canonical(mean, quantity), document.canonical(width, quantity)
    if middle is None or spread_ is None:
        return None
    low, high = nextafter(bound.ends[0], -inf), nextafter(bound.ends[1], inf)
    least = spread_.low if quantity.sd is not None else nextafter(spread_.low * sqrt(n[0]) * (1 - 1e-15), -inf)
    most = spread.largest_sd_about(middle, Interval.point(low), Interval.point(high), n[0])
    if least <= most or middle.low < low or middle.high > high:
        return None
    said = f"an SD of {width}" if quantity.sd is not None else f"an SE of {width}, which is an SD of {least:.4g},"
    draft = found(
        width,
        f"{said} is too large beside a mean of {mean}: at most {most:.4g} for values that are possible, {bound.text} "
        f"{variable.unit}",
        beside=[(mean, "the mean")],
        help="is the SD an SE, or the SE an SD? compare both numbers and their form with the document",
    )
    return Row(quantity.block, said[:5], draft)


def _surely_possible(mean: Printed, width: Printed, scale: Scale, n: int, bound: Bound) -> bool:
    """Whether the mean and the SD (or the SE of `n`) exactly as printed are possible, by more than floats can be off:
    then so are some of the values that print so."""
    low, high = bound.ends
    (middle, off), (sd, _) = scale.near(float(mean)), scale.near(float(width))
    off += 1e-12 * (abs(low) + abs(high))
    above, below = high - middle - off, middle - low - off
    return above > 0 and below > 0 and sd * sd * n < above * below * (1 - 1e-11)


def _impossible(quantity: Quantity, n: int) -> Draft | None:
    sd, low, high, mean = quantity.sd, quantity.min, quantity.max, quantity.mean
    assert sd is not None and low is not None and high is not None
    if sd.comparator or low.comparator or high.comparator:
        return None
    most = spread.largest_sd(low.interval, high.interval, n)
    if mean is not None and not mean.comparator:
        most = min(most, spread.largest_sd_about(mean.interval, low.interval, high.interval, n))
    least = spread.smallest_sd(low.interval, high.interval, n)
    beside = [(low, "minimum"), (high, "maximum")]
    if sd.interval.low > most:
        message = f"an SD of {sd} is too large for {n} values from {low} to {high}: at most {most:.4g}"
    elif sd.interval.high < least:
        message = f"an SD of {sd} is too small for {n} values from {low} to {high}: at least {least:.4g}"
    else:
        return None
    return found(sd, message, beside=beside, help="is the SD an SE, or the range an IQR? compare with the document")
