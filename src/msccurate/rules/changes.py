"""SPR: changes of a mean, and sums of intervals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

from msccurate.expressions.tree import Binary, Tree, Words
from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, between_groups, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: A change that a model has adjusted is not the difference of the two means.
_MODELLED = re.compile(r"adjust|ancova|covariate|mixed|model|least|regression|\bls\b|imput|percent", re.IGNORECASE)


@rule("SPR11", "change-row", Severity.WARNING)
def change_row(document: Document) -> Iterator[Draft]:
    """A mean change is the difference of the two means, and its SD is possible beside theirs.

    Why it matters: a change whose sign was lost, or whose SD is an SE, turns the effect of a trial round or makes it
    weigh too much.

    Maths: for the same patients m_Δ = m₂ - m₁ (printed as a rise or as a fall), and |s₁ - s₂| <= s_Δ <= s₁ + s₂, since
    the correlation of before and after is between -1 and 1. The same holds for chains A→B→C: of two changes that
    follow each other, and of intervals that the codebook says add up (`x = y + z`). In fractions over the rounding
    intervals. Not asked where the n of the rows differ, or the comparison's `test` names a model.

    What to do: compare the numbers with the document; were other patients measured at the second time?

    ## Example

    ```yaml
    timepoints: {before: {}, after: {}}
    comparisons: {change: {compare: after vs before, form: mean ± SD}}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: before | after | change
        rows:
          crp (mg/L): 80.1 ± 20.2 | 60.0 ± 20.0 | -40.1 ± 15.0  # SPR11
    ```

    ## Corrected

    ```yaml
    timepoints: {before: {}, after: {}}
    comparisons: {change: {compare: after vs before, form: mean ± SD}}
    form: mean ± SD
    data:
      t1:
        label: Table 1
        columns: before | after | change
        rows:
          crp (mg/L): 80.1 ± 20.2 | 60.0 ± 20.0 | -20.1 ± 15.0
    ```
    """
    rows: list[Row] = []
    for sum_ in (*_changes(document), *_chains(document), *_intervals(document)):
        draft = _mean_off(sum_) or _sd_off(sum_)
        if draft is not None:
            rows.append(Row(sum_.whole.block, sum_.kind, draft))
    yield from together(rows)


@dataclass(frozen=True, slots=True)
class _Sum:
    """`whole` is `last` - `first` of a change, or `first` + `last` of a chain, in the same patients."""

    whole: Quantity
    first: Quantity
    last: Quantity
    kind: str


def _comparable(document: Document, *quantities: Quantity) -> bool:
    """Whether the rows are of as many patients and in one unit."""
    totals = [document.patients(one) for one in quantities]
    counts = {total.value for total in totals if total is not None}
    return len(counts) < 2 and len({(one.unit, one.measurements[0].unit_printed) for one in quantities}) == 1


def _over_time(document: Document) -> Iterator[tuple[Quantity, str, str]]:
    """The unadjusted changes of a mean, from when, to when."""
    for quantity in summaries(document, "mean"):
        comparison = document.spec.comparisons.get(quantity.at.comparison)
        if comparison is None or between_groups(document, quantity) or _MODELLED.search(comparison.test):
            continue
        yield quantity, comparison.right, comparison.left


def _plain(document: Document) -> dict[tuple[object, ...], Quantity]:
    """The means that are no changes, by what they are about; those of the same block are preferred by the caller."""
    return {
        (one.block, one.at.variable, one.at.level, one.at.groups, one.at.timepoint): one
        for one in summaries(document, "mean")
        if not one.at.comparison
    }


def _changes(document: Document) -> Iterator[_Sum]:
    plain = _plain(document)
    blocks = [block.id for block in document.spec.blocks]
    for change, start, end in _over_time(document):
        at = change.at
        for block in dict.fromkeys((change.block, *blocks)):
            first, last = (plain.get((block, at.variable, at.level, at.groups, time)) for time in (start, end))
            if first is not None and last is not None:
                if _comparable(document, change, first, last):
                    yield _Sum(change, first, last, "change")
                break


def _chains(document: Document) -> Iterator[_Sum]:
    """Changes from A to B and from B to C, beside that from A to C."""
    changes: dict[tuple[object, ...], list[tuple[Quantity, str, str]]] = {}
    for one, start, end in _over_time(document):
        about = one.block, one.at.variable, one.at.level, one.at.groups
        changes.setdefault(about, []).append((one, start, end))
    for members in changes.values():
        for (whole, start, end), (first, begin, middle), (last, then, stop) in permutations(members, 3):
            meet = (begin, middle, stop) == (start, then, end)
            if meet and _comparable(document, whole, first, last):
                yield _Sum(whole, first, last, "chain")


def _intervals(document: Document) -> Iterator[_Sum]:
    """Variables of which the codebook says that one is the sum of two others."""
    plain = _plain(document)
    for relation in document.codebook.relations.values():
        names = _added(relation.tree)
        if names is None:
            continue
        for (block, _, *rest), whole in plain.items():
            first, last = (plain.get((block, name, *rest)) for name in names[1:])
            if whole.at.variable != names[0] or first is None or last is None:
                continue
            if _comparable(document, whole, first, last):
                yield _Sum(whole, first, last, "chain")


def added_means(document: Document) -> frozenset[frozenset[str]]:
    """The routes of three means each, of which this rule asks whether one is the sum of the others by a relation."""
    sums = ((one.whole.mean, one.first.mean, one.last.mean) for one in _intervals(document))
    return frozenset(frozenset(mean.route for mean in means if mean) for means in sums)


def _added(tree: Tree) -> tuple[str, str, str] | None:
    """x, y, z of `x = y + z`."""
    match tree:
        case Binary("=", Words((x,)), Binary("+", Words((y,)), Words((z,)))):
            return x, y, z
    return None


def _box(number: Printed | None) -> tuple[Fraction, Fraction] | None:
    return None if number is None or number.comparator else number.ends


def _mean_off(sum_: _Sum) -> Draft | None:
    whole, first, last = sum_.whole.mean, sum_.first.mean, sum_.last.mean
    assert whole is not None and first is not None and last is not None
    if sum_.kind == "change":
        signs: tuple[Callable[[Fraction, Fraction], Fraction], ...] = (lambda a, b: b - a, lambda a, b: a - b)
        expected = last.value - first.value
        slack = sum((one.ends[1] - one.ends[0]) / 2 for one in (whole, first, last))
        if any(abs(sign(first.value, last.value) - whole.value) <= slack for sign in signs):
            return None
        said = f"a mean change of {whole} is not {last} − {first} = {_text(expected, whole)}"
    else:
        expected = first.value + last.value
        slack = sum((one.ends[1] - one.ends[0]) / 2 for one in (whole, first, last))
        if abs(expected - whole.value) <= slack:
            return None
        said = f"a mean of {whole} is not the sum of its parts, {first} + {last} = {_text(expected, whole)}"
    return found(
        whole,
        said,
        beside=[(first, "first"), (last, "then")],
        help="compare the numbers with the document; were other patients measured?",
        expected=_text(expected, whole),
    )


def _text(value: Fraction, like: Printed) -> str:
    return f"{float(value):.{max(like.decimals, 0)}f}"


def _sd_off(sum_: _Sum) -> Draft | None:
    """An SD outside of what any correlation gives."""
    boxes = [_box(one.sd) for one in (sum_.whole, sum_.first, sum_.last)]
    whole, first, last = sum_.whole.sd, sum_.first.sd, sum_.last.sd
    if whole is None or first is None or last is None or any(box is None for box in boxes):
        return None
    sd, one, other = (box for box in boxes if box is not None)
    least = max(one[0] - other[1], other[0] - one[1], Fraction(0))
    most = one[1] + other[1]
    if least <= sd[1] and sd[0] <= most:
        return None
    small = sd[1] < least
    bound = f"at least {float(least):.4g}" if small else f"at most {float(most):.4g}"
    what = "of the change" if sum_.kind == "change" else "of the sum"
    return found(
        whole,
        f"an SD {what} of {whole} is not possible beside SDs of {first} and {last}: {bound}",
        beside=[(first, "SD"), (last, "SD")],
        help="is it an SE? compare with the document",
    )
