"""PHY04 and PHY09: severity and respiratory support."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from msccurate.expressions import substituted
from msccurate.findings import Label, Severity
from msccurate.notation import parse_iso
from msccurate.printed import Truth
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import Measured, all_of, at_when
from msccurate.text import fold

if TYPE_CHECKING:
    from msccurate.codebook import Variable
    from msccurate.tables import Document, Instance, Quantity


@rule("PHY04", "severity-mismatch", Severity.WARNING)
def severity_mismatch(document: Document) -> Iterator[Draft]:
    """A grade of severity goes with the value that defines it.

    Why it matters: a patient of whom the document says moderate ARDS, with a P/F of 90 mmHg, is severe by the Berlin
    definition; a review that stratifies by severity puts the patient into the wrong group.

    Maths: the codebook's `bands` give a level the expression that defines it (ARDS Definition Task Force 2012, JAMA
    307:2526: mild above 200 to 300 mmHg, moderate above 100 to 200, severe up to 100, with PEEP of at least 5 cmH2O). A
    finding if the band of the printed level is false for every value inside the rounding intervals, in the same
    patients at the same time. For one patient, or where all patients of a group have the level (then a note).

    What to do: compare level and value with the document; other definitions (PEEP of 10, altitude) have other bands.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ards_severity: moderate  # PHY04
          pf_ratio (mmHg): 90
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ards_severity: severe
          pf_ratio (mmHg): 90
    ```
    """
    for quantity in document.quantities:
        variable = quantity.variable
        if variable is None or not variable.bands or quantity.at.comparison or len(quantity.at.groups) != 1:
            continue
        level = _level(document, quantity, variable)
        instances = _there(document, quantity, variable, level)
        if instances and all(one.outcome.truth is Truth.FALSE for one in instances):
            yield _mismatch(document, quantity, variable, level, instances[0])


def _level(document: Document, quantity: Quantity, variable: Variable) -> str:
    """The level that all patients of a quantity have; empty where that is not said."""
    if quantity.at.level:
        total = document.patients(quantity)
        everyone = quantity.count is not None and total is not None and quantity.count.value == total.value
        return quantity.at.level if everyone else ""
    said = fold(quantity.category).text
    words = {fold(word).text: level for level, all in variable.levels.items() for word in (level, *all)}
    return words.get(said, "")


def _there(document: Document, quantity: Quantity, variable: Variable, level: str) -> list[Instance]:
    """The band of a level, evaluated for the patients and the time of a quantity; without a time in its block only."""
    if level not in variable.bands:
        return []
    at = quantity.at
    return [
        instance
        for instance in document.instances(variable.bands[level])
        if instance.scope.group == at.groups[0]
        and instance.time == at.timepoint
        and (at.timepoint or all(number.route.startswith(f"{quantity.block}.") for number in _numbers(instance)))
    ]


def _numbers(instance: Instance) -> list[Label]:
    numbers = (number for operand in instance.outcome.operands for number in operand.numbers)
    return list({number.route: Label(number.route, "", number.text) for number in numbers}.values())


def _mismatch(document: Document, quantity: Quantity, variable: Variable, level: str, instance: Instance) -> Draft:
    fits = [
        other
        for other in variable.bands
        if any(one.outcome.truth is Truth.TRUE for one in _there(document, quantity, variable, other))
    ]
    of_group = any(operand.centre in ("mean", "median") for operand in instance.outcome.operands)
    when = f" ({quantity.at.timepoint})" if quantity.at.timepoint else ""
    said = substituted(variable.bands[level], instance.scope, instance.time)
    return found(
        Label(quantity.route, f"this would be {fits[0]}" if fits else "", quantity.category or level),
        f"{variable.label} is {level}{when}, which means {said}: that is false",
        beside=[(number, "with this") for number in _numbers(instance)],
        help=f"compare with the document; does it use another definition? (bands: {variable.bands_source})",
        expected=fits[0] if fits else None,
        severity=Severity.NOTE if of_group or quantity.at.level else None,
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """Support that all patients of a group have at a time."""

    variable: Variable
    groups: tuple[str, ...]
    timepoint: str
    days: tuple[date, date] | None
    label: Label


def _uses(document: Document, variable: Variable) -> Iterator[_Use]:
    for quantity in document.by_variable.get(variable.id, ()):
        at = quantity.at
        iso = parse_iso(quantity.date)
        if iso is not None:
            yield _Use(variable, at.groups, "", (iso.first, iso.last), Label(quantity.route, "", quantity.date))
            continue
        total = document.patients(quantity)
        if quantity.count is not None and total is not None and quantity.count.value == total.value > 0:
            text = quantity.measurements[0].text
            yield _Use(variable, at.groups, at.timepoint, document.when(at.timepoint), Label(quantity.route, "", text))


def _during(document: Document, one: Measured, use: _Use) -> bool:
    """Whether something was measured in the same patients at the very time of the support."""
    at = one.quantity.at
    if at.groups != use.groups or not at.timepoint:
        return False
    days = document.when(at.timepoint)
    one_day = days is not None and days[0] == days[1]
    return at.timepoint == use.timepoint or (one_day and days == use.days)


@rule("PHY09", "support-mismatch", Severity.NOTE)
def support_mismatch(document: Document) -> Iterator[Draft]:
    """The inspired oxygen can come from the device that the document names; P/F on ECMO is no measure of the lung.

    Why it matters: 60 % of oxygen does not come through a nasal cannula: device or FiO2 is another day's, and P/F rests
    on it. On ECMO the membrane gives the oxygen.

    Maths: a variable of the codebook that `delivers` a range of FiO2 (a device; or the date at which it was in use), in
    the same patients at the same time: a note if every value inside the rounding interval lies outside of the range. A
    note where a P/F was measured while the codebook's role `extracorporeal_oxygenation` was in use.

    What to do: read both places; high-flow oxygen through the nose gives up to 100 %. Nothing to change in the spec.

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-04-10
        rows:
          nasal_cannula: all
          fio2 (%): 60  # PHY09
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        columns: 2020-04-10
        rows:
          nasal_cannula: all
          fio2 (%): 35
    ```
    """
    devices = [one for one in document.codebook.variables.values() if one.delivers is not None]
    uses = [use for variable in devices for use in _uses(document, variable)]
    for fio2 in all_of(document, "inspired_oxygen"):
        for use in uses:
            side = _outside(fio2, use) if _during(document, fio2, use) else ""
            if side:
                bound = use.variable.delivers
                assert bound is not None
                yield found(
                    fio2.number,
                    f"{fio2.name} of {fio2}{at_when(fio2)} is {side} what goes with `{use.variable.label}`: "
                    f"{bound.text} %",
                    beside=[(use.label, "with this support")],
                    help=f"compare both places with the document; was it high-flow oxygen? (range: {bound.source})",
                )
    yield from _on_membrane(document)


def _outside(fio2: Measured, use: _Use) -> str:
    bound = use.variable.delivers
    if bound is not None and bound.high is not None and fio2.interval.low > float(bound.high):
        return "above"
    below = bound is not None and bound.low is not None and fio2.interval.high < float(bound.low)
    return "below" if below else ""


def _on_membrane(document: Document) -> Iterator[Draft]:
    for variable in playing(document, "extracorporeal_oxygenation"):
        for use in _uses(document, variable):
            for ratio in all_of(document, "oxygenation_ratio"):
                if _during(document, ratio, use):
                    yield found(
                        ratio.number,
                        f"{ratio.name} of {ratio}{at_when(ratio)} was measured on {use.variable.label}",
                        beside=[(use.label, "in use")],
                        help="it does not measure the lung alone: do not pool it with others",
                    )
