"""The report: what renderers read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from msgspec import Struct

from msccurate.findings import Place, Severity


class Excerpt(Struct, frozen=True, array_like=True):
    """A place in a file: 1-based lines and columns (in code points, the end exclusive), the text there, and the whole
    lines around it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    lines: tuple[str, ...]


class PlacedLabel(Struct, frozen=True, array_like=True):
    """A label with its places: in the spec (or another file of ours), and in the source where it was found."""

    route: str
    words: str
    text: str
    spec: Excerpt
    source: Excerpt | None


class Adjudication(Struct, frozen=True, array_like=True):
    """What a named person decided about a finding. `value` is the curated value, empty where the printed one stays."""

    id: str
    fingerprint: str
    rule: str
    route: str
    verdict: str
    reason: str
    by: str
    date: str
    value: str
    document: str


class Adjudicated(Struct, frozen=True, array_like=True):
    """An adjudication, where it stands, and which of its keys it lacks."""

    adjudication: Adjudication
    place: Place
    missing: tuple[str, ...]


class ReportedFinding(Struct, frozen=True, array_like=True):
    """A finding with its places, verdict and adjudication. `under` is the fingerprint of the finding (of the same
    cell, that it differs from its source) under which frames show it as one line; empty where it stands alone."""

    code: str
    name: str
    severity: Severity
    verdict: str
    message: str
    help: str
    expected: str | None
    document: str
    extractor: str
    route: str
    fingerprint: str
    primary: PlacedLabel
    related: tuple[PlacedLabel, ...]
    adjudication: Adjudication | None
    under: str

    @property
    def open(self) -> bool:
        """Whether it still counts: not adjudicated, or adjudicated `open`."""
        return self.adjudication is None or self.adjudication.verdict == "open"


class Coverage(Struct, frozen=True, array_like=True):
    """How many of a document's numbers the spec accounts for.

    `uncovered` are the places of those that it does not: line, text, and whether it stands in a table.
    """

    document: str
    extractor: str
    table_numbers: int
    table_covered: int
    text_numbers: int
    text_covered: int
    uncovered: tuple[Excerpt, ...]

    @property
    def name(self) -> str:
        """As its spec file is named: the document, and the extractor if it is not the first."""
        return self.document if self.extractor == "first" else f"{self.document}.{self.extractor}"


class Agreement(Struct, frozen=True, array_like=True):
    """How far two extractors of a document agree in a block; `block` is empty for all of them together.

    `kappa` is Cohen's, None where it is not defined.
    """

    document: str
    extractors: tuple[str, str]
    block: str
    cells: int
    agreeing: int
    kappa: Fraction | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to say about a project, sorted; the only thing that renderers see."""

    findings: tuple[ReportedFinding, ...]
    documents: int
    sources: int
    measurements: int
    coverage: tuple[Coverage, ...]
    titles: Mapping[str, str]
    notes: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def open(self) -> Iterator[ReportedFinding]:
        return (finding for finding in self.findings if finding.open)

    def count(self, severity: Severity) -> int:
        """How many open findings have this severity."""
        return sum(finding.severity == severity for finding in self.open())

    @property
    def adjudicated(self) -> int:
        return sum(not finding.open for finding in self.findings)

    @property
    def worst(self) -> Severity | None:
        """The highest severity of an open finding."""
        return max((finding.severity for finding in self.open()), default=None)
