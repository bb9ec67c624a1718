"""A project: its root, its codebook, and all its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from msccurate import codebook as codebooks
from msccurate.codebook import Codebook, Units
from msccurate.findings import Problem
from msccurate.spec import load
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the documents of a project, all or some of them; of every table at least `least_coverage` percent of the
    rows are to be extracted."""

    root: Path
    loaded: codebooks.Loaded
    least_coverage: float = 100

    @classmethod
    def of(cls, root: Path, least_coverage: float = 100) -> Reader:
        """A reader with the project's codebook; never raises."""
        return cls(root, codebooks.load(root), least_coverage)

    def document(self, path: Path) -> Document:
        spec = load(path, path.relative_to(self.root).as_posix())
        document = build(self.root, spec, self.loaded.codebook, self.loaded.units)
        return replace(document, least_coverage=self.least_coverage)

    def project(self, documents: Iterable[Document] = ()) -> Project:
        files = self.loaded.files
        problems = tuple(FileProblem(one.path, one.text, problem) for one in files for problem in one.problems)
        return Project(self.root, self.loaded.codebook, self.loaded.units, tuple(documents), problems)


def load_project(
    root: Path,
    tell: Callable[[str, int, int], None] = lambda words, done, of: None,
    least_coverage: float = 100,
) -> Project:
    """Load everything under a project root; what cannot be read is in the problems, never an exception.

    `tell` is told what is being read, how many specs have been, and of how many; of every table at least
    `least_coverage` percent of the rows are to be extracted.
    """
    reader = Reader.of(root, least_coverage)
    paths = spec_paths(root)
    documents = []
    for number, path in enumerate(paths):
        tell(f"reading {path.name}", number, len(paths))
        documents.append(reader.document(path))
    return reader.project(documents)
