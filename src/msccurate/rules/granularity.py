"""GRN: means, SDs and medians of whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.codebook import Variable
from msccurate.findings import Severity
from msccurate.forensics import binary, deviations
from msccurate.forensics.means import grim
from msccurate.forensics.rounding import preimage
from msccurate.printed import Printed
from msccurate.rules.grains import Fits, Reading, impossible_rows, of_whole_numbers
from msccurate.rules.registry import Draft, rule
from msccurate.rules.summaries import Row, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document


@rule("GRN01", "grim", Severity.ERROR)
def grim_(document: Document) -> Iterator[Draft]:
    """A mean of whole numbers is a whole total over n.

    Why it matters: the mean number of infusions of 10 patients cannot be 2.55; n, the mean, or the data are wrong.

    Maths: GRIM (Brown & Heathers 2017): for a variable that the codebook calls `whole`, a whole total over n·`items`
    lies in the rounding interval of the mean. An error where the values are certainly whole; a note where they are
    likely to be (age), and where a mean that is cut off, or an n from 80 to 100 % of the group's, fits: that is named.
    Nothing is asked where n·items is so large that every mean is possible; that is no pass.

    What to do: compare mean and n with the document; look for missing data.

    ## Example

    ```yaml
    groups: {all: {n: 9}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.53 ± 0.50}}  # GRN01
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 9}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.56 ± 0.53}}
    ```
    """
    rows: list[Row] = []
    for quantity, variable in of_whole_numbers(document, "mean"):
        mean = quantity.mean
        assert mean is not None
        fits = _mean_fits(mean, variable)
        n = sizes(document, quantity)
        near = grim(mean, n[-1], variable.items).nearest if n else ()
        message = f"no {_many(n, variable)} whole numbers have a mean of {mean}; the nearest is {' or '.join(near)}"
        rows += impossible_rows(document, quantity, mean, fits, message)
    yield from together(rows)


def _mean_fits(mean: Printed, variable: Variable) -> Fits:
    return lambda reading: grim(mean, reading.n, variable.items, rounding=reading.rounding).possible is not False


def _many(n: range, variable: Variable) -> str:
    return f"{n[-1] if n else 0}" + (f" × {variable.items}" if variable.items > 1 else "")


@rule("GRN02", "grimmer", Severity.ERROR)
def grimmer_(document: Document) -> Iterator[Draft]:
    """Whole numbers can have this mean and this SD.

    Why it matters: whole numbers have few SDs; one that none of them has is mistyped, an SE, or not from these data.

    Maths: GRIMMER (Anaya 2016; Allard 2018), made exact: for every whole total S that prints as the mean there must be
    a whole sum of squares Q with Q ≡ S (mod 2), at least that of numbers that differ by at most 1, and an SD that
    prints as reported; n <= 4 by enumeration; with a `scale` of the codebook, by what is within its ends. Severities
    and accepted readings as in GRN01, and the SD of a population (over n). Silent where GRN01 speaks.

    What to do: compare mean, SD and n with the document.

    ## Example

    ```yaml
    groups: {all: {n: 10}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.5 ± 0.41}}  # GRN02
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 10}}
    form: mean ± SD
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.5 ± 0.53}}
    ```
    """
    rows: list[Row] = []
    for quantity, variable in of_whole_numbers(document, "mean", "sd"):
        mean, sd, n = quantity.mean, quantity.sd, sizes(document, quantity)
        assert mean is not None and sd is not None
        if not n or n[0] < 2 or not _mean_fits(mean, variable)(Reading(n[-1])):
            continue
        near = deviations.grimmer(mean, sd, n[-1], variable.items, variable.scale).candidates
        nearest = f"; the nearest is {' or '.join(near)}" if near else ""
        between = f" from {variable.scale[0]} to {variable.scale[1]}" if variable.scale else ""
        numbers = f"{_many(n, variable)} whole numbers{between}"
        message = f"no {numbers} with a mean of {mean} have an SD of {sd}{nearest}"
        fits = _deviation_fits(mean, sd, variable)
        rows += impossible_rows(document, quantity, sd, fits, message, [(mean, "mean")], population=True)
    yield from together(rows)


def _deviation_fits(mean: Printed, sd: Printed, variable: Variable) -> Fits:
    def fits(reading: Reading) -> bool:
        totals = deviations.totals_of(preimage(mean, reading.rounding), reading.n, variable.items, variable.scale)
        spread = preimage(sd, reading.rounding)
        found = deviations.fitting(
            totals, spread, reading.n, variable.items, variable.scale, population=reading.population
        )
        return found is not None

    return fits


@rule("GRN03", "debit", Severity.ERROR)
def debit_(document: Document) -> Iterator[Draft]:
    """The mean and SD of a yes/no variable are those of a whole count.

    Why it matters: 0 and 1 leave one SD for each mean; another one is mistyped, or the values are no 0 and 1.

    Maths: DEBIT (Heathers & Brown 2019), made exact: a count k of n with k/n that prints as the mean and
    √(k(n-k)/(n(n-1))) that prints as the SD. An error; a note where numbers that are cut off, the SD of a population,
    or an n from 80 to 100 % of the group's fit.

    What to do: compare mean, SD and n with the document.

    ## Example

    ```yaml
    groups: {all: {n: 40}}
    data:
      t1:
        label: Table 1
        columns: mean | sd
        rows:
          fever: 0.45 | 0.40  # GRN03
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 40}}
    data:
      t1:
        label: Table 1
        columns: mean | sd
        rows:
          fever: 0.45 | 0.50
    ```
    """
    rows: list[Row] = []
    for quantity in summaries(document, "mean", "sd"):
        mean, sd, variable = quantity.mean, quantity.sd, quantity.variable
        assert mean is not None and sd is not None
        if variable is None or variable.kind != "yes/no" or quantity.at.comparison:
            continue
        n = sizes(document, quantity)
        if not n or n[0] < 2 or mean.value > 1 or "%" in mean.text:
            continue
        near = binary.debit(mean, sd, n[-1]).candidates
        would = f": it would be {' to '.join(near)}" if near else ""
        message = f"no {n[-1]} values of 0 and 1 with a mean of {mean} have an SD of {sd}{would}"
        rows += impossible_rows(
            document, quantity, sd, _share_fits(mean, sd), message, [(mean, "mean")], population=True
        )
    yield from together(rows)


def _share_fits(mean: Printed, sd: Printed) -> Fits:
    def fits(reading: Reading) -> bool:
        counts = binary.counts_of(preimage(mean, reading.rounding), reading.n)
        spread = preimage(sd, reading.rounding)
        return binary.fitting(counts, spread, reading.n, reading.population) is not None

    return fits


@rule("GRN04", "median-grain", Severity.ERROR)
def median_grain(document: Document) -> Iterator[Draft]:
    """A median of whole numbers is whole for odd n, and whole or a half for even n.

    Why it matters: the median of whole numbers is one of them, or the middle of two; 2.3 is a mean, or mistyped.

    Maths: n·median is a multiple of 1 or 1/2 (divided by the `items` of a score) inside the rounding interval.
    Severities and accepted readings as in GRN01; an n of which 80 to 100 % may count can be even or odd.

    What to do: compare median and n with the document; is it a mean?

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    form: median (IQR)
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.3 (1.0–3.0)}}  # GRN04
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    form: median (IQR)
    data:
      t1: {label: Table 1, rows: {infusions (times): 2.0 (1.0–3.0)}}
    ```
    """
    rows: list[Row] = []
    for quantity, variable in of_whole_numbers(document, "median"):
        median, n = quantity.median, sizes(document, quantity)
        assert median is not None
        where = "whole" if n and n[-1] % 2 else "whole or a half"
        message = f"the median of {_many(n, variable)} whole numbers is {where}, and {median} is not"
        rows += impossible_rows(document, quantity, median, _median_fits(median, variable), message)
    yield from together(rows)


def _median_fits(median: Printed, variable: Variable) -> Fits:
    def fits(reading: Reading) -> bool:
        steps = variable.items * (1 if reading.n % 2 else 2)
        return bool(preimage(median, reading.rounding).scaled(Fraction(steps)).whole)

    return fits
