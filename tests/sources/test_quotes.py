"""Quotes: found where they stand, however retyped; never where a digit, a sign or half a word is lost."""

from __future__ import annotations

import random
import re

import pytest

from msccurate.sources import find_quote, suggest
from msccurate.text import Span
from tests.sources.documents import ALL, GUO, GUO_CORD19, LIANG, TAO, YAO, seed, source

PLACES = [
    (GUO, "vere or critical COVID-19 pneumonia", None),
    (
        GUO,
        "31 patients with severe or critical COVID-19 pneumonia",
        "31 patients with se-\nvere or critical COVID-19 pneumonia",
    ),
    (GUO, "from January 3, 2020, to April 4, 2020", "from January 3,\n2020, to April 4, 2020"),
    (GUO, "decreased C-reactive protein level", "decreased C-\nreactive protein level"),
    (GUO, "elevated PaO2/FiO2 (median [IQR], 242", "elevated PaO2/\nFiO2 (median [IQR], 242"),
    (GUO_CORD19, "(1 × 10 6 cells per kilogram of weight)", "(1 × 10 6 cells per kilogram of weight)"),
    (
        TAO,
        "PaO2/FiO2 mostly maintained above 200mmHg",
        "PaO<sub>2</sub>/FiO<sub>2</sub> mostly maintained above 200mmHg",
    ),
    (TAO, "1.5 × 10^6 USB-MSCs per kilogram", "1.5×10<sup>6</sup> USB-MSCs per kilogram"),
    (TAO, "D-dimer (μg/ml)", "D-dimer (μg/ml)"),
    (LIANG, "given 3 times (5 x 10 cells each time)", "given 3 times (5 x 10 cells each time)"),
    (LIANG, "given 3 times (5 × 10 cells each time)", "given 3 times (5 x 10 cells each time)"),
    (YAO, "a dosage of 3 × 107 cells per time", "a dosage of 3 × 107 cells per time"),
]


@pytest.mark.parametrize(("name", "quote", "there"), PLACES)
def test_a_quote_is_found_where_it_stands(name: str, quote: str, there: str | None) -> None:
    found = find_quote(seed(name), quote)
    assert (found.span.of(seed(name).text) if found else None) == there


REFUSED = [
    ("0.86 of them", "86 of them"),
    ("1,234 patients", "234 patients"),
    ("COVID-19 pneumonia", "19 pneumonia"),
    ("PaO<sub>2</sub> rose", "2 rose"),
    ("the PaO<sub>2</sub>", "the PaO"),
    ("the PaO2", "the PaO"),
    ("fell by −5.9 points", "5.9 points"),
    ("(-5.9 points)", "5.9 points"),
    ("61-71 years", "-71 years"),
    ("P < 0.001)", "0.001)"),
    ("5 x 10^6 cells", "5 x 10"),
    ("5 x 10<sup>6</sup> cells", "5 x 10"),
    ("Noninvasive ventilation", "Invasive ventilation"),
    ("severely ill", "severe"),
    ("12.55 mg", "12.5"),
    ("Mar. 10", "Mar. 1"),
    ("ﬁve days", "ve days"),
    ("25 (80.6%)", "25 (80.5%)"),
]


@pytest.mark.parametrize(("text", "quote"), REFUSED)
def test_no_half_number_no_half_word_no_lost_sign(text: str, quote: str) -> None:
    assert find_quote(source(text), quote) is None


TIERS = [
    ("10 6 cells", "10 6 cells", "verbatim"),
    ("10  6\ncells", "10 6 cells", "whitespace"),
    ("61–71 years", "61-71 years", "normalized"),
    ("10<sup>6</sup> cells", "10^6 cells", "normalized"),
    ("10⁶ cells", "10^6 cells", "normalized"),
    ("$10^{6}$ cells", "10^6 cells", "normalized"),
    ("10^6 cells", "10⁶ cells", "normalized"),
    ("10⁻⁶ cells", "10^-6 cells", "normalized"),
    ("106 cells", "10^6 cells", "flattened"),
    ("10 6 cells", "10^6 cells", "flattened"),
    ("106 cells", "10 6 cells", "flattened"),
    ("10 6 cells", "106 cells", "flattened"),
    ("10\u20096 cells", "106 cells", "flattened"),
]


