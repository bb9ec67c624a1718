"""Tables -> a Frictionless data package, and other exports. One module per format, each with `files(export)`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from msccurate.package.archive import zipped
from msccurate.package.errors import PackageError
from msccurate.package.export import Export
from msccurate.package.folder import stale_files, write_folder
from msccurate.package.metadata import Contributor, License, PackageMetadata, Reference
from msccurate.package.pooling import before_pooling
from msccurate.package.reported import tables_of
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


def files(export: Export, format: str = "frictionless") -> dict[str, bytes]:
    """The files of an export by name. Raises PackageError, also where the format needs a library that is not there."""
    known = FORMATS[format]
    module = import_module(f"msccurate.package.{known.module}")
    try:
        made: dict[str, bytes] = module.files(export)
    except ModuleNotFoundError as error:
        if not known.extra:
            raise
        raise PackageError(
            f"--to {format} needs {error.name}, which is not installed: pip install 'msccurate[{known.extra}]'"
        ) from None
    return made


__all__ = [
    "FORMATS",
    "Contributor",
    "Export",
    "ExportFormat",
    "License",
    "PackageError",
    "PackageMetadata",
    "Reference",
    "before_pooling",
    "files",
    "load_metadata",
    "stale_files",
    "tables_of",
    "write_folder",
    "zipped",
]
