"""A project: its root, its codebook, and all its documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from msccurate import codebook as codebooks
from msccurate.codebook import Codebook, Units
from msccurate.findings import Problem
from msccurate.spec import Spec, load
from msccurate.tables.build import build
from msccurate.tables.document import Document


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem of a file of the project that is no spec."""

    path: str
    text: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that is checked: the codebook, the documents in the order of their names, problems of other files."""

    root: Path
    codebook: Codebook
    units: Units
    documents: tuple[Document, ...]
    problems: tuple[FileProblem, ...]


def spec_paths(root: Path) -> list[Path]:
    """The specs of a project, in the order of their names."""
    return sorted((root / "specs").glob("*.yaml"), key=lambda path: path.name)


def load_project(root: Path, tell: Callable[[str], None] = lambda words: None, least_coverage: float = 100) -> Project:
    """Load everything under a project root; what cannot be read is in the problems, never an exception.

    `tell` is told what is being read; of every table at least `least_coverage` percent of the rows are to be extracted.
    """
    loaded = codebooks.load(root)
    paths = spec_paths(root)
    documents = []
    for number, path in enumerate(paths, 1):
        tell(f"reading {path.name} ({number} of {len(paths)})")
        document = build(root, _spec(root, path), loaded.codebook, loaded.units)
        documents.append(replace(document, least_coverage=least_coverage))
    problems = tuple(FileProblem(one.path, one.text, problem) for one in loaded.files for problem in one.problems)
    return Project(root, loaded.codebook, loaded.units, tuple(documents), problems)


def _spec(root: Path, path: Path) -> Spec:
    return load(path, path.relative_to(root).as_posix())
