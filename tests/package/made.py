"""Exports made from rows at hand, and their files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msccurate.package import Export, PackageMetadata, Target, load_metadata, with_report, writer
from msccurate.review import Reviewed, review
from msccurate.tables import load_project
from msccurate.tables.parts import Parts
from msccurate.tables.schema import load_schemas
from msccurate.tables.tableschema import Rows, TableSchema


def export_of(
    tables: Mapping[str, Rows],
    schemas: Mapping[str, TableSchema],
    metadata: PackageMetadata | None = None,
    **more: Any,
) -> Export:
    """An export of rows."""
    return Export(Parts.of(tables, schemas), metadata or PackageMetadata(), **more)


def reviewed_export(root: Path) -> Export:
    """The export of a project that is read and reviewed whole."""
    reviewed: Reviewed = review(load_project(root))
    tables = with_report(Parts.of(reviewed.corpus.tables, load_schemas(root)), reviewed.report)
    return Export(tables, load_metadata(root), reviewed.report, lambda: [reviewed.corpus])


def files(export: Export, format: str = "frictionless") -> dict[str, bytes]:
    """The files of an export by name, in the order in which they are written."""
    with TemporaryDirectory() as folder:
        target = Target(Path(folder))
        writer(export, format)(target)
        return {name: (target.folder / name).read_bytes() for name in target.digests}
