"""What the words of heads and expressions mean in one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msccurate.codebook import Codebook
from msccurate.findings import Problem
from msccurate.notation import STATISTICS, parse_iso
from msccurate.reading import Placing, placed
from msccurate.spec.coordinates import Coordinates
from msccurate.spec.model import Spec
from msccurate.text import Span, nearest

_UNDECLARED = "declare it: a variable in curation/codebook.yaml; a group, timepoint or comparison in this spec"


class Vocabulary:
    """The words of a codebook and of one spec: variables, groups, timepoints, comparisons and statistics."""

    def __init__(self, spec: Spec, codebook: Codebook) -> None:
        self.spec, self.codebook = spec, codebook
        self._kinds: dict[str, str] = {}
        self._level_words = {level for variable in codebook.variables.values() for level in variable.levels}
        self._default_group = spec.default_group

    def clashes(self) -> Iterator[Problem]:
        """Ids of the spec that name two things."""
        seen: dict[str, str] = {}
        for what, ids in self._declared():
            for id, span in ids:
                other = seen.get(id) or ("a statistic" if id in STATISTICS else "")
                other = other or ("a variable of the codebook" if id in self.codebook.variables else "")
                if other:
                    words = f"`{id}` is {what} here and also {other}"
                    yield Problem("SPC07", span, words, f"rename {what.split()[-1]} `{id}`")
                seen[id] = what

    def _declared(self) -> tuple[tuple[str, list[tuple[str, Span]]], ...]:
        spec = self.spec
        return (
            ("a group", [(one.id, one.span) for one in spec.groups.values()]),
            ("a timepoint", [(one.id, one.span) for one in spec.timepoints.values()]),
            ("a comparison", [(one.id, one.span) for one in spec.comparisons.values()]),
        )

    def dangling(self) -> Iterator[Problem]:
        """Names inside declarations that name nothing: parents of groups, both sides of comparisons, sources."""
        spec = self.spec
        for group in spec.groups.values():
            if group.of and group.of not in spec.groups:
                yield self._unknown(group.of, group.span, spec.groups, "group")
            for one in group.to:
                if one.text not in spec.groups:
                    yield self._unknown(one.text, one.span, spec.groups, "group")
            for part in group.parts:
                if part not in spec.groups:
                    yield self._unknown(part, group.span, spec.groups, "group")
        for comparison in spec.comparisons.values():
            known = {**spec.groups, **spec.timepoints}
            for side in (comparison.left, comparison.right):
                if side and side not in known and parse_iso(side) is None:
                    yield self._unknown(side, comparison.span, known, "group or timepoint")
        for block in spec.blocks:
            if block.source and block.source not in spec.sources:
                yield self._unknown(block.source, block.span, spec.sources, "source")

    def _unknown(self, word: str, span: Span, known: Iterable[str], what: str) -> Problem:
        near = nearest(word, known)
        return Problem("SPC07", span, f"`{word}` is no {what} of this spec", f"did you mean `{near}`?" if near else "")

    def coordinates(self, words: Iterable[tuple[str, Placing]]) -> tuple[Coordinates, list[Problem]]:
        """What the words say together. Unknown words, and words too many, are problems at the word's span."""
        problems: list[Problem] = []
        single: dict[str, str] = {}
        groups: dict[str, None] = {}
        comparisons: dict[str, None] = {}
        left: list[tuple[str, Placing]] = []
        for word, place in words:
            kind = self._kinds.get(word)
            if kind is None:
                kind = self._kinds[word] = self._kind_of(word)
            if kind == "group":
                groups[word] = None
            elif kind == "comparison":
                comparisons[word] = None
            elif not kind:
                left.append((word, place))
            elif single.setdefault(kind, word) != word:
                said = f"`{single[kind]}` and `{word}`: a cell has one {kind} only"
                problems.append(Problem("SPC07", placed(place), said, "heads of block, row and column add up"))
        variable = single.get("variable", "")
        level = ""
        if left and not variable and any(word not in self._level_words for word, _ in left):
            left = [(word, place) for word, place in left if word not in self._level_words]  # its variable is misspelt
        for word, place in left:
            levels = self.codebook.variables[variable].levels if variable else {}
            if word in levels and level in ("", word):
                level = word
            else:
                problems.append(self._unknown_word(word, placed(place), variable))
        if not groups and self._default_group and not any(map(self._compares_groups, comparisons)):
            groups = {self._default_group: None}
        at = Coordinates(
            variable,
            level,
            tuple(groups),
            single.get("timepoint", ""),
            "+".join(comparisons),
            single.get("statistic", ""),
        )
        return at, problems

    def _kind_of(self, word: str) -> str:
        if word in self.codebook.variables:
            return "variable"
        if word in self.spec.groups:
            return "group"
        if word in self.spec.comparisons:
            return "comparison"
        if word in self.spec.timepoints or parse_iso(word) is not None:
            return "timepoint"
        return "statistic" if word in STATISTICS else ""

    def _compares_groups(self, id: str) -> bool:
        return self.spec.comparisons[id].left in self.spec.groups

    def _unknown_word(self, word: str, span: Span, variable: str) -> Problem:
        if word in self._level_words and not variable:
            help = f"`{word}` is a level: put its variable before it"
            return Problem("SPC07", span, f"`{word}` stands without its variable", help)
        spec = self.spec
        levels = self.codebook.variables[variable].levels if variable else ()
        known = [*levels, *self.codebook.variables, *spec.groups, *spec.timepoints, *spec.comparisons, *STATISTICS]
        near = nearest(word, known)
        help = f"did you mean `{near}`?" if near else _UNDECLARED
        return Problem("SPC07", span, f"unknown word `{word}`", help)
