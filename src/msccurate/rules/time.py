"""TIM: time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from msccurate.expressions import Exact, Operand
from msccurate.findings import Label, Severity
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document


@rule("TIM02", "schedule", Severity.WARNING)
def schedule(document: Document) -> Iterator[Draft]:
    """The number, interval, first and last date of a repeated treatment fit together.

    Why it matters: five infusions every 48 hours take eight days. If the dates say otherwise, one of the four is
    wrong, and the dose with it.

    Maths: "between X and Y" is a period: with count c and interval e, consistent if (c-1)·e <= Y-X < c·e, give or take
    a day. If not, every single repair is listed. A note where no treatment falls on the last day.

    What to do: compare the four with the document.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          infusions: 5
          infusion_interval (days): 3
          therapy_start: 2020-02-28  # TIM02
          therapy_end: 2020-03-08
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          infusions: 4
          infusion_interval (days): 3
          therapy_start: 2020-02-28
          therapy_end: 2020-03-08
    ```
    """
    for planned in document.codebook.schedules.values():
        for group in document.spec.groups:
            scope = document.scope(group)
            names = (planned.count, planned.every, planned.start, planned.end)
            operands = [one for name in names if (one := scope.value((name,), "")) is not None]
            exact = [one.interval.is_point for one in operands]
            if len(operands) == len(names) and exact[0] and exact[2] and exact[3]:
                yield from _checked(operands)


def _checked(operands: list[Operand]) -> Iterator[Draft]:
    count, every, start, end = operands
    step = _middle(every.interval)
    period = Fraction(end.interval.low) - Fraction(start.interval.low)
    times = Fraction(count.interval.low)
    low, high = (times - 1) * Fraction(every.interval.low), times * Fraction(every.interval.high)
    beside = [
        (Label(one.numbers[0].route, "", one.numbers[0].text), words)
        for one, words in ((end, "to"), (count, "so many"), (every, "so often"))
    ]
    said = (f"{count.numbers[0]} times every {_shown(step)} days", f"from {start.numbers[0]} to {end.numbers[0]}")
    primary = Label(start.numbers[0].route, "from", start.numbers[0].text)
    if not low - 1 <= period < high + 1:
        taken = (times - 1) * step
        often = _shown(period / max(times - 1, Fraction(1)))
        repairs = f"it would fit {int(period / step) + 1} times, or every {often} days, or an end {_shown(taken)} days "
        repairs += "after the start"
        yield found(
            primary,
            f"{said[0]} takes {_shown(taken)} days, and {said[1]} are {_shown(period)}",
            beside=beside,
            help=repairs,
        )
    elif step > 0 and (times - 1) * step != period and every.interval.low > 0:
        yield found(
            primary,
            f"{said[0]} end {_shown((times - 1) * step)} days after the first, but {said[1]} are {_shown(period)} days",
            beside=beside,
            help="none falls on the last day: the period may be meant loosely",
            severity=Severity.NOTE,
        )


def _middle(interval: Exact) -> Fraction:
    """The printed interval between treatments, in days, to the nearest quarter of an hour."""
    return Fraction(round((Fraction(interval.low) + Fraction(interval.high)) / 2 * 96), 96)


def _shown(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value):.3g}"
