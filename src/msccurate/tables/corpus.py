"""All documents together: what corpus rules, exports and outputs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msccurate.tables.curation import Curations, curated
from msccurate.tables.document import Document
from msccurate.tables.project import Project
from msccurate.tables.records import Measurement
from msccurate.tables.rows import Tables, core_tables
from msccurate.tables.secondopinion import LIMIT_ROWS

if TYPE_CHECKING:
    import polars

    from msccurate.tables.frames import Framed


@dataclass(frozen=True)
class Corpus:
    """A project's documents, and their tables when somebody asks for them.

    Above `limit_rows` (None: never) frictionless is not asked whether the tables fit their schemas.
    """

    project: Project
    curations: Curations = field(default_factory=dict)
    limit_rows: int | None = LIMIT_ROWS

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.project.documents

    @cached_property
    def tables(self) -> Tables:
        """The core tables: all but findings and adjudications."""
        return core_tables(self.project, self.curations)

    def frame(self, table: str) -> polars.DataFrame:
        """One table as a polars frame, for corpus rules."""
        from msccurate.tables.schema import frame, load_schemas

        return frame(load_schemas(self.project.root)[table], self.tables[table])

    def printed(self, table: str) -> Framed:
        """The same, but numbers are the texts that were printed: for exports."""
        from msccurate.tables.frames import printed
        from msccurate.tables.schema import load_schemas

        return printed(load_schemas(self.project.root)[table], self.tables[table])

    def curated(self, curations: Curations) -> Corpus:
        """The same corpus with curated values put in."""
        return replace(self, curations=curations) if curations else self

    def measurements(self, document: Document) -> tuple[Measurement, ...]:
        """A document's measurements, with curated values put in."""
        return curated(document, self.curations)


def extracted(tables: Tables, columns: Mapping[str, tuple[str, ...]]) -> Tables:
    """The rows of some tables with some of their columns."""
    return {table: [{name: row[name] for name in names} for row in tables[table]] for table, names in columns.items()}
