"""Tables -> a Frictionless data package, and other exports. One module per format, each with `write`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import Target, Write, stale_files, write_archive, write_folder
from msccurate.package.inparts import reviewed_in_parts
from msccurate.package.metadata import Contributor, License, PackageMetadata, Reference
from msccurate.package.pooling import before_pooling
from msccurate.package.reported import with_report
from msccurate.package.settings import load_metadata


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: the module that makes its files, the folder below `out/` they go to, the extra that it needs, and
    whether its numbers are there to be pooled."""

    module: str
    folder: str
    words: str
    extra: str = ""
    pooled: bool = False


#: The formats of `msccurate export --to`.
FORMATS = {
    "frictionless": ExportFormat("datapackage", "package", "Frictionless data package: CSV and datapackage.json"),
    "parquet": ExportFormat("parquet", "parquet", "Parquet files, one a table"),
    "sqlite": ExportFormat("sqlite", "sqlite", "one SQLite database with primary and foreign keys"),
    "duckdb": ExportFormat("duckdb", "duckdb", "one DuckDB database with primary and foreign keys", "duckdb"),
    "xlsx": ExportFormat("xlsx", "xlsx", "one workbook, a sheet per table", "xlsx"),
    "json": ExportFormat("jsontext", "json", "one JSON file"),
    "metafor": ExportFormat("metafor", "metafor", "CSV files with the columns of metafor's escalc", pooled=True),
    "revman": ExportFormat("revman", "revman", "CSV files and references for RevMan's study data", pooled=True),
    "tables": ExportFormat("articles", "articles", "tables for a publication: HTML and LaTeX"),
    "docx": ExportFormat("docx", "docx", "tables for a publication: Word documents", "docx"),
}


def writer(export: Export, format: str = "frictionless") -> Write:
    """What writes the files of an export; it raises PackageError, also where the format needs a library that is not
    there."""
    known = FORMATS[format]
    module = import_module(f"msccurate.package.{known.module}")

    def write(target: Target) -> None:
        try:
            module.write(export, target)
        except ModuleNotFoundError as error:
            if not known.extra:
                raise
            raise PackageError(
                f"--to {format} needs {error.name}, which is not installed: pip install 'msccurate[{known.extra}]'"
            ) from None

    return write


__all__ = [
    "FORMATS",
    "Contributor",
    "Export",
    "ExportFormat",
    "License",
    "PackageError",
    "PackageMetadata",
    "Reference",
    "Target",
    "Write",
    "before_pooling",
    "load_metadata",
    "reviewed_in_parts",
    "stale_files",
    "with_report",
    "write_archive",
    "write_folder",
    "writer",
]
