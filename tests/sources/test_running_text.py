"""Cells of running text: their numbers in order inside the quote, and what stands there where they differ."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from msccurate.notation import Form, Reading
from msccurate.sources import CellAnchor, SoughtCell, SoughtRow, Source, find_quote, locate_in_quote
from tests.sources.documents import (
    CATEGORY,
    COUNT,
    DATE,
    GUO,
    HAZARD,
    LIANG,
    MEAN_SD,
    NUMBER,
    REFERENCE,
    SPREAD,
    TAO,
    P,
    row,
    seed,
    source,
)


def located(text: Source | str, quote: str, *rows: SoughtRow) -> dict[str, CellAnchor]:
    document = source(text) if isinstance(text, str) else text
    found = find_quote(document, quote or document.text)
    assert found is not None
    return {anchor.route: anchor for anchor in locate_in_quote(document, found.span, rows)}


def there(text: Source | str, quote: str, *rows: SoughtRow) -> list[tuple[str, str]]:
    """Status of every cell, and what stands at its place, lines joined."""
    return [(one.status, " ".join(one.text.split())) for one in located(text, quote, *rows).values()]


TREATMENTS = (
    "The proportion of treatment with oxygen was the highest (31 [100%]), followed by antivirals (26 [83.9%]), "
    "antibiotics (23 [74.2%]), intravenous immunoglobulin (8 [25.8%]), intravenous albumin (8 [25.8%])"
)
LABORATORY = (
    "elevated lymphocyte count (median [IQR], 1.09 [0.68–1.35] × 109/L vs 1.43 [1.02–2.20] × 109/L; P < 0.001), "
    "decreased C-reactive protein level (median [IQR], 13.39 [1.30–38.86] mg/L vs 0.50 [0.50–6.40] mg/L; P = 0.003), "
    "decreased procalcitonin level (median [IQR], 0.07 [0.05–0.09] ng/mL vs 0.04 [0.03–0.06] ng/mL; P < 0.001)"
)


def compared(name: str, before: str, after: str, p: str) -> SoughtRow:
    return row(
        name, before, after, SoughtCell(f"{name}.p", p, P), reading=SPREAD, unit="× 109/L" if name == "l" else None
    )


QUOTES = [
    (TREATMENTS, tuple(
        row(name, cell, reading=COUNT)
        for name, cell in zip("abcde", ("31 [100%]", "26 [83.9%]", "23 [74.2%]", "8 [25.8%]", "8 [25.8%]"), strict=True)
    )),
    (LABORATORY, (
        compared("l", "1.09 [0.68–1.35]", "1.43 [1.02–2.20]", "< 0.001"),
        compared("crp", "13.39 [1.30–38.86]", "0.50 [0.50–6.40]", "0.003"),
        compared("pct", "0.07 [0.05–0.09]", "0.04 [0.03–0.06]", "< 0.001"),
    )),
    ("The median age was 70 years (IQR, 61–71 years); 25 patients (80.6%) were male.", (
        row("age", "70 (61–71)", reading=SPREAD), row("male", "25 (80.6%)", reading=COUNT),
    )),
    ("SARS-CoV-2 PCR results of 30 patients (96.8%) became negative after a mean time of 10.7 days (SD, 4.2 days)", (
        row("cleared", "30 (96.8%)", reading=COUNT),
        row("n", "30", reading=Reading("number", "n")),
        row("days", "10.7 (4.2)", reading=MEAN_SD),
    )),
    ("from January 3, 2020, to April 4, 2020", (
        row("start", "2020-01-03", reading=DATE), row("end", "2020-04-04", reading=DATE),
    )),
    ("UC-MSCs (1 × 106 cells per kilogram of weight) were suspended in 100 ml normal saline", (
        row("dose", "1 × 106"), row("saline", "100"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "rows"), QUOTES)
def test_all_cells_of_a_real_quote_are_found(quote: str, rows: tuple[SoughtRow, ...]) -> None:
    found = located(seed(GUO), quote, *rows)
    assert {anchor.status for anchor in found.values()} == {"found"}


@pytest.mark.parametrize(("quote", "rows"), QUOTES)
def test_one_changed_digit_differs_alone_and_shows_the_right_number(quote: str, rows: tuple[SoughtRow, ...]) -> None:
    chance = random.Random(quote)
    before = located(seed(GUO), quote, *rows)
    for y, one in enumerate(rows):
        for x, cell in enumerate(one.cells):
            at = chance.choice([index for index, char in enumerate(cell.text) if char.isdigit()])
            if cell.reading is DATE:
                at = len(cell.text) - 1
            other = chance.choice([digit for digit in "123456789" if digit != cell.text[at]])
            cells = list(one.cells)
            cells[x] = replace(cell, text=cell.text[:at] + other + cell.text[at + 1 :])
            changed = (*rows[:y], replace(one, cells=tuple(cells)), *rows[y + 1 :])
            after = located(seed(GUO), quote, *changed)
            assert after[cell.route].status == "differs", (cell.text, cells[x].text)
            if cell.reading is not DATE:
                assert after[cell.route].text == cell.text
            assert after[cell.route].parts == before[cell.route].parts
            assert {route for route in before if before[route] != after[route]} == {cell.route}


def test_the_parts_have_their_own_places() -> None:
    text = "hazard ratio 0.55; 95% CI, 0.28 to 1.06; P = 0.07"
    anchor = located(text, "", row("hr", "0.55 (0.28 to 1.06)", reading=HAZARD))["hr.c0"]
    assert anchor.status == "found"
    assert {name: span.of(text) for name, span in anchor.parts} == {
        "estimate": "0.55",
        "ci_low": "0.28",
        "ci_high": "1.06",
    }


@pytest.mark.parametrize(("text", "cell", "reading"), [
    ("14 of 98 patients (14.3%) died", "14/98 (14.3%)", COUNT),
    ("risk ratio 0.75; 95%\nCI, 0.22–2.55; P", "0.75 (0.22–2.55)", Reading("effect", "", (Form("RR", "CI", "("),))),
    ("difference, 2.9 days; 95% CI, −0.1 to 5.9", "2.9 (−0.1 to 5.9)", Reading("effect", "", (Form("MD", "CI", "("),))),
    ("was 19.8±10.1 days", "19.8 ± 10.1", SPREAD),
    ("was 19.8 +/- 10.1 days", "19.8 ± 10.1", SPREAD),
    ("led to more than 300,000 deaths", "more than 300,000", NUMBER),
    ("led to more than 300,000 deaths", "> 300,000", NUMBER),
    ("infused over 30 minutes", "30", NUMBER),
    ("a SPO2 of 81%, and", "81", NUMBER),
    ("dose of 1.5×10<sup>6</sup> cells", "1.5 × 10^6", NUMBER),
    ("a 72-year-old man", "72", NUMBER),
    ("were given three times", "three", NUMBER),
    ("all patients were positive", "all", COUNT),
    ("all patients were positive", "positive", CATEGORY),
    ("No adverse events", "No", COUNT),
    ("without any reaction", "without", COUNT),
    ("Between 4 January and 30 June 2021", "2021-01-04", DATE),
    ("4–30 June 2021", "2021-06-04", DATE),
    ("on January 2–15, 2020", "2020-01-15", DATE),
    ("in January and February 2020", "2020-01", DATE),
    ("On March 10, he died", "2020-03-10", DATE),
    ("between 20 December and 5 January 2021", "2020-12-20", DATE),
], ids=str)  # fmt: skip
def test_found(text: str, cell: str, reading: Reading) -> None:
    assert there(text, "", row("x", cell, reading=reading))[0][0] == "found"


@pytest.mark.parametrize(("text", "cell", "reading"), [
    ("P < 0.001", "0.001", P),
    ("P = 0.001", "< 0.001", P),
    ("P < .001", "< 0.001", P),
    ("led to more than 300,000 deaths", "300,000", NUMBER),
    ("COVID-19 and PaO2", "19", NUMBER),
    ("COVID-19 and PaO2", "2", NUMBER),
    ("from −0.1 to 5.9", "0.1", NUMBER),
    ("all were negative", "positive", CATEGORY),
    ("the others", "the other", CATEGORY),
    ("dose of 1.5×10<sup>6</sup> cells", "1.5 × 10^7", NUMBER),
    ("dose of 1.5×10<sup>6</sup> cells", "1.5", NUMBER),
    ("Between 4 January and 30 June 2021", "2020-01-04", DATE),
    ("Between 4 January and 30 June 2021", "2021-01-30", DATE),
    ("On 10 March. It was 2020 by then: 5 May 2020", "2019-03-10", DATE),
    ("4–30 June 2021", "2021-06-05", DATE),
], ids=str)  # fmt: skip
def test_not_found(text: str, cell: str, reading: Reading) -> None:
    assert there(text, "", row("x", cell, reading=reading))[0][0] in ("differs", "absent")


def test_a_unit_with_a_power_is_no_part_of_the_number() -> None:
    cells = row("wbc", "3.5-9.5", reading=REFERENCE, unit="×10^9/L")
    anchor = located(seed(TAO), "white-cell count 3.5-9.5×10^9/L", cells)["wbc.c0"]
    assert (anchor.status, anchor.text) == ("found", "3.5-9.5")


def test_a_lost_exponent_is_found_as_printed() -> None:
    anchor = located(seed(LIANG), "given 3 times (5 x 10 cells each time)", row("times", "3"), row("dose", "5 x 10"))
    assert [one.status for one in anchor.values()] == ["found", "found"]


def test_a_cell_may_use_the_numbers_of_the_cell_before_it_but_no_older_ones() -> None:
    text = "412 were screened and 200 assigned"
    assert there(text, "", row("a", "412"), row("b", "412"), row("c", "200")) == [
        ("found", "412"),
        ("found", "412"),
        ("found", "200"),
    ]
    assert there(text, "", row("a", "412"), row("b", "200"), row("c", "412"))[2][0] == "differs"


def test_each_of_two_equal_numbers_has_its_own_place() -> None:
    text = "missing for 3 patients in the UC-MSC group and 3 in the placebo group"
    first, second = located(text, "", row("x", "3", "3")).values()
    assert first.span != second.span


def test_a_number_that_is_nowhere_leaves_the_others_alone() -> None:
    text = "Of 412 screened, 200 were assigned (48.5%)."
    statuses = there(text, "", row("a", "412"), row("b", "17.25"), row("c", "200 (48.5%)", reading=COUNT))
    assert [status for status, _ in statuses] == ["found", "absent", "found"]


def test_blank_cells_are_not_sought() -> None:
    assert list(located("31 men", "", row("x", ".", "31"))) == ["x.c1"]


def test_a_flattened_exponent_is_told() -> None:
    anchor = located("dose of 1 × 106 cells", "", row("x", "1 × 10^6"))["x.c0"]
    assert (anchor.status, anchor.tier) == ("found", "flattened")


@pytest.mark.parametrize(
    ("text", "cell", "decimal"), [("24,5 ± 2,9 kg/m2", "24,5 ± 2,9", ","), ("24·5 (2·9)", "24·5 (2·9)", "·")]
)
def test_other_decimal_signs(text: str, cell: str, decimal: str) -> None:
    forms = (Form("mean", "SD", "±"), Form("mean", "SD", "("))
    anchor = located(text, "", row("bmi", cell, reading=Reading("number", "", forms, decimal)))["bmi.c0"]
    assert anchor.status == "found"
    assert {name: span.of(text) for name, span in anchor.parts} == {"mean": cell[:4], "sd": cell.strip(")")[-3:]}


@pytest.mark.parametrize(("first", "second"), [
    ("1.43 [1.02–2.20]", "1.43 [1.02–2.20]"),
    ("1.09 [0.68–1.35]", "1.09 [0.68–1.35]"),
])  # fmt: skip
def test_the_neighbour_copied_is_no_second_use(first: str, second: str) -> None:
    found = located(seed(GUO), LABORATORY, compared("l", first, second, "< 0.001"))
    statuses = [anchor.status for anchor in found.values()]
    assert statuses.count("found") == 2
    wrong = next(anchor for anchor in found.values() if anchor.status != "found")
    assert wrong.text in ("1.09 [0.68–1.35]", "1.43 [1.02–2.20]")


def test_the_row_below_copied_is_no_second_use() -> None:
    text = "Excluded (n = 212): not meeting criteria (n = 150), declined (n = 41)"
    rows = (
        row("all", "150", reading=COUNT),
        row("criteria", "150", reading=COUNT),
        row("declined", "41", reading=COUNT),
    )
    assert there(text, "", *rows) == [("differs", "212"), ("found", "150"), ("found", "41")]


def test_swapped_columns_differ() -> None:
    found = located(seed(GUO), LABORATORY, compared("l", "1.43 [1.02–2.20]", "1.09 [0.68–1.35]", "< 0.001"))
    assert "differs" in {anchor.status for anchor in found.values()}


def test_the_row_above_copied_is_no_second_use() -> None:
    rows = (row("start", "2020-01-03", reading=DATE), row("end", "2020-01-03", reading=DATE))
    found = there(seed(GUO), "from January 3, 2020, to April 4, 2020", *rows)
    assert [status for status, _ in found] == ["found", "differs"]
