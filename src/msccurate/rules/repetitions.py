"""DUP: rows and panels of a patient that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.repeats import Series, carried, repeated_rows
from msccurate.rules.duplicates import LEAST_LIKELY, column_repeats, odds, others, patient_table
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.repeated_cells import of_the_next_row

if TYPE_CHECKING:
    from msccurate.tables import Document

#: For a note (proposal).
UNLIKELY = 0.01


@rule("DUP02", "repeated-row", Severity.WARNING)
def repeated_row(document: Document) -> Iterator[Draft]:
    """Two rows of a patient's tables do not hold the same values, nor a cell those of the next row.

    Why it matters: a row that was pasted twice under two names is two variables of which one is invented.

    Maths: as DUP01, with rows and columns exchanged. For two variables may be alike by nature (arterial and pulse
    oximetric saturation), a pair also agrees by chance as often as values of the one row equal those of the other on
    another date, and as easily as they are near where they differ; the largest chance counts. Fires below 0.001 with at
    least 4 equal columns of q <= 0.1. Rows that are computed from others are left out. Of single cells: mean and SD, or
    median and quartiles, of at least 5 digits that are those of the next row; and a patient's value that is that of the
    next row, 1.5-fold beyond all others of its own and not of that (proposals).

    What to do: compare both rows with the document; if it prints this, adjudicate and leave one of them out.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-29 | 2020-03-01 | 2020-03-03 | 2020-03-05 | 2020-03-06 | 2020-03-08
        rows:
          wbc (×10^9/L): 6.89 | 9.48 | 8.77 | 9.06 | 11.25 | 10.95 | 15.83
          platelets (×10^9/L): 114 | 99 | 108 | 78 | 63 | 106 | 125
          alt (U/L): 15 | 16 | 31 | 28 | 44 | 36 | 52
          crp (mg/L): 29.8 | 25.7 | 47.1 | 28.2 | 55.3 | 27.6 | 79.3  # DUP02
          bun (mmol/L): 29.8 | 25.7 | 47.1 | 28.2 | 55.3 | 27.6 | 13.7
          hemoglobin (g/L): 63 | 64 | 73 | 73 | 74 | 93 | 118
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-29 | 2020-03-01 | 2020-03-03 | 2020-03-05 | 2020-03-06 | 2020-03-08
        rows:
          wbc (×10^9/L): 6.89 | 9.48 | 8.77 | 9.06 | 11.25 | 10.95 | 15.83
          platelets (×10^9/L): 114 | 99 | 108 | 78 | 63 | 106 | 125
          alt (U/L): 15 | 16 | 31 | 28 | 44 | 36 | 52
          crp (mg/L): 29.8 | 25.7 | 47.1 | 28.2 | 55.3 | 27.6 | 79.3
          bun (mmol/L): 33.9 | 20.9 | 14.5 | 12.6 | 13.8 | 13.2 | 13.7
          hemoglobin (g/L): 63 | 64 | 73 | 73 | 74 | 93 | 118
    ```
    """
    table = patient_table(document)
    for repeat in repeated_rows(table.series, len(table.columns)):
        if repeat.chance < LEAST_LIKELY:
            names = [document.codebook.variables[table.names[index]].label for index in (repeat.left, repeat.right)]
            left, right = table.series[repeat.left], table.series[repeat.right]
            pairs = [(left.cells[column], right.cells[column]) for column in repeat.rows]
            yield found(
                pairs[0][0],
                f"{len(pairs)} of {repeat.shared} values of {names[0]} are those of {names[1]} on the same dates",
                words=names[0],
                beside=others(pairs, names[1]),
                help=f"by chance this happens once in {odds(repeat.chance)} such documents; compare both rows with the "
                "document",
            )
    yield from of_the_next_row(document)


@rule("DUP05", "carried-forward", Severity.NOTE)
def carried_forward(document: Document) -> Iterator[Draft]:
    """A panel of values is not that of the date before.

    Why it matters: a panel that was not measured, and was filled with the last one, is no observation: the course
    looks steadier than it was, and missing values are hidden.

    Maths: at least 4 neighbouring rows of a block with the same values on two dates that follow each other, each of
    which agrees by chance with q <= 0.1 (as in DUP01); the product of these, times the places where such a run could
    begin, is below 0.01 (proposal). Silent where DUP01 speaks of the two columns, and of settings that stay the same.

    What to do: compare both columns with the document; were they measured twice?

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-28 | 2020-02-29 | 2020-03-01 | 2020-03-02
        rows:
          wbc (×10^9/L): 6.89 | 9.48 | 8.77 | 9.06 | 11.25
          alt (U/L): 14 | 25 | 25 | 40 | 61  # DUP05
          ast (U/L): 28 | 47 | 47 | 72 | 95
          creatinine (μmol/L): 306 | 201 | 201 | 150 | 125
          bun (mmol/L): 33.9 | 20.9 | 20.9 | 14.5 | 13.8
          hemoglobin (g/L): 63 | 64 | 73 | 73 | 74
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-28 | 2020-02-29 | 2020-03-01 | 2020-03-02
        rows:
          wbc (×10^9/L): 6.89 | 9.48 | 8.77 | 9.06 | 11.25
          alt (U/L): 14 | 25 | 31 | 40 | 61
          ast (U/L): 28 | 47 | 60 | 72 | 95
          creatinine (μmol/L): 306 | 201 | 178 | 150 | 125
          bun (mmol/L): 33.9 | 20.9 | 16.2 | 14.5 | 13.8
          hemoglobin (g/L): 63 | 64 | 73 | 73 | 74
    ```
    """
    table = patient_table(document)
    copied = {(one.left, one.right) for one in column_repeats(document) if one.chance < LEAST_LIKELY}
    for block in dict.fromkeys(block for block, _ in table.columns):
        days = [day if place[0] == block else None for place, day in zip(table.columns, table.days, strict=True)]
        series = [
            Series({column: one.cells[column] for column, day in enumerate(days) if day and column in one.cells})
            for one in table.series
        ]
        for repeat in carried(series, days):
            if repeat.chance >= UNLIKELY or tuple(sorted((repeat.left, repeat.right))) in copied:
                continue
            before, after = table.columns[repeat.left][1], table.columns[repeat.right][1]
            labels = [document.codebook.variables[table.names[index]].label for index in repeat.rows]
            pairs = [(series[at].cells[repeat.right], series[at].cells[repeat.left]) for at in repeat.rows]
            yield found(
                pairs[0][0],
                f"{len(labels)} neighbouring values of {after} are those of {before}: {', '.join(labels)}",
                words=after,
                beside=others(pairs, before),
                help="compare both columns with the document; were they measured twice?",
            )
