"""DUP: numbers that repeat where they should not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msccurate.expressions import words
from msccurate.expressions.tree import Binary, Words
from msccurate.findings import Label, Severity
from msccurate.forensics.repeats import Repeat, Series, repeats
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.repeated_cells import of_another_time

if TYPE_CHECKING:
    from msccurate.codebook import Codebook
    from msccurate.printed import Printed
    from msccurate.tables import Document

LEAST_LIKELY = 0.001


@rule("DUP01", "repeated-column", Severity.WARNING)
def repeated_column(document: Document) -> Iterator[Draft]:
    """The columns of a patient's tables do not repeat each other's values, nor a group's cell that of another time.

    Why it matters: values copied into the wrong column are among the few traces that a mistake (or worse) in building
    a table leaves.

    Maths: over all tables of a patient, within and across. A row with K cells and M equal pairs agrees by chance in a
    pair of columns with q = max(a, l): a = (M-e+1)/(K(K-1)/2+1), e = 1 if this pair agrees; l = 1-exp(-(g/2)·ln2/D), g
    the row's resolution, D the median difference of its other pairs no further apart in days. The surprise of the
    equal rows, the sum of -log10 q, is compared with its exact distribution, times the number of pairs of columns that
    share at least 6 rows. Fires below 0.001 with at least 4 equal rows of q <= 0.1. Rows that are computed from others
    (P/F) are left out; `>20` is not `20`. What a text and a table say of one day is the same by right. Of groups:
    centre and spread are the same at two times, although the p value is below 0.05, and this happens by chance less
    than once in 1,000 rows, even if the values of each patient correlate with 0.9; or means that differ by less than
    they are printed with would be so significant only if these correlated with more than 0.99 (proposals).

    What to do: compare both columns with the document; if it prints this, adjudicate and leave the values out of
    trends.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-29 | 2020-03-01 | 2020-03-03 | 2020-03-05
        rows:
          wbc (×10^9/L): 6.89 | 9.48 | 8.77 | 9.06 | 11.25  # DUP01
          neutrophils (×10^9/L): 4.95 | 7.08 | 6.43 | 6.81 | 9.71
          platelets (×10^9/L): 114 | 99 | 108 | 78 | 63
          crp (mg/L): 29.8 | 25.7 | 47.1 | 28.2 | 55.3
          d_dimer (μg/mL): 12.62 | 12.08 | 8.35 | 17.81 | 20.02
          creatinine (μmol/L): 306 | 201 | 150 | 131 | 125
          bun (mmol/L): 33.9 | 20.9 | 14.5 | 12.6 | 13.8
          glucose (mmol/L): 19.2 | 15.5 | 10.4 | 15.2 | 16.8
          hemoglobin (g/L): 63 | 64 | 73 | 73 | 74
      t2:
        label: Table 2
        columns: 2020-03-10
        rows:
          wbc (×10^9/L): 8.77
          neutrophils (×10^9/L): 6.43
          platelets (×10^9/L): 108
          crp (mg/L): 47.1
          d_dimer (μg/mL): 8.35
          creatinine (μmol/L): 150
          bun (mmol/L): 14.5
          glucose (mmol/L): 7.8
          hemoglobin (g/L): 99
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-02-27 | 2020-02-28 | 2020-02-29 | 2020-03-01 | 2020-03-02
        rows:
          fio2 (%): 60 | 60 | 60 | 60 | 50
          sao2 (%): 99 | 99 | 99 | 98 | 98
          alt (U/L): 5 | 6 | 10 | 12 | 12
          ast (U/L): 18 | 19 | 30 | 28 | 28
          lactate (mmol/L): 2 | 2 | 2 | 1.5 | 1.6
          temperature (°C): 37 | 37 | 37.1 | 37 | 37
          bun (mmol/L): 33.9 | 32 | 20.9 | 14.5 | 13.5
          glucose (mmol/L): 19.2 | 7.9 | 15.5 | 10.4 | 10.4
    ```
    """
    table = patient_table(document)
    for repeat in column_repeats(document):
        same_day = table.days[repeat.left] is not None and table.days[repeat.left] == table.days[repeat.right]
        if repeat.chance < LEAST_LIKELY and not same_day:
            yield _draft(document, repeat, table)
    yield from of_another_time(document)


@dataclass(frozen=True, slots=True)
class PatientTable:
    """All tables of a patient as one: the variables of its rows; block and time of its columns, and their days."""

    names: list[str]
    series: list[Series]
    columns: list[tuple[str, str]]
    days: list[int | None]


@once
def patient_table(document: Document) -> PatientTable:
    """The dated values of single patients, without what is computed from others."""
    values = list(document.having("value"))
    derived = _derived(document.codebook) if values else set()
    columns: dict[tuple[str, str], int] = {}
    rows: dict[str, dict[int, Printed]] = {}
    for quantity in values:
        variable, total, days = quantity.variable, document.patients(quantity), document.when(quantity.at.timepoint)
        if variable is None or variable.id in derived or days is None or total is None or total.value != 1:
            continue
        column = columns.setdefault((quantity.block, quantity.at.timepoint), len(columns))
        if quantity.value is not None:
            rows.setdefault(variable.id, {})[column] = quantity.value
    days_of = [when[0].toordinal() if (when := document.when(time)) else None for _, time in columns]
    return PatientTable(list(rows), [Series(cells) for cells in rows.values()], list(columns), days_of)


@once
def column_repeats(document: Document) -> list[Repeat]:
    """Pairs of columns of the patient's table that agree."""
    table = patient_table(document)
    return repeats(table.series, table.days)


def _draft(document: Document, repeat: Repeat, table: PatientTable) -> Draft:
    left, right = table.columns[repeat.left], table.columns[repeat.right]
    labels = [document.codebook.variables[table.names[index]].label for index in repeat.rows]
    pairs = [(table.series[index].cells[repeat.left], table.series[index].cells[repeat.right]) for index in repeat.rows]
    return found(
        pairs[0][0],
        f"{len(labels)} of {repeat.shared} values of {left[1]} ({left[0]}) are those of {right[1]} ({right[0]}): "
        f"{', '.join(labels)}",
        words=f"{left[1]} in {left[0]}",
        beside=others(pairs, f"{right[1]} in {right[0]}"),
        help=f"by chance this happens once in {odds(repeat.chance)} such documents; compare both columns with the "
        "document",
    )


def others(pairs: list[tuple[Printed, Printed]], words: str) -> list[tuple[Printed | Label | str, str]]:
    """The places of all numbers of equal pairs but the first, which is the finding's own."""
    beside: list[tuple[Printed | Label | str, str]] = [(pairs[0][1], words)]
    for a, b in pairs[1:]:
        beside += [(a, ""), (b, "")]
    return beside


def odds(chance: float) -> str:
    """One in how many, for messages."""
    many = 1 / max(chance, 1e-12)
    return f"{many:,.0f}" if many < 1e6 else f"10^{len(str(int(many))) - 1}"


def _derived(codebook: Codebook) -> set[str]:
    """The variables that an equation of the codebook computes from others."""
    found = set()
    for relation in codebook.relations.values():
        tree = relation.tree
        if (
            isinstance(tree, Binary)
            and tree.sign == "="
            and isinstance(tree.left, Words)
            and len(words(tree.right)) > 1
        ):
            found.add(tree.left.words[0])
    return found
