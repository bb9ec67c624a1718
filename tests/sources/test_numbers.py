"""Every number of a source, and whether it is a cell of a table, a result in the text, or neither."""

from __future__ import annotations

import pytest

from msccurate.sources import SourceNumber
from msccurate.sources.regions import captions, find_grid, find_region
from tests.sources.documents import ALL, GUO, GUO_CORD19, LIANG, TAO, YAO, seed, source


def roles(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.role) for one in source(text).numbers]


def texts(name: str, role: str) -> list[str]:
    return [" ".join(one.text.split()) for one in seed(name).numbers if one.role == role]


@pytest.mark.parametrize("name", ALL)
def test_every_digit_of_a_text_belongs_to_one_number(name: str) -> None:
    text = seed(name).text
    counted = [0] * len(text)
    for number in seed(name).numbers:
        assert number.text == number.span.of(text)
        for index in range(number.span.start, number.span.end):
            counted[index] += 1
    assert max(counted) == 1
    silent = [index for index, char in enumerate(text) if char.isdigit() and not counted[index]]
    assert not silent, text[silent[0] - 20 : silent[0] + 20]


def test_results_of_an_abstract() -> None:
    assert texts(LIANG, "result") == [
        "February 2020",
        "65",
        "38.2",
        "1",
        "81%",
        "160",
        "91",
        "12",
        "3",
        "5 x 10",
        "3",
        "4",
    ]
    assert texts(YAO, "result") == ["5", "3 × 107", "2", "5", "3 × 107", "2"]
    assert texts(GUO_CORD19, "result") == ["31", "January 3, 2020", "April 4, 2020", "1 × 10 6", "100", "7"]


def test_results_of_a_letter() -> None:
    results = texts(GUO, "result")
    assert results[:7] == ["31", "January 3, 2020", "April 4, 2020", "1 × 106", "100", "31", "70"]
    assert (
        results[-10:] == ["0.010", "242", "200", "294", "332", "288", "364", "< 0.001", "7"][-10:] or "320" in results
    )
    assert {"320", "727", "197", "537", "200–294"} & set(results) >= {"320", "727", "197", "537"}
    assert "2019" not in results


def row_of(name: str, table: str, text: str) -> SourceNumber:
    return next(one for one in seed(name).numbers if one.table == table and one.text == text and one.role == "table")


def test_cells_of_a_grid_know_row_and_column() -> None:
    number = row_of(TAO, "Table 1", "149.42")
    assert (number.row, number.column) == ("C-reactive protein (mg/L)", "Feb. 2")
    assert row_of(TAO, "Table 1", ">20").column == "Feb. 15"
    cells = [one for one in seed(TAO).numbers if one.role == "table"]
    assert len(cells) == 435
    assert {one.table for one in cells} == {"Table 1", "Table 2"}


def test_heads_and_labels_of_a_grid_are_no_cells() -> None:
    others = {one.text for one in seed(TAO).numbers if one.table and one.role == "other"}
    assert {"Feb. 2", "Mar. 10"} <= others
    assert "9" in others, "of × 10^9/L"


def test_cells_of_a_table_in_lines_know_their_row() -> None:
    assert row_of(GUO, "Table 1", "37.2").row.endswith("hospital admission, mean ± SD, days")
    assert row_of(GUO, "Table 1", "77.4%").row == "Fever"
    assert row_of(GUO, "Table 2", "495").row.startswith("D-dimer")


@pytest.mark.parametrize("text", [
    "COVID-19", "SARS-CoV-2", "2019-nCoV", "PaO2/FiO2", "PaO<sub>2</sub>", "CD4", "CD16 + 56", "DMEM/F12", "IL-6",
    "interleukin-6", "type-2 diabetes", "injury [1].", "injury [2,3]", "injury [4–6]", "COVID-19 [3]",
    "(Table 1)", "(Figure 1A)",
    "doi:10.3855/jidc.13081", "https://example.org/a/2020", "a69@163.com", "+86-13013630369",
    "× 10^9/L", "10^9/L", "95% CI", "90 % confidence", "sha 454f6cd7f42e",
])  # fmt: skip
def test_names_citations_and_addresses_are_no_results(text: str) -> None:
    assert {role for _, role in roles(f"We saw {text} here")} == {"other"}


@pytest.mark.parametrize(("text", "numbers"), [
    ("495 [320–727] ng/mL", ["495", "320", "727"]),
    ("31 [100%] and 8 [26]", ["31", "100%", "8", "26"]),
    ("up to 29 April 2020", ["29 April 2020"]),
    ("from January 3, 2020, to April 4", ["January 3, 2020", "April 4"]),
    ("a 72-year-old man, 148/88 mmHg, < 200mmHg", ["72", "148", "88", "< 200"]),
    ("more than 300,000 deaths", ["more than 300,000"]),
    ("1.5×10<sup>6</sup> cells", ["1.5×10<sup>6"]),
    ("224 10^9/L vs 199", ["224", "199"]),
    ("0.55 (95% CI, 0.28 to 1.06)", ["0.55", "0.28", "1.06"]),
])  # fmt: skip
def test_results(text: str, numbers: list[str]) -> None:
    assert [number for number, role in roles(f"We saw {text}") if role == "result"] == numbers


def test_references_affiliations_and_back_matter_are_no_results() -> None:
    results = [one for one in seed(TAO).numbers if one.role == "result"]
    text = seed(TAO).text
    start, end = text.index("### Abstract"), text.index("### Acknowledgements")
    assert all(start < one.span.start < end for one in results)


@pytest.mark.parametrize("name", ALL)
def test_every_caption_has_the_region_and_the_grid_that_its_label_finds(name: str) -> None:
    text = seed(name).text
    assert [one.label for one in seed(name).captioned] == list(dict.fromkeys(label for _, label in captions(text)))
    for one in seed(name).captioned:
        assert one.region == find_region(text, one.label)
        assert one.grid == find_grid(text, one.region)


@pytest.mark.parametrize(
    "text",
    [
        "see https://a.org/12", "mail a1@b2.org", "call +49-30-1234567", "doi:10.1186/s13054", "in 10.1186/s13054-020",
        "Table 2 shows", "Figs. 3", "COVID-19", "IL-6", "CD4+", "CD3 + 8", "PaO2", "2019-nCoV", "the 2019 novel virus",
        "type 2 diabetes", "a 95% CI", "95 % confidence", "(× 10^9/L)", "cells 10^9/L", "m^2", "issue #12",
        "J. 2020;14(3):e5-9", "as shown [12, 13]", "Received: 12 May 2020",
    ],
)  # fmt: skip
def test_digits_of_names_are_no_results(text: str) -> None:
    assert {role for shown, role in roles(f"Results\n\nWe {text}.") if not shown.startswith("12 May")} <= {"other"}


@pytest.mark.parametrize("text", ["31 patients", "242 [200–294] mmHg", "80.6%", "95% died"])
def test_numbers_beside_no_name_are_results(text: str) -> None:
    assert {role for _, role in roles(f"Results\n\nWe saw {text}.")} == {"result"}
