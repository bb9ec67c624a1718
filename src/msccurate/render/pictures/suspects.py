"""Which numbers a finding has doubts about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msccurate.review import ReportedFinding

#: Families and rules whose findings say that a value may be wrong; others speak of units, words or bookkeeping.
DOUBTS = ("DUP", "GRN", "PHY", "PLA", "REL", "SPR", "XRF01", "SRC04", "SRC05", "SRC06")


def suspects(findings: Iterable[ReportedFinding]) -> Mapping[str, tuple[str, ...]]:
    """Route of a cell -> codes of the rules that doubt it; what a person found false is no doubt."""
    found: dict[str, dict[str, None]] = {}
    for one in findings:
        if not one.code.startswith(DOUBTS) or (one.adjudication and one.adjudication.verdict == "false-alarm"):
            continue
        for label in (one.primary, *one.related):
            cell, _, part = label.route.partition("#")
            if part != "unit":
                found.setdefault(cell, {})[one.code] = None
    return {cell: tuple(codes) for cell, codes in found.items()}
