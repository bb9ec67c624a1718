"""SRC09: forms and units that a spec declares and its source does not print."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import Source, find_quote
from msccurate.text import folds_to

if TYPE_CHECKING:
    from msccurate.tables import Document, Measurement

#: What papers call a spread, in English and in the languages that curators of reviews meet most.
_SPELLINGS = {
    "SD": r"\bs\.?\s?d\.?\b|standard[\s-]+dev|\bstd|\bst\.?\s?dev|écart|desv|standardabw|deviazione|标准差|標準",
    "SE": r"\bs\.?\s?e\.?(?:\s?m\.?)?\b|standard[\s-]+err|\bstd\.?\s?err|erreur|error est|standardfehler|标准误",
    "IQR": r"\biqrs?\b|inter[\s-]*quart|quartil|percentile|\bq1\b|\bp25\b|25th|四分位|interquart",
    "range": r"\brang(?:e|es|ed|ing)\b|\bmin(?:imum)?\b|\bmax(?:imum)?\b|extremes|étendue|rango|spannweite|范围",
    "CI": r"\bc\.?\s?i\.?s?\b|confidence|credible|confiance|confianza|konfidenz|confidenza|置信|\bic\s?95|95\s?%\s?ic",
}
_NAMES = {
    "SD": "a standard deviation (SD)",
    "SE": "a standard error (SE)",
    "IQR": "an interquartile range (IQR)",
    "range": "a range",
    "CI": "a confidence interval (CI)",
}
#: Heads that say the same as a form.
_HEADS = {"sd": "SD", "se": "SE", "iqr": "IQR", "ci": "CI"}


@rule("SRC09", "form-not-in-source", Severity.WARNING)
def form_not_in_source(document: Document) -> Iterator[Draft]:
    """What a spread means, and the unit of a number, is printed somewhere in the document.

    Why it matters: a curator who remembers that `±` is the SD, or that CRP comes in mg/L, is right most of the time.
    SE taken for SD is the most frequent error of meta-analyses.

    Maths: any common spelling of the form's spread (`SD`, `s.d.`, `standard deviation`) is sought in all sources of the
    document, and the unit as the head prints it in the sources too, blanks, case and dashes aside.

    What to do: look for the sentence that says it, often at the end of the methods or under the table. If there is
    none, ask the authors, or write `()` for a unit that is not printed.

    ## Example

    ```text
    Table 1 Characteristics
    Age, mean ± SD, years 70 ± 11
    ```

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          age (years): {cells: 70 ± 11, form: mean ± SE}  # SRC09
    ```

    ## Corrected

    ```text
    Table 1 Characteristics
    Age, mean ± SD, years 70 ± 11
    ```

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          age (years): {cells: 70 ± 11, form: mean ± SD}
    ```
    """
    sources = [one for one in document.sources.values() if one.text.strip()]
    anchored = [one for one in document.measurements if one.route in document.anchors]
    if not sources or not anchored:
        return
    yield from _forms(document, anchored, sources)
    yield from _units(document, anchored, sources)
    yield from _units_of_rows(document, anchored)


def _forms(document: Document, cells: list[Measurement], sources: list[Source]) -> Iterator[Draft]:
    by_spread: dict[str, list[Measurement]] = {}
    for one in cells:
        by_spread.setdefault(_spread(one), []).append(one)
    for spread, spelling in _SPELLINGS.items():
        mine = by_spread.get(spread, [])
        if not mine or any(re.search(spelling, source.clean.text, re.IGNORECASE) for source in sources):
            continue
        first = mine[0]
        others = f" (and {len(mine) - 1} more cells)" if len(mine) > 1 else ""
        yield found(
            Label(first.route, f"read as {_NAMES[spread]}", first.text),
            f"`{first.text}`{others} is read as {_NAMES[spread]}, and the document speaks of none anywhere",
            help="find where the document says what its spread is; if it does not, adjudicate",
        )


_BY_PART = {"sd": "SD", "se": "SE", "q1": "IQR", "ci_low": "CI", "min": "range"}


def _spread(one: Measurement) -> str:
    """The spread that a cell was read with, empty where it has none."""
    if one.at.statistic in _HEADS:
        return _HEADS[one.at.statistic]
    if one.at.statistic:
        return ""
    if not one.form:
        return ""
    spread = next((name for part, name in _BY_PART.items() if one.numbers.part(part) is not None), "")
    return spread if spread and spread.casefold() in one.form.casefold() else ""


def _units(document: Document, cells: list[Measurement], sources: list[Source]) -> Iterator[Draft]:
    by_unit: dict[str, list[Measurement]] = {}
    for one in cells:
        if one.unit_printed:
            by_unit.setdefault(one.unit_printed, []).append(one)
    for unit, mine in by_unit.items():
        if any(_prints(source, unit) for source in sources):
            continue
        first = mine[0]
        route = f"{first.route}#unit"
        others = f", of {first.text} and {len(mine) - 1} more cells," if len(mine) > 1 else f", of {first.text},"
        yield found(
            Label(route if route in document.routes else first.route, "", unit),
            f"the unit `{unit}`{others} is printed nowhere in the document",
            help="write the unit as the document prints it, or `()` if it prints none",
        )


#: What a row's label prints in brackets or behind its last comma.
_BEHIND = re.compile(r"[(\[]([^()\[\]]+)[)\]]|,\s*([^,()\[\]]+)$")


def _units_of_rows(document: Document, cells: list[Measurement]) -> Iterator[Draft]:
    """Units that are of one kind with the one that the row's own label prints, and not that one."""
    rows = {id: _labelled(source) for id, source in document.sources.items()}
    starts = {id: [start for start, *_ in its] for id, its in rows.items()}
    told: set[tuple[str, str]] = set()
    right: set[tuple[str, str, str]] = set()
    for one in cells:
        span = document.anchors[one.route].span
        unit = document.units.by_code.get(one.unit)
        if span is None or unit is None or not one.unit_printed:
            continue
        at = bisect_right(starts[one.source], span.start) - 1
        label = rows[one.source][at][2] if at >= 0 and span.start <= rows[one.source][at][1] else ""
        row = (one.block, label)
        if not label or row in told or (*row, unit.code) in right:
            continue
        printed = [text for match in _BEHIND.finditer(label) if (text := match[1] or match[2])]
        read = [spelled.unit for text in printed if (spelled := document.units.read(text.strip())) is not None]
        if not read or any(other.dimension != unit.dimension or other.code == unit.code for other in read):
            right.add((*row, unit.code))
        else:
            told.add(row)
            route = f"{one.route}#unit"
            yield found(
                Label(route if route in document.routes else one.route, "", one.unit_printed),
                f"the unit `{one.unit_printed}` is not that of the row: the document prints `{label}`",
                help="write the unit as the document prints it",
            )


def _labelled(source: Source) -> list[tuple[int, int, str]]:
    """Where each row of the tab-separated tables of a source begins and ends, and its label, in order."""
    grids = [one.grid for one in source.captioned if one.grid is not None]
    rows = {(row[0].span.start, row[-1].span.end, row[0].text) for grid in grids for row in grid.rows}
    return sorted(rows)


def _prints(source: Source, unit: str) -> bool:
    """Whether a source prints a unit: a long one in any words (in doubt: yes), a short one as words of its own."""
    bare = folds_to(unit)
    return (len(bare) > 3 and bare in source.folded.text) or find_quote(source, unit) is not None
