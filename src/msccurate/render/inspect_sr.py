"""The findings of each document under the checks of INSPECT-SR's domain 4: evidence, no judgement."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from operator import or_

from msccurate.review import Report, ReportedFinding

#: Check -> the codes, or the families, of the rules whose findings bear on it. A code goes before its family.
CHECKS: dict[str, tuple[str, ...]] = {
    "4.1 eligibility": ("XRF05",),
    "4.2 allocation": ("FLW02",),
    "4.3 baseline, repeats": ("STA09", "DUP", "PLA", "PHY"),
    "4.4 text, table, figure": ("XRF01", "XRF02"),
    "4.5–4.6 participants": ("FLW", "PCT", "SUM", "SRV01"),
    "4.8 granularity": ("GRN",),
    "4.9 p values": ("STA",),
    "4.10 contradictions": ("SPR", "REL", "CLM", "TIM", "SRV", "DTA", "COR", "TXT03", "TXT04"),
    "4.11 other publications": ("XRF03", "DUP03", "REG"),
}


def rows(report: Report) -> list[tuple[str, list[str]]]:
    """For every document that has such evidence the findings of each check, as `DUP01` or `PLA02 (2)`.

    What two extractors of a document both have counts once. Left out is what the curators got wrong, and what a person
    found false or of no matter.
    """
    found: dict[str, dict[str, list[Counter[str]]]] = {}
    for finding in report.findings:
        check = _check(finding.code)
        if finding.document and check is not None and _evidence(finding):
            extractions = found.setdefault(finding.document, {})
            extractions.setdefault(finding.extractor, [Counter() for _ in CHECKS])[check][finding.code] += 1
    return [
        (document, [_told(reduce(or_, codes)) for codes in zip(*found[document].values(), strict=True)])
        for document in sorted(found)
    ]


def _check(code: str) -> int | None:
    """The place of the check that a code is evidence for."""
    named = {key: place for place, keys in enumerate(CHECKS.values()) for key in keys}
    return named.get(code, named.get(code[:3]))


def _evidence(finding: ReportedFinding) -> bool:
    if finding.adjudication is not None and not finding.open:
        return finding.adjudication.verdict == "source-error"
    return finding.verdict != "extraction-error"


def _told(codes: Counter[str]) -> str:
    return ", ".join(code + (f" ({count})" if count > 1 else "") for code, count in sorted(codes.items())) or "–"
