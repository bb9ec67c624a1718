"""Bounds of a variable: ranges with their source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf

from msccurate.notation import Reading, read_cell


@dataclass(frozen=True)
class Bound:
    """From `low` to `high`, both in the variable's own unit and both included; None is unbounded. `source` is where
    the bound was published, or the word `proposal`."""

    low: Fraction | None
    high: Fraction | None
    text: str
    source: str = "proposal"

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Both ends as floats, infinite where there is none."""
        return -inf if self.low is None else float(self.low), inf if self.high is None else float(self.high)


def read_bound(text: str, source: str = "proposal") -> Bound | None:
    """`0 to 120`, `35–48`, `< 10`, `>= 5`; None for anything else, or where the ends are the wrong way round."""
    cell = read_cell(text, Reading("reference"))
    if cell.state != "read":
        return None
    ends = {part.name: part.number.value for part in cell.parts}
    low, high = ends.get("low"), ends.get("high")
    return None if low is not None and high is not None and low > high else Bound(low, high, text, source)
