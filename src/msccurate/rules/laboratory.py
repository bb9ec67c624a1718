"""PHY06 and PHY07: laboratory values that are computed from others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.codebook import ConversionError
from msccurate.findings import Severity
from msccurate.forensics.filtration import EQUATIONS, filtration
from msccurate.printed import Interval
from msccurate.rules.intervals_of_time import playing
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import (
    Measured,
    all_of,
    apart_in_percent,
    as_one,
    at_when,
    beside,
    shown,
    tolerance,
)
from msccurate.text import fold

if TYPE_CHECKING:
    from msccurate.tables import Document

_FEMALE, _MALE = {"female", "woman", "women", "f"}, {"male", "man", "men", "m"}
_ADULT = 18
#: The first kinds of white cells of the codebook's `parts`, neutrophils and lymphocytes, are most of them.
_MAIN_KINDS = 2


@rule("PHY06", "egfr-mismatch", Severity.NOTE)
def egfr_mismatch(document: Document) -> Iterator[Draft]:
    """An estimated filtration rate is that of creatinine, age and sex.

    Why it matters: the rate is computed, never measured: if it does not follow from the patient's creatinine, one of
    them is of another day, in another unit or misprinted.

    Maths: CKD-EPI 2021 (Inker 2021, N Engl J Med 385:1737) over the rounding intervals, a printed age standing for the
    whole year. A note for one adult if the rate is more than 10 % (the codebook's tolerance) off it, and off CKD-EPI
    2009 and MDRD, their factors for black patients allowed. Silent for group centres.

    What to do: compare with the document; look which equation it used (Cockcroft-Gault is another).

    ## Example

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        rows:
          age (years): 50
          sex: male
          creatinine (mg/dL): 1.0
          egfr (mL/min/1.73 m2): 29  # PHY06
    ```

    ## Corrected

    ```yaml
    groups: {patient: {n: 1}}
    data:
      t1:
        label: Table 1
        rows:
          age (years): 50
          sex: male
          creatinine (mg/dL): 1.0
          egfr (mL/min/1.73 m2): 92
    ```
    """
    limit = tolerance(document, "filtration_percent")
    for rate in all_of(document, "filtration") if limit else ():
        creatinine = beside(document, rate, "creatinine")
        age = beside(document, rate, "age", timeless=True)
        female = _female(document, rate)
        milligrams = _in_milligrams(document, creatinine) if creatinine else None
        if not rate.single or creatinine is None or age is None or milligrams is None or female is None:
            continue
        years = Interval(age.interval.low, age.interval.high + 0.5)
        if age.variable.unit != "a" or years.low < _ADULT or milligrams.low <= 0:
            continue
        assert limit is not None
        rates = {name: filtration(name, milligrams, years, female) for name in EQUATIONS}
        if all(apart_in_percent(rate.interval, one, float(limit.by)) for one in rates.values()):
            said = ", ".join(f"{name} {shown(one, 0)}" for name, one in rates.items())
            yield found(
                rate.number,
                f"{rate.name} of {rate}{at_when(rate)} does not follow from a creatinine of {creatinine} in a "
                f"{'woman' if female else 'man'} of {age.number}: {said}",
                beside=[(creatinine.number, "with this creatinine"), (age.number, "at this age")],
                help="compare with the document; does it name another equation?",
            )


def _in_milligrams(document: Document, creatinine: Measured) -> Interval | None:
    """Creatinine in mg/dL; None where the codebook has no factor."""
    ends = document.canonical_ends(creatinine.number, creatinine.quantity)
    variable = creatinine.variable
    if ends is None:
        return None
    try:
        low, high = (float(document.units.convert(end, variable.unit, "mg/dL", variable.id)) for end in ends)
    except ConversionError:
        return None
    return Interval(low, high)


def _female(document: Document, one: Measured) -> bool | None:
    """The sex of the patient something was measured in; None where it is not said, or twice and differently."""
    found = set()
    for variable in playing(document, "sex"):
        for quantity in document.by_variable.get(variable.id, ()):
            if quantity.at.groups != one.quantity.at.groups:
                continue
            everyone = quantity.count is not None and quantity.count.value == 1
            said = quantity.category or (quantity.at.level if everyone else "")
            spellings = {said, *variable.levels.get(said, ())}
            words = {fold(word).text.casefold() for word in spellings}
            found |= {sex for sex, known in ((True, _FEMALE), (False, _MALE)) if words & known}
    return found.pop() if len(found) == 1 else None


@rule("PHY07", "differential-percent", Severity.WARNING)
def differential_percent(document: Document) -> Iterator[Draft]:
    """The count of a kind of white cell is its percentage of all, and the kinds that are printed are most of them.

    Why it matters: count, percentage and white-cell count are one measurement printed three times; where they disagree,
    one is misprinted or stands in another unit.

    Maths: white cells times percentage over the rounding intervals. A finding beyond 10 % for one patient, a note
    beyond 30 % for means of groups (the codebook's tolerances); silent for medians, which do not multiply. Where
    neutrophils and lymphocytes are printed, all other kinds together are at most 40 % of the white cells (a tolerance,
    too), in patients and in means.

    What to do: compare the three with the document.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          wbc (×10^9/L): 8.06
          neutrophils_percent (%): 94.5
          neutrophils (×10^9/L): 5.62  # PHY07
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          wbc (×10^9/L): 8.06
          neutrophils_percent (%): 94.5
          neutrophils (×10^9/L): 7.62
    ```
    """
    yield from as_one(_off_percentage(document))
    yield from as_one(_of_other_kinds(document))


def _of_other_kinds(document: Document) -> Iterator[tuple[object, Draft]]:
    """White-cell counts of which the printed kinds leave too much over."""
    limit = tolerance(document, "white_cells_of_other_kinds")
    main, others = playing(document, "parts")[:_MAIN_KINDS], playing(document, "parts")[_MAIN_KINDS:]
    for white in all_of(document, "white_cells") if limit and len(main) == _MAIN_KINDS else ():
        kinds = [beside(document, white, part) for part in main]
        kinds += [one for part in others if (one := beside(document, white, part)) is not None]
        known = [one for one in kinds if one is not None and one.variable.unit == white.variable.unit]
        if len(known) < len(kinds) or white.centre == "median" or white.interval.low <= 0:
            continue
        assert limit is not None
        rest = white.interval.low - sum(one.interval.high for one in known)
        if rest * 100 > white.interval.high * float(limit.by):
            share = 100 * rest / white.interval.high
            draft = found(
                white.number,
                f"{white.name} of {white}{at_when(white)}: {' and '.join(f'{one.name} {one}' for one in known)} leave "
                f"{share:.0f} % for other kinds, and {limit.by} % is much",
                beside=[(one.number, "of these") for one in known],
                help="compare all of them and their units with the document",
            )
            yield (white.quantity.block, "kinds"), draft


def _off_percentage(document: Document) -> Iterator[tuple[object, Draft]]:
    pairs = zip(playing(document, "parts"), playing(document, "parts_percent"), strict=False)
    for part, share in pairs:
        for count in all_of(document, part):
            percent = beside(document, count, share)
            white = beside(document, count, "white_cells")
            name = "differential_percent" if count.single else "differential_percent_of_groups"
            limit = tolerance(document, name)
            if percent is None or white is None or limit is None or count.centre == "median":
                continue
            if part.unit != white.variable.unit or share.unit != "%":
                continue
            expected = white.interval * percent.interval / Interval.point(100)
            side = apart_in_percent(count.interval, expected, float(limit.by))
            if side:
                draft = found(
                    count.number,
                    f"{count.name} of {count}{at_when(count)} is {side} {percent.number} % of {white.number}: "
                    f"{shown(expected, max(count.number.decimals, 0))}",
                    words=f"about {shown(expected, max(count.number.decimals, 0))}",
                    beside=[(percent.number, "this share"), (white.number, "of these")],
                    help="compare the three with the document",
                    severity=None if count.single else Severity.NOTE,
                )
                yield (count.quantity.block, part.id, side), draft
