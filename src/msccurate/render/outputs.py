"""Everything that `msccurate render` writes: path (from the project root) -> content."""

from __future__ import annotations

from pathlib import Path

from msccurate.render import curated, markdown, rule_pages
from msccurate.review import Reviewed
from msccurate.spec.editor import editor_schema
from msccurate.tables import Project


def outputs(project: Project, reviewed: Reviewed, root: Path) -> dict[str, str]:
    """All generated files of a project, the same from run to run."""
    files = {"curation/spec.schema.json": editor_schema(project.codebook)}
    files |= {f"out/{path}": page for path, page in markdown.pages(reviewed.report, root).items()}
    files |= {f"out/{path}": page for path, page in rule_pages.pages().items()}
    for document in project.documents:
        if document.spec.readable:
            name = Path(document.spec.path).stem
            files[f"out/tables/{name}.md"] = curated.markdown(document, reviewed.report, reviewed.corpus, root)
            files[f"out/tables/{name}.csv"] = curated.comma_separated(document, reviewed.report, reviewed.corpus)
    return files
