"""A review that is kept in memory, so that only the documents whose files change are read and asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msccurate.review.adjudications import load_adjudication
from msccurate.review.conclusion import Documents, conclude, extract
from msccurate.review.examination import examine
from msccurate.review.examined import Examined
from msccurate.review.report import Report
from msccurate.rules import Rule
from msccurate.tables import Corpus, Document
from msccurate.tables.project import Reader, spec_paths

#: frictionless takes longer than a person who saves a file wants to wait; pandera asks the same of the tables.
WITHOUT_SECOND_OPINION = 0


class KeptReview:
    """The report on a project, by document.

    What looks at several documents is asked again of all of them, but of what is distilled of each only.
    """

    def __init__(self, root: Path, rules: Iterable[Rule], least_coverage: float = 100) -> None:
        self._root, self._rules, self._least = root, tuple(rules), least_coverage
        self._all()

    def report(self) -> Report:
        """The report on the files as they were when they were last read."""
        examined = [self._examined[name] for name in sorted(self._examined)]
        corpus = extract(self._root, examined)
        late = [rule for rule in self._rules if rule.scope in ("corpus", "review")]
        codes = [rule.code for rule in self._rules]
        return conclude(self._root, examined, codes, late, lambda rule: rule.run(corpus), self._extractions)

    def changed(self, paths: Iterable[Path]) -> frozenset[str]:
        """Read again what depends on these files; the names of the documents that were asked again, empty if none."""
        below = [path.relative_to(self._root) for path in paths if path.is_relative_to(self._root)]
        if any(_common(path) for path in below):
            self._all()
            return frozenset(self._examined)
        names: set[str] = set()
        for path in below:
            names |= self._changed(path)
        if names:
            self._examine(names)
        return frozenset(names)

    def _changed(self, path: Path) -> set[str]:
        """Read again the documents that a file is part of; their names."""
        full = self._root / path
        if path.parent == Path("specs") and path.suffix == ".yaml":
            before = self._documents.pop(full, None)
            names = {before.name} if before else set()
            if full.is_file():
                self._documents[full] = self._reader.document(full)
                names.add(self._documents[full].name)
            return names
        if path.parent == Path("curation/adjudications") and path.suffix == ".yaml":
            return {path.name.removesuffix(".yaml")}
        written = path.as_posix()
        reading = [spec for spec, one in self._documents.items() if written in _sources(one)]
        for spec in reading:
            self._documents[spec] = self._reader.document(spec)
        return {self._documents[spec].name for spec in reading}

    def _all(self) -> None:
        self._reader = Reader.of(self._root, self._least)
        self._documents = {path: self._reader.document(path) for path in spec_paths(self._root)}
        self._examined: dict[str, Examined] = {}
        judged = (self._root / "curation" / "adjudications").glob("*.yaml")
        names = {path.name.removesuffix(".yaml") for path in judged}
        self._examine(names | {one.name for one in self._documents.values()}, common=True)

    def _examine(self, names: set[str], common: bool = False) -> None:
        """Ask the rules that look at one document of some documents, and of what is common to all."""
        for name in names:
            self._examined.pop(name, None)
        paths = {name: self._root / "curation" / "adjudications" / f"{name}.yaml" for name in sorted(names)}
        files = [
            load_adjudication(path, path.relative_to(self._root).as_posix())
            for path in paths.values()
            if path.is_file()
        ]
        mine = [one for _, one in sorted(self._documents.items()) if one.name in names]
        corpus = Corpus(self._reader.project(mine), limit_rows=WITHOUT_SECOND_OPINION)
        again = examine(corpus, files, self._rules, common)
        self._examined |= {one.document: one for one in again}

    def _extractions(self, name: str) -> Documents:
        found: Mapping[tuple[str, str], Document] = {
            (one.name, one.extractor): one for one in self._documents.values() if one.name == name
        }
        return found


def _common(path: Path) -> bool:
    """Whether a file belongs to no document: the codebook, the units, the schemas."""
    return path.parts[0] == "curation" and path.parts[1:2] not in (("adjudications",), ("templates",))


def _sources(document: Document) -> set[str]:
    return {entry.path.text for entry in document.spec.sources.values()}
