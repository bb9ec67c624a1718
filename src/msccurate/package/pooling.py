"""What speaks against pooling: the open findings of the rules MET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msccurate.package.export import Export

if TYPE_CHECKING:
    from msccurate.review import ReportedFinding


def before_pooling(export: Export) -> tuple[ReportedFinding, ...]:
    """The findings of the family MET that nobody has settled."""
    return tuple(one for one in export.report.open() if one.code.startswith("MET")) if export.report else ()


def doubts(export: Export) -> list[str]:
    """The same as lines of a README."""
    found = before_pooling(export)
    if not found:
        return []
    listed = [f"- {one.code} {one.name}, {one.document}: {one.message}" for one in found]
    return ["", "## Before you pool", "", *listed]
