"""Claims and relations: parsed to a small tree, evaluated with three values over intervals."""

from msccurate.expressions.evaluate import Operand, Outcome, Scope, Tally, evaluate
from msccurate.expressions.exact import Exact
from msccurate.expressions.parser import Parsed, parse
from msccurate.expressions.show import shown, substituted
from msccurate.expressions.tree import Tree, Words, timed, words

__all__ = [
    "Exact",
    "Operand",
    "Outcome",
    "Parsed",
    "Scope",
    "Tally",
    "Tree",
    "Words",
    "evaluate",
    "parse",
    "shown",
    "substituted",
    "timed",
    "words",
]
