"""The site: what stands on its pages, where its links lead, and which files are written."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from msccurate.review import Reviewed, review
from msccurate.tables import load_project
from tests.projects import SOURCE, Run, make_project, own_project, site_of
from tests.render.htmlpage import Page

WRONG = ("sex male: 13 (65.0%)", "sex male: 13 (56.0%)")


def _site(run: Run, folder: Path) -> Path:
    ran = run(folder, "render", "--site")
    assert ran.status == 0, ran.err
    return folder / "out" / "site"


def _page(site: Path, name: str = "doe2021.html") -> Page:
    return Page((site / name).read_text(encoding="utf-8"))


def test_a_cell_leads_to_its_place_and_the_place_back_to_the_cell(run: Run, project: Path) -> None:
    page = _page(_site(run, project))
    (link,) = [one for one in page.elements if "value" in one.classes and one.text == "13 (65.0%)"]
    mark = page.by_id(link.attributes["href"][1:])
    assert mark.text == "13"
    assert mark.attributes["href"] == "#cell-patients.sex_male"
    assert page.by_id("cell-patients.sex_male").text.strip() == "13 (65.0%)"


def test_numbers_that_nothing_accounts_for_are_set_apart(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, source=SOURCE + "\nThe dose was 48 mg on each of the days.\n")
    page = _page(_site(run, folder))
    assert "48" in [one.text for one in page.of_class("unextracted")]
    assert "58" in [one.text for one in page.of_class("extracted")]
    assert not {"48"} & {one.text for one in page.of_class("extracted")}


def test_a_finding_stands_at_its_table_with_both_excerpts(run: Run, tmp_path: Path) -> None:
    page = _page(_site(run, make_project(tmp_path, WRONG)))
    cards = [one for one in page.of_class("card") if one.attributes["data-rule"] == "SRC04"]
    (card,) = cards
    assert "sex male: 13 (56.0%)" in card.text
    assert "and 13 (65.0%) were men" in card.text
    assert "extraction error" in card.text
    flags = [one for one in page.of_class("flag") if one.attributes["href"] == f"#{card.attributes['id']}"]
    assert flags, "neither the cell nor the source text shows the finding"
    assert "56.0%" in page.by_id("cell-patients.sex_male").text


def test_an_adjudication_says_who_decided_what(run: Run, tmp_path: Path) -> None:
    folder = make_project(tmp_path, WRONG)
    (folder / "curation" / "adjudications" / "doe2021.yaml").write_text(
        "men: {rule: PCT01, route: patients.sex_male#percent, verdict: accepted, reason: seen with the authors, "
        "by: adjudicator-a, date: 2026-11-24}\n",
        encoding="utf-8",
    )
    page = _page(_site(run, folder))
    (card,) = [one for one in page.of_class("card") if one.attributes["data-rule"] == "PCT01"]
    assert card.attributes["data-state"] == "adjudicated"
    assert "accepted by adjudicator-a, 2026-11-24" in card.text
    assert "seen with the authors" in card.text


def test_scripts_in_sources_and_specs_are_shown_and_not_run(run: Run, tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    folder = make_project(
        tmp_path,
        ("title: Cells in twenty patients", f"title: '{script} & \"cells\"'"),
        ("quote: Between", f"note: {script}\n    quote: Between"),
        source=SOURCE + f"\n{script}\n",
    )
    site = _site(run, folder)
    for name in ("index.html", "doe2021.html"):
        page = _page(site, name)
        assert [one.attributes for one in page.elements if one.name == "script"] == [{"src": "site.js"}]
        assert "onerror" not in page.html
    assert _page(site).html.count("&lt;script&gt;alert(1)") >= 3


def test_the_whole_text_of_a_source_is_there(run: Run, project: Path) -> None:
    page = _page(_site(run, project))
    shown = "".join(re.sub(r"^\s*\d+", "", one.text) for one in page.of_class("line"))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", SOURCE)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """The review of this repository's own documents."""
    return review(load_project(own_project(tmp_path_factory.mktemp("own"))))


