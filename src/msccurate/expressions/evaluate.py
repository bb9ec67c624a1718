"""What an expression says of a document: true, false, or dependent on rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from typing import Protocol

from msccurate.expressions.exact import Exact
from msccurate.expressions.tree import COMPARISONS, Binary, Call, Day, Negative, Number, Tree, Words
from msccurate.printed import Printed, Truth


@dataclass(frozen=True, slots=True)
class Operand:
    """A value with its origin.

    `centre` says what kind of number it is (count, value, mean, median, n, date, percent, ...), empty for a literal;
    `numbers` are the printed numbers behind it; a range (of a reference, of a patient) is compared as a whole.
    """

    interval: Exact
    centre: str = ""
    numbers: tuple[Printed, ...] = ()
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """At how many times a condition was true, false, or dependent on rounding."""

    true: int
    false: int
    depends: int

    @property
    def total(self) -> int:
        return self.true + self.false + self.depends


@dataclass(frozen=True, slots=True)
class Outcome:
    """The truth of an expression, None where it cannot be evaluated (`reason` says why), with what was put in."""

    truth: Truth | None
    operands: tuple[Operand, ...] = ()
    left: Exact | None = None
    right: Exact | None = None
    tally: Tally | None = None
    reason: str = ""


class Scope(Protocol):
    """What a document knows, for one group. Times are keys of its own; an empty one asks for no time."""

    def value(self, words: tuple[str, ...], time: str) -> Operand | None: ...

    def levels(self, words: tuple[str, ...], time: str) -> Sequence[Operand] | None: ...

    def times(self, words: tuple[str, ...]) -> Sequence[str]: ...

    def when(self, time: str) -> Exact | None: ...


class _Unknown(Exception):
    """An operand that the document does not have, or that does not fit its neighbour."""


def evaluate(tree: Tree, scope: Scope, time: str = "") -> Outcome:
    """Evaluate a condition in a scope, at a time where one is given."""
    evaluator = _Evaluator(scope)
    try:
        truth = evaluator.truth(tree, time)
    except _Unknown as unknown:
        return Outcome(None, tuple(evaluator.used), reason=str(unknown))
    left, right = evaluator.sides or (None, None)
    return Outcome(truth, tuple(evaluator.used), left, right, evaluator.tally)


@dataclass
class _Evaluator:
    scope: Scope
    used: list[Operand] = field(default_factory=list)
    sides: tuple[Exact, Exact] | None = None
    tally: Tally | None = None

    def truth(self, tree: Tree, time: str) -> Truth:
        if isinstance(tree, Binary) and tree.sign in ("and", "or"):
            first, second = self.truth(tree.left, time), self.truth(tree.right, time)
            return first & second if tree.sign == "and" else first | second
        if not isinstance(tree, Binary) or tree.sign not in COMPARISONS:
            raise _Unknown("this says nothing that could hold: it has no =, < or >")
        left, right = self.operand(tree.left, time), self.operand(tree.right, time)
        _like(left, right)
        self.sides = (left.interval, right.interval)
        return _compared(tree, left, right)

    def operand(self, tree: Tree, time: str) -> Operand:
        match tree:
            case Number():
                return Operand(Exact.point(tree.value))
            case Day():
                return Operand(Exact(Fraction(tree.first.toordinal()), Fraction(tree.last.toordinal())), "date")
            case Words():
                return self._known(self.scope.value(tree.words, time), tree)
            case Negative():
                inner = self.operand(tree.of, time)
                return Operand(-inner.interval, inner.centre, inner.numbers)
            case Call():
                return self._call(tree, time)
        if tree.sign in COMPARISONS or tree.sign in ("and", "or"):
            raise _Unknown("a comparison is no number")
        return self._arithmetic(tree, self.operand(tree.left, time), self.operand(tree.right, time))

    def _known(self, operand: Operand | None, tree: Words) -> Operand:
        if operand is None:
            raise _Unknown(f"`{' '.join(tree.words)}` is not known here")
        self.used.append(operand)
        return operand

    def _arithmetic(self, tree: Binary, left: Operand, right: Operand) -> Operand:
        numbers = (*left.numbers, *right.numbers)
        if tree.sign == "^":
            power = float(right.interval.low)
            if not right.interval.is_point or not power.is_integer():
                raise _Unknown("only whole powers are known")
            if abs(power) > 20:
                raise _Unknown("the power is too large")
            return Operand(left.interval.power(int(power)), left.centre, numbers)
        if tree.sign in "+-":
            if tree.sign == "-" and _same(tree.left, tree.right):
                return Operand(Exact.point(0), "", numbers)
            if "date" in (left.centre, right.centre):
                return _dates(tree.sign, left, right, numbers)
            _like(left, right)
            total = left.interval + right.interval if tree.sign == "+" else left.interval - right.interval
            return Operand(total, left.centre or right.centre, numbers)
        product = left.interval * right.interval if tree.sign == "*" else left.interval / right.interval
        centre = (
            left.centre if left.centre == right.centre or not right.centre else right.centre if not left.centre else ""
        )
        if left.centre and right.centre:
            _like(left, right)
        return Operand(product, centre, numbers)

    # ---- functions

    def _call(self, tree: Call, time: str) -> Operand:
        match tree.name:
            case "sum":
                return self._sum(tree, time)
            case "count" | "share":
                return self._counted(tree)
            case "first" | "last":
                known = self._over_times(tree)
                return known[0 if tree.name == "first" else -1]
        if len(tree.arguments) > 1:
            return _extreme(tree.name, [self.operand(one, time) for one in tree.arguments])
        return _extreme(tree.name, self._over_times(tree))

    def _sum(self, tree: Call, time: str) -> Operand:
        parts: list[Operand] = []
        for argument in tree.arguments:
            levels = self.scope.levels(argument.words, time) if isinstance(argument, Words) else None
            if levels is not None:
                self.used += levels
                parts += levels
            else:
                parts.append(self.operand(argument, time))
        if not parts:
            raise _Unknown("there is nothing to sum")
        total = parts[0]
        for part in parts[1:]:
            _like(total, part)
            total = Operand(total.interval + part.interval, total.centre, (*total.numbers, *part.numbers))
        return total

    def _counted(self, tree: Call) -> Operand:
        counts = dict.fromkeys(Truth, 0)
        for time in self._times(tree):
            try:
                counts[self.truth(tree.arguments[0], time)] += 1
            except _Unknown:
                continue
        self.tally = Tally(counts[Truth.TRUE], counts[Truth.FALSE], counts[Truth.DEPENDS])
        if not self.tally.total:
            raise _Unknown("there is no time at which this can be asked")
        low, high = self.tally.true, self.tally.true + self.tally.depends
        whole = 1 if tree.name == "count" else self.tally.total
        return Operand(Exact(Fraction(low, whole), Fraction(high, whole)))

    def _over_times(self, tree: Call) -> list[Operand]:
        found = []
        for time in self._times(tree):
            try:
                found.append(self.operand(tree.arguments[0], time))
            except _Unknown:
                continue
        if not found:
            raise _Unknown("there is no time at which this is known")
        return found

    def _times(self, tree: Call) -> list[str]:
        """The times at which anything named in the argument is known, inside the period."""
        from msccurate.expressions.tree import words

        times = list(dict.fromkeys(time for leaf in words(tree.arguments[0]) for time in self.scope.times(leaf.words)))
        if tree.start is None or tree.end is None:
            return times
        start, end = self.operand(tree.start, "").interval, self.operand(tree.end, "").interval
        period = Exact(start.low, end.high)
        inside = []
        for time in times:
            when = self.scope.when(time)
            if when is not None and when.inside(period) is Truth.TRUE:
                inside.append(time)
        return inside


def _same(left: Tree, right: Tree) -> bool:
    """Whether two leaves name the same quantity: one true value, not two."""
    return isinstance(left, Words) and isinstance(right, Words) and left.words == right.words


def _like(left: Operand, right: Operand) -> None:
    """Like with like: medians with medians, counts with counts; a literal or a patient's value fits all."""
    centres = {left.centre, right.centre} - {"", "value"}
    centres = {"count" if centre in ("n", "missing", "events") else centre for centre in centres}
    if left.is_range or right.is_range:
        return
    if len(centres) > 1:
        raise _Unknown(f"{' and '.join(sorted(centres))} are not alike")


