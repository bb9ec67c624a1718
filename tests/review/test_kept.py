"""A review kept in memory says after every change what a new one would say, and reads no more than it must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from msccurate.review import Report, review
from msccurate.review.kept import KeptReview
from msccurate.rules import default_rules
from msccurate.tables import Document, load_project
from msccurate.tables.project import Reader
from tests.projects import make_project

SPEC, SECOND, OTHER = "specs/doe2021.yaml", "specs/doe2021.second.yaml", "specs/roe2022.yaml"
DECISIONS, SOURCE, CODEBOOK = "curation/adjudications/doe2021.yaml", "seeds/doe2021.txt", "curation/codebook.yaml"
DECISION = (
    "deaths: {rule: PCT01, route: patients.sex_male#percent, verdict: accepted, reason: r, by: b, date: 2026-11-24}\n"
)


def whole(root: Path) -> Report:
    return review(load_project(root)).report


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def written(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


def copied(other: str) -> Callable[[Path], None]:
    def copy(path: Path) -> None:
        path.write_bytes((path.parents[1] / other).read_bytes())

    return copy


#: File, what is done to it, and which documents are asked again.
EDITS: list[tuple[str, Callable[[Path], None], set[str]]] = [
    (SPEC, replaced("13 (65.0%)", "13 (56.0%)"), {"doe2021"}),
    (DECISIONS, written(DECISION), {"doe2021"}),
    (OTHER, copied(SPEC), {"roe2022"}),
    (SECOND, copied(SPEC), {"doe2021"}),
    (SECOND, replaced("58 (49–66)", "59 (49–66)"), {"doe2021"}),
    (SOURCE, replaced("(65.0%)", "(56.0%)"), {"doe2021", "roe2022"}),
    (SECOND, Path.unlink, {"doe2021"}),
    (SPEC, written("data: [1\n"), {"doe2021"}),
    (DECISIONS, Path.unlink, {"doe2021"}),
    (OTHER, Path.unlink, {"roe2022"}),
    (CODEBOOK, replaced("  age:\n", "  aged:\n"), {"", "doe2021"}),
    ("out/discrepancies.md", written("x"), set()),
    ("README.md", written("x"), set()),
]


def test_every_change_gives_the_report_of_a_new_review(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    (root / "out").mkdir()
    kept = KeptReview(root, default_rules())
    assert kept.report() == whole(root)
    for number, (name, edit, again) in enumerate(EDITS):
        edit(root / name)
        assert kept.changed([root / name]) == again, (number, name)
        assert kept.report() == whole(root), (number, name)


def test_only_changed_documents_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_project(tmp_path)
    copied(SPEC)(root / OTHER)
    kept = KeptReview(root, default_rules())
    read: list[str] = []

    def recorded(reader: Reader, path: Path) -> Document:
        read.append(path.name)
        return document(reader, path)

    document = Reader.document
    monkeypatch.setattr(Reader, "document", recorded)
    replaced("58 (49–66)", "59 (49–66)")(root / SPEC)
    kept.changed([root / SPEC, root / "out" / "x", Path("/elsewhere")])
    assert read == ["doe2021.yaml"]
    written(DECISION)(root / DECISIONS)
    kept.changed([root / DECISIONS])
    assert read == ["doe2021.yaml"]
