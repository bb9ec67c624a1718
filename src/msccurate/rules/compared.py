"""What a document compares: both sides, the p value and the effect of one row, and how it was tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msccurate.printed import Printed
from msccurate.rules.once import once

if TYPE_CHECKING:
    from msccurate.spec import Comparison, Coordinates
    from msccurate.tables import Document, Quantity

#: Kinds of tests, by the words of documents; the first that fits a name counts.
_TESTS = (
    (
        "adjusted",
        r"adjust|multivaria|ancova|covaria|logistic|regression|cox|propensity|weighted|mixed|gee\b|mmrm|model",
    ),
    ("other", r"mcnemar|mantel|cmh|trend|armitage|log[- ]?rank|interaction|kappa|anova|kruskal|friedman|bayes|cluster"),
    ("ranks", r"mann|whitney|wilcoxon|rank|u[- ]test|median test"),
    ("counts", r"fisher|chi|χ|exact|proportion|z[- ]test|likelihood"),
    ("paired t", r"(?:paired|dependent|matched).*\bt\b"),
    ("t", r"\bt\b|student|welch"),
)


@dataclass(frozen=True)
class Compared:
    """One variable, compared: `left` against `right`, the reference; what the row does not print is None.

    `p` (of the quantity `tested`) and `effect` may come from two columns of the same comparison; `tests` are the kinds
    of all tests that it names, `declared` whether it names any. `one_sided`, `corrected` and `adjusted` are what the
    spec says of it.
    """

    comparisons: tuple[Comparison, ...]
    at: Coordinates
    name: str
    block: str
    left: Quantity | None = None
    right: Quantity | None = None
    p: Printed | None = None
    tested: Quantity | None = None
    effect: Quantity | None = None
    of_times: bool = False

    @cached_property
    def tests(self) -> frozenset[str]:
        return frozenset(kind for one in self.comparisons for kind in kinds(one.test))

    @property
    def declared(self) -> bool:
        return bool(self.tests)

    @cached_property
    def adjusted(self) -> bool:
        return "adjusted" in self.tests or any(one.adjusted not in ("", "no") for one in self.comparisons)

    @property
    def one_sided(self) -> bool:
        return any(
            one.sides == "one" or re.search(r"\b(?:one|1)[- ](?:sided|tailed)", one.test) for one in self.comparisons
        )

    @property
    def corrected(self) -> bool:
        said = " ".join(f"{one.correction} {one.test}" for one in self.comparisons)
        return bool(
            re.search(r"bonferroni|holm|hochberg|sidak|šidák|tukey|dunn|scheff|fdr|benjamini|correct", said, re.I)
        ) or any(one.correction for one in self.comparisons)

    @property
    def measure(self) -> str:
        """What the effect is: HR, OR, RR, RD, MD or SMD; empty where there is none."""
        form = self._form
        return form.split(maxsplit=1)[0].split("(")[0].split("[")[0] if form else ""

    @property
    def level(self) -> str:
        """The level of the effect's confidence interval, in percent."""
        match = re.search(r"(\d+(?:\.\d+)?)\s*% CI", self._form)
        return match[1] if match else "95"

    @property
    def _form(self) -> str:
        return next((one.form for one in self.effect.measurements if one.numbers.estimate), "") if self.effect else ""

    def may_be(self, kind: str) -> bool:
        """Whether the p value may come from a test of this kind: it is named, or none is."""
        return not self.adjusted and (not self.declared or kind in self.tests)


@lru_cache(maxsize=4096)
def kinds(test: str) -> tuple[str, ...]:
    """The kinds of tests that a comparison's `test` names, separated by bars, commas or `or`."""
    return tuple(_kinds(test))


def _kinds(test: str) -> Iterator[str]:
    for piece in re.split(r"\||,|;|/|\bor\b|\band\b", test.casefold()):
        kind = next((kind for kind, words in _TESTS if re.search(words, piece)), "")
        if kind or piece.strip():
            yield kind or "other"


@once
def compared(document: Document) -> tuple[Compared, ...]:
    """Every variable that a block compares, with all that the block prints of it."""
    return tuple(_compared(document))


