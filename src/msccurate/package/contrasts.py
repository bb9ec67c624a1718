"""Which summaries are compared with each other: arms of a trial, and times of one group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msccurate.package.summaries import ArmSummary


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two summaries of one outcome: the experimental arm and its control, or a later time and the earlier one."""

    one: ArmSummary
    other: ArmSummary
    name: tuple[str, str]
    subgroup: tuple[str, ...] = ()


#: Arms by what they are, `experimental` or `control`: the id of each, and its summary.
Arms = dict[str, list[tuple[str, ArmSummary]]]


def between_arms(summaries: Iterable[ArmSummary]) -> Iterator[Contrast]:
    """Every pair of an experimental arm and a control of one document, outcome, time and subgroup."""
    for arms, subgroup in arms_of(summaries):
        for name, one in arms.get("experimental", ()):
            for control, other in arms.get("control", ()):
                yield Contrast(one, other, (name, control), subgroup)


def arms_of(summaries: Iterable[ArmSummary]) -> Iterator[tuple[Arms, tuple[str, ...]]]:
    """The arms of each document, outcome, time and subgroup."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Arms] = {}
    for summary in summaries:
        groups = summary.document.spec.groups
        own = [id for id in summary.at.groups if groups[id].arm]
        if len(own) != 1:
            continue
        subgroup = tuple(id for id in summary.at.groups if id not in own)
        key = (summary.document.name, summary.outcome, subgroup)
        found.setdefault(key, {}).setdefault(groups[own[0]].arm, []).append((own[0], summary))
    for (_, _, subgroup), arms in found.items():
        yield arms, subgroup


def between_times(summaries: Iterable[ArmSummary]) -> Iterator[Contrast]:
    """Every pair of times that a document declares to compare, in one group: the later one first."""
    found = {
        (one.document.name, one.at.variable, one.at.level, one.at.groups, one.at.timepoint): one
        for one in summaries
        if not one.change
    }
    for (document, variable, level, groups, time), one in found.items():
        compared = one.document.spec.comparisons.values()
        for earlier in dict.fromkeys(declared.right for declared in compared if declared.left == time):
            before = found.get((document, variable, level, groups, earlier))
            if before is not None:
                yield Contrast(one, before, (time, earlier))
