"""SUM: levels and groups add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity


def _partitions(document: Document) -> Iterator[tuple[list[tuple[Quantity, Printed]], Printed, int]]:
    """The counted levels of each category in one block, group and time, with the n and how many are missing."""
    grouped: dict[tuple[str, str, tuple[str, ...], str], list[Quantity]] = {}
    missing: dict[tuple[str, str, tuple[str, ...], str], int] = {}
    for quantity in document.quantities:
        variable = quantity.variable
        if variable is None or variable.kind != "category" or quantity.at.comparison:
            continue
        key = (quantity.block, variable.id, quantity.at.groups, quantity.at.timepoint)
        if quantity.missing is not None and not quantity.at.level:
            missing[key] = int(quantity.missing.value)
        if quantity.at.level and quantity.count is not None:
            grouped.setdefault(key, []).append(quantity)
    for key, levels in grouped.items():
        total = document.patients(levels[0])
        counts = [(level, level.count) for level in levels if level.count is not None and not level.count.comparator]
        if total is not None and not total.comparator and len(counts) > 1:
            yield counts, total, missing.get(key, 0)


@rule("SUM01", "levels-exceed-n", Severity.ERROR)
def levels_exceed_n(document: Document) -> Iterator[Draft]:
    """The levels of a category count no more patients than there are.

    Why it matters: a patient has one level of a category; more patients than n means that a count, or n, is wrong, or
    that the rows are no levels of one category.

    Maths: the sum of the counts is at most n, less those missing; whole numbers.

    What to do: compare counts and n with the document. If patients may have several, use yes/no variables.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          severity severe: 23  # SUM01
          severity critical: 9
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          severity severe: 23
          severity critical: 8
    ```
    """
    for levels, total, missing in _partitions(document):
        said = sum(int(count.value) for _, count in levels)
        most = int(total.value) - missing
        if said > most:
            first, count = levels[0]
            terms = " + ".join(str(one) for _, one in levels)
            label = first.variable.label if first.variable else first.name
            yield found(
                count,
                f"{terms} = {said} patients have a level of {label}, and there are {most}",
                beside=[*((one, "and this") for _, one in levels[1:]), (total, "of this many")],
                help="compare the counts and n with the document",
            )


@rule("SUM02", "levels-short-of-n", Severity.NOTE)
def levels_short_of_n(document: Document) -> Iterator[Draft]:
    """If all levels of a category are reported, they count all patients.

    Why it matters: patients without a level are missing data that nobody speaks of.

    Maths: all levels of the codebook have a count, their sum is below n, and nothing is said of missing values.

    What to do: look whether the document says why; extract the number as `missing`.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          sex male: 20  # SUM02
          sex female: 10
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          sex male: 20
          sex female: 11
    ```
    """
    for levels, total, missing in _partitions(document):
        variable = levels[0][0].variable
        said = sum(int(count.value) for _, count in levels)
        complete = variable is not None and {level.at.level for level, _ in levels} == set(variable.levels)
        if variable is not None and complete and not missing and said < int(total.value):
            terms = " + ".join(str(one) for _, one in levels)
            yield found(
                levels[0][1],
                f"{terms} = {said} patients have a level of {variable.label}, and there are {total}",
                beside=[*((one, "and this") for _, one in levels[1:]), (total, "of this many")],
                help="does the document say what is missing? then extract it as `missing`",
            )
