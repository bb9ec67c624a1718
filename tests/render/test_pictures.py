"""Pictures: what they say of the numbers, with and without the library that draws them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from msccurate.render.pictures import Picture, pictures
from msccurate.render.pictures.scale import shown_unit
from msccurate.render.site import build
from msccurate.review import Reviewed, review
from msccurate.tables import load_project
from tests.projects import ROOT, make_project, own_project, site_of


@pytest.fixture(scope="module")
def reviewed() -> Reviewed:
    return review(load_project(ROOT))


@pytest.fixture(scope="module")
def drawn(reviewed: Reviewed) -> dict[tuple[str, str], Picture]:
    """The pictures of this repository's own documents, by document and name."""
    found = {}
    for document in reviewed.corpus.documents:
        mine = [one for one in reviewed.report.findings if one.document == document.name]
        for picture in pictures(document, mine, reviewed.corpus.curations):
            found[document.name, picture.name] = picture
    return found


def test_each_document_has_the_pictures_its_numbers_are_enough_for(drawn: dict[tuple[str, str], Picture]) -> None:
    assert set(drawn) >= {
        ("guo2020", "change"), ("tao2020", "course"), ("tao2020", "recomputed"), ("tao2020", "repeats"),
    }  # fmt: skip
    assert {name for name, _ in drawn} == {"guo2020", "tao2020"}


def _row(picture: Picture, start: str) -> dict[str, str]:
    row = next(row for row in picture.rows if row[0].startswith(start))
    return dict(zip(picture.heads, row, strict=True))


def test_the_course_tells_censored_missing_and_doubted_values(drawn: dict[tuple[str, str], Picture]) -> None:
    course = drawn["tao2020", "course"]
    dimer = _row(course, "D-dimer")
    assert (dimer["15 Feb 2020"], dimer["3 Feb 2020"]) == (">20", "--")
    assert _row(course, "pH")["20 Feb 2020"] == "7.36 (XRF01), 7.46 (XRF01)"
    assert "PLA03" in _row(course, "Hemoglobin")["8 Mar 2020"]
    assert _row(course, "Hemoglobin")["Normal"] == "130–175"
    assert "Infusions from 28 February 2020 to 8 March 2020" in course.summary
    assert "Lung transplantation" in course.notes


def test_before_and_after_uses_the_units_that_were_curated(drawn: dict[tuple[str, str], Picture]) -> None:
    change = drawn["guo2020", "change"]
    row = _row(change, "White-cell count")
    assert row["Variable"] == "White-cell count (×10⁹/L)"
    assert row["Before UC-MSC therapy"] == "6.72 ± 2.62"
    assert row["P"] == "0.346"


def test_the_columns_that_repeat_each_other_are_named(drawn: dict[tuple[str, str], Picture]) -> None:
    repeats = drawn["tao2020", "repeats"]
    assert "1 Mar 2020 (Table 2) and 10 Mar 2020 (Table 1) have 8 of 18 values in common" in repeats.summary
    assert repeats.rows[0][-1] == "DUP01"


def test_reported_ratios_fit_what_is_recomputed(drawn: dict[tuple[str, str], Picture]) -> None:
    recomputed = drawn["tao2020", "recomputed"]
    assert "all fit within their rounding" in recomputed.summary
    assert {row[-1] for row in recomputed.rows} == {"yes"}


@pytest.mark.parametrize(
    ("code", "printed"),
    [("10*9/L", "×10⁹/L"), ("mm[Hg]", "mmHg"), ("Cel", "°C"), ("ug/mL", "µg/mL"), ("1", ""), ("[pH]", ""), ("%", "%")],
)
def test_units_are_shown_as_papers_print_them(code: str, printed: str) -> None:
    assert shown_unit(code) == printed


def test_pictures_are_well_formed_described_and_the_same_twice(drawn: dict[tuple[str, str], Picture]) -> None:
    pytest.importorskip("matplotlib", reason="pictures are drawn by matplotlib: pip install -e '.[plots]'")
    for (document, _), picture in drawn.items():
        svg = picture.draw()
        assert svg == picture.draw(), picture.name
        tree = ElementTree.fromstring(svg)
        assert tree.attrib["role"] == "img"
        texts = {element.tag.partition("}")[2]: element.text for element in tree if element.text}
        assert texts["title"] == picture.title
        assert texts["desc"] == picture.summary
        assert "metadata" not in texts
        assert not re.search(r"https?://(?!www\.w3\.org/)", svg), f"{document} {picture.name} leads elsewhere"


def test_without_the_extra_the_site_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "find_spec", lambda name: None)
    site = site_of(own_project(tmp_path))
    page = (site / "tao2020.html").read_text(encoding="utf-8")
    assert "pip install &#39;msccurate[plots]&#39;" in page
    assert "149.42" in page.partition('id="pictures"')[2]
    assert not (site / "pictures").exists()
    assert "pip install" not in (site / "yao.html").read_text(encoding="utf-8")


def test_a_document_without_a_course_has_no_pictures(tmp_path: Path) -> None:
    (document,) = load_project(make_project(tmp_path)).documents
    assert pictures(document, (), {}) == ()
