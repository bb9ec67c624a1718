"""PHY02 and PHY03: blood gases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from msccurate.findings import Severity
from msccurate.forensics.gases import bicarbonates, saturations
from msccurate.printed import Interval
from msccurate.rules.plausibility import event_between
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import (
    Measured,
    all_of,
    apart,
    as_one,
    at_when,
    beside,
    shown,
    tolerance,
)

if TYPE_CHECKING:
    from msccurate.codebook import Tolerance
    from msccurate.tables import Document


@rule("PHY02", "saturation-implausible", Severity.WARNING)
def saturation_implausible(document: Document) -> Iterator[Draft]:
    """The saturation of arterial blood goes with its pressure of oxygen.

    Why it matters: a saturation of 100 % at a PaO2 of 60 mmHg is the pulse oximeter's, a value of another day, or a
    misprint; P/F and severity rest on the pressure.

    Maths: Severinghaus 1979 (J Appl Physiol 46:599), 100 / (23400 / (P³ + 150 P) + 1), with log10 P shifted by
    0.48 (pH - 7.4) where the pH is given, over the rounding intervals of all. A finding beyond the codebook's tolerance
    (6, 4.5 and 3.5 points for PaO2 of 35-60, 60-80 and 80-110 mmHg), and only between 35 and 110 mmHg. A note for group
    centres, beyond 8 points. Temperature, carbon monoxide and methaemoglobin are not known to the rule.

    What to do: compare pressure, saturation and pH with the document; if it prints them so, adjudicate.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ph (): 7.35
          pao2 (mmHg): 62
          sao2 (%): 100  # PHY02
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ph (): 7.35
          pao2 (mmHg): 62
          sao2 (%): 91
    ```
    """
    yield from as_one(_off_curve(document))


def _off_curve(document: Document) -> Iterator[tuple[object, Draft]]:
    for sao2 in all_of(document, "arterial_saturation"):
        pao2 = beside(document, sao2, "arterial_oxygen")
        if pao2 is None:
            continue
        ph = beside(document, sao2, "arterial_ph")
        if ph is not None and ph.quantity.block != pao2.quantity.block:
            ph = None
        limit = tolerance(document, "saturation" if sao2.single else "saturation_of_groups", pao2.interval)
        expected = saturations(pao2.interval, ph.interval if ph else None)
        side = apart(sao2.interval, expected, float(limit.by)) if limit else ""
        if limit is None or not side:
            continue
        at_ph = f" at pH {ph.number}" if ph else ""
        draft = found(
            sao2.number,
            f"{sao2.name} of {sao2}{at_when(sao2)} is {side} what goes with {pao2.name} of {pao2}{at_ph}: "
            f"{shown(expected, 1)} %, give or take {float(limit.by):g}",
            words=f"about {shown(expected, 0)} %",
            beside=[(pao2.number, "at this pressure"), *([(ph.number, "and this pH")] if ph else [])],
            help=f"compare all with the document; is it the pulse oximeter's? (tolerance: {limit.source})",
            severity=None if sao2.single else Severity.NOTE,
        )
        yield (sao2.quantity.block, side), draft


@rule("PHY03", "bicarbonate", Severity.WARNING)
def bicarbonate(document: Document) -> Iterator[Draft]:
    """The bicarbonate goes with pH and PaCO2, and does not swing from one day to the next and back.

    Why it matters: pH, PaCO2 and bicarbonate are tied by a law of chemistry; if they disagree one is misprinted. The
    body moves bicarbonate by a few mmol/L a day: a swing of more, taken back the next day, is a mixed-up sample.

    Maths: Henderson-Hasselbalch, 0.0307 · PaCO2 · 10^(pH - 6.1) in mmHg and mmol/L, over the rounding intervals.
    Against a printed bicarbonate a finding beyond the codebook's tolerance: 1.5 mmol/L for a blood gas, 6 for the
    laboratory (and for group centres, a note). In one patient, a value computed so that lies more than 10 mmol/L above,
    or below, those of the day before and of the day after; a note where an event that explains it lies between, or
    where it takes that a pH of 7.4 among others of two decimals is 7.40.

    What to do: compare with the document; if it prints them so, adjudicate.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ph (): 7.40
          paco2 (mmHg): 40
          hco3 (mmol/L): 14.2  # PHY03
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          ph (): 7.40
          paco2 (mmHg): 40
          hco3 (mmol/L): 24.2
    ```
    """
    yield from as_one(_against_printed(document))
    yield from _swings(document)


def _against_printed(document: Document) -> Iterator[tuple[object, Draft]]:
    for role, name in (("gas_bicarbonate", "bicarbonate_gas"), ("laboratory_bicarbonate", "bicarbonate_laboratory")):
        for printed in all_of(document, role):
            ph = beside(document, printed, "arterial_ph")
            paco2 = beside(document, printed, "arterial_carbon_dioxide")
            limit = tolerance(document, name if printed.single else "bicarbonate_laboratory")
            if ph is None or paco2 is None or limit is None:
                continue
            expected = bicarbonates(ph.interval, paco2.interval)
            side = apart(printed.interval, expected, float(limit.by))
            if side:
                draft = found(
                    printed.number,
                    f"{printed.name} of {printed}{at_when(printed)} is {side} what pH {ph.number} and {paco2.name} of "
                    f"{paco2} give: {shown(expected, 1)} mmol/L, give or take {float(limit.by):g}",
                    words=f"about {shown(expected, 1)}",
                    beside=[(ph.number, "at this pH"), (paco2.number, "and this pressure")],
                    help="compare the three with the document; standard and actual bicarbonate differ by a little",
                    severity=None if printed.single else Severity.NOTE,
                )
                yield (printed.quantity.block, side), draft


@dataclass(frozen=True, slots=True)
class _Gas:
    """A patient's pH and PaCO2 of one day, and the bicarbonate computed from them: as printed, and with a pH of `7.4`
    read as 7.40 where others of the series have two decimals."""

    day: int
    ph: Measured
    paco2: Measured
    printed: Interval
    likely: Interval


def _gases(document: Document) -> Iterator[list[_Gas]]:
    """Each patient's blood gases by day; days with two left out."""
    series: dict[tuple[str, ...], dict[int, list[tuple[Measured, Measured]]]] = {}
    for ph in all_of(document, "arterial_ph"):
        days = document.when(ph.quantity.at.timepoint)
        paco2 = beside(document, ph, "arterial_carbon_dioxide")
        if paco2 is None or days is None or days[0] != days[1] or not ph.single:
            continue
        if paco2.quantity.block == ph.quantity.block:
            series.setdefault(ph.quantity.at.groups, {}).setdefault(days[0].toordinal(), []).append((ph, paco2))
    for by_day in series.values():
        decimals = max(ph.number.decimals for gases in by_day.values() for ph, _ in gases)
        yield [_gas(document, day, *gases[0], decimals) for day, gases in sorted(by_day.items()) if len(gases) == 1]