def _dates(sign: str, left: Operand, right: Operand, numbers: tuple[Printed, ...]) -> Operand:
    if left.centre == right.centre == "date":
        if sign == "+":
            raise _Unknown("two dates cannot be added")
        return Operand(left.interval - right.interval, "", numbers)
    total = left.interval + right.interval if sign == "+" else left.interval - right.interval
    return Operand(total, "date", numbers)


def _extreme(name: str, operands: list[Operand]) -> Operand:
    for other in operands[1:]:
        _like(operands[0], other)
    pick = max if name == "max" else min
    interval = Exact(pick(one.interval.low for one in operands), pick(one.interval.high for one in operands))
    centre = next((one.centre for one in operands if one.centre), "")
    return Operand(interval, centre, tuple(number for one in operands for number in one.numbers))


def _compared(tree: Binary, left: Operand, right: Operand) -> Truth:
    sign = tree.sign
    if right.is_range and not left.is_range:
        return _against_range(sign, left.interval, right.interval)
    if left.is_range and not right.is_range:
        mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
        return _against_range(mirrored, right.interval, left.interval)
    if _same(tree.left, tree.right):
        return Truth.TRUE if sign in ("=", "<=", ">=") else Truth.FALSE
    match sign:
        case "=":
            return left.interval.equals(right.interval)
        case "!=":
            return ~left.interval.equals(right.interval)
        case "<":
            return left.interval.less(right.interval)
        case ">":
            return right.interval.less(left.interval)
        case "<=":
            return ~right.interval.less(left.interval)
    return ~left.interval.less(right.interval)


def _against_range(sign: str, value: Exact, range: Exact) -> Truth:
    """`<` is below the range, `>` above it, `=` inside."""
    below = value.less(Exact(range.low, range.low)) if range.low != -inf else Truth.FALSE
    above = Exact(range.high, range.high).less(value) if range.high != inf else Truth.FALSE
    match sign:
        case "<":
            return below
        case ">":
            return above
        case "<=":
            return ~above
        case ">=":
            return ~below
        case "=":
            return ~below & ~above
    return below | above
