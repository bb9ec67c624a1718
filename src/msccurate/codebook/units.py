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
    """A unit as printed: `flattened` where its exponent lost its superscript (`× 109/L`)."""

    unit: Unit
    flattened: bool


def folded(spelling: str) -> str:
    """A spelling without blanks, with one sign for each thing; case is kept."""
    same = plain(spelling).replace("µ", "μ").replace("·", ".").replace("*", "×").translate(SUPERSCRIPTS)
    same = re.sub(r"(?<![A-Za-z])[xX](?=\s*10)", "×", same)
    return re.sub(r"[\s^\u2009]+", "", same)


@dataclass(frozen=True)
class Units:
    """All units of a project, by code; `factors` are molar/mass factors: (variable, from, to) -> factor."""

    by_code: Mapping[str, Unit] = field(default_factory=dict)
    factors: Mapping[tuple[str, str, str], Fraction] = field(default_factory=dict)

    @cached_property
    def _spellings(self) -> dict[str, Spelled]:
        found: dict[str, Spelled] = {}
        for unit in self.by_code.values():
            for spelling in (unit.code, *unit.spellings):
                found.setdefault(folded(spelling), Spelled(unit, False))
        return found

    @cached_property
    def _flattened(self) -> dict[str, Spelled]:
        """Spellings that lost a superscript, with superscripts told apart from plain digits."""
        return {_tight(one): Spelled(unit, True) for unit in self.by_code.values() for one in unit.flattened}

    @cached_property
    def _lower(self) -> dict[str, Spelled | None]:
        """Spellings without case; None where two units differ by case only."""
        found: dict[str, Spelled | None] = {}
        for spelling, spelled in self._spellings.items():
            other = found.get(spelling.lower(), spelled)
            found[spelling.lower()] = spelled if other is not None and other.unit == spelled.unit else None
        return found

    def read(self, spelling: str) -> Spelled | None:
        """The unit that a printed spelling names; None where it names none (or two)."""
        flattened = self._flattened.get(_tight(spelling))
        if flattened is not None:
            return flattened
        key = folded(spelling)
        return self._spellings.get(key) or self._lower.get(key.lower())

    def nearest(self, spelling: str) -> str | None:
        """The known printed spelling most like this one."""
        known = [one for unit in self.by_code.values() for one in (unit.code, *unit.spellings)]
        return nearest(spelling, known)

    def convert(self, value: Fraction, given: str, wanted: str, variable: str = "") -> Fraction:
        """A value in another unit, exactly. Raises ConversionError."""
        if given == wanted:
            return value
        source, target = self.by_code.get(given), self.by_code.get(wanted)
        if source is None or target is None:
            raise ConversionError(f"`{given if source is None else wanted}` is no known unit")
        if source.dimension == target.dimension:
            return (value * source.factor + source.offset - target.offset) / target.factor
        for (one, a, b), factor in self.factors.items():
            if one != variable:
                continue
            first, second = self.by_code[a], self.by_code[b]
            if (source.dimension, target.dimension) == (first.dimension, second.dimension):
                return value * source.factor / first.factor * factor * second.factor / target.factor
            if (source.dimension, target.dimension) == (second.dimension, first.dimension):
                return value * source.factor / second.factor / factor * first.factor / target.factor
        raise ConversionError(f"{given} measures {source.dimension}, {wanted} measures {target.dimension}")


def _tight(spelling: str) -> str:
    """Like `folded`, but a superscript or `^` is kept apart from plain digits."""
    same = plain(spelling).replace("µ", "μ").replace("*", "×")
    same = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda match: "^" + match.group().translate(SUPERSCRIPTS), same)
    same = re.sub(r"(?<![A-Za-z])[xX](?=\s*10)", "×", same)
    return re.sub(r"[\s\u2009]+", "", same)
