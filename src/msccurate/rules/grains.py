"""Rows of whole numbers: which there are, how their numbers may be read, and what is said where no reading fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msccurate.codebook import Variable
from msccurate.findings import Severity
from msccurate.printed import Printed
from msccurate.rules.registry import found
from msccurate.rules.summaries import Row, sizes, summaries

if TYPE_CHECKING:
    from msccurate.tables import Document, Quantity


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read the numbers: how many patients, how rounded, whether the SD divides by n."""

    n: int
    rounding: str = "either"
    population: bool = False

    def words(self, n: int) -> str:
        """What is other than the numbers claim, for a help."""
        said = [f"for n = {self.n} (are data missing?)"] if self.n != n else []
        said += ["if it were cut off, not rounded"] if self.rounding == "trunc" else []
        said += ["as the SD of a population"] if self.population else []
        return " and ".join(said)


def _readings(sizes: range, population: bool) -> Iterator[Reading]:
    """All readings that are accepted, the plainest first; the first of all is the one that the numbers claim."""
    for n in reversed(sizes):
        for of_population in (False, True) if population else (False,):
            for rounding in ("either", "trunc"):
                yield Reading(n, rounding, of_population)


Fits = Callable[[Reading], bool]


def impossible_rows(
    document: Document,
    quantity: Quantity,
    number: Printed,
    fits: Fits,
    impossible: str,
    beside: Iterable[tuple[Printed, str]] = (),
    population: bool = False,
) -> Iterator[Row]:
    """The finding on a number that is not possible as it claims; a note where another reading makes it so."""
    n, total, variable = sizes(document, quantity), document.patients(quantity), quantity.variable
    if not n or total is None or variable is None or fits(Reading(n[-1])):
        return
    certain = _whole(variable) == "certain"
    other = next((reading for reading in _readings(n, population) if fits(reading)), None)
    if other is not None and not certain:
        return
    severity = Severity.NOTE if other is not None or not certain else None
    if other is not None:
        help = f"it would be right {other.words(n[-1])}"
    elif certain:
        help = "compare the numbers and n with the document"
    else:
        help = "are the values whole numbers? then compare the numbers and n with the document"
    draft = found(number, impossible, beside=[*beside, (total, "of this many")], help=help, severity=severity)
    yield Row(quantity.block, f"{number.route.rpartition('#')[2]} {'otherwise possible' if other else ''}", draft)


def _whole(variable: Variable) -> str:
    return "certain" if variable.kind == "yes/no" else variable.whole


def of_whole_numbers(document: Document, *parts: str) -> Iterator[tuple[Quantity, Variable]]:
    """The rows of variables that have whole values only, in their own unit; no comparisons."""
    for quantity in summaries(document, *parts):
        variable = quantity.variable
        if variable is None or variable.kind != "number" or not variable.whole or quantity.at.comparison:
            continue
        printed = quantity.measurements[0].unit_printed
        if quantity.unit == variable.unit or (not quantity.unit and (printed == "" or variable.unit == "1")):
            yield quantity, variable
