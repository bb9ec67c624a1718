"""All documents together: what corpus rules, exports and outputs read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msccurate.printed import Printed
from msccurate.tables.curation import Curations, curated, curated_sizes
from msccurate.tables.document import Document, Quantity
from msccurate.tables.project import Project
from msccurate.tables.records import Measurement
from msccurate.tables.rows import Tables, core_tables
from msccurate.tables.secondopinion import LIMIT_ROWS

if TYPE_CHECKING:
    from msccurate.tables.frames import Framed
    from msccurate.tables.validate import Answer, Ask


@dataclass(frozen=True)
class Corpus:
    """A project's documents, and their tables when somebody asks for them.

    Above `limit_rows` (None: never) frictionless is not asked whether the tables fit their schemas; `ask` asks the
    validators somewhere else than here.
    """

    project: Project
    curations: Curations = field(default_factory=dict)
    limit_rows: int | None = LIMIT_ROWS
    ask: Ask | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.project.documents

    @cached_property
    def tables(self) -> Tables:
        """The core tables: all but findings and adjudications."""
        return core_tables(self.project, self.curations)

    @cached_property
    def judged(self) -> tuple[Answer, ...]:
        """What the validators say of the tables: asked now, their answers are waited for when they are called."""
        from msccurate.tables.schemafiles import load_schemas
        from msccurate.tables.validate import VALIDATORS, here

        schemas, ask = load_schemas(self.project.root), self.ask or here
        return tuple(ask(name, self.tables, schemas, self.limit_rows) for name in VALIDATORS)

    def printed(self, table: str) -> Framed:
        """One table as a polars frame, whose numbers are the texts that were printed: for exports."""
        from msccurate.tables.frames import printed
        from msccurate.tables.schema import load_schemas

        return printed(load_schemas(self.project.root)[table], self.tables[table])

    def curated(self, curations: Curations) -> Corpus:
        """The same corpus with curated values put in."""
        return replace(self, curations=curations) if curations else self

    def measurements(self, document: Document) -> tuple[Measurement, ...]:
        """A document's measurements, with curated values put in."""
        return curated(document, self.curations)

    def patients(self, document: Document, quantity: Quantity) -> Printed | None:
        """How many patients a quantity is about, with the curated sizes of groups put in."""
        size = document.patients(quantity)
        if size is None or not self.curations:
            return size
        sizes = curated_sizes(document, self.curations)
        return next((number for _, number in sizes.values() if number and number.route == size.route), size)
