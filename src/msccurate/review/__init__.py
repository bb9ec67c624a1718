"""Findings + adjudications -> Report; verdicts, fingerprints, coverage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msccurate.review.report import Adjudication, Agreement, Coverage, Excerpt, PlacedLabel, Report, ReportedFinding

if TYPE_CHECKING:
    from msccurate.review.whole import Reviewed
    from msccurate.rules import Rule
    from msccurate.tables import Project


def review(project: Project, rules: Iterable[Rule] | None = None) -> Reviewed:
    """Check a project that is loaded whole with the rules (default: all that are on)."""
    from msccurate.review import whole  # with all that it needs: a report alone is read without

    return whole.review(project, rules)


def __getattr__(name: str) -> object:
    if name == "Reviewed":
        from msccurate.review.whole import Reviewed

        return Reviewed
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Adjudication",
    "Agreement",
    "Coverage",
    "Excerpt",
    "PlacedLabel",
    "Report",
    "ReportedFinding",
    "Reviewed",
    "review",
]
