"""Cells of tables: every cell of the real tables is found at its place; whatever is altered is told from it."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from msccurate.notation import Form, Reading
from msccurate.sources import CellAnchor, SoughtCell, SoughtRow, Source, locate_in_table
from msccurate.text import Span
from tests.sources.documents import (
    CATEGORY,
    COUNT,
    GUO,
    HAZARD,
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


@cache
def trial() -> Source:
    """An invented trial of two arms: heads with n, sections inside tables, spanning heads."""
    return source((Path(__file__).parent / "trial.txt").read_text(encoding="utf-8"))


def located(
    source: Source, label: str, rows: tuple[SoughtRow, ...], other_names: tuple[str, ...] = ()
) -> dict[str, CellAnchor]:
    return {anchor.route: anchor for anchor in locate_in_table(source, label, rows, other_names).anchors}


def one(source: Source, label: str, sought: SoughtRow, *other_names: str) -> list[tuple[str, str]]:
    """Status and text of the cells of one row."""
    return [(one.status, one.text) for one in located(source, label, (sought,), other_names).values()]


# ---- the two tables of one patient, tab-separated


@cache
def series(label: str) -> tuple[tuple[SoughtRow, ...], dict[str, Span]]:
    """All rows of a tab-separated table as a curator would name them, and where each cell stands."""
    text = seed(TAO).text
    at = text.index("Laboratory Parameters", text.index(f"**{label}.**"))
    rows, places = [], {}
    for number, line in enumerate(text[at:].split("\n")):
        if "\t" not in line:
            break
        head, *cells = line.split("\t")
        if number == 0:
            at += len(line) + 1
            heads = cells
            continue
        name = head.split(" (")[0].replace(" <sub>", "").replace("</sub>", "").replace(" :", ":")
        reading = CATEGORY if name.startswith("Nucleic") else NUMBER
        sought = []
        place = at + len(head) + 1
        for day, cell in zip(heads, cells, strict=True):
            route = f"{name}.{day}"
            sought.append(SoughtCell(route, cell, reading, (day, day.replace("Feb.", "February"))))
            places[route] = Span(place, place + len(cell))
            place += len(cell) + 1
        rows.append(SoughtRow(name, (name,), None, tuple(sought)))
        at += len(line) + 1
    return tuple(rows), places


@pytest.mark.parametrize(("label", "count"), [("Table 1", 220), ("Table 2", 253)])
def test_every_cell_of_a_series_is_found_at_its_place(label: str, count: int) -> None:
    rows, places = series(label)
    found = located(seed(TAO), label, rows)
    assert len(found) == count
    assert {route: anchor.span for route, anchor in found.items()} == places
    assert {anchor.status for anchor in found.values()} == {"found"}
    assert {anchor.tier for anchor in found.values()} == {"verbatim"}


def test_columns_are_known_by_their_heads_not_by_their_order() -> None:
    rows, places = series("Table 2")
    backwards = tuple(replace(one, cells=one.cells[::-1]) for one in rows)
    found = located(seed(TAO), "Table 2", backwards)
    assert {route: anchor.span for route, anchor in found.items()} == places


def test_the_first_of_march_is_not_the_tenth() -> None:
    cells = (SoughtCell("ph.first", "7.5", NUMBER, ("Mar. 1",)), SoughtCell("ph.tenth", "7.5", NUMBER, ("Mar. 10",)))
    found = located(seed(TAO), "Table 1", (SoughtRow("ph", ("pH",), None, cells),))
    assert found["ph.tenth"].status == "found"
    assert found["ph.first"].text == "7.33", "a head that is not there leaves the position"


def test_one_row_is_not_another_that_begins_like_it() -> None:
    rows = (row("PaO2", "69"), row("PaO2:FiO2", "115"), row("FiO2", "60"), row("SaO2", "90"))
    assert [anchor.status for anchor in located(seed(TAO), "Table 1", rows).values()] == ["found"] * 4


def altered(text: str, chance: random.Random) -> str:
    """A text with one digit changed."""
    at = chance.choice([index for index, char in enumerate(text) if char.isdigit()])
    return text[:at] + chance.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


def with_cell(rows: tuple[SoughtRow, ...], y: int, x: int, text: str) -> tuple[SoughtRow, ...]:
    cells = list(rows[y].cells)
    cells[x] = replace(cells[x], text=text)
    return (*rows[:y], replace(rows[y], cells=tuple(cells)), *rows[y + 1 :])


@pytest.mark.parametrize("label", ["Table 1", "Table 2"])
def test_a_changed_digit_differs_at_its_place(label: str) -> None:
    chance = random.Random(label)
    rows, places = series(label)
    before = located(seed(TAO), label, rows)
    for _ in range(25):
        y, x = chance.randrange(len(rows)), chance.randrange(len(rows[0].cells))
        cell = rows[y].cells[x]
        if not any(char.isdigit() for char in cell.text):
            continue
        after = located(seed(TAO), label, with_cell(rows, y, x, altered(cell.text, chance)))
        assert after[cell.route].status in ("differs", "misplaced")
        assert (after[cell.route].span, after[cell.route].text) == (places[cell.route], cell.text)
        assert {route for route in before if before[route] != after[route]} == {cell.route}


def test_swapped_neighbours_are_misplaced() -> None:
    rows, _ = series("Table 2")
    y = next(index for index, one in enumerate(rows) if one.names == ("Creatinine",))
    left, right = rows[y].cells[0], rows[y].cells[1]
    swapped = with_cell(with_cell(rows, y, 0, right.text), y, 1, left.text)
    found = located(seed(TAO), "Table 2", swapped)
    assert found[left.route].status == found[right.route].status == "misplaced"
    assert found[left.route].words == "it stands in the column Feb. 28"
    assert found[left.route].text == left.text


def test_a_value_of_the_row_below_is_misplaced() -> None:
    rows = (row("Creatinine", "33.9"), row("Blood urea nitrogen", "33.9"))
    found = located(seed(TAO), "Table 2", rows)
    assert found["Creatinine.c0"].status == "misplaced"
    assert found["Creatinine.c0"].words == "it stands on the row of Blood urea nitrogen (mmol/L)"
    assert found["Blood urea nitrogen.c0"].status == "found"


# ---- a table printed as lines of labels and values

CHARACTERISTICS = (
    row("Age", "70 (61–71)", reading=SPREAD, unit="years"),
    row("Sex, male", "25 (80.6%)", reading=COUNT),
    row("Body mass index | BMI", "24.5 ± 2.9", reading=SPREAD, unit="kg/m2"),
    row("Fever", "24 (77.4%)", reading=COUNT),
    row("Cough", "25 (80.6%)", reading=COUNT),
    row("Ground-glass opacity", "26 (83.9%)", reading=COUNT),
    row("Disease severity, severe | severe", "23 (74.2%)", reading=COUNT),
    row("Days between onset of symptoms and hospital admission", "37.2 ± 17.6", reading=SPREAD, unit="days"),
    row("Days between onset of symptoms and UC-MSC therapy", "50.7 ± 12.6", reading=SPREAD, unit="days"),
    row("Days between hospital admission and UC-MSC therapy", "10.0 (6.0–22.0)", reading=SPREAD, unit="days"),
    row("Oxygen | treatment with oxygen", "31 (100%)", reading=COUNT),
    row("Oxygen inhalation", "19 (61.3%)", reading=COUNT),
    row("Noninvasive mechanical ventilation", "4 (12.9%)", reading=COUNT),
    row("Invasive mechanical ventilation", "8 (25.8%)", reading=COUNT),
    row("Interferon", "9 (29.0%)", reading=COUNT),
    row("Methylprednisolone", "6 (19.4%)", reading=COUNT),
    row("UC-MSC volume", "200 (100–300)", reading=SPREAD, unit="mL"),
    row("one | single", "11 (35.5%)", reading=COUNT),
    row("two", "9 (29.0%)", reading=COUNT),
    row("three", "11 (35.5%)", reading=COUNT),
    row("Intravenous immunoglobulin", "8 (25.8%)", reading=COUNT),
    row("SARS-CoV-2 clearance | became negative", "30 (96.8%)", reading=COUNT),
    row("Outcome, died | died | death", "4 (12.9%)", reading=COUNT),
)


def compared(name: str, unit: str | None, before: str, after: str, p: str, reference: str) -> SoughtRow:
    return SoughtRow(name, tuple(name.split(" | ")), unit, (
        SoughtCell(f"{name}.before", before, SPREAD, ("Before UC-MSC therapy",)),
        SoughtCell(f"{name}.after", after, SPREAD, ("After UC-MSC therapy",)),
        SoughtCell(f"{name}.p", p, P, ("P value", "P")),
        SoughtCell(f"{name}.reference", reference, REFERENCE, (), within_label=True),
    ))  # fmt: skip


LABORATORY = (
    compared("White-cell count | White blood cell count", "× 109/mL", "6.72 ± 2.62", "6.43 ± 1.72", "0.346", "3.5–9.5"),
    compared("Lymphocyte count", "× 109/mL", "1.09 (0.68–1.35)", "1.43 (1.02–2.20)", "< 0.001", "1.1–3.2"),
    compared("C-reactive protein", "mg/L", "13.39 (1.30–38.86)", "0.50 (0.50–6.40)", "0.003", "< 10"),
    compared("Procalcitonin", "ng/mL", "0.07 (0.05–0.09)", "0.04 (0.03–0.06)", "< 0.001", "< 0.05"),
    compared("Interleukin-6", "pg/mL", "13.78 (5.69–25.26)", "4.86 (2.13–8.19)", "< .001", "< 7"),
    compared("D-dimer", "ng/mL", "495 (320–727)", "288 (197–537)", "0.010", "< 243"),
    compared("PaO2/FiO2", None, "242 (200–294)", "332 (288–364)", "< 0.001", "."),
)
TABLES = [("Table 1", CHARACTERISTICS), ("Table 2", LABORATORY)]


@pytest.mark.parametrize(("label", "rows"), TABLES)
def test_every_cell_of_a_table_in_lines_is_found(label: str, rows: tuple[SoughtRow, ...]) -> None:
    wanted = {cell.route: cell.text for one in rows for cell in one.cells if cell.text != "."}
    found = located(seed(GUO), label, rows)
    assert {route: anchor.text for route, anchor in found.items()} == wanted
    assert {anchor.status for anchor in found.values()} == {"found"}


@pytest.mark.parametrize(("label", "rows"), TABLES)
def test_every_changed_digit_of_a_table_in_lines_differs_at_its_place(label: str, rows: tuple[SoughtRow, ...]) -> None:
    chance = random.Random(label)
    before = located(seed(GUO), label, rows)
    for y, one in enumerate(rows):
        for x, cell in enumerate(one.cells):
            if cell.text == ".":
                continue
            after = located(seed(GUO), label, with_cell(rows, y, x, altered(cell.text, chance)))
            assert after[cell.route].status in ("differs", "misplaced"), cell.route
            assert (after[cell.route].span, after[cell.route].text) == (before[cell.route].span, cell.text)
            assert {route for route in before if before[route] != after[route]} == {cell.route}


def test_parts_have_their_own_places() -> None:
    anchor = located(seed(GUO), "Table 1", CHARACTERISTICS)["Age.c0"]
    assert {name: span.of(seed(GUO).text) for name, span in anchor.parts} == {"median": "70", "q1": "61", "q3": "71"}


def test_the_longest_name_has_the_row() -> None:
    slipped = row("Oxygen", "19 (61.3%)", reading=COUNT)
    assert one(seed(GUO), "Table 1", slipped, "Oxygen inhalation") == [("differs", "31 (100%)")]


def test_swapped_rows_are_misplaced() -> None:
    rows = (
        row("Noninvasive mechanical ventilation", "8 (25.8%)", reading=COUNT),
        row("Invasive mechanical ventilation", "4 (12.9%)", reading=COUNT),
    )
    found = located(seed(GUO), "Table 1", rows)
    assert [anchor.status for anchor in found.values()] == ["misplaced"] * 2
    assert (
        found["Invasive mechanical ventilation.c0"].words
        == "it stands on the row of Noninvasive mechanical ventilation"
    )


def test_swapped_columns_are_misplaced() -> None:
    rows = (compared("D-dimer", "ng/mL", "288 (197–537)", "495 (320–727)", "0.010", "< 243"),)
    found = located(seed(GUO), "Table 2", rows)
    assert [anchor.status for anchor in found.values()] == ["misplaced", "misplaced", "found", "found"]


def test_a_row_that_is_not_there_names_the_nearest() -> None:
    anchor = located(seed(GUO), "Table 1", (row("Coughs", "25 (80.6%)", reading=COUNT),))["Coughs.c0"]
    assert anchor.status == "absent"
    assert anchor.span is None
    assert anchor.words.startswith("no row is called Coughs")


def test_a_part_of_a_cell_is_not_the_cell() -> None:
    assert one(seed(GUO), "Table 1", row("Cough", "25", reading=COUNT)) == [("differs", "25 (80.6%)")]
    assert one(seed(GUO), "Table 1", row("Cough", "80.6%", reading=COUNT)) == [("differs", "25 (80.6%)")]


def test_a_cell_that_names_its_statistic_may_be_a_part() -> None:
    cells = (
        SoughtCell("cough.count", "25", Reading("count", "count")),
        SoughtCell("cough.percent", "80.6%", Reading("count", "percent")),
    )
    found = located(seed(GUO), "Table 1", (SoughtRow("cough", ("Cough",), None, cells),))
    assert {anchor.status for anchor in found.values()} == {"found"}


def test_a_lost_comparator_differs() -> None:
    rows = (compared("PaO2/FiO2", None, "242 (200–294)", "332 (288–364)", "0.001", "."),)
    found = located(seed(GUO), "Table 2", rows)["PaO2/FiO2.p"]
    assert (found.status, found.text) == ("differs", "< 0.001")


LINES = """In the text (Table 1) is mentioned
Table 1) before it comes.