@pytest.mark.parametrize(("text", "quote", "tier"), TIERS)
def test_the_tier_tells_how_alike(text: str, quote: str, tier: str) -> None:
    found = find_quote(source(text), quote)
    assert found is not None
    assert found.tier == tier


def test_the_first_place_wins() -> None:
    found = find_quote(source("31 men. Later 31 men."), "31 men")
    assert found is not None
    assert found.span == Span(0, 6)
    again = find_quote(source("31 men. Later 31 men."), "31 men", 1)
    assert again is not None
    assert again.span == Span(14, 20)


def retyped(text: str, chance: random.Random) -> str:
    """A text as a curator would type it: lines joined, other dashes, crosses, superscripts and blanks."""
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"<sup>(.*?)</sup>", r"^\1", text)
    text = re.sub(r"</?[a-z]+>|\*", "", text)
    for old, new in [("–", "-"), ("×", "x"), (" = ", "="), ("±", "+/-"), ("’", "'"), ("< ", "<")]:
        if chance.random() < 0.5:
            text = text.replace(old, new)
    return text


def spans(name: str, count: int) -> list[Span]:
    """Random spans of whole words that hold a digit; none that leaves out a comparator just before it."""
    chance = random.Random(name)
    text = seed(name).text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    found: list[Span] = []
    while len(found) < count:
        first = chance.randrange(len(words) - 13)
        span = Span(words[first][0], words[first + chance.randrange(4, 12)][1])
        piece = span.of(text)
        broken = piece.endswith("-") or text[: span.start].endswith("-\n")
        sign = text[: span.start].rstrip()[-1:] in ("<", ">")
        if not sign and not broken and any(char.isdigit() for char in piece) and "\t" not in piece and "$" not in piece:
            found.append(span)
    return found


@pytest.mark.parametrize("name", ALL)
def test_what_is_retyped_is_found_at_its_place(name: str) -> None:
    text = seed(name).text
    chance = random.Random(1)
    for span in spans(name, 60):
        quote = retyped(span.of(text), chance)
        found = find_quote(seed(name), quote)
        assert found is not None, quote
        earlier = found.span.start < span.start and found.span.of(text).split() == span.of(text).split()
        assert found.span.overlaps(span) or earlier or retyped(found.span.of(text), chance)[:9] == quote[:9]


@pytest.mark.parametrize("name", ALL)
def test_an_altered_digit_is_never_accepted(name: str) -> None:
    text = seed(name).text
    chance = random.Random(2)
    for span in spans(name, 60):
        quote = retyped(span.of(text), chance)
        at = chance.choice([index for index, char in enumerate(quote) if char.isdecimal()])
        other = chance.choice([digit for digit in "0123456789" if digit != quote[at]])
        altered = quote[:at] + other + quote[at + 1 :]
        found = find_quote(seed(name), altered)
        assert found is None or re.sub(r"\D", "", found.span.of(text)) == re.sub(r"\D", "", altered), altered


def test_the_nearest_passage_is_suggested_with_the_words_that_differ() -> None:
    suggestion = suggest(seed(GUO), "The median age was 71 years (IQR, 61–71 years); 25 patients (80.6%) were male.")
    assert suggestion is not None
    assert suggestion.differing == (("71", "70"),)
    assert suggestion.span.of(seed(GUO).text).startswith("The median age was 70 years")


def test_nothing_is_suggested_where_nothing_is_alike() -> None:
    assert suggest(seed(GUO), "the zebra crossed the river at noon") is None
    assert suggest(source(""), "anything") is None
    assert find_quote(source("abc"), "  ") is None
