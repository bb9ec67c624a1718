"""Pages that are kept from the last run are those that a first run makes, byte for byte, after any change."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.cli.render import command
from msccurate.render import documentpages
from msccurate.render.documentpages import Made, Subject, made, manifest, read_manifest, subjects
from msccurate.review import engine
from msccurate.review.engine import WorkerLost
from msccurate.review.units import Asked, Setting
from msccurate.rules import default_rules
from msccurate.tables import Document
from tests.projects import SOURCE, make_project
from tests.review.test_engine import CHANGES, several


def rendered(root: Path, cache: bool = True) -> dict[str, bytes]:
    """Every file that `render` and `render --site` leave behind."""
    command(root, site=True, jobs=1, no_cache=not cache)
    command(root, jobs=1, no_cache=not cache)
    files = [root / "curation" / "spec.schema.json", *(root / "out").rglob("*.*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


# ---- changes that people make, besides those of specs, sources and decisions


def the_units(root: Path, random: Random) -> None:
    """The months that ages are printed in get another length: what is converted changes, and nothing that is found."""
    path = root / "curation" / "units.yaml"
    length = random.choice(["2629800", "2600000"])
    path.write_text(
        re.sub(r"(\bmo: {dimension: time, factor: )'[^']+'", rf"\g<1>'{length}'", path.read_text()), "utf-8"
    )


def a_template(root: Path, random: Random) -> None:
    folder = root / "curation" / "templates" / "site"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "document.html.j2").write_text(f"{random.randrange(2)} {{{{ name }}}} {{{{ views|length }}}}", "utf-8")


def a_page(root: Path, random: Random) -> None:
    """Somebody edits, or deletes, what we wrote."""
    path = random.choice([one for one in sorted((root / "out").rglob("*.*")) if one.name != "manifest.json"])
    if random.randrange(2) and path.is_file():
        path.write_text("edited", "utf-8")
    else:
        path.unlink(missing_ok=True)


Change = Callable[[Path, Random], None]


@settings(max_examples=5)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from((*CHANGES, the_units, a_template, a_page)), st.integers(0, 2**32)),
        min_size=1,
        max_size=3,
    )
)
def test_after_any_change_the_pages_are_those_of_a_first_run(changes: list[tuple[Change, int]]) -> None:
    with TemporaryDirectory() as folder:
        root = several(Path(folder) / "project", 1)
        for path in (root / "specs").glob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace("age (years)", "age (months)"), "utf-8")
        rendered(root)
        for number, (change, seed) in enumerate(changes):
            change(root, Random(seed))
            first = Path(folder) / f"first{number}"
            copytree(root, first, ignore=lambda *_: {"out", ".msccurate"})
            assert rendered(root) == rendered(first, cache=False)


def test_what_is_converted_is_shown_with_the_factor_of_now(tmp_path: Path) -> None:
    root = make_project(tmp_path, ("age (years)", "age (months)"), source=SOURCE.replace("58 years", "58 months"))
    before = rendered(root)
    units = root / "curation" / "units.yaml"
    text = units.read_text("utf-8")
    units.write_text(re.sub(r"(\bmo: {dimension: time, factor: )'[^']+'", r"\g<1>'31557600'", text), "utf-8")
    assert units.read_text("utf-8") != text
    after = rendered(root)
    for name in ("out/site/doe2021.html", "out/tables/doe2021.csv", "out/tables/doe2021.md"):
        assert before[name] != after[name]


def test_a_file_that_an_own_template_includes_counts_and_so_does_its_name(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    folder = root / "curation" / "templates" / "site"
    folder.mkdir(parents=True)
    (folder / "document.html.j2").write_text("{% include 'words.txt' %}", "utf-8")
    (folder / "words.txt").write_text("ours", "utf-8")
    assert rendered(root)["out/site/doe2021.html"] == b"ours"
    (folder / "words.txt").write_text("theirs", "utf-8")
    assert rendered(root)["out/site/doe2021.html"] == b"theirs"
    (folder / "document.html.j2").rename(folder / "other.html.j2")
    assert b"theirs" not in rendered(root)["out/site/doe2021.html"]


# ---- what is made, and by whom


class Names:
    """A maker of one file, which says what the report says."""

    folder: ClassVar[str] = "names"

    def __repr__(self) -> str:
        return "Names()"

    def __call__(self, root: Path, document: Document, subject: Subject) -> dict[str, bytes]:
        return {f"{subject.name}.txt": f"{document.spec.path} {len(subject.findings)}".encode()}


def written(root: Path, before: dict[str, Made], jobs: int = 1) -> tuple[dict[str, Made], list[str]]:
    """What is made, and the names of what was made anew."""
    setting = Setting(root, tuple(map(Asked.of, default_rules())))
    every = list(made(setting, subjects(engine.check(setting), root), Names(), before, jobs))
    (root / "names").mkdir(exist_ok=True)
    for one in every:
        for path, content in one.content.items():
            (root / "names" / path).write_bytes(content)
    return {one.name: one for one in every}, [one.name for one in every if one.content]


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    root = several(tmp_path, 2)
    first, new = written(root, {})
    assert new == ["doe0", "doe1", "doe2021.second", "doe2021"]
    again, new = written(root, read_manifest(manifest(first.values())))
    assert new == []
    path = root / "specs" / "doe1.yaml"
    path.write_text(path.read_text("utf-8") + "# looked at again\n", "utf-8")
    _, new = written(root, again)
    assert new == ["doe1"]


def test_a_decision_about_one_extraction_changes_the_page_of_the_other_where_it_puts_a_value(tmp_path: Path) -> None:
    root = several(tmp_path, 1)
    before, _ = written(root, {})
    (root / "curation" / "adjudications" / "doe2021.yaml").write_text(
        "deaths: {rule: XRF04, route: table1.outcome_discharged, verdict: source-error, reason: seen, by: b,\n"
        "  date: 2026-11-24, value: 16 (80.0%)}\n",
        "utf-8",
    )
    _, new = written(root, before)
    assert new == ["doe2021.second", "doe2021"]


def test_several_processes_make_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentpages, "FEW", 1)
    root = several(tmp_path, 3)
    assert written(root, {}, jobs=2) == written(root, {}, jobs=1)


class Ends(Names):
    """A maker that ends its process."""

    def __call__(self, root: Path, document: Document, subject: Subject) -> dict[str, bytes]:
        os._exit(3)


def test_a_process_that_is_lost_is_an_error_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentpages, "FEW", 1)
    root = several(tmp_path, 1)
    setting = Setting(root, tuple(map(Asked.of, default_rules())))
    with pytest.raises(WorkerLost, match="try fewer --jobs"):
        list(made(setting, subjects(engine.check(setting), root), Ends(), {}, jobs=2))
