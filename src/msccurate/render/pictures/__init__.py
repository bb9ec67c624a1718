"""Pictures of a document's numbers, as SVG; drawn by matplotlib (the extra `plots`), described without it."""

from collections.abc import Sequence

from msccurate.render.pictures.change import change
from msccurate.render.pictures.course import course
from msccurate.render.pictures.picture import Picture
from msccurate.render.pictures.recomputed import recomputed
from msccurate.render.pictures.repeats import repeats
from msccurate.render.pictures.suspects import suspects
from msccurate.review import ReportedFinding
from msccurate.tables import Curations, Document

#: Each makes one picture of a document, or none where its numbers are not enough for it.
PICTURES = (course, change, recomputed, repeats)


def pictures(document: Document, findings: Sequence[ReportedFinding], curations: Curations) -> tuple[Picture, ...]:
    """The pictures that a document's numbers are enough for."""
    doubts = suspects(findings)
    return tuple(one for make in PICTURES if (one := make(document, doubts, curations)) is not None)


__all__ = ["Picture", "pictures"]
