"""MET: standard errors printed as standard deviations, seen beside other studies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """The standard deviations of a document's first extraction, and how many patients each is of."""
    first = {row["document"]: row["extractor"] for row in documents(corpus)}
    sizes = {(row["document"], row["group"]): row["n"] for row in corpus.rows("groups") if _is_first(row, first)}
    for row in corpus.rows("measurements"):
        if row["sd"] is None or row["sd"] <= 0 or not row["variable"] or not _is_first(row, first):
            continue
        size = row["denominator"] if row["denominator"] is not None else sizes.get((row["document"], row["group"]))
        if size is not None:
            names = {"variable": row["variable"], "level": row["level"] or "", "unit": row["unit"] or ""}
            yield {"document": row["document"], "route": row["route"], **names, "sd": row["sd"], "size": int(size)}


@rule(
    "MET01",
    "sd-like-se",
    Severity.WARNING,
    scope="corpus",
    reads={"documents": READ["documents"]},
    distils=Distil(READ, spreads_of),
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
    for (variable, level, unit), spreads in _spreads(corpus).items():
        if len(spreads) <= _LEAST_STUDIES:
            continue
        middles = {name: median(float(sd.value) for _, sd, _ in cells) for name, cells in spreads.items()}
        for name, cells in sorted(spreads.items()):
            others = [middle for other, middle in middles.items() if other != name]
            if all(_like_an_error(sd, n, min(others), max(others)) for _, sd, n in cells):
                (route, sd, n), *more = cells
                said = " ".join(part for part in (variable, level) if part)
                yield found(
                    Label(route, f"of {n} patients", sd.text),
                    f"the standard deviation of {said}, {sd} {unit}".rstrip()
                    + f", looks like a standard error: in {len(others)} other documents it is {min(others):g} to"
                    f" {max(others):g}, and {sd}·√{n} = {float(sd.value) * sqrt(n):.3g}",
                    beside=[(Label(other, "", spread.text), "and this") for other, spread, _ in more],
                    help="look what the document says; for a standard error write `form: mean ± SE`",
                    document=name,
                    extractor=first[name],
                )


def _spreads(corpus: Extract) -> dict[tuple[str, str, str], dict[str, list[Spread]]]:
    """By variable, level and unit, then document: what stands there as a standard deviation."""
    found: dict[tuple[str, str, str], dict[str, list[Spread]]] = {}
    for row in corpus.rows("MET01"):
        spread = row["route"], printed(row["sd"], "sd"), row["size"]
        key = (row["variable"], row["level"], row["unit"])
        found.setdefault(key, {}).setdefault(row["document"], []).append(spread)
    return found


def _is_first(row: Any, first: dict[str, str]) -> bool:
    return bool(first.get(row["document"]) == row["extractor"])


def _like_an_error(sd: Printed, n: int, least: float, most: float) -> bool:
    if n < _LEAST_PATIENTS or sd.interval.high >= least / 2:
        return False
    low, high = sd.interval.low * sqrt(n), sd.interval.high * sqrt(n)
    return low <= most * _WIDENED and high >= least / _WIDENED
