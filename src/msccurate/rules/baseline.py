"""STA09: groups of a trial that are more alike at baseline than chance makes them."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics import t_test, table_2x2
from msccurate.printed import Printed
from msccurate.rules.compared import patients
from msccurate.rules.recomputed_p import share
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: So many rows are needed, and so small a chance (Carlisle 2017 calls 1 in 10,000 extreme; 1 in 1,000: proposal).
LEAST_ROWS, CHANCE = 6, 0.001


@rule("STA09", "baseline-too-similar", Severity.WARNING, on=False)
def baseline_too_similar(document: Document) -> Iterator[Draft]:
    """Randomised groups differ at baseline as much as chance makes them differ.

    Why it matters: made-up baseline tables are often too alike. INSPECT-SR advises against routine use: rows are
    correlated, rounding hides differences, and strata make groups alike. So it runs only where it is selected
    (`msccurate check --select STA09`), and a finding is no proof.

    Maths: for every row with means and SDs or counts of both arms, the smallest two-sided p that its printed numbers
    allow (t test; mid-p); z = Φ⁻¹(p), combined as Σz/√k (Stouffer 1949; as in Carlisle, Anaesthesia 2017;72:944-952).
    Reported where at least 6 rows together have a chance below 0.001 to be so alike.

    What to do: look at the rows; ask a statistician before saying more than the numbers do.

    ## Example

    ```yaml
    groups: {msc: {n: 400, arm: experimental}, control: {n: 400, arm: control}}
    form: mean (SD)
    data:
      t1:
        label: Table 1
        columns: msc | control
        rows:
          age (years): 58.11 (11.21) | 58.12 (11.20)  # STA09
          bmi (kg/m2): 25.31 (4.12) | 25.30 (4.11)
          weight (kg): 75.02 (14.33) | 75.03 (14.31)
          height (cm): 171.24 (9.11) | 171.23 (9.14)
          crp (mg/L): 52.11 (21.32) | 52.10 (21.30)
          pao2 (mmHg): 70.21 (14.33) | 70.20 (14.32)
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 400, arm: experimental}, control: {n: 400, arm: control}}
    form: mean (SD)
    data:
      t1:
        label: Table 1
        columns: msc | control
        rows:
          age (years): 58.11 (11.21) | 57.32 (11.80)
          bmi (kg/m2): 25.31 (4.12) | 25.50 (4.21)
          weight (kg): 75.02 (14.33) | 73.83 (14.31)
          height (cm): 171.24 (9.11) | 170.93 (9.54)
          crp (mg/L): 52.11 (21.32) | 50.10 (21.30)
          pao2 (mmHg): 70.21 (14.33) | 71.20 (14.12)
    ```
    """
    arms = [group.id for group in document.spec.groups.values() if group.arm]
    if len(arms) != 2:
        return
    blocks: dict[str, dict[tuple[str, str], list[Quantity]]] = {}
    first_time = next(iter(document.spec.timepoints), "")
    for quantity in document.quantities:
        at = quantity.at
        in_arm = len(at.groups) == 1 and at.groups[0] in arms and not at.comparison
        if in_arm and at.timepoint in ("", first_time):
            blocks.setdefault(quantity.block, {}).setdefault((at.variable, at.level), []).append(quantity)
    for rows in blocks.values():
        values: list[tuple[float, Printed]] = []
        variables = set()
        for (variable, _), pair in rows.items():
            p = _least_p(document, *pair) if len(pair) == 2 and variable not in variables else None
            if p is not None:
                variables.add(variable)  # levels of one variable say the same again
                values.append(p)
        if len(values) < LEAST_ROWS:
            continue
        from scipy.special import ndtr, ndtri

        combined = sum(float(ndtri(min(max(p, 1e-12), 1 - 1e-12))) for p, _ in values) / sqrt(len(values))
        chance = float(ndtr(-combined))
        if chance < CHANCE:
            yield found(
                values[0][1],
                f"{len(values)} rows of baseline are more alike than chance makes them: 1 in {1 / chance:,.0f}",
                beside=[(place, f"p at least {p:.2g}") for p, place in values[1:6]],
                help="rows are correlated and strata make groups alike: conclude nothing from this alone",
            )


def _least_p(document: Document, one: Quantity, other: Quantity) -> tuple[float, Printed] | None:
    """The smallest p value that the numbers of both arms allow, and where they stand."""
    sizes = patients(document, one), patients(document, other)
    if sizes[0] is None or sizes[1] is None:
        return None
    if one.mean and one.sd and other.mean and other.sd:
        answer = t_test(one.mean, one.sd, sizes[0][0], other.mean, other.sd, sizes[1][0])
        return (min(answer.student.low, answer.welch.low), one.mean) if answer.possible else None
    counts = share(document, one), share(document, other)
    if counts[0] is None or counts[1] is None:
        return None
    p = table_2x2(counts[0][0], counts[0][1], counts[1][0], counts[1][1]).p
    return p["mid_p"].low, counts[0][3]
