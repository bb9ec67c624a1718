"""What archives and catalogues read beside the data: how to cite, what to fill in, what is there, how it was made."""

from __future__ import annotations

from collections.abc import Mapping

from msccurate.package import citation, csvw, methods, rocrate, zenodo
from msccurate.package.export import Export


def archived(export: Export, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a package and those that archives read. The RO-Crate comes last: it lists all the others."""
    metadata, tables = export.metadata, export.tables
    added = {
        citation.FILE: citation.page(metadata, tables),
        zenodo.FILE: zenodo.page(metadata, tables),
        csvw.FILE: csvw.page(metadata, export.shipped),
        methods.FILE: methods.page(export),
    }
    files = {**made, **{name: text.encode() for name, text in added.items()}}
    crate = rocrate.page(export, files)
    return {**files, rocrate.FILE: crate.encode()} if crate else files
