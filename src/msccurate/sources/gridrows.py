"""Which lines of a tab-separated table bear a row's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import chain, compress

from msccurate.sources.anchors import SoughtRow
from msccurate.sources.document import Source
from msccurate.sources.quotes import find_all
from msccurate.sources.regions import Grid
from msccurate.text import Span, folds_to

#: What may stand behind a name and say nothing about what it names: statistics and the unit.
_STATISTICS = re.compile(
    r"\b(?:mean|median|sd|se|sem|s\.d\.|iqr|range|interquartile|standard|deviation|n|no|number|%|percent|percentage|patients"
    r"|events|n/n|min|max|ci|yr|years|days|value|ratio)\b|[±%.,;:/()\[\]–—*†‡§¶#-]|\s",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")

_EXACT, _NAMED, _BEGINS, _HOLDS = range(4)


def rows_called(grid: Grid, rows: Sequence[SoughtRow], other_names: Sequence[str]) -> list[list[int]]:
    """For every sought row the lines that bear its name best.

    First come labels that are the name, alone or with a unit or statistic behind it; then those that begin with
    it; then those that hold it, and no other row's longer name.
    """
    labels = [line[0].text if len(line) > 1 else "" for line in grid.rows]
    known = _known(labels, dict.fromkeys(chain(*(row.names for row in rows), other_names)))
    lines: dict[str, list[int]] = {}
    for number, its in enumerate(known):
        for name in its:
            lines.setdefault(name, []).append(number)
    found = []
    for row in rows:
        ranks = {
            number: rank
            for number in sorted({number for name in row.names for number in lines.get(name, ())})
            if (rank := _rank(row, labels[number], known[number])) is not None
        }
        best = min(ranks.values(), default=None)
        found.append([number for number, rank in ranks.items() if rank == best])
    return found


def _known(labels: Sequence[str], names: Collection[str]) -> list[dict[str, int]]:
    """For every label how each of the names fits it; names that are not in it are left out."""
    folded = [folds_to(label) for label in labels]
    together = "\n".join(folded)  # what is folded has no line ends
    held = list(compress(names, map(together.__contains__, map(folds_to, names))))  # few of many
    return [
        {name: rank for name in held if folds_to(name) in there and (rank := _fit(name, label)) is not None}
        if label
        else {}
        for label, there in zip(labels, folded, strict=True)
    ]


def _rank(row: SoughtRow, label: str, known: dict[str, int]) -> int | None:
    own = [name for name in row.names if name in known]
    best = min((known[name] for name in own), default=None)
    if best == _BEGINS and row.unit:
        begun = (name for name in own if known[name] == _BEGINS)
        best = _NAMED if any(_unit_behind(name, row.unit, label) for name in begun) else best
    if best is None or best <= _NAMED:
        return best
    longest = max((name for name in own if known[name] == best), key=len)
    mine = set(row.names)
    if any(name not in mine and (rank <= _NAMED or len(name) > len(longest)) for name, rank in known.items()):
        return None
    return best


@lru_cache(maxsize=65536)
def _fit(name: str, label: str) -> int | None:
    found = next(find_all(Source("", "", label, ""), name, Span(0, len(label)), name=True), None)
    if found is None:
        return None
    before, behind = label[: found.span.start].strip(" *#_•-"), label[found.span.end :]
    if before:
        return _HOLDS
    if not behind.strip(" *†‡§¶:#"):
        return _EXACT
    return _NAMED if not _STATISTICS.sub("", _BRACKETS.sub("", behind)) else _BEGINS


@lru_cache(maxsize=65536)
def _unit_behind(name: str, unit: str, label: str) -> bool:
    """Whether all that stands behind a name at the start of a label is statistics and the row's unit."""
    behind = _STATISTICS.sub("", _BRACKETS.sub("", label[label.casefold().find(name.casefold()) + len(name) :]))
    return folds_to(behind) in (folds_to(unit), re.sub(r"[/%.-]", "", folds_to(unit)))
