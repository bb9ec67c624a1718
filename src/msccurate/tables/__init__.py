"""Where spec, source and codebook meet: documents, typed records, tables."""

from msccurate.tables.corpus import Corpus, Extract
from msccurate.tables.curation import Curated, Curations
from msccurate.tables.document import Document, Quantity, Quote
from msccurate.tables.holds import Instance
from msccurate.tables.project import FileProblem, Project, Reader, load_project
from msccurate.tables.records import Measurement, Numbers

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
