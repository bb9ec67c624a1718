"""How far two extractors of one document agree, block for block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msccurate.forensics.agreement import cohens_kappa
from msccurate.review.report import Agreement
from msccurate.tables import Document
from msccurate.tables.doubled import Pair, extractions, paired


def agreements(documents: Sequence[Document]) -> tuple[Agreement, ...]:
    """For every further extraction its agreement with the first one: over all cells, then for each block.

    A cell that only one of them has is a disagreement; cells that could not be read are left out.
    """
    return tuple(one for first, second in extractions(documents) for one in _agreements(first, second))


def _agreements(first: Document, second: Document) -> Iterator[Agreement]:
    blocks: dict[str, list[Pair]] = {}
    for pair in paired(first, second):
        if pair.readable:
            blocks.setdefault(pair.block, []).append(pair)
    every = [pair for pairs in blocks.values() for pair in pairs]
    for block, pairs in ({"": every} | blocks).items():
        yield Agreement(
            document=first.name,
            extractors=(first.extractor, second.extractor),
            block=block,
            cells=len(pairs),
            agreeing=sum(pair.agrees for pair in pairs),
            kappa=cohens_kappa([pair.values for pair in pairs]),
        )