def _compared(document: Document) -> Iterator[Compared]:
    groups: dict[tuple[object, ...], list[Quantity]] = {}
    for quantity in document.quantities:
        if quantity.p is None and quantity.estimate is None:
            continue
        split = _comparison(document, quantity)
        if split is None:
            continue
        comparison, rest = split
        at = quantity.at
        sides = (comparison.left, comparison.right)
        key = (quantity.block, at.variable, at.level, at.timepoint, frozenset(at.groups), sides, rest)
        groups.setdefault(key, []).append(quantity)
    for members in groups.values():
        for belonging in _apart(members):
            yield _together(document, belonging)


def _apart(members: list[Quantity]) -> Iterator[list[Quantity]]:
    """Several effects (crude, adjusted) and p values of one row: those that stand side by side belong together.

    Where they are not as many, it is not known which p value is whose, and only the effects are left.
    """
    effects = [one for one in members if one.estimate is not None]
    values = [one for one in members if one.p is not None and one.estimate is None]
    if len(effects) <= 1 and len(values) <= 1:
        yield members
    elif len(effects) == len(values):
        yield from ([effect, p] for effect, p in zip(effects, values, strict=True))
    else:
        yield from ([effect] for effect in effects)


def _together(document: Document, members: list[Quantity]) -> Compared:
    """What belongs to one comparison of one row, with both its sides."""
    first = members[0]
    split = [one for one in (_comparison(document, member) for member in members) if one is not None]
    comparison, rest = split[0]
    own, timepoint = frozenset(first.at.groups), first.at.timepoint
    of_times = comparison.left not in document.spec.groups
    tested = next((one for one in members if one.p is not None), None)
    left, right = (
        _side(document, first, (own, side) if of_times else (own | {side}, timepoint), rest)
        for side in (comparison.left, comparison.right)
    )
    return Compared(
        comparisons=tuple(one for one, _ in split),
        at=first.at,
        name=first.name,
        block=first.block,
        left=left,
        right=right,
        p=tested.p if tested is not None else None,
        tested=tested,
        effect=next((one for one in members if one.estimate is not None), None),
        of_times=of_times,
    )


def _comparison(document: Document, quantity: Quantity) -> tuple[Comparison, str] | None:
    """The comparison that a quantity belongs to, and what is compared if that is a change; groups before times."""
    if quantity.p is None and quantity.estimate is None:
        return None
    ids = [id for id in quantity.at.comparison.split("+") if id in document.spec.comparisons]
    ids.sort(key=lambda id: document.spec.comparisons[id].left not in document.spec.groups)
    if not ids:
        return None
    return document.spec.comparisons[ids[0]], "+".join(ids[1:])


def _side(document: Document, like: Quantity, where: tuple[frozenset[str], str], rest: str) -> Quantity | None:
    """What the same block says of the same variable on one side."""
    groups, timepoint = where
    for one in document.by_variable.get(like.at.variable, ()):
        at = one.at
        same = (one.block, at.level, at.comparison, at.timepoint) == (like.block, like.at.level, rest, timepoint)
        if same and set(at.groups) == groups:
            return one
    return None


def by_form(document: Document, one: Compared) -> bool:
    """Whether t tests and rank tests are declared, and the document prints means and medians: then means are those of
    the t tests, but for a few."""
    of_means = {"t", "paired t"} & one.tests
    if not of_means or "ranks" not in one.tests or not one.tests <= {"t", "paired t", "ranks", "counts"}:
        return False
    return any(quantity.median is not None for quantity in document.quantities)


def apart(document: Document, one: Compared) -> bool:
    """Whether effect and p value are declared to be of different tests."""
    declared = [
        {kind for id in quantity.at.comparison.split("+") for kind in kinds(document.spec.comparisons[id].test)}
        for quantity in (one.effect, one.tested)
        if quantity is not None
    ]
    return len(declared) == 2 and all(declared) and declared[0].isdisjoint(declared[1])


def patients(document: Document, quantity: Quantity) -> tuple[int, Printed, bool] | None:
    """How many patients a quantity is about, where it is printed, and whether that was for this row or block (else it
    is the group's, and some may be missing); None where it is not known exactly."""
    total = document.patients(quantity)
    n = total.whole if total is not None else None
    if total is None or n is None or n < 1:
        return None
    return n, total, not total.route.startswith("groups.")
