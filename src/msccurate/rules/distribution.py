"""SUM: mean and quantiles against the counts of a reported distribution."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.codebook import Distribution, Variable
from msccurate.findings import Severity
from msccurate.forensics.tallies import Class, Ends, mean_of, quantiles_of
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

NAMES = {"mean": "mean", "min": "minimum", "q1": "first quartile", "median": "median", "q3": "third quartile",
         "max": "maximum"}  # fmt: skip


@rule("SUM07", "from-distribution", Severity.WARNING)
def from_distribution(document: Document) -> Iterator[Draft]:
    """Mean, median, quartiles and range are those of the distribution that the document reports.

    Why it matters: if 11 of 31 patients had one infusion, 9 two and 11 three, the median is two; another one is wrong,
    or a count is.

    Maths: the codebook says of a category that it is the `distribution` of a number, and what each level stands for (a
    value or a range). Where all levels are counted and add up to the patients of the row, each quantile lies between
    two ranked values (the first quartile between the ranks ⌊n/4⌋ and ⌈(n+3)/4⌉, so that every usual definition fits),
    and the mean between the sums of the lower and upper ends of the levels, over n.

    What to do: compare the counts and the number with the document.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    form: median (IQR)
    data:
      t1:
        label: Table 1
        rows:
          infusion_group one: 11
          infusion_group two: 9
          infusion_group three: 11
          infusions (times): 3 (1–3)  # SUM07
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    form: median (IQR)
    data:
      t1:
        label: Table 1
        rows:
          infusion_group one: 11
          infusion_group two: 9
          infusion_group three: 11
          infusions (times): 2 (1–3)
    ```
    """
    rows = []
    for variable in document.codebook.variables.values():
        if variable.distribution is not None and variable.id in document.by_variable:
            rows += list(_rows(document, variable, variable.distribution))
    yield from together(rows)


def _rows(document: Document, variable: Variable, distribution: Distribution) -> Iterator[Row]:
    for summary in document.by_variable.get(distribution.of, ()):
        levels = _levels(document, summary, variable)
        total = document.patients(summary)
        if summary.at.comparison or set(levels) != set(variable.levels) or total is None or total.comparator:
            continue
        if not _own_unit(summary) or sum(int(one.value) for one in levels.values()) != total.value or not total.value:
            continue
        classes = [Class(int(levels[level].value), one.low, one.high) for level, one in _ordered(distribution)]
        expected: dict[str, Ends] = {"mean": mean_of(classes), **quantiles_of(classes)}
        for name, ends in expected.items():
            number = summary.part(name)
            if number is not None and not number.comparator and _outside(number, ends):
                beside = [(one, level) for level, one in levels.items()]
                message = f"the {NAMES[name]} {number} is not that of the distribution: {_shown(ends)}"
                help = "compare the counts and this number with the document"
                yield Row(summary.block, name, found(number, message, beside=beside, help=help))


def _ordered(distribution: Distribution) -> list[tuple[str, Class]]:
    found = [(level, Class(0, bound.low, bound.high)) for level, bound in distribution.values.items()]
    return sorted(found, key=lambda one: (one[1].low is not None, one[1].low or Fraction(0)))


def _levels(document: Document, summary: Quantity, variable: Variable) -> dict[str, Printed]:
    """The counts of all levels in the group and at the time of a row: of its own block, else of the first that has."""
    by_block: dict[str, dict[str, Printed]] = {}
    for one in document.by_variable.get(variable.id, ()):
        same = (one.at.groups, one.at.timepoint, one.at.comparison) == (summary.at.groups, summary.at.timepoint, "")
        if same and one.at.level and one.count is not None and not one.count.comparator:
            by_block.setdefault(one.block, {})[one.at.level] = one.count
    own = by_block.get(summary.block, {})
    complete = [counts for counts in (own, *by_block.values()) if set(counts) == set(variable.levels)]
    return complete[0] if complete else {}


def _own_unit(summary: Quantity) -> bool:
    """Whether the numbers are printed in the unit in which the codebook says what the levels stand for."""
    return summary.variable is not None and (not summary.unit or summary.unit == summary.variable.unit)


def _outside(number: Printed, ends: Ends) -> bool:
    low, high = number.ends
    return (ends[0] is not None and high < ends[0]) or (ends[1] is not None and low > ends[1])


def _shown(ends: Ends) -> str:
    low, high = (None if end is None else f"{float(end):.4g}" for end in ends)
    if low == high and low is not None:
        return low
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"{low} to {high}"
