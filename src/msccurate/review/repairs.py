"""Repair hints: the single edits of one number that would make an impossible set of numbers possible.

Each candidate is put into the records and the finding's own rule is asked again; what silences it, and gives no other
rule that recomputes anything to say, is a hint, never a correction: the spec holds what the document prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from msgspec import structs

from msccurate.findings import Finding, Severity
from msccurate.notation import scan_numbers
from msccurate.printed import Printed
from msccurate.rules import Rule
from msccurate.sources import CellAnchor
from msccurate.tables import Document
from msccurate.tables.edited import about, with_number, with_unit

_DIGITS = re.compile(r"\d[\d.,·]*")

#: Families that recompute: their findings say that some printed numbers cannot all be true.
RECOMPUTING = frozenset({"PCT", "SUM", "FLW", "REL", "CLM", "SPR", "GRN", "STA", "SRV", "DTA", "COR", "PHY", "PLA"})
#: Families whose numbers are compared with those of other units; elsewhere another unit would only silence the rule.
CONVERTING = frozenset({"REL", "CLM", "PHY", "PLA"})
#: Families that ask what is likely: many edits would do there, and only those are worth a word that are slips of the
#: pen and after which nothing about these cells is unlikely any more.
JUDGING = frozenset({"PHY", "PLA"})
#: Rules that find a value odd whatever stands beside it.
ODD = frozenset({"PLA01", "PLA02", "UNT04"})
#: Hints are sought for so many findings of a document; more than these have one cause that is not a digit.
MOST_FINDINGS = 40
MOST_HINTS = 3
#: Where more digits than this could be another, none of them is worth a hint.
MOST_DIGITS = 3
#: Where any of several units would do, none of them is named.
MOST_UNITS = 1
#: A number of fewer digits is found somewhere in every text, so that it proves nothing.
TELLING_DIGITS = 3

_ORDER = (
    "what the document says there",
    "two digits swapped",
    "the decimal point moved",
    "the value of the row beside it",
    "the value of the column beside it",
    "another group's n",
    "another unit",
    "one digit",
)
_THERE, _SWAPPED, _POINT, _ROW, _COLUMN, _GROUP, _UNIT, _DIGIT = _ORDER
_SLIPS = (_THERE, _SWAPPED, _POINT, _UNIT)


@dataclass(frozen=True, slots=True)
class Repair:
    """`old` as `new` at `route` would reconcile the numbers; `how` says what kind of slip that is.

    `supported`: the document prints the new number, there or elsewhere.
    """

    route: str
    old: str
    new: str
    how: str
    supported: bool = False

    def __str__(self) -> str:
        support = ", and the document prints that number elsewhere" if self.supported and self.how != _THERE else ""
        return f"`{self.old}` were `{self.new}` ({self.how}{support})"


def hint(repairs: Iterable[Repair]) -> str:
    """The repairs as half a sentence for a finding's help; empty where there are none."""
    told = [str(repair) for repair in repairs]
    return f"it would fit if {', or if '.join(told)}" if told else ""