@pytest.fixture(scope="module")
def own(reviewed: Reviewed) -> Path:
    """Their site."""
    return site_of(reviewed.corpus.project.root)


def test_every_link_leads_somewhere(own: Path) -> None:
    pages = {path.name: _page(own, path.name) for path in sorted(own.glob("*.html"))}
    assert len(pages) >= 5
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), name
        for link in page.links:
            if link == "data:,":
                continue
            path, _, fragment = link.partition("#")
            assert not re.match(r"\w+:|//", link), f"{name} leaves the site: {link}"
            assert (own / path).is_file() if path else True, f"{name}: {link}"
            if fragment:
                assert unquote(fragment) in pages[path or name].ids, f"{name}: {link}"


def test_every_cell_that_was_found_is_marked_in_the_text(reviewed: Reviewed, own: Path) -> None:
    for document in reviewed.corpus.documents:
        page = _page(own, f"{document.name}.html")
        linked = {one.attributes["href"] for one in page.of_class("mark") if "href" in one.attributes}
        titles = " ".join(one.attributes["title"] for one in page.of_class("mark") if "title" in one.attributes)
        for route, anchor in document.anchors.items():
            if anchor.status == "found":
                assert f"#cell-{route}" in linked or f"{route}" in titles, route


def test_the_same_input_makes_the_same_bytes(own: Path, tmp_path: Path) -> None:
    again = site_of(own_project(tmp_path))
    for path in sorted(own.rglob("*")):
        if path.is_file():
            assert (again / path.relative_to(own)).read_bytes() == path.read_bytes()


def test_only_what_changed_is_written_again(run: Run, project: Path) -> None:
    site = _site(run, project)
    assert "0 of" in run(project, "render", "--site").err
    (site / "doe2021.html").write_text("spoilt", encoding="utf-8")
    assert "1 of" in run(project, "render", "--site").err
    assert _page(site).by_id("main")


def test_a_page_is_made_again_where_its_source_or_a_decision_changed(run: Run, project: Path) -> None:
    site = _site(run, project)
    source = project / "seeds" / "doe2021.txt"
    source.write_text(SOURCE.replace("men.", "males."), encoding="utf-8")
    _site(run, project)
    assert "males." in _page(site).by_id("source").text


def test_pages_of_removed_documents_go_and_files_of_others_stay(run: Run, project: Path) -> None:
    site = _site(run, project)
    (site / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    (project / "specs" / "doe2021.yaml").unlink()
    _site(run, project)
    assert not (site / "doe2021.html").exists()
    assert (site / "mine.html").exists()


def test_a_manifest_that_was_tampered_with_deletes_nothing_outside(run: Run, project: Path) -> None:
    site = _site(run, project)
    manifest = site / "manifest.json"
    files = '{"../../specs/doe2021.yaml": ""}'
    told = f'{{"made": {{"x": {{"inputs": "", "sources": {{}}, "files": {files}}}}}}}'
    manifest.write_text(told, encoding="utf-8")
    _site(run, project)
    assert (project / "specs" / "doe2021.yaml").exists()
    for nonsense in ("", "[]", '{"made": []}', '{"made": {"a": 1}}'):
        manifest.write_text(nonsense, encoding="utf-8")
        _site(run, project)


def test_the_site_is_not_checked(run: Run, project: Path) -> None:
    ran = run(project, "render", "--site", "--check")
    assert ran.status == 2
    assert "not committed" in ran.err
    assert not (project / "out").exists()


def test_a_projects_own_template_is_used_and_its_faults_are_named(run: Run, project: Path) -> None:
    templates = project / "curation" / "templates" / "site"
    templates.mkdir(parents=True)
    (templates / "overview.html.j2").write_text("<p>{{ report.documents }} in all</p>", encoding="utf-8")
    assert (_site(run, project) / "index.html").read_text(encoding="utf-8") == "<p>1 in all</p>"
    (templates / "overview.html.j2").write_text("{{ nothing.here }}", encoding="utf-8")
    ran = run(project, "render", "--site")
    assert ran.status == 2
    assert "site/overview.html.j2" in ran.err