def _gas(document: Document, day: int, ph: Measured, paco2: Measured, decimals: int) -> _Gas:
    missing = decimals - ph.number.decimals
    full = replace(ph.number, mantissa=ph.number.mantissa * 10**missing, decimals=decimals)
    likely = document.canonical(full, ph.quantity) or ph.interval
    return _Gas(day, ph, paco2, bicarbonates(ph.interval, paco2.interval), bicarbonates(likely, paco2.interval))


def _swings(document: Document) -> Iterator[Draft]:
    limit = tolerance(document, "bicarbonate_swing")
    for gases in _gases(document) if limit else ():
        for before, gas, after in zip(gases, gases[1:], gases[2:], strict=False):
            assert limit is not None
            if gas.day - before.day != 1 or after.day - gas.day != 1:
                continue
            most = float(limit.by)
            sure = _swing(gas.printed, before.printed, after.printed, most)
            if sure or _swing(gas.likely, before.likely, after.likely, most):
                yield _swung(document, (before, gas, after), limit, sure)


def _swing(gas: Interval, before: Interval, after: Interval, most: float) -> bool:
    sides = {apart(gas, other, most) for other in (before, after)}
    return len(sides) == 1 and "" not in sides


def _swung(document: Document, gases: tuple[_Gas, _Gas, _Gas], limit: Tolerance, sure: bool) -> Draft:
    before, gas, after = gases
    variables = (gas.ph.variable, gas.paco2.variable)
    events = (event_between(document, one, before.day, after.day) for one in variables)
    event = next(filter(None, events), "")
    values = [shown(one.printed if sure else one.likely, 1) for one in gases]
    why = (
        f"; {event} lies between"
        if event
        else ""
        if sure
        else "; this takes a pH of one decimal for one that lost its zero"
    )
    return found(
        gas.paco2.number,
        f"pH {gas.ph.number} and {gas.paco2.name} {gas.paco2}{at_when(gas.ph)} give a bicarbonate of {values[1]} "
        f"mmol/L, the day before gives {values[0]}, the day after {values[2]}: more than {float(limit.by):g} away and "
        f"back{why}",
        beside=[
            (gas.ph.number, "at this pH"),
            *(
                (one.ph.number, f"with {one.paco2.number}: {value}")
                for one, value in ((before, values[0]), (after, values[2]))
            ),
        ],
        help=f"compare pH and PaCO2 of the three days with the document (limit: {limit.source})",
        severity=None if sure and not event else Severity.NOTE,
    )
