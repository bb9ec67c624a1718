"""Passages: the blocks of a text and their sections, also where a text has no lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.sources.documents import ALL, GUO, GUO_CORD19, LIANG, TAO, YAO, seed, source


def sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in seed(name).passages:
        found.setdefault(one.section, []).append(one.span.of(seed(name).text))
    return found


@pytest.mark.parametrize("name", ALL)
def test_passages_hold_the_whole_text_in_order(name: str) -> None:
    text = seed(name).text
    spans = [one.span for one in seed(name).passages]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    left = text
    for span in reversed(spans):
        left = left[: span.start] + left[span.end :]
    assert not left.strip()


def test_a_paper_with_headings() -> None:
    found = sections(TAO)
    assert found["title"] == [
        "# Umbilical cord blood-derived mesenchymal stem cells in treating a critically ill COVID-19 patient"
    ]
    assert found["abstract"][1].startswith("**Introduction:**")
    assert found["introduction"][1].startswith("In late December 2019")
    assert found["case"][1].startswith("A 72-year-old man was admitted")
    assert found["discussion"][1].startswith("Here, we introduced")
    assert any(one.startswith("23. Gorman") or "23. Gorman" in one for one in found["references"])
    assert found["caption"][0] == "**Table 1.** Pertinent laboratory values."
    assert found["table"][0].startswith("Laboratory Parameters\tFeb. 2")


def test_a_medline_record_without_lines() -> None:
    found = sections(LIANG)
    assert found["title"][0].startswith("TI - Clinical remission")
    assert found["abstract"][0].startswith("AB - RATIONALE:")
    assert found["abstract"][0].rstrip().endswith("hUCMSCs transfer.")
    assert any(one.startswith("AUID- ORCID") for one in found["back"])


def test_a_record_of_the_cord19_set() -> None:
    found = sections(GUO_CORD19)
    assert found["title"][0].endswith("with severe COVID-19 pneumonia")
    assert "10.1186/s13054-020-03142-8" in found["front"][1]


def test_lines_of_tables_and_their_footnotes() -> None:
    found = sections(GUO)
    assert "Fever 24 (77.4%)" in found["table"]
    assert found["footnote"][0].startswith("UC-MSCs umbilical cord mesenchymal stem cells, IQR")


def test_a_text_of_single_lines() -> None:
    assert sections(YAO)["other"][0].startswith("The salvage therapy")
    assert "Authors" in sections(YAO)["back"]


def test_an_empty_text() -> None:
    assert source("").passages == ()
    assert source(" \n ").passages == ()
