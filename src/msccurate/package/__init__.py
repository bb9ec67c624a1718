"""Tables -> a Frictionless data package."""

from msccurate.package.datapackage import PackageError, package_files
from msccurate.package.folder import check_package, write_package
from msccurate.package.metadata import Contributor, License, PackageMetadata, Reference

__all__ = [
    "Contributor",
    "License",
    "PackageError",
    "PackageMetadata",
    "Reference",
    "check_package",
    "package_files",
    "write_package",
]
