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


def between_arms(summaries: Iterable[ArmSummary]) -> Iterator[Contrast]:
    """Every pair of an experimental arm and a control of one document, outcome, time and subgroup."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], dict[str, list[tuple[str, ArmSummary]]]] = {}
    for summary in summaries:
        groups = summary.document.spec.groups
        arms = [id for id in summary.at.groups if groups[id].arm]
        if len(arms) != 1:
            continue
        subgroup = tuple(id for id in summary.at.groups if id not in arms)
        key = (summary.document.name, summary.outcome, subgroup)
        found.setdefault(key, {}).setdefault(groups[arms[0]].arm, []).append((arms[0], summary))
    for (_, _, subgroup), arms_of in found.items():
        for name, one in arms_of.get("experimental", ()):
            for control, other in arms_of.get("control", ()):
                yield Contrast(one, other, (name, control), subgroup)


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
