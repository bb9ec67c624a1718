"""Several arms as one, for studies that compare more than two: each patient counts once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msccurate.conversions import combined_count, combined_mean, combined_sd
from msccurate.package.contrasts import Arms, Contrast, arms_of
from msccurate.package.summaries import ArmSummary
from msccurate.tables import Document


def combined_contrasts(summaries: Iterable[ArmSummary]) -> Iterator[Contrast]:
    """All experimental arms together against all controls together, of every outcome for which there are more than two.

    Nothing where an arm is part of another, or the arms have more patients than the study: they are not apart.
    """
    for arms, subgroup in arms_of(summaries):
        sides = [arms.get("experimental", []), arms.get("control", [])]
        if all(sides) and sum(map(len, sides)) > 2 and _apart(arms):
            one, other = (together([summary for _, summary in side]) for side in sides)
            names = tuple("+".join(name for name, _ in side) for side in sides)
            yield Contrast(one, other, (names[0], names[1]), subgroup)


def together(arms: Sequence[ArmSummary]) -> ArmSummary:
    """Arms of one study as one; refused where one of them lacks what is combined."""
    first = arms[0]
    if len(arms) == 1:
        return first
    whole = replace(
        first,
        n=None,
        events=None,
        mean=None,
        sd=None,
        derived=tuple(derived for one in arms for derived in one.derived),
        refused="",
        adjudicated=any(one.adjudicated for one in arms),
        combines=tuple(arms),
    )
    if not all(one.complete for one in arms):
        lacking = next(one for one in arms if not one.complete)
        reason = lacking.refused or "an arm lacks a number"
        return replace(whole, refused=f"{'+'.join(lacking.at.groups)}: {reason}")
    n = combined_count([one.n or 0 for one in arms])
    if first.dichotomous:
        events = combined_count([one.events or 0 for one in arms])
        trail = (
            *whole.derived,
            replace(n, method="n of groups combined"),
            replace(events, method="events of groups combined"),
        )
        return replace(whole, n=int(n.value), events=int(events.value), derived=trail)
    groups = [(one.n or 0, one.mean or 0.0, one.sd or 0.0) for one in arms]
    mean, sd = combined_mean(groups), combined_sd(groups)
    trail = (
        *whole.derived,
        replace(mean, method="mean of groups combined"),
        replace(sd, method="SD of groups combined"),
    )
    return replace(whole, n=int(n.value), mean=mean.value, sd=sd.value, derived=trail)


def _apart(arms: Arms) -> bool:
    """Whether no patient can be in two of the arms, as far as the spec says."""
    members = [(name, summary) for side in arms.values() for name, summary in side]
    names = {name for name, _ in members}
    document = members[0][1].document
    if any(names & set(_above(document, name)) for name in names):
        return False
    total = document.group_sizes.get(next(iter(document.spec.groups)))
    if next(iter(document.spec.groups)) in names or total is None:
        return True
    return sum(summary.n or 0 for _, summary in members) <= total.value


def _above(document: Document, name: str) -> Iterator[str]:
    """The groups that a group is part of."""
    groups = document.spec.groups
    seen = {name}
    while (name := groups[name].of if name in groups else "") and name not in seen:
        seen.add(name)
        yield name
