"""REG: the study against its registration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.notation import IsoDate, parse_iso
from msccurate.rules.intervals_of_time import dates_of, days_of
from msccurate.rules.registry import Draft, found, rule

if TYPE_CHECKING:
    from msccurate.tables import Document

#: How far the number of patients may be off the registered one (proposal).
OFF = 10


@rule("REG01", "n-off-registration", Severity.NOTE)
def n_off_registration(document: Document) -> Iterator[Draft]:
    """The study has as many patients as were registered.

    Why it matters: a trial that stopped early overestimates its effect; one that went on may have waited for
    significance.

    Maths: the first group's n against the plan's `registered_n`; a note if more than 10 % off (proposal).

    What to do: look whether the document says why; the note is for the risk of bias.

    ## Example

    ```yaml
    plan: {registered_n: 100}
    groups: {all: {n: 60}}  # REG01
    data: {}
    ```

    ## Corrected

    ```yaml
    plan: {registered_n: 100}
    groups: {all: {n: 98}}
    data: {}
    ```
    """
    planned = document.spec.plan.registered_n
    size = document.group_sizes.get(document.spec.default_group)
    digits = re.sub(r"[\s,]", "", planned.text) if planned is not None else ""
    if planned is None or size is None or not digits.isdigit() or int(digits) == 0:
        return
    if abs(size.value - int(digits)) * 100 > OFF * int(digits):
        more = "fewer" if size.value < int(digits) else "more"
        yield found(
            size,
            f"{size} patients are {more} than the {planned.text} that were registered",
            beside=[(Label("plan.registered_n", "", planned.text), "registered")],
            help="look whether the document says why",
        )


@rule("REG02", "retrospective-registration", Severity.NOTE)
def retrospective_registration(document: Document) -> Iterator[Draft]:
    """A study is registered before it begins.

    Why it matters: outcomes that are registered when the data are known can be chosen.

    Maths: the plan's `registered` against the start of the study (the codebook's role `study_start`); a note if it is
    surely later. ICMJE asks for registration at or before the first enrolment; the law of some countries allows 21
    days.

    What to do: nothing in the spec; the note is for the risk of bias.

    ## Example

    ```yaml
    plan: {registered: 2020-03-20}
    data:
      t1: {label: Table 1, rows: {study_start: 2020-01-03}}  # REG02
    ```

    ## Corrected

    ```yaml
    plan: {registered: 2020-01-02}
    data:
      t1: {label: Table 1, rows: {study_start: 2020-01-03}}
    ```
    """
    scalar = document.spec.plan.registered
    registered: IsoDate | None = parse_iso(scalar.text.strip()) if scalar is not None else None
    starts = [(one, days) for one in dates_of(document, "study_start") if (days := days_of(one)) is not None]
    if registered is None or not starts or any(registered.first <= days[1] for _, days in starts):
        return
    first, days = starts[0]
    yield found(
        Label(first.route, "", first.date),
        f"the study began on {first.date} and was registered on {registered.text}, {(registered.first - days[1]).days} "
        "days later",
        beside=[(Label("plan.registered", "", registered.text), "registered")],
        help="note it for the risk of bias",
    )
