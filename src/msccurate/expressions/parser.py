"""From the text of an expression to its tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from msccurate.expressions.tree import COMPARISONS, FUNCTIONS, Binary, Call, Day, Negative, Number, Tree, Words
from msccurate.findings import Problem
from msccurate.notation import parse_iso
from msccurate.text import Span, nearest

DEEPEST = 40

_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{2}(?:-\d{2})?(?![\w-]))|(?P<number>\d+(?:\.\d+)?|\.\d+)(?![\w.])"
    r"|(?P<word>[a-z][a-z0-9_]*)|(?P<sign><=|>=|!=|==|≤|≥|≠|[-+*/^=<>(),×·−–])|(?P<blank>\s+)|(?P<other>.)",
    re.DOTALL,
)
_SAME = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "·": "*", "−": "-", "–": "-"}
_POWERS = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 3), "+": 4, "-": 4, "*": 5, "/": 5, "^": 7}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, or the problem for which there is none."""

    tree: Tree | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span


class _Wrong(Exception):
    def __init__(self, span: Span, words: str, help: str = "") -> None:
        self.problem = Problem("SPC08", span, words, help)


@lru_cache(maxsize=16384)
def parse(text: str) -> Parsed:
    """Read an expression; what is wrong is one problem SPC08 at its place."""
    try:
        return Parsed(_Parser(text).whole())
    except _Wrong as wrong:
        return Parsed(None, (wrong.problem,))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.tokens = [self._token(match) for match in _TOKEN.finditer(text) if match.lastgroup != "blank"]
        self.tokens.append(_Token("end", "", Span(len(text), len(text))))

    def _token(self, match: re.Match[str]) -> _Token:
        span = Span(*match.span())
        kind, said = str(match.lastgroup), match.group()
        if said == "==":
            raise _Wrong(span, "`==` is no sign of expressions", "write `=`")
        if kind == "other":
            if said in "0123456789.":
                raise _Wrong(span, f"`{self.text[span.start :].split()[0]}` is no number", "write for example `1234.5`")
            if said.isupper():
                raise _Wrong(span, "names are written in small letters", "write the id of the codebook or spec")
            raise _Wrong(span, f"`{said}` has no meaning in an expression", "known are + - * / ^ = != < <= > >= ( )")
        return _Token(kind, _SAME.get(said, said), span)

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def whole(self) -> Tree:
        if self.here.kind == "end":
            raise _Wrong(
                Span(0, len(self.text)), "the expression is empty", "write what must hold, such as `a + b = n`"
            )
        tree = self.expression(0)
        if self.here.kind != "end":
            raise self.unexpected()
        return tree

    def unexpected(self) -> _Wrong:
        token = self.here
        if token.kind == "end":
            return _Wrong(token.span, "the expression stops too early", "something is missing at its end")
        if token.text == ")":
            return _Wrong(token.span, "`)` closes nothing", "leave it out, or open a parenthesis before it")
        if token.text == "," and self.at and self.tokens[self.at - 1].kind == "number":
            return _Wrong(token.span, "a comma stands in or behind a number", "write 1234, without the comma")
        return _Wrong(token.span, f"`{token.text}` cannot stand here", "is a sign such as + or = missing before it?")

    def expression(self, least: int) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Wrong(self.here.span, "the expression is nested too deeply", "split it into several claims")
        left = self.operand()
        while (power := _POWERS.get(self.here.text, 0)) > least and self.here.kind in ("sign", "word"):
            sign = self.here
            self.at += 1
            right = self.expression(power - 1 if sign.text == "^" else power)
            if power == 3 and self.here.text in COMPARISONS:
                raise _Wrong(self.here.span, "a comparison compares two things only", "write `a < b and b < c`")
            left = Binary(sign.text, left, right, Span(_start(left), _end(right)))
        self.depth -= 1
        return left

    def operand(self) -> Tree:
        token = self.here
        self.at += 1
        match token.kind:
            case "number":
                return Number(Fraction(token.text), token.text, token.span)
            case "date":
                iso = parse_iso(token.text)
                if iso is None:
                    raise _Wrong(token.span, f"`{token.text}` is no date", "dates are written as 2020-02-28")
                return Day(iso.first, iso.last, token.text, token.span)
            case "word" if token.text in FUNCTIONS and self.here.text == "(":
                return self.call(token)
            case "word" if self.here.text == "(":
                near = nearest(token.text, FUNCTIONS)
                help = f"did you mean `{near}`?" if near else f"known are {', '.join(FUNCTIONS)}"
                raise _Wrong(token.span, f"`{token.text}` is no function", help)
            case "word" if token.text not in ("and", "or"):
                return self.words(token)
        if token.text == "-":
            inner = self.expression(6)
            return Negative(inner, Span(token.span.start, _end(inner)))
        if token.text == "(":
            inner = self.expression(0)
            self.close(token)
            return inner
        self.at -= 1
        raise self.unexpected()

    def words(self, first: _Token) -> Words:
        found = [first]
        while self.here.kind in ("word", "date") and self.here.text not in ("and", "or"):
            if self.tokens[self.at + 1].text == "(":
                break
            found.append(self.here)
            self.at += 1
        return Words(tuple(token.text for token in found), Span(first.span.start, found[-1].span.end))

    def call(self, name: _Token) -> Call:
        opening = self.here
        self.at += 1
        arguments = [self.expression(0)]
        while self.here.text == ",":
            self.at += 1
            arguments.append(self.expression(0))
        end = self.here.span.end
        self.close(opening)
        span = Span(name.span.start, end)
        if name.text in ("sum", "max", "min") and not (len(arguments) == 3 and _is_period(arguments[1:])):
            return Call(name.text, tuple(arguments), None, None, span)
        if len(arguments) not in (1, 3):
            raise _Wrong(
                span,
                f"`{name.text}` takes one thing, or one and the dates from and to",
                f"write `{name.text}(x)` or `{name.text}(x, from, to)`",
            )
        start, stop = (arguments[1], arguments[2]) if len(arguments) == 3 else (None, None)
        return Call(name.text, (arguments[0],), start, stop, span)

    def close(self, opening: _Token) -> None:
        if self.here.text != ")":
            if self.here.kind == "end":
                raise _Wrong(opening.span, "this parenthesis is not closed", "write `)` where it ends")
            raise self.unexpected()
        self.at += 1


def _is_period(arguments: list[Tree]) -> bool:
    return all(isinstance(one, Day) for one in arguments)


def _start(tree: Tree) -> int:
    return tree.span.start


def _end(tree: Tree) -> int:
    return tree.span.end
