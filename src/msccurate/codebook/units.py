"""Units: printed spellings, dimension and factor; exact conversion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from msccurate.notation.characters import SUPERSCRIPTS, plain
from msccurate.text import nearest


class ConversionError(Exception):
    """Two units that do not convert into each other; the message says why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its UCUM code: `value · factor + offset` is the value in the base unit of its dimension."""

    code: str
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)
    spellings: tuple[str, ...] = ()
    flattened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelled:
    """A unit as printed: `flattened` where its exponent lost its superscript (`× 109/L`, `× 10 9/L`)."""

    unit: Unit
    flattened: bool


@dataclass(frozen=True)
class Scale:
    """A conversion from one unit to another: value · factor + shift."""

    factor: Fraction = Fraction(1)
    shift: Fraction = Fraction(0)

    def of(self, value: Fraction) -> Fraction:
        return value * self.factor + self.shift if self.shift else value * self.factor

    def near(self, value: float) -> tuple[float, float]:
        """A value converted in floats, and more than it can be off by that: four roundings of 2^-53."""
        factor, shift = self._nearly
        moved = value * factor
        return moved + shift, 1e-12 * (abs(moved) + abs(shift))

    @cached_property
    def _nearly(self) -> tuple[float, float]:
        return float(self.factor), float(self.shift)


_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def folded(spelling: str) -> str:
    """A spelling without blanks, with one sign for each thing; case is kept."""
    same = plain(spelling).replace("µ", "μ").replace("·", ".").replace("*", "×")
    same = same.translate(SUPERSCRIPTS).translate(_SUBSCRIPTS)
    same = re.sub(r"^\s*in\s+", "", same)
    same = re.sub(r"\s+per\s+", "/", same)
    same = re.sub(r"[\s.]+([A-Za-zμ]+)\s*\^?-1(?!\d)", r"/\1", same)
    same = re.sub(r"(?<![A-Za-z])[xX](?=\s*10)", "×", same)
    return re.sub(r"[\s^\u2009]+", "", same)


#: Ten with an exponent that is still one: `10^9`, `10*9`, `10⁹`.
_RAISED = re.compile(r"10\s*(?:\^|\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
_POWER = re.compile(r"10\*(\d+)")
#: Longer than any unit; a whole page in parentheses is not worth folding.
_LONGEST = 200


@dataclass(frozen=True)
class Units:
    """All units of a project, by code; `factors` are molar/mass factors: (variable, from, to) -> factor."""

    by_code: Mapping[str, Unit] = field(default_factory=dict)
    factors: Mapping[tuple[str, str, str], Fraction] = field(default_factory=dict)

    @cached_property
    def _spellings(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for unit in self.by_code.values():
            for spelling in (unit.code, *unit.spellings, *unit.flattened):
                found.setdefault(folded(spelling), unit)
        return found

    @cached_property
    def _flattened(self) -> frozenset[str]:
        return frozenset(folded(one).lower() for unit in self.by_code.values() for one in unit.flattened)

    @cached_property
    def _lower(self) -> dict[str, Unit | None]:
        """Spellings without case; None where two units differ by case only."""
        found: dict[str, Unit | None] = {}
        for spelling, unit in self._spellings.items():
            found[spelling.lower()] = unit if found.get(spelling.lower(), unit) is unit else None
        return found

    @cached_property
    def _seen(self) -> dict[str, Spelled | None]:
        """What was read before: a document prints few units, and many times."""
        return {}

    def read(self, spelling: str) -> Spelled | None:
        """The unit that a printed spelling names; None where it names none (or two)."""
        if spelling not in self._seen:
            self._seen[spelling] = self._read(spelling)
        return self._seen[spelling]

    def _read(self, spelling: str) -> Spelled | None:
        if len(spelling) > _LONGEST:
            return None
        key = folded(spelling)
        unit = self._spellings.get(key) or self._lower.get(key.lower())
        if unit is None:
            return None
        power = _POWER.match(unit.code)
        lost = power is not None and re.search(rf"(?<!\d)10{power[1]}(?!\d)", key) is not None
        lost = lost or key.lower() in self._flattened
        return Spelled(unit, lost and not _RAISED.search(spelling))

    def nearest(self, spelling: str) -> str | None:
        """The known spelling most like this one; one that differs in a single letter comes first."""
        known = [one for unit in self.by_code.values() for one in (unit.code, *unit.spellings)]
        long = len(spelling) > 3
        slips = (one for one in known if long and len(one) == len(spelling) and _different(one, spelling) == 1)
        return next(slips, None) or nearest(spelling, reversed(known))

    def convert(self, value: Fraction, given: str, wanted: str, variable: str = "") -> Fraction:
        """A value in another unit, exactly. Raises ConversionError."""
        if given == wanted:
            return value
        return self.scale(given, wanted, variable).of(value)

    def scale(self, given: str, wanted: str, variable: str = "") -> Scale:
        """The conversion from one unit to another. Raises ConversionError."""
        key = (given, wanted, variable)
        if key not in self._scales:
            self._scales[key] = self._scale(given, wanted, variable)
        return self._scales[key]

    @cached_property
    def _scales(self) -> dict[tuple[str, str, str], Scale]:
        return {}

    def _scale(self, given: str, wanted: str, variable: str) -> Scale:
        if given == wanted:
            return Scale()
        source, target = self.by_code.get(given), self.by_code.get(wanted)
        if source is None or target is None:
            raise ConversionError(f"`{given if source is None else wanted}` is no known unit")
        if source.dimension == target.dimension:
            return Scale(source.factor / target.factor, (source.offset - target.offset) / target.factor)
        for (one, a, b), factor in self.factors.items():
            if one != variable:
                continue
            first, second = self.by_code[a], self.by_code[b]
            if (source.dimension, target.dimension) == (first.dimension, second.dimension):
                return Scale(source.factor / first.factor * factor * second.factor / target.factor)
            if (source.dimension, target.dimension) == (second.dimension, first.dimension):
                return Scale(source.factor / second.factor / factor * first.factor / target.factor)
        raise ConversionError(f"{given} measures {source.dimension}, {wanted} measures {target.dimension}")


def _different(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one.casefold(), other.casefold(), strict=False))
