"""What the words of heads and expressions mean in one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msccurate.codebook import Codebook
from msccurate.findings import Problem
from msccurate.notation import STATISTICS, parse_iso
from msccurate.spec.coordinates import Coordinates
from msccurate.spec.model import Spec
from msccurate.text import Span, nearest

_UNDECLARED = "declare it: a variable in curation/codebook.yaml; a group, timepoint or comparison in this spec"


class Vocabulary:
    """The words of a codebook and of one spec: variables, groups, timepoints, comparisons and statistics."""

    def __init__(self, spec: Spec, codebook: Codebook) -> None:
        self.spec, self.codebook = spec, codebook
        self._level_words = {level for variable in codebook.variables.values() for level in variable.levels}

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

    def coordinates(self, words: Iterable[tuple[str, Span]]) -> tuple[Coordinates, list[Problem]]:
        """What the words say together. Unknown words, and words too many, are problems at the word's span."""
        words = tuple(words)
        problems: list[Problem] = []
        found: dict[str, list[str]] = {kind: [] for kind in ("variable", "group", "time", "comparison", "statistic")}
        left: list[tuple[str, Span]] = []
        for word, span in words:
            kind = self._kind(word)
            if not kind:
                left.append((word, span))
                continue
            if kind in ("variable", "time", "statistic") and found[kind] and word not in found[kind]:
                what = {"time": "timepoint"}.get(kind, kind)
                said = f"`{found[kind][0]}` and `{word}`: a cell has one {what} only"
                problems.append(Problem("SPC07", span, said, "heads of block, row and column add up"))
                continue
            if word not in found[kind]:
                found[kind].append(word)
        variable = found["variable"][0] if found["variable"] else ""
        level = ""
        if not variable and any(word not in self._level_words for word, _ in left):
            left = [(word, span) for word, span in left if word not in self._level_words]  # its variable is misspelt
        for word, span in left:
            levels = self.codebook.variables[variable].levels if variable else {}
            if word in levels and level in ("", word):
                level = word
            else:
                problems.append(self._unknown_word(word, span, variable))
        groups = tuple(found["group"])
        between_groups = any(self._compares_groups(id) for id in found["comparison"])
        if not groups and not between_groups and self.spec.default_group:
            groups = (self.spec.default_group,)
        return (
            Coordinates(
                variable=variable,
                level=level,
                groups=groups,
                timepoint=next(iter(found["time"]), ""),
                comparison="+".join(found["comparison"]),
                statistic=next(iter(found["statistic"]), ""),
            ),
            problems,
        )

    def _kind(self, word: str) -> str:
        if word in self.codebook.variables:
            return "variable"
        if word in self.spec.groups:
            return "group"
        if word in self.spec.comparisons:
            return "comparison"
        if word in self.spec.timepoints or parse_iso(word) is not None:
            return "time"
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
