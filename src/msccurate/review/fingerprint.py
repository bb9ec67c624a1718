"""Fingerprints: names of findings that survive edits elsewhere in the file."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from msccurate.findings import Finding


def fingerprint(finding: Finding) -> str:
    """The code and 12 hex digits of rule, document, extractor, and the routes and printed texts of all labels."""
    labels = sorted({(label.route, label.text) for label in (finding.primary, *finding.related)})
    parts = [finding.code, finding.document, finding.extractor, *(part for label in labels for part in label)]
    return f"{finding.code}-{sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One fingerprint per finding, with an ordinal from the second of equal ones on."""
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        name = fingerprint(finding)
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return result
