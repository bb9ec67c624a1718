"""What archives and catalogues read beside the data: how to cite, what to fill in, what is there, how it was made."""

from __future__ import annotations

from msccurate.package import citation, csvw, methods, rocrate, zenodo
from msccurate.package.export import Export
from msccurate.package.folder import Target


def write(export: Export, target: Target) -> None:
    """Write what archives read. The RO-Crate comes last: it lists all the other files."""
    metadata, tables = export.metadata, export.tables
    added = {
        citation.FILE: citation.page(metadata, tables),
        zenodo.FILE: zenodo.page(metadata, tables),
        csvw.FILE: csvw.page(metadata, export.shipped),
        methods.FILE: methods.page(export),
    }
    for name, text in added.items():
        target.add(name, text.encode())
    crate = rocrate.page(export, target.sizes)
    if crate:
        target.add(rocrate.FILE, crate.encode())
