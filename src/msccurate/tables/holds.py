"""Evaluating an expression everywhere in a document: for every group and time at which all its operands are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msccurate.expressions import Outcome, Tree, evaluate, timed, words
from msccurate.tables.document import Document
from msccurate.tables.scope import DocumentScope


@dataclass(frozen=True, slots=True)
class Instance:
    """An expression evaluated once: in which scope, at which time (empty for none), and with what result."""

    outcome: Outcome
    scope: DocumentScope
    time: str


def instances(document: Document, tree: Tree, about: tuple[str, ...] = ()) -> Iterator[Instance]:
    """Every evaluation of an expression that is possible, each set of operands once; `about` are words that all names
    of the expression get besides."""
    if not all(_known(document, (*about, *leaf.words)) for leaf in words(tree)):
        return
    seen: set[tuple[str, ...]] = set()
    leaves = [leaf.words for leaf in timed(tree)]
    for group in document.spec.groups or ("",):
        for block in _blocks(document, group, leaves, about):
            scope = DocumentScope(document, group, block, about)
            dated = all((at := scope.coordinates(leaf)) is not None and at.timepoint for leaf in leaves)
            # where every name says its own time, all times give the same
            times = {} if dated else dict.fromkeys(time for leaf in leaves for time in scope.times(leaf))
            for time in ("", *times):
                outcome = evaluate(tree, scope, time)
                if outcome.truth is None:
                    continue
                key = tuple(sorted(number.route for operand in outcome.operands for number in operand.numbers))
                if key not in seen:
                    seen.add(key)
                    yield Instance(outcome, scope, time)


def _known(document: Document, name: tuple[str, ...]) -> bool:
    """Whether a document has anything that a name could mean, in whatever group and at whatever time."""
    at = document.meaning(name)
    if at is None:
        return False
    return not at.variable or at.statistic == "reference" or at.variable in document.by_variable


def _blocks(document: Document, group: str, leaves: list[tuple[str, ...]], about: tuple[str, ...]) -> Iterator[str]:
    """The blocks that hold an operand for which a time is to be found; the expression is seen from each of them."""
    scope = DocumentScope(document, group, about=about)
    variables = {at.variable for leaf in leaves if (at := scope.coordinates(leaf)) is not None and at.variable}
    blocks = dict.fromkeys(quantity.block for quantity in document.quantities if quantity.at.variable in variables)
    yield from blocks or ("",)
