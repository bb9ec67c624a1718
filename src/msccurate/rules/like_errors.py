"""MET: standard errors printed as standard deviations, seen beside other studies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Any

from msccurate.findings import Label, Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Distil, Draft, found, rule
from msccurate.rules.studies import documents, printed

if TYPE_CHECKING:
    from msccurate.tables import Extract

READ = {
    "documents": ("document", "extractor"),
    "groups": ("document", "extractor", "group", "n"),
    "measurements": (
        "document", "extractor", "route", "variable", "level", "group", "unit", "denominator", "sd",
    ),
}  # fmt: skip
#: As many other studies are needed, and as many patients; the others' range is widened by this (proposals).
_LEAST_STUDIES, _LEAST_PATIENTS, _WIDENED = 3, 10, 1.25

#: Route, SD, and how many patients it is of.
Spread = tuple[str, Printed, int]


def spreads_of(corpus: Extract) -> Iterator[Mapping[str, Any]]:
    """The standard deviations of a document's first extraction, a row for each variable, level and unit: their median,
    the most that the largest can be, and the cells: route, SD and of how many patients it is."""
    first = {row["document"]: row["extractor"] for row in documents(corpus)}
    sizes = {(row["document"], row["group"]): row["n"] for row in corpus.rows("groups") if _is_first(row, first)}
    cells: dict[tuple[str, str, str], list[Spread]] = {}
    for row in corpus.rows("measurements"):
        if row["sd"] is None or row["sd"] <= 0 or not row["variable"] or not _is_first(row, first):
            continue
        size = row["denominator"] if row["denominator"] is not None else sizes.get((row["document"], row["group"]))
        if size is not None:
            cell = (row["route"], printed(row["sd"], "sd"), int(size))
            cells.setdefault((row["variable"], row["level"] or "", row["unit"] or ""), []).append(cell)
    for (variable, level, unit), own in cells.items():
        yield {
            "variable": variable,
            "level": level,
            "unit": unit,
            "median": median(float(sd.value) for _, sd, _ in own),
            "most": max(sd.interval.high for _, sd, _ in own),
            "cells": [[route, sd.text, size] for route, sd, size in own],
        }


@rule(
    "MET01",
    "sd-like-se",
    Severity.WARNING,
    scope="corpus",
    reads={"documents": READ["documents"]},
    distils=(Distil("spreads", READ, spreads_of),),
)
def sd_like_se(corpus: Extract) -> Iterator[Draft]:
    """A standard deviation is of the size that other studies have.

    Why it matters: a standard error taken for a standard deviation is too small by the root of n. The study gets a
    weight that is n times too large, and its standardised effect becomes absurd (Cochrane Handbook 6.5.2.2 and 10.4).

    Maths: of one variable in one unit, where at least 3 other documents print a standard deviation: the document's own
    (each of them, over at least 10 patients) is surely less than half of the smallest of the others (the median of each
    document), and times √n it lies in their range, widened by a quarter at both ends. The numbers are proposals.

    What to do: look into the document whether it says SD or SE. If it is an SE, write `form: mean ± SE`; if the
    document calls it an SD, adjudicate, and leave the study out of a sensitivity analysis.

    ## Example

    ```yaml spec one
    groups: {all: {n: 40}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 31 ± 4.1}}}
    ```

    ```yaml spec two
    groups: {all: {n: 25}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 35 ± 5.2}}}
    ```

    ```yaml spec three
    groups: {all: {n: 60}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 33 ± 4.8}}}
    ```

    ```yaml
    groups: {all: {n: 50}}
    data:
      t1:
        label: Table 1
        form: mean ± SD
        rows:
          albumin (g/L): 32 ± 0.7  # MET01
    ```

    ## Corrected

    ```yaml spec one
    groups: {all: {n: 40}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 31 ± 4.1}}}
    ```

    ```yaml spec two
    groups: {all: {n: 25}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 35 ± 5.2}}}
    ```

    ```yaml spec three
    groups: {all: {n: 60}}
    data: {t1: {label: Table 1, form: mean ± SD, rows: {albumin (g/L): 33 ± 4.8}}}
    ```

    ```yaml
    groups: {all: {n: 50}}
    data:
      t1:
        label: Table 1
        form: mean ± SE
        rows:
          albumin (g/L): 32 ± 0.7
    ```
    """
    first = {row["document"]: row["extractor"] for row in documents(corpus)}
    for (variable, level, unit), middles in _middles(corpus).items():
        if len(middles) <= _LEAST_STUDIES:
            continue
        in_order = sorted(middle for middle, _ in middles.values())
        for name, (middle, most) in sorted(middles.items()):
            least, largest = in_order[middle == in_order[0]], in_order[-2 if middle == in_order[-1] else -1]
            if most >= least / 2:
                continue
            cells = _cells(corpus, name, (variable, level, unit))
            if all(_like_an_error(sd, n, least, largest) for _, sd, n in cells):
                (route, sd, n), *more = cells
                said = " ".join(part for part in (variable, level) if part)
                yield found(
                    Label(route, f"of {n} patients", sd.text),
                    f"the standard deviation of {said}, {sd} {unit}".rstrip()
                    + f", looks like a standard error: in {len(middles) - 1} other documents it is {least:g} to"
                    f" {largest:g}, and {sd}·√{n} = {float(sd.value) * sqrt(n):.3g}",
                    beside=[(Label(other, "", spread.text), "and this") for other, spread, _ in more],
                    help="look what the document says; for a standard error write `form: mean ± SE`",
                    document=name,
                    extractor=first[name],
                )


def _middles(corpus: Extract) -> dict[tuple[str, str, str], dict[str, tuple[float, float]]]:
    """By variable, level and unit, then document: the median of its standard deviations, and the most they can be."""
    found: dict[tuple[str, str, str], dict[str, tuple[float, float]]] = {}
    for name, rows in corpus.values("spreads", "variable", "level", "unit", "median", "most"):
        for variable, level, unit, middle, most in rows:
            found.setdefault((variable, level, unit), {})[name] = middle, most
    return found


def _cells(corpus: Extract, document: str, about: tuple[str, str, str]) -> list[Spread]:
    """What stands in a document as a standard deviation of a variable, level and unit."""
    return [
        (route, printed(Decimal(sd), "sd"), size)
        for row in corpus.rows("spreads", (document,))
        if (row["variable"], row["level"], row["unit"]) == about
        for route, sd, size in row["cells"]
    ]


def _is_first(row: Any, first: dict[str, str]) -> bool:
    return bool(first.get(row["document"]) == row["extractor"])


def _like_an_error(sd: Printed, n: int, least: float, most: float) -> bool:
    if n < _LEAST_PATIENTS or sd.interval.high >= least / 2:
        return False
    low, high = sd.interval.low * sqrt(n), sd.interval.high * sqrt(n)
    return low <= most * _WIDENED and high >= least / _WIDENED