class Repairer:
    """Seeks the repairs of one document's findings."""

    def __init__(self, document: Document, rules: Iterable[Rule]) -> None:
        self._document = document
        self._rules = {rule.code: rule for rule in rules if rule.scope == "document"}
        self._sought = 0

    def repairs(self, finding: Finding) -> tuple[Repair, ...]:
        """The single edits that silence a finding, the likeliest first; none for notes."""
        rule = self._rules.get(finding.code)
        if rule is None or rule.family not in RECOMPUTING or self._sought >= MOST_FINDINGS:
            return ()
        if finding.severity is Severity.NOTE:
            return ()  # a note says that a look is worth it, not that the numbers are impossible
        self._sought += 1
        routes = list(dict.fromkeys(label.route for label in (finding.primary, *finding.related)))
        cells = {route.partition("#")[0] for route in routes}
        numbers = {route: one for route, one in self._numbers.items() if route.partition("#")[0] in cells}
        small = about(self._document, set(numbers))
        before = _failing(rule, small)
        if finding.primary.route not in before:
            return ()
        edits = self._edits(small, numbers, rule.family, finding.primary.route)
        if rule.family in JUDGING:
            edits = ((repair, edited) for repair, edited in edits if repair.how in _SLIPS)
        silent = [(repair, edited) for repair, edited in edits if _silenced(rule, edited, finding, before)]
        if rule.family in JUDGING:
            silent = [
                (repair, edited)
                for repair, edited in silent
                if not self._odd(edited, cells) and self._asks(rule, edited, finding.primary.route)
            ]
        said = self._said(small) if silent else 0
        found = [repair for repair, edited in silent if self._said(edited) < said]
        few = {_DIGIT: MOST_DIGITS, _UNIT: MOST_UNITS}
        many = {how for how, most in few.items() if sum(repair.how == how for repair in found) > most}
        kept = [repair for repair in found if repair.how not in many]
        kept.sort(key=lambda repair: (not repair.supported, _ORDER.index(repair.how)))
        best: dict[tuple[str, str], Repair] = {}
        for repair in kept:
            best.setdefault((repair.route, repair.new), repair)
        return tuple(best.values())[:MOST_HINTS]

    def _said(self, document: Document) -> int:
        """How many findings the rules have that recompute, or find a value odd."""
        asked = (rule for rule in self._rules.values() if rule.family in RECOMPUTING or rule.code in ODD)
        return sum(1 for rule in asked for _ in rule.run(document))

    def _odd(self, document: Document, cells: set[str]) -> bool:
        """Whether a value of these cells is odd whatever stands beside it."""
        asked = (rule for code, rule in self._rules.items() if code in ODD)
        found = (label for rule in asked for one in rule.run(document) for label in (one.primary, *one.related))
        return any(label.route.partition("#")[0] in cells for label in found)

    def _asks(self, rule: Rule, document: Document, route: str) -> bool:
        """Whether a rule that computes a number from others still does: it objects to twice the number, or to half."""
        number = self._numbers.get(route)
        if rule.family != "PHY" or number is None:
            return True
        mantissas = (2 * number.mantissa, number.mantissa // 2)
        others = (structs.replace(number, mantissa=one) for one in mantissas)
        return any(route in _failing(rule, with_number(document, route, other)) for other in others)

    # ---- what the document holds

    @cached_property
    def _numbers(self) -> dict[str, Printed]:
        document = self._document
        found = {number.route: number for one in document.quantities for _, number in one.parts()}
        return found | {size.route: size for size in document.group_sizes.values()}

    @cached_property
    def _elsewhere(self) -> set[tuple[int, int]]:
        """All numbers that the sources print."""
        return {
            (part.number.mantissa, part.number.decimals)
            for source in self._document.sources.values()
            for one in source.numbers
            for part in scan_numbers(one.span.of(source.text), self._document.spec.decimal)
        }

    @cached_property
    def _neighbours(self) -> dict[str, list[tuple[str, str]]]:
        """The cells above, below and beside each cell of a block."""
        found: dict[str, list[tuple[str, str]]] = {}
        for block in self._document.spec.blocks:
            columns = [head.key for head in block.columns] or [""]
            grid = [[_route(block.id, row.head.key, column) for column in columns] for row in block.rows]
            for how, lines in ((_COLUMN, grid), (_ROW, [list(line) for line in zip(*grid, strict=False)])):
                for line in lines:
                    for one, other in pairwise(line):
                        found.setdefault(one, []).append((how, other))
                        found.setdefault(other, []).append((how, one))
        return found

    # ---- candidates

    def _edits(
        self, document: Document, numbers: dict[str, Printed], family: str, primary: str
    ) -> Iterator[tuple[Repair, Document]]:
        of_groups = primary.startswith("groups.")
        for route, number in numbers.items():
            for how, new in self._candidates(route, number, of_groups):
                if (new.mantissa, new.decimals) != (number.mantissa, number.decimals):
                    supported = how == _THERE or self._supported(new)
                    yield Repair(route, number.text, new.text, how, supported), with_number(document, route, new)
        cells = dict.fromkeys(route.partition("#")[0] for route in numbers) if family in CONVERTING else ()
        for cell in cells:
            for code, edited in self._units(document, cell):
                yield Repair(f"{cell}#unit", self._unit(cell), code, _UNIT), edited

    def _candidates(self, route: str, number: Printed, of_groups: bool) -> Iterator[tuple[str, Printed]]:
        """Other numbers for a place; the n of a group, on which many rows rest, slips only where it is in question."""
        yield from self._read_elsewhere(route, number)
        if not number.comparator and number.decimals >= 0 and (of_groups or not route.startswith("groups.")):
            yield from slips(number)

    def _supported(self, number: Printed) -> bool:
        telling = len(str(abs(number.mantissa))) >= TELLING_DIGITS
        return telling and (number.mantissa, number.decimals) in self._elsewhere

    def _read_elsewhere(self, route: str, number: Printed) -> Iterator[tuple[str, Printed]]:
        cell, _, part = route.partition("#")
        anchor = self._document.anchors.get(cell)
        if anchor is not None and anchor.status == "differs" and part:
            for stands in scan_numbers(self._there(anchor, part), self._document.spec.decimal):
                yield _THERE, structs.replace(stands.number, exact=number.exact)
        if route.startswith("groups."):
            for size in self._document.group_sizes.values():
                yield _GROUP, size
        for how, other in self._neighbours.get(cell, ()):
            one = self._numbers.get(f"{other}#{part}")
            if one is not None and one.exact == number.exact:
                yield how, one

    def _there(self, anchor: CellAnchor, part: str) -> str:
        """What the source has where a part of a cell belongs."""
        block = anchor.route.partition(".")[0]
        named = next((one.source for one in self._document.spec.blocks if one.id == block), "")
        source = self._document.sources.get(named or self._document.spec.default_source)
        span = dict(anchor.parts).get({"denominator": "of"}.get(part, part))
        return span.of(source.text) if source and span else ""

    def _unit(self, cell: str) -> str:
        return next((one.unit_printed or "" for one in self._document.measurements if one.route == cell), "")

    def _units(self, document: Document, cell: str) -> Iterator[tuple[str, Document]]:
        measured = next((one for one in document.measurements if one.route == cell), None)
        unit = document.units.by_code.get(measured.unit) if measured else None
        for code, other in document.units.by_code.items() if unit else ():
            if unit and other.dimension == unit.dimension and code != unit.code:
                yield code, with_unit(document, cell, code)


def _route(*keys: str) -> str:
    return ".".join(key for key in keys if key)


def _failing(rule: Rule, document: Document) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in rule.run(document):
        found[one.primary.route] = found.get(one.primary.route, 0) + 1
    return found


def _silenced(rule: Rule, document: Document, finding: Finding, before: dict[str, int]) -> bool:
    """Whether the finding is gone and no other has come."""
    after = _failing(rule, document)
    return after.get(finding.primary.route, 0) < before[finding.primary.route] and sum(after.values()) < sum(
        before.values()
    )


def slips(number: Printed) -> Iterator[tuple[str, Printed]]:
    """The numbers that a slip of the pen makes of a number: digits swapped, point moved, one digit another."""
    if not number.mantissa:
        return
    digits = str(abs(number.mantissa)).zfill(number.decimals + 1)
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if not (swapped[0] == "0" and len(swapped) > number.decimals + 1):
            yield _SWAPPED, _printed(number, swapped, number.decimals)
    if not number.exact:
        yield _POINT, _printed(number, digits, number.decimals + 1)
        yield _POINT, _printed(number, digits + "0" * (number.decimals == 0), max(number.decimals - 1, 0))
    for at, was in enumerate(digits):
        for digit in "0123456789":
            leading = at == 0 and digit == "0" and len(digits) > number.decimals + 1
            if digit != was and not leading:
                yield _DIGIT, _printed(number, digits[:at] + digit + digits[at + 1 :], number.decimals)


def _printed(number: Printed, digits: str, decimals: int) -> Printed:
    mantissa = int(digits)
    whole = digits[: len(digits) - decimals].lstrip("0").rjust(1, "0") if decimals else str(mantissa)
    text = f"{whole}.{digits.zfill(decimals + 1)[-decimals:]}" if decimals else whole
    around = _DIGITS.split(number.text, maxsplit=1)
    text = text.join(around) if len(around) == 2 else text
    negative = number.mantissa < 0
    return structs.replace(number, text=text, mantissa=-mantissa if negative else mantissa, decimals=decimals)
