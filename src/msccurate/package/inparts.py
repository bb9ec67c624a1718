"""A reviewed project as an export: its report from the engine, its tables in parts, never all documents at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msccurate.findings import Severity
from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.metadata import PackageMetadata
from msccurate.package.reported import with_report
from msccurate.review.engine import Tell, silent

if TYPE_CHECKING:
    from msccurate.review.cache import Cache
    from msccurate.review.units import Setting


def reviewed_in_parts(
    setting: Setting,
    cache: Cache | None,
    own: Path,
    jobs: int = 1,
    tell: Tell = silent,
    *,
    metadata: PackageMetadata,
    standard: Literal["v1", "v2"] = "v2",
) -> Export:
    """Check a project, make its tables, put curated values in, and hold them against their schemas.

    What is known of a document is not asked again, and a part of the tables that is there is not made again; `own` is a
    folder for parts that the project cannot keep. Raises PackageError where tables cannot be made or do not fit, and
    WorkerLost if a process is lost.
    """
    from msccurate.review.curations import curations
    from msccurate.review.engine import Labour, check
    from msccurate.review.tableparts import corpora, curated, kept, table_parts
    from msccurate.tables.partwise import first_violations

    folder = kept(setting.root) or own / "tables"
    setting = replace(setting, tables=folder)
    report = check(setting, cache, Labour(jobs), tell)
    try:
        tables = table_parts(setting, folder, jobs, tell)
        documents = tables.whole("documents", ["path", "document", "extractor"])
        extractions = {path: (document, extractor) for path, document, extractor in documents.iter_rows()}
        put = curations(report.findings, extractions)
        tables = with_report(curated(tables, setting, put, own), report)
    except OSError as error:
        raise PackageError(f"{folder}: the tables cannot be written: {error.strerror or error}") from None
    tell("holding the tables against their schemas")
    _refuse([*tables.misfits, *(one.words for one in first_violations(tables))])
    open_errors = sum(one.severity is Severity.ERROR for one in report.open())
    return Export(tables, metadata, report, partial(corpora, setting, put), standard, open_errors)


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise PackageError(f"the tables do not fit their schemas, first of {len(wrong)}: {wrong[0]}")
