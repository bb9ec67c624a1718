"""SPR: standard errors that are taken for standard deviations."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from math import inf, log, nextafter, sqrt
from typing import TYPE_CHECKING

from msccurate.findings import Severity
from msccurate.forensics.standard_errors import standard_error
from msccurate.printed import Interval
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.summaries import Row, sizes, summaries, together

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity

#: From so many patients on, an SE is too small to be taken for an SD.
LEAST_N = 9
#: How near an SD must be to the other arm's over √n.
NEAR = Interval(0.85, 1.15)
#: Exchanged numbers are alike within this factor, and those of one kind unlike by that one, mean and SD together.
LIKE, UNLIKE = 1.4, 3.5


@rule("SPR04", "se-sd-confusion", Severity.WARNING)
def se_sd_confusion(document: Document) -> Iterator[Draft]:
    """A standard error is SD/√n, and no arm's SDs are the standard errors of the other's.

    Why it matters: an SE that is taken for an SD makes a study weigh n times too much; it is the commonest error of
    meta-analyses (Cochrane Handbook 6.5.2).

    Maths: where SD and SE of a row are printed, se = sd/√n for some n from 80 to 100 % of the group's, over the
    rounding intervals. Between two arms of a trial: with n >= 9, at least two rows, and half of those that both arms
    have, in which the SD of one arm is that of the other over √n (±15 %, surely). And of one variable at two times or
    in two groups: a mean below its SD beside a mean above it, where each is within 1.4-fold of what the other is there,
    and exchanging them brings both rows at least three times nearer (proposal): mean and SD are exchanged.

    What to do: look what the document calls the numbers behind ±; if they are SEs, write `form: mean ± SE`.

    ## Example

    ```yaml
    groups: {all: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | se
        rows:
          age (years): 60.0 | 10.0 | 3.00  # SPR04
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 25}}
    data:
      t1:
        label: Table 1
        columns: mean | sd | se
        rows:
          age (years): 60.0 | 10.0 | 2.00
    ```
    """
    yield from together(_wrong_errors(document))
    yield from _errors_for_deviations(document)
    yield from _exchanged(document)


def _wrong_errors(document: Document) -> Iterator[Row]:
    for quantity in summaries(document, "sd", "se"):
        n, sd, se = sizes(document, quantity), quantity.sd, quantity.se
        assert sd is not None and se is not None
        if not n or quantity.at.comparison or standard_error(sd.interval, n).meets(se.interval):
            continue
        expected = standard_error(sd.interval, n[-1:])
        total = document.patients(quantity)
        assert total is not None
        draft = found(
            se,
            f"an SE of {se} is not {sd}/√{n[-1]}, which is {expected.middle:.3g}",
            beside=[(sd, "the SD"), (total, "of this many")],
            help="compare SD, SE and n with the document",
        )
        yield Row(quantity.block, "above" if se.interval.low > expected.high else "below", draft)


def _exchanged(document: Document) -> Iterator[Draft]:
    """Means and SDs that are the SD and the mean of the same variable at another time, or in another group."""
    rows: dict[tuple[str, str, str], list[Quantity]] = {}
    for quantity in summaries(document, "mean", "sd"):
        if not quantity.at.comparison:
            rows.setdefault((quantity.block, quantity.at.variable, quantity.at.level), []).append(quantity)
    for one, other in (pair for row in rows.values() for pair in permutations(row, 2)):
        mean, sd, there, spread = one.mean, one.sd, other.mean, other.sd
        assert mean is not None and sd is not None and there is not None and spread is not None
        if not 0 < mean.value < sd.value or not 0 < spread.value < there.value:
            continue
        crossed = _fold(mean.value, spread.value), _fold(sd.value, there.value)
        straight = _fold(mean.value, there.value) + _fold(sd.value, spread.value)
        if max(crossed) <= log(LIKE) and straight >= max(3 * sum(crossed), log(UNLIKE)):
            yield found(
                mean,
                f"mean and SD of {mean} and {sd} are exchanged beside {there} and {spread}: each is like the other "
                "there",
                words=f"{sd}?",
                beside=[(sd, f"{mean}?"), (there, "the mean here"), (spread, "the SD here")],
                help="compare both cells with the document",
            )
            break


def _fold(one: Fraction, other: Fraction) -> float:
    """How many-fold two numbers differ, as a logarithm."""
    return abs(log(one / other))


def _errors_for_deviations(document: Document) -> Iterator[Draft]:
    """Arms whose SDs are the other arm's over √n."""
    arms = [group.id for group in document.spec.groups.values() if group.arm]
    rows: dict[tuple[str, ...], dict[str, Quantity]] = {}
    for quantity in summaries(document, "mean", "sd") if len(arms) > 1 else ():
        at = quantity.at
        if at.group in arms:
            rows.setdefault((quantity.block, at.variable, at.level, at.timepoint, at.comparison), {})[at.group] = (
                quantity
            )
    for block in dict.fromkeys(key[0] for key in rows):
        for one, other in permutations(arms, 2):
            both = [row for key, row in rows.items() if key[0] == block and one in row and other in row]
            alike = [row for row in both if _near(document, row[one], row[other])]
            if len(alike) >= 2 and 2 * len(alike) >= len(both):
                yield _confused(document, [(row[one], row[other]) for row in alike])


def _near(document: Document, one: Quantity, other: Quantity) -> bool:
    """Whether one arm's SD is surely near to the other's over √n."""
    total = document.patients(one)
    if total is None or total.comparator or total.value < LEAST_N or one.sd is None or other.sd is None:
        return False
    root = sqrt(total.value)
    if other.sd.interval.low <= 0:
        return False
    ratio = one.sd.interval / other.sd.interval * Interval(nextafter(root, 0.0), nextafter(root, inf))
    return NEAR.low <= ratio.low and ratio.high <= NEAR.high


def _confused(document: Document, pairs: list[tuple[Quantity, Quantity]]) -> Draft:
    (first, other), *more = pairs
    assert first.sd is not None and other.sd is not None
    total = document.patients(first)
    return found(
        first.sd,
        f"in {len(pairs)} rows the SD of {first.at.group} is that of {other.at.group} over √{total}, as its SE would "
        f"be; the first: {first.sd} beside {other.sd}",
        beside=[(other.sd, "the other arm"), *((one.sd, "and this") for one, _ in more if one.sd is not None)],
        help="does the document call these numbers SE? then write `form: mean ± SE` for them",
    )
