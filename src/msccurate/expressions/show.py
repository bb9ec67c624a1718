"""An expression with its numbers put in, for messages."""

from __future__ import annotations

from math import inf

from msccurate.expressions.evaluate import Scope
from msccurate.expressions.exact import End, Exact
from msccurate.expressions.tree import Call, Day, Negative, Number, Tree, Words

_POWERS = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5, "^": 7}


def substituted(tree: Tree, scope: Scope, time: str = "") -> str:
    """The expression with each name replaced by what the document prints: `69 = 48.0 / (70 / 100)`."""
    return _put(tree, scope, time, 0)


def _put(tree: Tree, scope: Scope, time: str, outer: int) -> str:
    match tree:
        case Number() | Day():
            return tree.text
        case Words():
            operand = scope.value(tree.words, time)
            if operand is None:
                return " ".join(tree.words)
            if operand.is_range or not operand.numbers:
                return shown(operand.interval)
            return operand.numbers[0].text
        case Negative():
            return "-" + _put(tree.of, scope, time, 6)
        case Call():
            return _called(tree, scope, time)
    power = _POWERS.get(tree.sign, 3)
    inner = f"{_put(tree.left, scope, time, power)} {tree.sign} {_put(tree.right, scope, time, power + 1)}"
    return f"({inner})" if power < outer else inner


def _called(tree: Call, scope: Scope, time: str) -> str:
    if tree.name == "sum" and len(tree.arguments) == 1 and isinstance(tree.arguments[0], Words):
        levels = scope.levels(tree.arguments[0].words, time)
        if levels:
            inner = " + ".join(level.numbers[0].text if level.numbers else shown(level.interval) for level in levels)
            return f"({inner})" if len(levels) > 1 else inner
    inner = ", ".join(_put(one, scope, time, 0) for one in (*tree.arguments, tree.start, tree.end) if one is not None)
    return f"{tree.name}({inner})"


def shown(interval: Exact) -> str:
    """An interval in as many digits as tell its ends apart: `67.5–69.6`; a point as one number."""
    if interval.low == -inf and interval.high == inf:
        return "anything"
    if interval.low == -inf:
        return f"{'<' if interval.high_open else '≤'} {_digits(interval.high, 6)}"
    if interval.high == inf:
        return f"{'>' if interval.low_open else '≥'} {_digits(interval.low, 6)}"
    if interval.is_point:
        return _digits(interval.low, 8)
    for digits in range(3, 12):
        low, high = _digits(interval.low, digits), _digits(interval.high, digits)
        if low != high:
            return f"{low}–{high}"
    return _digits(interval.low, 12)


def _digits(end: End, digits: int) -> str:
    value = float(end)
    if value == int(value) and abs(value) < 1e9:
        return str(int(value))
    text = f"{value:.{digits}g}"
    return text if "e" not in text else f"{value:.6g}"
