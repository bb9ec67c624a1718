"""Tables -> a Frictionless data package."""

from msccurate.package.datapackage import PackageError, package_files
from msccurate.package.folder import check_package, write_package
from msccurate.package.metadata import Contributor, License, PackageMetadata, Reference
from msccurate.package.reported import tables_of
from msccurate.package.settings import load_metadata

__all__ = [
    "Contributor",
    "License",
    "PackageError",
    "PackageMetadata",
    "Reference",
    "check_package",
    "load_metadata",
    "package_files",
    "tables_of",
    "write_package",
]
