"""A review in parts says what a review of the whole says, byte for byte: with a cache, with more processes, after any
change."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.cli.selection import asked, selected
from msccurate.render import Options, render
from msccurate.review import Report, engine, review
from msccurate.review.cache import Cache
from msccurate.review.examiner import Examiner
from msccurate.review.units import Asked, Setting, Share, Unit, runs, units
from msccurate.review.workers import WorkerLost, examine_apart
from msccurate.tables import load_project
from tests.projects import make_project

ROOT = Path(__file__).parents[2]


def whole(root: Path, select: tuple[str, ...] = (), coverage: float = 100) -> str:
    return shown(review(load_project(root, least_coverage=coverage), selected(select, ())).report)


def checked(root: Path, cache: Cache | None, jobs: int = 1, select: tuple[str, ...] = (), coverage: float = 100) -> str:
    setting = Setting(root, asked(select, (), cache), coverage)
    return shown(engine.check(setting, cache, engine.Labour(jobs)))


def shown(report: Report) -> str:
    options = Options(adjudicated=True, statistics=True)
    return render(report, "json", options) + render(report, "full", options)


def cache_of(root: Path) -> Cache:
    cache = Cache.of(root)
    assert cache is not None
    return cache


def several(root: Path, count: int = 3) -> Path:
    """A project of several documents; the first of them has two extractors, and a source of its own."""
    make_project(root)
    spec = (root / "specs" / "doe2021.yaml").read_text(encoding="utf-8")
    for number in range(count):
        own = re.sub(r"10\.1000/example", f"10.1000/example{number}", spec).replace(
            "twenty patients", f"patients {number}", 1
        )
        (root / "specs" / f"doe{number}.yaml").write_text(own, encoding="utf-8")
    (root / "specs" / "doe2021.second.yaml").write_text(spec.replace("16 (80.0%)", "16 (81.0%)"), encoding="utf-8")
    copytree(ROOT / "curation" / "adjudications", root / "curation" / "adjudications", dirs_exist_ok=True)
    return root


# ---- changes that people make


def a_digit(root: Path, random: Random) -> None:
    path = random.choice(sorted((root / "specs").glob("*.yaml")))
    _change(path, r"(?<=[ (.–])\d(?=[\d.%)–])", lambda match: str(random.randrange(10)), random)


def a_source(root: Path, random: Random) -> None:
    _change(root / "seeds" / "doe2021.txt", r"\d", lambda match: str(random.randrange(10)), random)


def a_source_with_its_digest(root: Path, random: Random) -> None:
    a_source(root, random)
    path = root / "seeds" / "doe2021.txt"
    digest = sha256(path.read_bytes() if path.exists() else b"").hexdigest()
    for spec in (root / "specs").glob("*.yaml"):
        spec.write_text(re.sub(r"[0-9a-f]{64}", digest, spec.read_text("utf-8")), "utf-8")


def the_codebook(root: Path, random: Random) -> None:
    _change(root / "curation" / "codebook.yaml", r"\d(?=\.\d)", lambda match: str(random.randrange(10)), random)


def a_schema(root: Path, random: Random) -> None:
    path = root / "curation" / "schemas" / "groups.json"
    limit = random.choice(["0", "10", "20", "21", '"many"'])
    path.write_text(re.sub(r'"minimum": [^,}\s]+', f'"minimum": {limit}', path.read_text("utf-8")), "utf-8")


def an_adjudication(root: Path, random: Random) -> None:
    findings = review(load_project(root)).report.findings
    path = root / "curation" / "adjudications" / "doe2021.yaml"
    one = random.choice(findings) if findings else None
    named = one.fingerprint if one else "PCT01-000000000000"
    entry = f"a{random.randrange(9)}: {{fingerprint: {named}, verdict: accepted, reason: r, by: b, date: 2026-11-24}}\n"
    path.write_text(random.choice([path.read_text("utf-8") if path.exists() else "", ""]) + entry, "utf-8")


def another_document(root: Path, random: Random) -> None:
    path = root / "specs" / f"new{random.randrange(3)}.yaml"
    if path.exists():
        path.unlink()
    else:
        path.write_text((root / "specs" / "doe2021.yaml").read_text("utf-8"), "utf-8")


def an_unreadable_file(root: Path, random: Random) -> None:
    folder = random.choice(["specs", "curation/adjudications"])
    (root / folder / f"torn{random.randrange(2)}.yaml").write_text("a: [", "utf-8")


def a_source_that_goes(root: Path, random: Random) -> None:
    path, away = root / "seeds" / "doe2021.txt", root / "doe2021.txt"
    path, away = (path, away) if path.exists() else (away, path)
    path.rename(away)


def damage(root: Path, random: Random) -> None:
    """Not a change that people make, but one that disks make."""
    for path in sorted((root / ".msccurate" / "cache").rglob("*.*")):
        data = path.read_bytes()
        path.write_bytes(random.choice([data, data[: random.randrange(len(data) + 1)], b"[0]", b""]))


def _change(path: Path, pattern: str, to: Callable[[re.Match[str]], str], random: Random) -> None:
    if not path.exists():
        return
    text = path.read_text("utf-8")
    places = list(re.finditer(pattern, text))
    if places:
        place = random.choice(places)
        path.write_text(text[: place.start()] + to(place) + text[place.end() :], "utf-8")


CHANGES = (
    a_digit, a_source, a_source_with_its_digest, the_codebook, a_schema, an_adjudication, another_document,
    an_unreadable_file, a_source_that_goes, damage,
)  # fmt: skip


@settings(max_examples=15)
@given(
    changes=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 2**32)), min_size=1, max_size=4),
    select=st.sampled_from([(), ("PCT", "SRC"), ("SPC09", "SPC11", "ADJ"), ("xrf04",)]),
    coverage=st.sampled_from([100, 50]),
    part=st.sampled_from([100, 3]),
)
def test_after_any_change_the_cache_says_what_a_cold_run_says(
    changes: list[tuple[Callable[[Path, Random], None], int]], select: tuple[str, ...], coverage: float, part: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("msccurate.review.units.PART", part)
        root = several(Path(folder), 1 if part == 100 else 4)
        checked(root, cache_of(root))
        for change, seed in changes:
            change(root, Random(seed))
            expected = whole(root, select, coverage)
            assert checked(root, None, select=select, coverage=coverage) == expected
            assert checked(root, cache_of(root), select=select, coverage=coverage) == expected
            assert checked(root, cache_of(root), select=select, coverage=coverage) == expected


def test_the_five_documents_say_the_same_in_parts() -> None:
    expected = whole(ROOT)
    with TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        assert checked(ROOT, cache) == expected
        assert checked(ROOT, cache) == expected


def test_nothing_is_examined_again_where_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = several(tmp_path)
    expected = checked(root, cache_of(root))
    monkeypatch.setattr("msccurate.review.examiner.Examiner", None)
    assert checked(root, cache_of(root)) == expected


def test_a_project_of_several_runs_is_known_again_from_its_packs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msccurate.review.units.PART", 3)
    root = several(tmp_path, 7)
    expected = whole(root)
    assert checked(root, cache_of(root), jobs=2) == expected
    monkeypatch.setattr("msccurate.review.known.decoded", lambda data: pytest.fail("an entry of one document is read"))
    assert checked(root, cache_of(root)) == expected


def test_what_changes_while_it_is_checked_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msccurate.review.units.PART", 3)
    root = several(tmp_path, 7)
    expected = whole(root)
    path = root / "specs" / "doe3.yaml"
    before = path.read_text("utf-8")

    def edit(words: str, done: int = 0, of: int = 0) -> None:
        if words.startswith("checking"):
            path.write_text(before.replace("msccurate: 1", "msccurate: 1\nunknown: key"), "utf-8")

    setting = Setting(root, asked((), (), None))
    assert "unknown" in shown(engine.check(setting, cache_of(root), engine.Labour(1), edit))
    path.write_text(before, "utf-8")
    assert checked(root, cache_of(root)) == expected == checked(root, cache_of(root))


@pytest.mark.parametrize("limit", [1000, None])
def test_tables_that_go_before_a_rule_reads_them_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    monkeypatch.setattr("msccurate.review.units.PART", 3)
    root = several(tmp_path, 7)
    expected = whole(root)
    cache = cache_of(root)
    cache.limit_bytes = limit or cache.limit_bytes

    def clear(words: str, done: int = 0, of: int = 0) -> None:
        if words == "asking the rules" and limit is None:
            for path in cache.folder.rglob("*.parquet"):
                path.unlink()

    for _ in range(2):
        assert shown(engine.check(Setting(root, asked((), (), None)), cache, engine.Labour(1), clear)) == expected


def test_one_more_document_changes_one_run() -> None:
    names = [f"study{number:04}" for number in range(2000)]
    every = runs([Unit(name) for name in names])
    assert [unit.name for run in every for unit in run] == names
    assert {66 <= len(run) <= 133 for run in every[:-1]} == {True}
    assert 80 < len(names) / len(every) < 120
    for more in ("study0007x", "study1000x", "study1999x"):
        assert len(set(runs([Unit(name) for name in sorted([*names, more])])) - set(every)) <= 3
    assert runs([]) == []


def test_only_the_document_that_changed_is_examined_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = several(tmp_path)
    checked(root, cache_of(root))
    path = root / "specs" / "doe1.yaml"
    path.write_text(path.read_text("utf-8").replace("13 (65.0%)", "14 (65.0%)"), "utf-8")
    seen: list[str] = []
    read = Examiner._documents
    monkeypatch.setattr(Examiner, "_documents", lambda self, part, tell: read(self, part, seen.append))
    assert checked(root, cache_of(root)) == whole(root)
    assert seen == ["doe1"]


def test_a_key_across_documents_is_judged_over_all_of_them(tmp_path: Path) -> None:
    root = several(tmp_path)
    path = root / "curation" / "schemas" / "sources.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"pattern": "[0-9a-f]{64}"', '"unique": true'), "utf-8")
    expected = whole(root)
    assert expected.count("must have its own") > 1
    assert checked(root, cache_of(root)) == expected == checked(root, cache_of(root))


@pytest.mark.parametrize("limit", [10, 10_000])
def test_frictionless_is_asked_up_to_so_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("msccurate.tables.secondopinion.LIMIT_ROWS", limit)
    root = several(tmp_path)
    told = checked(root, cache_of(root))
    assert ("frictionless was not asked" in told) == (limit == 10)
    assert checked(root, cache_of(root)) == told


# ---- more processes


def test_more_processes_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FEW", 1)
    monkeypatch.setattr("msccurate.review.units.PART", 3)
    root = several(tmp_path, 5)
    assert checked(root, None, jobs=2) == whole(root)


def test_a_process_that_ends_is_an_error_that_names_the_document(tmp_path: Path) -> None:
    root = several(tmp_path)
    shares = [Share((unit,)) for unit in units(root) if unit.specs]
    setting = Setting(root, (Asked("PCT01", "msccurate.rules.percentages", "document"),))
    seen: list[str] = []

    def kill(done: int, name: str) -> None:
        from multiprocessing import active_children

        seen.append(name)
        for child in active_children():
            child.kill()

    with pytest.raises(WorkerLost, match=r"a process ended \(signal 9\) while it checked `doe") as error:
        list(examine_apart(setting, None, shares, 1, kill))
    assert seen[0] in str(error.value)


def test_what_breaks_in_a_process_is_an_error_that_names_the_document(tmp_path: Path) -> None:
    root = several(tmp_path)
    broken = Unit("doe1", (None,))  # type: ignore[arg-type]
    setting = Setting(root, (Asked("PCT01", "msccurate.rules.percentages", "document"),))
    with pytest.raises(WorkerLost, match="something broke while `doe1` was checked: TypeError"):
        list(examine_apart(setting, None, [Share((broken,))], 1, lambda done, name: None))


def test_progress_counts_documents_and_nothing_else(tmp_path: Path) -> None:
    several(tmp_path)
    told = []
    engine.check(
        Setting(tmp_path, asked((), (), None), 100),
        None,
        engine.Labour(1),
        lambda words, done=0, of=0: told.append((words, done, of)),
    )
    counted = [(done, of) for words, done, of in told if words.startswith("checking")]
    assert {of for _, of in counted} == {4}
    assert [done for done, _ in counted] == sorted(done for done, _ in counted)
    assert counted[-1] == (4, 4)
