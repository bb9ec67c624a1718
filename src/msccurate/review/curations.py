"""What adjudications put in the place of printed values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msccurate.review.report import ReportedFinding
from msccurate.tables import Curated, Curations


def curations(findings: Iterable[ReportedFinding], extractions: Mapping[str, tuple[str, str]]) -> Curations:
    """The curated values of a review; `extractions` are document and extractor of each spec, by its path.

    A unit counts for all cells of its finding, a value also for what another extractor has in the place of its cell.
    """
    found: dict[tuple[str, str, str], Curated] = {}
    for finding in sorted(findings, key=lambda one: (one.document, one.extractor, one.code, one.route, one.message)):
        one = finding.adjudication
        if one is None or not one.value:
            continue
        of_unit = finding.route.endswith("#unit")
        mine = (finding.document, finding.extractor)
        put = Curated("", one.value) if of_unit else Curated(one.value)
        for label in (finding.primary, *finding.related):
            document, extractor = extractions.get(label.spec.path, mine)
            elsewhere = document == finding.document and extractor != finding.extractor
            if label is finding.primary or of_unit or elsewhere:
                found.setdefault((document, extractor, label.route.partition("#")[0]), put)
    return found