Table 1. Outcomes
Placebo group (n = 20)
Ventilator-free days to day 28, mean (SD) 19.8 (10.1)
Age ≥65 yr 12 (60.0%)
Fever > 38 °C 5 (25.0%)
Interferon alfa-2b 9* (45.0%)
Count at day 7, 10^9/L 5.5 ± 1.1
Smoker –

Discussion
Fever 99 (9.9%)
"""


@pytest.mark.parametrize(("sought", "there"), [
    (row("Ventilator-free days", "19.8 (10.1)", reading=MEAN_SD), "19.8 (10.1)"),
    (row("Age", "12 (60.0%)", reading=COUNT), "12 (60.0%)"),
    (row("Fever", "5 (25.0%)", reading=COUNT), "5 (25.0%)"),
    (row("Interferon", "9 (45.0%)", reading=COUNT), "9* (45.0%)"),
    (row("Count at day 7", "5.5 ± 1.1", reading=SPREAD, unit="10^9/L"), "5.5 ± 1.1"),
    (row("Smoker", "--", reading=COUNT), "–"),
])  # fmt: skip
def test_numbers_of_a_label_are_not_its_cells(sought: SoughtRow, there: str) -> None:
    assert one(source(LINES), "Table 1", sought) == [("found", there)]


def test_columns_that_the_spec_leaves_out_may_stand_before_its_own() -> None:
    rows = (
        row("D-dimer", "288 (197–537)", reading=SPREAD, unit="ng/mL"),
        row("PaO2/FiO2", "332 (288–364)", reading=SPREAD),
    )
    plain = source(
        "Table 2 Values\n\nD-dimer, ng/mL 495 (320–727) 288 (197–537)\nPaO2/FiO2 242 (200–294) 332 (288–364)\n"
    )
    assert {anchor.status for anchor in located(plain, "Table 2", rows).values()} == {"found"}
    assert located(plain, "Table 2", rows[:1])["D-dimer.c0"].status == "differs", "one row alone may as well be a slip"


def test_a_table_that_is_not_there() -> None:
    found = locate_in_table(seed(GUO), "Table 3", CHARACTERISTICS)
    assert found.region is None
    assert not found.anchors


def test_a_caption_is_no_mention_and_ends_at_the_next() -> None:
    region = locate_in_table(source(LINES), "Table 1", ()).region
    assert region is not None
    assert region.of(source(LINES).text).startswith("Table 1. Outcomes")
    assert "99" not in region.of(source(LINES).text)
    guo = locate_in_table(seed(GUO), "Table 1", ()).region
    assert guo is not None
    assert "(Continued)" in guo.of(seed(GUO).text)
    assert "Table 2" not in guo.of(seed(GUO).text)


# ---- a trial of two arms

MSC, PLACEBO, PVALUE = ("UC-MSC",), ("Placebo",), ("P value", "P-value", "P")


def arms(name: str, msc: str, placebo: str, p: str = ".", reading: Reading = COUNT) -> SoughtRow:
    return SoughtRow(name, tuple(name.split(" | ")), None, (
        SoughtCell(f"{name}.msc", msc, reading, MSC),
        SoughtCell(f"{name}.placebo", placebo, reading, PLACEBO),
        SoughtCell(f"{name}.p", p, P, PVALUE),
    ))  # fmt: skip


@pytest.mark.parametrize("sought", [
    arms("Age", "58.1 (11.2)", "57.4 (12.0)", "0.67", MEAN_SD),
    arms("Sex", ".", ".", "0.84"),
    arms("Sex, male | male | man", "61 (62.2)", "59 (60.8)"),
    arms("Body mass index | BMI", "27.4 [24.1–31.0]", "26.9 [23.8–30.6]", "0.48", SPREAD),
    arms("5", "40 (40.8)", "42 (43.3)"),
    arms("C-reactive protein", "88 [41–142]", "84 [39–151]", "0.72", SPREAD),
    arms("PaO2/FiO2", "178.4 (52.1)", "181.0 (49.7)", "0.72", MEAN_SD),
], ids=lambda sought: sought.route)  # fmt: skip
def test_a_baseline_table(sought: SoughtRow) -> None:
    found = located(trial(), "Table 1", (sought,))
    wanted = {cell.route: cell.text for cell in sought.cells if cell.text != "."}
    assert {route: anchor.text for route, anchor in found.items()} == wanted
    assert {anchor.status for anchor in found.values()} == {"found"}


def test_n_stands_in_the_heads() -> None:
    cells = tuple(
        SoughtCell(f"n.{arm[0]}", n, Reading("count", "n"), arm, within_label=True)
        for arm, n in ((MSC, "98"), (PLACEBO, "87"))
    )
    found = located(trial(), "Table 1", (SoughtRow("n", (), None, cells),))
    assert (found["n.UC-MSC"].status, found["n.UC-MSC"].text) == ("found", "98")
    assert (found["n.Placebo"].status, found["n.Placebo"].text) == ("differs", "97")


def test_a_footnote_mark_may_be_left_out() -> None:
    for text in ("0.55 (0.28–1.06)", "0.55 (0.28–1.06)‡"):
        cells = (SoughtCell("hr", text, HAZARD, ("Effect",)),)
        anchor = located(trial(), "Table 2", (SoughtRow("death", ("Death",), None, cells),))["hr"]
        assert (anchor.status, anchor.text) == ("found", "0.55 (0.28–1.06)‡")


def test_a_name_inside_a_label_serves_where_no_row_begins_with_it() -> None:
    change = arms("PaO2/FiO2", "61.2 (48.0)", "43.5 (50.3)", "0.02", MEAN_SD)
    assert {anchor.status for anchor in located(trial(), "Table 2", (change,)).values()} == {"found"}


def oxygenation(day: str, *cells: str) -> SoughtRow:
    heads = (MSC, MSC, MSC, PLACEBO, PLACEBO, PLACEBO, PVALUE)
    sought = (
        SoughtCell(f"{day}.{index}", text, NUMBER, head)
        for index, (text, head) in enumerate(zip(cells, heads, strict=True))
    )
    return SoughtRow(day, (day,), None, tuple(sought))


def test_heads_may_span_columns() -> None:
    rows = (
        oxygenation("3", "96", "93.4", "3.1", "94", "92.9", "3.4", "0.29"),
        oxygenation("7", "90", "95.6", "2.4", "86", "94.7", "2.9", "0.03"),
    )
    found = located(trial(), "Table 3", rows)
    assert {anchor.status for anchor in found.values()} == {"found"}
    slipped = oxygenation("7", "90", "95.6", "2.4", "86", "2.9", "94.7", "0.03")
    statuses = [anchor.status for anchor in located(trial(), "Table 3", (rows[0], slipped)).values()][7:]
    assert statuses == ["found", "found", "found", "found", "misplaced", "misplaced", "found"]


def test_two_columns_of_one_arm_of_which_one_bears_its_name_alone() -> None:
    """`UC-MSC (n = 30)` and `UC-MSC events`: the second one is not the first."""
    text = (
        "Table 4. Adverse events\nEvent\tUC-MSC (n = 30)\tUC-MSC events\tPlacebo (n = 30)\tPlacebo events\n"
        "Fever\t13 (43.3)\t17\t8 (26.7)\t10\nRash\t3 (10.0)\t3\t1 (3.3)\t2\n"
    )
    rows = tuple(
        SoughtRow(name, (name,), None, (
            SoughtCell(f"{name}.msc", a, COUNT, MSC), SoughtCell(f"{name}.msc_events", b, NUMBER, MSC),
            SoughtCell(f"{name}.placebo", c, COUNT, PLACEBO), SoughtCell(f"{name}.placebo_events", d, NUMBER, PLACEBO),
        ))
        for name, a, b, c, d in (
            ("Fever", "13 (43.3)", "17", "8 (26.7)", "10"), ("Rash", "3 (10.0)", "3", "1 (3.3)", "2"),
        )
    )  # fmt: skip
    assert {anchor.status for anchor in located(source(text), "Table 4", rows).values()} == {"found"}


def test_some_of_the_columns_under_one_head() -> None:
    rows = tuple(
        SoughtRow(day, (day,), None, (
            SoughtCell(f"{day}.msc", msc, NUMBER, MSC), SoughtCell(f"{day}.placebo", control, NUMBER, PLACEBO),
        ))
        for day, msc, control in (("3", "93.4", "92.9"), ("7", "95.6", "94.7"))
    )  # fmt: skip
    assert {anchor.status for anchor in located(trial(), "Table 3", rows).values()} == {"found"}


def test_a_figure_may_be_a_table() -> None:
    cells = (SoughtCell("msc", "6/62 (9.7)", COUNT, MSC), SoughtCell("placebo", "11/60 (18.3)", COUNT, PLACEBO))
    found = located(trial(), "Figure 3", (SoughtRow("under65", ("Age <65 yr",), None, cells),))
    assert {anchor.status for anchor in found.values()} == {"found"}


def test_a_table_goes_on_under_its_second_caption() -> None:
    text = "Table 1. Rows\nName\tA\nFever\t3\n\nTable 1. Rows (Continued)\nName\tA\nCough\t4\n\n"
    text += "Table 2. Other\nName\tA\nFever\t9\n"
    rows = (row("Fever", "3", reading=COUNT), row("Cough", "4", reading=COUNT))
    assert {anchor.status for anchor in located(source(text), "Table 1", rows).values()} == {"found"}


def test_a_caption_in_a_text_without_lines() -> None:
    text = "as was seen (Table 1). We thank all. Table 1 Baseline characteristics of patients"
    text += " Fever 24 (77.4%) Cough 25 (80.6%)"
    rows = (row("Fever", "24 (77.4%)", reading=COUNT), row("Cough", "25 (80.5%)", reading=COUNT))
    found = located(source(text), "Table 1", rows)
    assert [(anchor.status, anchor.text) for anchor in found.values()] == [
        ("found", "24 (77.4%)"),
        ("differs", "25 (80.6%)"),
    ]


@pytest.mark.parametrize("decimal", [",", "·"])
def test_other_decimal_signs(decimal: str) -> None:
    reading = Reading("number", "", (Form("mean", "SD", "±"),), decimal)
    text = "Table 1 Values\n\nBMI 24.5 ± 2.9 25.5 ± 3.9\nAge 70.5 ± 1.5 71.5 ± 1.6\n".replace(".", decimal)
    rows = (row("BMI", f"24{decimal}5 ± 2{decimal}9", f"25{decimal}5 ± 3{decimal}8", reading=reading),)
    first, second = located(source(text), "Table 1", rows).values()
    assert (first.status, second.status) == ("found", "differs")
    assert second.text == f"25{decimal}5 ± 3{decimal}9"
