"""Findings + adjudications -> Report; verdicts, fingerprints, coverage."""

from msccurate.review.report import Adjudication, Agreement, Coverage, Excerpt, PlacedLabel, Report, ReportedFinding
from msccurate.review.whole import Reviewed, review

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
