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
    leaves = words(tree)
    if not all(_known(document, (*about, *leaf.words)) for leaf in leaves):
        return
    seen: set[tuple[str, ...]] = set()
    asked = [leaf.words for leaf in timed(tree)]
    for group in document.spec.groups or ("",):
        scope = DocumentScope(document, group, about=about)
        known = [scope.coordinates(leaf) for leaf in asked]
        # where every name says its own time, all times give the same
        dated = all(at is not None and at.timepoint for at in known)
        times = {} if dated else dict.fromkeys(time for leaf in asked for time in scope.times(leaf))
        blocks = _blocks(document, {at.variable for at in known if at is not None and at.variable})
        for block in blocks[:1] if all(scope.single(leaf.words) for leaf in leaves) else blocks:
            seen_from = scope.from_block(block)
            for time in ("", *times):
                outcome = evaluate(tree, seen_from, time)
                if outcome.truth is None:
                    continue
                key = tuple(sorted([number.route for operand in outcome.operands for number in operand.numbers]))
                if key not in seen:
                    seen.add(key)
                    yield Instance(outcome, seen_from, time)


def _known(document: Document, name: tuple[str, ...]) -> bool:
    """Whether a document has anything that a name could mean, in whatever group and at whatever time."""
    variables, here = document.codebook.variables, document.by_variable
    if "reference" not in name and any(word in variables and word not in here for word in name):
        return False  # a word of the codebook means its variable, whatever stands beside it
    at = document.meaning(name)
    if at is None:
        return False
    return not at.variable or at.statistic == "reference" or at.variable in here


def _blocks(document: Document, variables: set[str]) -> tuple[str, ...]:
    """The blocks that hold an operand for which a time is to be found; the expression is seen from each of them."""
    quantities = [one for variable in variables for one in document.by_variable.get(variable, ())]
    if len(variables) > 1:  # in the order of the document
        quantities = [one for one in document.quantities if one.at.variable in variables]
    return tuple(dict.fromkeys([one.block for one in quantities])) or ("",)
