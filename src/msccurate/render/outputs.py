"""Everything that `msccurate render` writes: path (from the project root) -> content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from msccurate import codebook
from msccurate.render import curated, markdown, rule_pages
from msccurate.render.documentpages import Made, Subject
from msccurate.review import Report
from msccurate.spec.editor import editor_schema
from msccurate.tables import Document


@dataclass(frozen=True, slots=True)
class CuratedTables:
    """Makes the curated tables of a document, as Markdown and CSV."""

    folder: ClassVar[str] = "."

    def __call__(self, root: Path, document: Document, subject: Subject) -> dict[str, bytes]:
        """Both files, none for a spec that cannot be read. Raises TemplateFault."""
        if not document.spec.readable:
            return {}
        page = curated.markdown(document, subject.findings, subject.curations, root)
        rows = curated.comma_separated(document, subject.findings, subject.curations)
        return {f"out/tables/{subject.name}.md": page.encode(), f"out/tables/{subject.name}.csv": rows.encode()}


def project_pages(report: Report, root: Path) -> Made:
    """What belongs to no document: the schema for editors, the discrepancy report, a page per rule.

    Raises TemplateFault.
    """
    files = {"curation/spec.schema.json": editor_schema(codebook.load(root).codebook)}
    files |= {f"out/{path}": page for path, page in markdown.pages(report, root).items()}
    files |= {f"out/{path}": page for path, page in rule_pages.pages().items()}
    return Made.fresh("", {path: content.encode() for path, content in files.items()})
