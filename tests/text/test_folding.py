"""Folding: what means the same becomes the same, and every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msccurate.text import Span, fold, folds_to

SAME = [
    ("70 (61–71)", "70 (61-71)"),
    ("70 (61−71)", "70(61-71)"),
    ("1 × 10", "1 x 10"),
    ("24.5 ± 2.9", "24.5 +/- 2.9"),
    ("µg/mL", "μg/ml"),
    ("$\\mu g/ml$", "μg/mL"),
    ("$\\times 10^9/L$", "× 10^9/L"),
    ("×10 <sup>9</sup> /L", "×10^9/L"),
    ("10⁻⁶", "10^-6"),
    ("PaO<sub>2</sub>/FiO<sub>2</sub>", "PaO2/FiO2"),
    ("P &lt; 0.001", "P < 0.001"),
    ("severe acute re-\nspiratory syndrome", "severe acute respiratory syndrome"),
    ("C-\nreactive protein", "C-reactive protein"),
    ("patients’ “care”", 'patients\' "care"'),
    ("≥ 65", ">= 65"),
    ("37.3 ºC", "37.3 °C"),
    ("3·5", "3.5"),
    ("ﬁbrosis", "fibrosis"),
    ("naïve", "nai\u0308ve"),
    ("**Table 1.**", "Table 1."),
    ("1\u2009234", "1234"),
    ("25\u00a0(80.6\u2009%)", "25 (80.6%)"),
]

APART = [
    ("80.6", "80.5"),
    ("−0.1", "0.1"),
    ("< 0.001", "0.001"),
    ("≠ 5", "= 5"),
    ("61–71", "6171"),
    ("5-time", "5time"),
    ("1.5", "15"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_spelling_for_all(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_a_folded_character_knows_its_place() -> None:
    text = "of re-\nspiratory  &lt; 5 × 10<sup>6</sup>"
    folded = fold(text)
    at = folded.text.index("respiratory")
    assert folded.span(at, at + len("respiratory")).of(text) == "re-\nspiratory"
    at = folded.text.index("<")
    assert folded.span(at, at + 1).of(text) == "&lt;"
    at = folded.text.index("5x106")
    assert folded.span(at, at + 5).of(text) == "5 × 10<sup>6"


def test_a_ligature_is_one_place() -> None:
    folded = fold("ﬁt")
    assert folded.text == "fit"
    assert folded.span(0, 2) == folded.span(0, 1) == Span(0, 1)


@pytest.mark.parametrize("text", ["10<sup>6</sup>", "10^6", "10⁶", "10^{6}", "$10^6$"])
def test_a_superscript_leaves_its_trace(text: str) -> None:
    assert fold(text).raised == {2}


@pytest.mark.parametrize("text", ["106", "10 6", "10\n6"])
def test_a_lost_superscript_leaves_none(text: str) -> None:
    assert not fold(text).raised


CHARACTERS = st.text(st.sampled_from("aB1 0.-–−×x±<>≤()^{}$*_\\\n\tµ²⁶ﬁé½…&;/lt "), max_size=60)


@given(CHARACTERS)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts)
    assert folded.starts == sorted(folded.starts)
    assert all(0 <= start < folded.end(index) <= len(text) for index, start in enumerate(folded.starts))
    assert all(index < len(folded.text) for index in folded.raised)


@given(CHARACTERS | st.text(max_size=60))
def test_without_the_way_back_the_words_are_the_same(text: str) -> None:
    assert folds_to(text) == fold(text).text
    assert folds_to(text * 20) == fold(text * 20).text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("`a`", "'a'"),
        ("ŸÉ", "ye"),
        ("Ꭰ", "Ꭰ"),
        ("a\N{COMBINING ACUTE ACCENT}B", "ab"),
        ("＜sub>", "<sub>"),
        ("a-ﬁ", "afi"),
    ],
)
def test_characters_that_are_not_lowered_one_for_one(text: str, folded: str) -> None:
    assert fold(text).text == folds_to(text) == folded


@given(CHARACTERS)
def test_blanks_and_case_never_matter(text: str) -> None:
    spaced = "".join(f" {char}" if char.isalnum() else char for char in text)
    if not any(mark in text for mark in "\\&<>+"):
        assert fold(spaced.upper() if text.isascii() else spaced).text == fold(text).text


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_anything_can_be_folded(text: str) -> None:
    folded = fold(text)
    assert folded.span(0, len(folded.text)).within(Span(0, len(text)))


@given(st.text(st.sampled_from("aZ09 .,:;/()%-–<>&^µ×\n"), max_size=30))
def test_a_short_text_folds_as_a_long_one_does(text: str) -> None:
    """Names and dates take a shorter way."""
    assert fold(text) == fold(text + " " * 300)
