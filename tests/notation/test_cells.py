"""Cells, as curators write them: every printed shape, what it says, and where its numbers stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.notation import Reading, read_cell, read_forms, read_head, scan_numbers, split_bars
from msccurate.printed import Printed

FORMS = read_forms("mean ± SD | median (IQR) | median [range]").forms
EFFECT = read_forms("HR (95% CI)").forms


def parts(text: str, kind: str, statistic: str = "", forms=FORMS, decimal: str = ".") -> dict[str, str]:
    """Role -> `mantissa·10^-decimals`, with its comparator before it."""
    cell = read_cell(text, Reading(kind, statistic, forms, decimal))
    assert cell.state == "read", cell.problems
    for part in cell.parts:
        assert text[part.start : part.end] == part.number.text
    return {part.name: f"{part.number.comparator}{part.number.mantissa}e{-part.number.decimals}" for part in cell.parts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25 (80.6%)", {"count": "25e0", "percent": "806e-1"}),
        ("31 [100%]", {"count": "31e0", "percent": "100e0"}),
        ("61 (62.2)", {"count": "61e0", "percent": "622e-1"}),
        ("25/31 (80.6%)", {"count": "25e0", "of": "31e0", "percent": "806e-1"}),
        ("6 of 10", {"count": "6e0", "of": "10e0"}),
        ("80.6%", {"percent": "806e-1"}),
        ("80.6% (25)", {"count": "25e0", "percent": "806e-1"}),
        ("1,234 (5%)", {"count": "1234e0", "percent": "5e0"}),
        ("10\u2009123", {"count": "10123e0"}),
        ("three", {"count": "3e0"}),
        ("none", {"count": "0e0"}),
        ("without", {"count": "0e0"}),
    ],
)
def test_counts(text: str, expected: dict[str, str]) -> None:
    assert parts(text, "count") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.5 ± 2.9", {"mean": "245e-1", "sd": "29e-1"}),
        ("24.5+/-2.9", {"mean": "245e-1", "sd": "29e-1"}),
        ("70 (61–71)", {"median": "70e0", "q1": "61e0", "q3": "71e0"}),
        ("70 (61 to 71)", {"median": "70e0", "q1": "61e0", "q3": "71e0"}),
        ("70 [61, 71]", {"median": "70e0", "min": "61e0", "max": "71e0"}),
        ("10 to 20", {"min": "10e0", "max": "20e0"}),
        ("60-80", {"min": "60e0", "max": "80e0"}),
        ("−5–−3", {"min": "-5e0", "max": "-3e0"}),
        ("1.5 × 10^6", {"value": "15e5"}),
        ("1.5x10⁶", {"value": "15e5"}),
        ("> 20", {"value": ">20e0"}),
        ("≥20", {"value": ">=20e0"}),
        ("more than 300,000", {"value": ">300000e0"}),
        ("up to 12", {"value": "<=12e0"}),
        ("2.9†", {"value": "29e-1"}),
        ("99%", {"value": "99e0"}),
        ("five", {"value": "5e0"}),
    ],
)
def test_numbers(text: str, expected: dict[str, str]) -> None:
    assert parts(text, "number") == expected


def test_effects_p_values_and_reference_ranges() -> None:
    assert parts("0.55 (0.28 to 1.06)‡", "effect", forms=EFFECT) == {
        "estimate": "55e-2", "ci_low": "28e-2", "ci_high": "106e-2",
    }  # fmt: skip
    assert parts("2.9 (−0.1 to 5.9)", "effect", forms=EFFECT)["ci_low"] == "-1e-1"
    assert parts("< .001", "p", forms=read_forms("p").forms) == {"p": "<1e-3"}
    assert parts("P = 0.003", "p", forms=read_forms("p").forms) == {"p": "3e-3"}
    assert parts("3.5–9.5", "reference") == {"low": "35e-1", "high": "95e-1"}
    assert parts("< 10", "reference") == {"high": "<10e0"}


def test_statistics_of_their_own_columns() -> None:
    assert parts("96", "number", "n") == {"n": "96e0"}
    assert parts("93.4", "number", "mean") == {"mean": "934e-1"}
    assert parts("1.2–3.4", "number", "ci") == {"ci_low": "12e-1", "ci_high": "34e-1"}
    assert parts("56", "count", "events") == {"events": "56e0"}


def test_decimal_signs_that_are_declared() -> None:
    assert parts("1·5 ± 0·2", "number", decimal="·") == {"mean": "15e-1", "sd": "2e-1"}
    assert parts("1,5 (1,2–1,9)", "number", decimal=",") == {"median": "15e-1", "q1": "12e-1", "q3": "19e-1"}


@pytest.mark.parametrize("text", ["1 × 106", "1 × 10 6", "1x106"])
def test_flattened_exponents_are_read_and_reported(text: str) -> None:
    cell = read_cell(text, Reading("number"))
    assert cell.parts[0].number.value == 1_000_000
    assert [problem.kind for problem in cell.problems] == ["UNT05"]


def test_a_lost_exponent_has_no_value() -> None:
    cell = read_cell("5 x 10", Reading("number"))
    assert (cell.parts, [problem.kind for problem in cell.problems]) == ((), ["UNT06"])


@pytest.mark.parametrize("text", ["--", "–", "NR", "n/a", "not reported"])
def test_missing_values(text: str) -> None:
    assert read_cell(text, Reading("number")).state == "missing"


def test_blank_everyone_words_and_dates() -> None:
    assert read_cell(".", Reading("number")).state == "blank"
    assert read_cell("all", Reading("count")).everyone
    assert read_cell("positve", Reading("category")).category == "positve"
    assert read_cell("2020-02-28", Reading("date")).date == "2020-02-28"


@pytest.mark.parametrize(
    ("text", "kind", "code", "words"),
    [
        ("148/88", "number", "SPC06", "two numbers"),
        ("12.5", "count", "SPC06", "not a whole number"),
        ("24.5 (2.9)", "number", "SPC06", "no form says"),
        ("abc", "number", "SPC06", "not read as a number"),
        ("25 (80.6%)", "category", "SPC06", "the head names no level"),
        ("2020-02-30", "date", "SPC06", "is no date"),
        ("12345678901234567890", "number", "SPC06", "too many digits"),
    ],
)
def test_what_cannot_be_read_is_worded(text: str, kind: str, code: str, words: str) -> None:
    (problem,) = read_cell(text, Reading(kind, forms=FORMS)).problems
    assert problem.kind == code
    assert words in problem.words


def test_two_forms_that_fit_are_never_guessed() -> None:
    forms = read_forms("mean (SD) | mean (SE)").forms
    (problem,) = read_cell("10 (2)", Reading("number", forms=forms)).problems
    assert problem.kind == "SPC10"


numbers = st.tuples(st.integers(0, 10**6), st.integers(0, 3))


def show(number: tuple[int, int]) -> str:
    mantissa, decimals = number
    digits = str(mantissa).zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


@given(numbers, numbers, numbers, st.sampled_from("-–−—"), st.sampled_from([" ", "", "\u2009", "\u00a0"]))
def test_print_and_parse(a, b, c, dash: str, blank: str) -> None:
    text = f"{show(a)}{blank}({show(b)}{blank}{dash}{blank}{show(c)})"
    cell = read_cell(text, Reading("number", forms=FORMS))
    assert [(part.number.mantissa, part.number.decimals) for part in cell.parts] == [a, b, c]


@given(numbers, st.sampled_from(["<", ">", "≤", "≥"]))
def test_comparators_survive(number, sign: str) -> None:
    (part,) = read_cell(f"{sign} {show(number)}", Reading("number")).parts
    assert part.number.comparator == {"≤": "<=", "≥": ">="}.get(sign, sign)
    assert (part.number.mantissa, part.number.decimals) == number


@given(st.text(max_size=30), st.sampled_from(["number", "count", "category", "date", "p", "effect", "reference"]))
def test_no_text_raises(text: str, kind: str) -> None:
    read_cell(text, Reading(kind, forms=FORMS))
    read_head(text)
    read_forms(text)
    split_bars(text)
    for part in scan_numbers(text):
        assert isinstance(part.number, Printed)


def test_numbers_in_running_text() -> None:
    text = "P < 0.001; 25 patients (80.6%), more than 300,000 cases, 5-9 days, 1.5×10^6 cells, 48.0mmHg"
    assert [part.number.text for part in scan_numbers(text)] == [
        "< 0.001", "25", "80.6%", "more than 300,000", "5", "9", "1.5×10^6", "48.0",
    ]  # fmt: skip
