"""STA04, STA10: paired t tests, and t tests over medians."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics import paired_correlation
from msccurate.forensics.reported_p import beyond
from msccurate.printed import Printed
from msccurate.rules.compared import compared, patients
from msccurate.rules.recomputed_p import LEAST, printed
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document


@rule("STA04", "paired-p-infeasible", Severity.WARNING)
def paired_p_infeasible(document: Document) -> Iterator[Draft]:
    """The p value of a paired t test leaves room for a correlation between before and after.

    Why it matters: for a paired test no p value can be recomputed without the SD of the differences; but it implies
    that SD, and an impossible one shows that a mean, an SD, n or p is wrong, or that the test was not paired.

    Maths: |m₁ - m₂|·√n / t is the SD of the differences, t with n - 1 df that of the p value; it lies from |s₁ - s₂| to
    s₁ + s₂ (a correlation of 1 and -1). `p < 0.001` bounds it from above only. Over everything that prints so; where n
    is only the group's, any n from 0.8 n on may be meant (proposal). Asked where a paired t test is declared.

    What to do: compare the row with the document; the implied correlation helps to see what is off.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {label: Before}, after: {label: After}}
    comparisons:
      p: {compare: after vs before, form: p, test: paired t test}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: before | after | p
        rows:
          wbc (× 10^9/L): 6.72 ± 2.62 | 6.43 ± 1.72 | 0.946  # STA04
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {label: Before}, after: {label: After}}
    comparisons:
      p: {compare: after vs before, form: p, test: paired t test}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: before | after | p
        rows:
          wbc (× 10^9/L): 6.72 ± 2.62 | 6.43 ± 1.72 | 0.346
    ```
    """
    for one in compared(document):
        left, right = one.left, one.right
        if one.p is None or beyond(one.p) or left is None or right is None or one.one_sided or one.corrected:
            continue
        if "paired t" not in one.tests and not (one.of_times and "t" in one.tests):
            continue
        if one.adjusted or not one.tests <= {"paired t", "t", "counts"}:
            continue
        size = patients(document, left)
        if left.mean is None or left.sd is None or right.mean is None or right.sd is None or size is None:
            continue
        n, place, own = size
        shares = (1.0,) if own else (1.0, LEAST)
        answers = [
            paired_correlation(left.mean, left.sd, right.mean, right.sd, max(int(n * share), 2), one.p)
            for share in shares
        ]
        if any(answer.possible is not False for answer in answers):
            continue
        implied = answers[0].sd_change
        if implied is None:
            continue
        widest = left.sd.interval.high + right.sd.interval.high
        least = max(left.sd.interval.low - right.sd.interval.high, right.sd.interval.low - left.sd.interval.high, 0.0)
        yield found(
            one.p,
            f"a paired t test of {left.mean} ± {left.sd} and {right.mean} ± {right.sd} in {n} has no p "
            f"{printed(one.p)}: the differences would have an SD of {implied.low:.3g} to {implied.high:.3g}, and it "
            f"lies from {least:.3g} to {widest:.3g}",
            beside=[(left.mean, "mean"), (left.sd, "SD"), (right.mean, "mean"), (right.sd, "SD"), (place, "n")],
            help="compare the row with the document; was the test paired, and are these SDs?",
        )


@rule("STA10", "test-unsuited", Severity.NOTE)
def test_unsuited(document: Document) -> Iterator[Draft]:
    """A t test compares means: rows that report medians were tested by ranks, or reported for another reason.

    Why it matters: medians say that the authors took the values for skewed; a t test of skewed values in few patients
    is unreliable, and its p value cannot be checked.

    Maths: none. One finding for each comparison of which all declared tests are t tests, and whose rows with a p value
    report medians on both sides.

    What to do: nothing to correct in the spec if the document says so; weigh the p values accordingly.

    ## Example

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {label: Before}, after: {label: After}}
    comparisons:
      p: {compare: after vs before, form: p, test: paired t test}
    form: median (IQR)
    data:
      t1:
        label: Table 1
        columns: before | after | p
        rows:
          crp (mg/L): 6.72 (2.62–9.10) | 6.43 (1.72–8.80) | 0.346  # STA10
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31}}
    timepoints: {before: {label: Before}, after: {label: After}}
    comparisons:
      p: {compare: after vs before, form: p, test: Wilcoxon signed-rank test}
    form: median (IQR)
    data:
      t1:
        label: Table 1
        columns: before | after | p
        rows:
          crp (mg/L): 6.72 (2.62–9.10) | 6.43 (1.72–8.80) | 0.346
    ```
    """
    rows: dict[str, dict[str, dict[str, Printed]]] = {}
    for one in compared(document):
        medians = [side for side in (one.left, one.right) if side is not None and side.median and not side.mean]
        if one.p is not None and len(medians) == 2 and one.tests and one.tests <= {"t", "paired t"}:
            blocks = rows.setdefault("+".join(each.id for each in one.comparisons), {})
            blocks.setdefault(one.block, {}).setdefault(one.name, one.p)
    for blocks in rows.values():
        most = max(blocks.values(), key=len)
        names, values = list(most), list(most.values())
        shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        what = (
            "row reports medians, and its p value is"
            if len(names) == 1
            else "rows report medians, and their p values are"
        )
        yield found(
            values[0],
            f"{len(names)} {what} said to be of a t test: {shown}",
            beside=list(zip(values[1:3], names[1:3], strict=True)),
            help="a t test compares means; if the document says so, there is nothing to correct",
        )
