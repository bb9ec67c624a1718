"""Pictures of a document's numbers, as SVG; drawn by matplotlib (the extra `plots`), described without it."""

from collections.abc import Sequence

from msccurate.render.pictures.picture import Picture
from msccurate.review import ReportedFinding
from msccurate.tables import Document


def pictures(document: Document, findings: Sequence[ReportedFinding]) -> tuple[Picture, ...]:
    """The pictures that a document's numbers are enough for."""
    return ()


__all__ = ["Picture", "pictures"]
