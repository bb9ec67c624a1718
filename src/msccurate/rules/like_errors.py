"""MET: standard errors printed as standard deviations, seen beside other studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from msgspec import json

from msccurate.findings import Label, Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Distil, Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Extract

#: As many other studies are needed, and as many patients; the others' range is widened by this (proposals).
_LEAST_STUDIES, _LEAST_PATIENTS, _WIDENED = 3, 10, 1.25

#: Route, SD, and how many patients it is of.
Spread = tuple[str, Printed, int]


def spreads_of(extractions: Sequence[Document]) -> Iterator[tuple[str | float, ...]]:
    """The standard deviations of a document, a row for each variable, level and unit: their median, the most that the
    largest can be, and of each (in JSON) its route, as it is printed, and of how many patients it is."""
    document = extractions[0]
    cells: dict[tuple[str, str, str], list[Spread]] = {}
    for one in document.measurements:
        sd, at = one.numbers.sd, one.at
        if sd is None or sd.mantissa <= 0 or not at.variable or not one.measured:
            continue
        size = one.numbers.denominator or document.group_sizes.get(at.group)
        if size is not None:
            cells.setdefault((at.variable, at.level, one.unit), []).append((one.route, sd, int(size.value)))
    for about, own in cells.items():
        yield (
            document.extractor,
            *about,
            median(float(sd.value) for _, sd, _ in own),
            max(sd.interval.high for _, sd, _ in own),
            json.encode(
                [(route, sd.text, str(sd.mantissa), str(sd.decimals), str(size)) for route, sd, size in own]
            ).decode(),
        )


SPREADS = Distil(
    "spreads",
    {
        "extractor": str, "variable": str, "level": str, "unit": str, "median": float, "most": float,
        "cells": str,
    },
    spreads_of,
)  # fmt: skip


@rule(
    "MET01",
    "sd-like-se",
    Severity.WARNING,
    scope="corpus",
    distils=(SPREADS,),
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
    for (variable, level, unit), middles in _middles(corpus).items():
        if len(middles) <= _LEAST_STUDIES:
            continue
        in_order = sorted(middle for middle, _ in middles.values())
        for name, (middle, most) in sorted(middles.items()):
            least, largest = in_order[middle == in_order[0]], in_order[-2 if middle == in_order[-1] else -1]
            if most >= least / 2:
                continue
            extractor, cells = _cells(corpus, name, (variable, level, unit))
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
                    extractor=extractor,
                )


def _middles(corpus: Extract) -> dict[tuple[str, str, str], dict[str, tuple[float, float]]]:
    """By variable, level and unit, then document: the median of its standard deviations, and the most they can be."""
    found: dict[tuple[str, str, str], dict[str, tuple[float, float]]] = {}
    for *about, name, middle, most in corpus.values(
        "spreads", "variable", "level", "unit", "document", "median", "most"
    ):
        found.setdefault(tuple(about), {})[name] = middle, most
    return found


def _cells(corpus: Extract, document: str, about: tuple[str, str, str]) -> tuple[str, list[Spread]]:
    """What stands in a document as a standard deviation of a variable, level and unit, and who extracted it."""
    for row in corpus.rows("spreads", (document,)):
        if (row["variable"], row["level"], row["unit"]) == about:
            return row["extractor"], [_spread(*cell) for cell in json.decode(row["cells"])]
    raise LookupError(document)


def _spread(route: str, text: str, mantissa: str, decimals: str, size: str) -> Spread:
    return route, Printed(text, int(mantissa), int(decimals)), int(size)


def _like_an_error(sd: Printed, n: int, least: float, most: float) -> bool:
    if n < _LEAST_PATIENTS or sd.interval.high >= least / 2:
        return False
    low, high = sd.interval.low * sqrt(n), sd.interval.high * sqrt(n)
    return low <= most * _WIDENED and high >= least / _WIDENED
