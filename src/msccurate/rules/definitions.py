"""UNT07, UNT09 and UNT10: what a unit or a name stands for in one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from msccurate.codebook import ConversionError
from msccurate.findings import Label, Place, Severity
from msccurate.rules.fitting import implausible, odd_ranges
from msccurate.rules.registry import Draft, found, rule
from msccurate.rules.together import beyond, measured
from msccurate.sources import Source, find_all
from msccurate.text import Span, fold

if TYPE_CHECKING:
    from msccurate.codebook import Definition, Variable
    from msccurate.tables import Document, Quantity

#: Centres that are within so many-fold of each other as printed, and at least so many-fold apart as amounts.
ALIKE, APART = 3, 6
#: With so many numbers (centres, quartiles, SDs) of the same groups at two times, units may differ less, by a factor
#: of two, if all numbers are within the fourth root of their factor of each other as printed (proposals).
MANY, LEAST_FACTOR = 4, 2

_SUMMARIES = ("mean", "sd", "median", "q1", "q3")


@rule("UNT07", "mixed-units", Severity.WARNING)
def mixed_units(document: Document) -> Iterator[Draft]:
    """A variable is not printed in two units that contradict each other.

    Why it matters: where 1.09 stands once with × 10^9/L and once with × 10^9/mL, one of them is wrong by a thousand,
    and whoever copies only one place does not see it.

    Maths: units that do not convert into each other (another dimension, or another assay: FEU and DDU of D-dimer); or
    the same printed number, in the same patients at the same time, in two units that differ in size; or means or
    medians of two times or groups that are within 3-fold of each other as printed, and surely more than 6-fold apart
    as amounts; or four and more numbers of the same groups at two times that are all alike as printed, in units that
    differ at least 2-fold (proposals). Silent where UNT03 or UNT04 says which of the two is wrong.

    What to do: find out which unit is right; if the document prints both, adjudicate, with the curated value.

    ## Example

    ```yaml
    data:
      text: {label: Figure 1, rows: {crp (mg/L): 81.2}}
      t1: {label: Table 1, rows: {crp (mg/dL): 81.2}}  # UNT07
    ```

    ## Corrected

    ```yaml
    data:
      text: {label: Figure 1, rows: {crp (mg/L): 81.2}}
      t1: {label: Table 1, rows: {crp (mg/dL): 8.12}}
    ```
    """
    blamed = {place for place, _, _ in odd_ranges(document)}
    seen: set[tuple[str, frozenset[str]]] = set()
    for variable, quantities in document.by_variable.items():
        known = document.codebook.variables.get(variable)
        if known is None or known.kind != "number" or len({one.unit for one in quantities}) < 2:
            continue
        fine = [one for one in quantities if one.unit and not _blamed(document, one, known, blamed)]
        twins: dict[frozenset[str], list[tuple[Quantity, Quantity]]] = {}
        for first, second in combinations(fine, 2):
            pair = (variable, frozenset((first.unit, second.unit)))
            draft = _mixed(document, known, first, second) if len(pair[1]) == 2 and pair not in seen else None
            if draft is not None:
                seen.add(pair)
                yield draft
            elif len(pair[1]) == 2 and first.at.groups == second.at.groups and not first.at.comparison:
                twins.setdefault(pair[1], []).append((first, second))
        for units, pairs in twins.items():
            draft = _all_alike(document, known, pairs) if (variable, units) not in seen else None
            if draft is not None:
                yield draft


def _blamed(document: Document, quantity: Quantity, variable: Variable, ranges: set[tuple[str, str]]) -> bool:
    """Whether UNT03 or UNT04 speak of this unit."""
    if (quantity.block, variable.id) in ranges or implausible(document, quantity) is not None:
        return True
    try:
        document.units.convert(Fraction(1), quantity.unit, variable.unit, variable.id)
    except ConversionError:
        return True
    return False


def _mixed(document: Document, variable: Variable, first: Quantity, second: Quantity) -> Draft | None:
    one, other = (document.units.by_code[quantity.unit] for quantity in (first, second))
    printed = [quantity.measurements[0].unit_printed or "" for quantity in (first, second)]
    assays = {tuple(re.findall(r"\{(.+?)\}", unit.code)) for unit in (one, other)}
    if len(assays) == 2 and () not in assays:
        words = f"{variable.label} is printed in {printed[0]} and in {printed[1]}, which do not convert"
        return _about(first, second, printed, words)
    if (one.factor, one.offset) == (other.factor, other.offset):
        return None
    if first.at != second.at:
        return _alike(document, variable, first, second) if one.offset == other.offset else None
    for name, number in first.parts():
        twin = second.part(name)
        if twin is not None and twin.same == number.same and number.value != 0:
            words = f"{variable.label} is {number} {printed[0]} here and {twin} {printed[1]} there"
            return found(
                twin,
                f"{words}: the units differ {_factor(one.factor / other.factor)}-fold",
                beside=[(number, f"in {printed[0]}")],
                help="one of the two units is wrong: compare both with the document",
            )
    return None


def _alike(document: Document, variable: Variable, first: Quantity, second: Quantity) -> Draft | None:
    """Means or medians of patients at two times, or of two groups, that are alike as numbers and not as amounts."""
    centres = [quantity.centre for quantity in (first, second)]
    if centres[0] is None or centres[1] is None or first.at.comparison or second.at.comparison:
        return None
    (name, number), (twin_name, twin) = centres[0], centres[1]
    if name != twin_name or name not in ("mean", "median") or number.comparator or twin.comparator:
        return None
    if number.value <= 0 or twin.value <= 0 or not 1 <= ALIKE * number.value / twin.value <= ALIKE**2:
        return None
    printed = [quantity.measurements[0].unit_printed or "" for quantity in (first, second)]
    ends = [document.canonical_ends(number, first), document.canonical_ends(twin, second)]
    if ends[0] is None or ends[1] is None or not ends[0][0] > 0 < ends[1][0]:
        return None
    apart = max(ends[0][0] / ends[1][1], ends[1][0] / ends[0][1])
    if apart < APART:
        return None
    return found(
        twin,
        f"{variable.label} is {number} {printed[0]} in one place and {twin} {printed[1]} in another: alike as numbers, "
        f"and {float(apart):.3g}-fold apart as amounts",
        beside=[(number, f"in {printed[0]}")],
        help="one of the two units is probably wrong: compare both with the document",
    )


def _all_alike(document: Document, variable: Variable, pairs: list[tuple[Quantity, Quantity]]) -> Draft | None:
    """Several numbers of the same groups at two times that are alike as printed, but not in their units."""
    numbers = [
        (number, twin)
        for first, second in pairs
        for name, number in first.parts()
        if name in _SUMMARIES and (twin := second.part(name)) is not None
    ]
    first, second = pairs[0]
    same = any(one.at.level or one.at.timepoint == other.at.timepoint for one, other in pairs)
    if same or len(numbers) < MANY or any(one.comparator or one.value <= 0 for both in numbers for one in both):
        return None
    amounts = [document.canonical_ends(one, quantity) for one, quantity in zip(numbers[0], pairs[0], strict=True)]
    if amounts[0] is None or amounts[1] is None or not all(ends[0] > 0 for ends in (amounts[0], amounts[1])):
        return None
    factor = (sum(amounts[0]) / numbers[0][0].value) / (sum(amounts[1]) / numbers[0][1].value)
    factor = max(factor, 1 / factor)
    if factor < LEAST_FACTOR or any(max(one / other, other / one) ** 4 > factor for one, other in
                                    ((one.value, other.value) for one, other in numbers)):  # fmt: skip
        return None
    printed = [quantity.measurements[0].unit_printed or "" for quantity in (first, second)]
    return found(
        numbers[0][1],
        f"{variable.label} is {numbers[0][0]} {printed[0]} in one place and {numbers[0][1]} {printed[1]} in another: "
        f"all {len(numbers)} numbers are alike, and the units differ {_factor(factor)}-fold",
        beside=[(numbers[0][0], f"in {printed[0]}")],
        help="one of the two units is probably wrong: compare both with the document",
    )


def _about(first: Quantity, second: Quantity, printed: list[str], words: str) -> Draft:
    numbers = [quantity.centre for quantity in (first, second)]
    routes = [
        centre[1] if centre else quantity.route for centre, quantity in zip(numbers, (first, second), strict=True)
    ]
    return found(
        routes[1],
        words,
        words=f"in {printed[1]}",
        beside=[(routes[0], f"in {printed[0]}")],
        help="make them two variables, or find out which unit is right",
    )


def _factor(ratio: Fraction) -> str:
    return f"{float(max(ratio, 1 / ratio)):.4g}"


@rule("UNT09", "unit-ambiguous", Severity.NOTE)
def unit_ambiguous(document: Document) -> Iterator[Draft]:
    """A name that several assays share says which of them is meant.

    Why it matters: D-dimer in fibrinogen equivalents (FEU) is about twice that in D-dimer units (DDU), and half of all
    papers do not say which they print; pooled, they are noise.

    Maths: a variable whose codebook entry has `ambiguous` alternatives. One note for a document; it names the
    alternative whose accepted range is nearest to the printed one, or whose abbreviation the document uses.

    What to do: if the document says which, use that variable; if not, adjudicate with what is likely.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {d_dimer (ng/mL): 495}}  # UNT09
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {d_dimer_feu (ng/mL FEU): 495}}
    ```
    """
    for id, quantities in document.by_variable.items():
        variable = document.codebook.variables.get(id)
        if variable is None or not variable.ambiguous:
            continue
        printed = [one for one in quantities if one.centre is not None and one.centre[0] != "p"]
        if not printed:
            continue
        others = [document.codebook.variables[other] for other in variable.ambiguous]
        first = printed[0]
        assert first.centre is not None
        hint, beside = _hint(document, variable, others)
        yield found(
            first.centre[1],
            f"{variable.label} may be {' or '.join(other.label for other in others)}: it is not said which{hint}",
            beside=beside,
            help="use the variable that the document means; if it does not say, adjudicate",
        )


def _hint(document: Document, variable: Variable, others: list[Variable]) -> tuple[str, list[tuple[Label, str]]]:
    """What speaks for one of the alternatives: its abbreviation in the document, or the reference range."""
    for other in others:
        marks = _marks(other) - _marks(variable)
        for source in document.sources.values():
            for mark in sorted(marks):
                place = next(find_all(source, mark, Span(0, len(source.text))), None)
                if place is not None:
                    return f"; the document has the word `{mark}`", [(_there(source, place.span), "see here")]
    for one in document.measurements:
        limit = one.numbers.high
        if one.at.statistic != "reference" or one.at.variable != variable.id or limit is None or not one.unit:
            continue
        try:
            value = document.units.convert(limit.value, one.unit, variable.unit, variable.id)
        except ConversionError:
            continue
        near = [
            (max(value / high, high / value), other)
            for other in others
            for high in (bound.high for bound in other.reference)
            if high and value > 0
        ]
        if near:
            best = min(near, key=lambda pair: pair[0])
            if best[0] <= 1.5:  # the limits of the two assays are 2-fold apart
                label = Label(limit.route, "", limit.text)
                return f"; the limit {limit} is that of {best[1].label}", [(label, "the reference range")]
    return "", []


def _marks(variable: Variable) -> set[str]:
    words = {word for text in (variable.label, *variable.spellings) for word in re.findall(r"[\w-]+", text)}
    return {word for word in words if len(word) > 1}


def _there(source: Source, span: Span) -> Label:
    return Label(f"sources.{source.id}", "", span.of(source.text), source=Place(source.path, span))


@rule("UNT10", "ratio-definition", Severity.WARNING)
def ratio_definition(document: Document) -> Iterator[Draft]:
    """The values of a ratio are those of the definition that the document prints.

    Why it matters: the oxygenation index is PaO2/FiO2 in China (high is good) and MAP × FiO2 × 100 / PaO2 elsewhere
    (high is bad); pooled under one name they cancel out.

    Maths: the codebook gives a variable several `definitions`, each with its printed forms and the range of its values.
    A finding where the document prints one of them only, its values surely lie outside of that one's range, and all of
    them may lie in the range of another.

    What to do: find out which is meant; if the values are of another ratio, make them another variable.

    ## Example

    ```text
    The oxygenation index (MAP × FiO2 × 100/PaO2) was 242.
    ```

    ```yaml
    data:
      t1:
        quote: The oxygenation index (MAP × FiO2 × 100/PaO2) was 242.
        rows: {pf_ratio (): 242}  # UNT10
    ```

    ## Corrected

    ```text
    The oxygenation index (PaO2/FiO2) was 242.
    ```

    ```yaml
    data:
      t1:
        quote: The oxygenation index (PaO2/FiO2) was 242.
        rows: {pf_ratio (): 242}
    ```
    """
    for variable in document.codebook.variables.values():
        if len(variable.definitions) < 2:
            continue
        printed = [(one, where) for one in variable.definitions if (where := _printed(document, one)) is not None]
        values = [
            one for quantity in document.by_variable.get(variable.id, ()) if (one := measured(document, quantity))
        ]
        if len(printed) != 1 or not values:
            continue
        definition, where = printed[0]
        fits = [one for one in variable.definitions if not any(beyond(value, one.range) for value in values)]
        wrong = [value for value in values if beyond(value, definition.range)]
        if wrong and fits:
            yield found(
                wrong[0].number,
                f"{variable.label} of {wrong[0]} is no value of `{where.text}`, which lies in {definition.range.text}",
                words=f"this would be {fits[0].printed[0]}",
                beside=[(where, "the printed definition"), *((value.number, "nor this") for value in wrong[1:])],
                help=f"find out which ratio is meant (range: {definition.range.source})",
            )


def _printed(document: Document, definition: Definition) -> Label | None:
    """Where a definition stands in the document; longer forms are looked for first."""
    for source in document.sources.values():
        for form in sorted(definition.printed, key=lambda form: (-len(fold(form).text), form)):
            place = next(find_all(source, form, Span(0, len(source.text))), None)
            if place is not None:
                return _there(source, place.span)
    return None
