"""Where spec, source and codebook meet: documents, typed records, tables.

The names are looked up where they are used: a report that is made from known results needs no document.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msccurate.tables.corpus import Corpus
    from msccurate.tables.curation import Curated, Curations
    from msccurate.tables.document import Document, Quantity, Quote
    from msccurate.tables.extract import Extract
    from msccurate.tables.holds import Instance
    from msccurate.tables.project import FileProblem, Project, Reader, load_project
    from msccurate.tables.records import Measurement, Numbers

_MODULES = {
    "corpus": ("Corpus",),
    "curation": ("Curated", "Curations"),
    "document": ("Document", "Quantity", "Quote"),
    "extract": ("Extract",),
    "holds": ("Instance",),
    "project": ("FileProblem", "Project", "Reader", "load_project"),
    "records": ("Measurement", "Numbers"),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"msccurate.tables.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Corpus",
    "Curated",
    "Curations",
    "Document",
    "Extract",
    "FileProblem",
    "Instance",
    "Measurement",
    "Numbers",
    "Project",
    "Quantity",
    "Quote",
    "Reader",
    "load_project",
]
