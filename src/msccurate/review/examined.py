"""What is known of a document without looking at the others."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from msccurate.findings import Finding
from msccurate.review.report import Adjudicated, Agreement, Coverage, ReportedFinding

#: The name of what belongs to no document: codebook, units, schemas.
COMMON = ""


class Examined(Struct, frozen=True, array_like=True):
    """A document with all its extractions and adjudications, or (COMMON) what belongs to none.

    `settled` are the ids of the adjudications that match a finding; `apart` are findings about files of the project
    that belong to no document; `sources` are the paths and digests of the sources that were read, the digest empty
    where there was nothing to read; `rows` counts the rows of shipped tables; `extracted_by` are the names of its
    extractors, in lower case; `tables` are the rows that corpus rules read, packed; `across` says of COMMON that keys
    of the schemas reach across documents.
    """

    document: str
    findings: tuple[ReportedFinding, ...] = ()
    apart: tuple[Finding, ...] = ()
    adjudications: tuple[Adjudicated, ...] = ()
    settled: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    title: str | None = None
    sources: tuple[tuple[str, str], ...] = ()
    measurements: int = 0
    rows: int = 0
    extracted_by: tuple[str, ...] = ()
    tables: Mapping[str, bytes] = field(default_factory=dict)
    across: bool = False


class Pack(Struct, frozen=True, array_like=True):
    """A run of documents, without their tables: these lie together in one file each, of which `files` has the digest
    by table."""

    examined: tuple[Examined, ...]
    files: Mapping[str, str]
