"""MET: different scales of one outcome, pooled as standardised differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.rules.registry import Distil, Draft, found, rule

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Extract


def scales_of(extractions: Sequence[Document]) -> Iterator[tuple[str, str, str, bool]]:
    """The scales of outcomes (codebook) that a document's arms report: the first cell of values, and of changes."""
    document = extractions[0]
    arms = {one.id for one in document.spec.groups.values() if one.arm}
    if not arms:
        return
    told: set[tuple[bool, str]] = set()
    for one in sorted(document.measurements, key=lambda one: bool(one.at.comparison)):
        variable, change = document.codebook.variables.get(one.at.variable), bool(one.at.comparison)
        said = one.numbers.mean is not None or one.numbers.median is not None
        if variable is None or not variable.outcome or not said or one.at.statistic == "reference":
            continue
        if arms.intersection(one.at.groups) and (change, variable.id) not in told:
            told.add((change, variable.id))
            yield document.extractor, one.route, variable.id, change


SCALES = Distil("scales", {"extractor": str, "route": str, "variable": str, "change": bool}, scales_of)


@dataclass(frozen=True, slots=True)
class Reported:
    """The first cell of a document's arms that says something of a scale: after all, or how much it changed."""

    document: str
    extractor: str
    route: str
    variable: Variable
    change: bool


@rule("MET03", "change-and-final", Severity.WARNING, scope="corpus", distils=(SCALES,))
def change_and_final(corpus: Extract) -> Iterator[Draft]:
    """Changes and final values are not mixed in standardised mean differences.

    Why it matters: the standard deviation of a change is not that of final values. Where scales differ, differences are
    divided by it, and the two kinds of result then are on different scales (Cochrane Handbook 10.5.2).

    Maths: documents with arms that report different variables of one `outcome` (codebook), so that only a standardised
    difference can pool them: one has changes from a comparison of times alone, another has values at times alone.
    Where all documents use one variable, a mean difference pools both, and nothing is said.

    What to do: find the final values of the document that gives changes (or the other way round), or analyse them
    apart.

    ## Example

    ```yaml codebook
    msccurate: 1
    variables:
      walk: {label: Six-minute walk, unit: m, outcome: exercise, better: higher}
      cycle: {label: Cycle ergometry, unit: min, outcome: exercise, better: higher}
    ```

    ```yaml spec another
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {walk (m): 410 ± 52 | 380 ± 49}}}
    ```

    ```yaml
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    timepoints: {before: {}, after: {}}
    comparisons: {change: {compare: after vs before, form: mean ± SD}}
    data:
      t1:
        label: Table 1
        about: change
        columns: cells | placebo
        rows:
          cycle (min): 2.1 ± 1.2 | 0.4 ± 1.1  # MET03
    ```

    ## Corrected

    ```yaml codebook
    msccurate: 1
    variables:
      walk: {label: Six-minute walk, unit: m, outcome: exercise, better: higher}
      cycle: {label: Cycle ergometry, unit: min, outcome: exercise, better: higher}
    ```

    ```yaml spec another
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {walk (m): 410 ± 52 | 380 ± 49}}}
    ```

    ```yaml
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: cells | placebo
        rows:
          cycle (min): 8.1 ± 2.2 | 6.4 ± 2.1
    ```
    """
    for outcome, cells in _outcomes(corpus).items():
        kinds: dict[str, set[bool]] = {}
        for one in cells:
            kinds.setdefault(one.document, set()).add(one.change)
        final = sorted(name for name, found_kinds in kinds.items() if found_kinds == {False})
        told: set[str] = set()
        for one in cells:
            if final and kinds[one.document] == {True} and one.document not in told:
                told.add(one.document)
                yield found(
                    Label(one.route, "a change"),
                    f"{one.variable.label} is given as a change only, and {final[0]} gives final values: as scales of"
                    f" `{outcome}` they are pooled by a standardised mean difference, which may not mix the two",
                    help="look for final values (or for the change in the other document), or analyse them apart",
                    document=one.document,
                    extractor=one.extractor,
                )


@rule("MET04", "opposite-scales", Severity.WARNING, scope="corpus", distils=(SCALES,))
def opposite_scales(corpus: Extract) -> Iterator[Draft]:
    """Scales of one outcome point the same way.

    Why it matters: on one scale the better patients have more points, on another fewer. Pooled as they are, a benefit
    in one study cancels a benefit in the next (Cochrane Handbook 6.5.1.2).

    Maths: documents with arms that report different variables of one `outcome` (codebook), of which one says
    `better: higher` and the other `better: lower`. Said of the scale that fewer documents use, once for a document.

    What to do: multiply the means of one of the scales by -1 before pooling; then adjudicate, saying which.

    ## Example

    ```yaml codebook
    msccurate: 1
    variables:
      walk: {label: Six-minute walk, unit: m, outcome: exercise, better: higher}
      borg: {label: Borg dyspnea score, outcome: exercise, better: lower}
    ```

    ```yaml spec another
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {walk (m): 410 ± 52 | 380 ± 49}}}
    ```

    ```yaml
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: cells | placebo
        rows:
          borg: 3.1 ± 1.2 | 4.4 ± 1.1  # MET04
    ```

    ## Corrected

    ```yaml codebook
    msccurate: 1
    variables:
      walk: {label: Six-minute walk, unit: m, outcome: exercise, better: higher}
      cycle: {label: Cycle ergometry, unit: min, outcome: exercise, better: higher}
    ```

    ```yaml spec another
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data: {t1: {label: Table 1, columns: cells | placebo, rows: {walk (m): 410 ± 52 | 380 ± 49}}}
    ```

    ```yaml
    groups: {cells: {n: 30, arm: experimental}, placebo: {n: 30, arm: control}}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: cells | placebo
        rows:
          cycle (min): 8.1 ± 2.2 | 6.4 ± 2.1
    ```
    """
    for outcome, cells in _outcomes(corpus).items():
        users: dict[str, set[str]] = {"higher": set(), "lower": set()}
        for one in cells:
            if one.variable.better:
                users[one.variable.better].add(one.document)
        fewer = min(("lower", "higher"), key=lambda better: len(users[better]))
        other = "higher" if fewer == "lower" else "lower"
        beside = next((one for one in cells if one.variable.better == other), None)
        told: set[str] = set()
        for one in cells:
            if beside is not None and one.variable.better == fewer and one.document not in told:
                told.add(one.document)
                yield found(
                    Label(one.route, f"{fewer} is better"),
                    f"{one.variable.label} and {beside.variable.label} (in {beside.document}) are scales of `{outcome}`"
                    f" that point opposite ways: {fewer} and {other} values are better",
                    help="multiply the means of one of them by -1 before pooling; adjudicate, saying which",
                    document=one.document,
                    extractor=one.extractor,
                )


def _outcomes(corpus: Extract) -> dict[str, list[Reported]]:
    """Outcome -> what documents with arms report of it, where they use at least two variables and documents."""
    cells: dict[str, list[Reported]] = {}
    for row in corpus.rows("scales"):
        variable = corpus.codebook().variables[row["variable"]]
        one = Reported(row["document"], row["extractor"], row["route"], variable, row["change"])
        cells.setdefault(variable.outcome, []).append(one)
    return {
        outcome: sorted(found, key=lambda one: (one.document, one.change))
        for outcome, found in sorted(cells.items())
        if len({one.variable.id for one in found}) > 1 and len({one.document for one in found}) > 1
    }
