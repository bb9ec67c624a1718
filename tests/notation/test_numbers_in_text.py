"""Numbers of a running text: what is before them counts, wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.notation import number_spans, scan_numbers
from msccurate.notation.characters import plain

PIECES = ("<", "≥", "=", " ", "\N{THIN SPACE}", "\n", "−", "-", "(", ")", "%", "less than", "Over", "about", "and", "5",
          "0.3", "1,234", " × 10^6", "106", "12345678901234567")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("P < 0.001", "<"),
        ("P\N{NO-BREAK SPACE}≤ 0.05", "<="),
        ("of => 20", ">="),
        ("no more than 20", "<="),
        ("LESS THAN\n20", "<"),
        ("about 20", "~"),
        ("less than20", ""),  # a word needs a blank
        ("turnover 20", ""),
        ("and 20", ""),
        ("(20", ""),
        ("<" + " " * 30 + "20", ""),  # too far away
    ],
)
def test_a_comparator_ends_just_before_its_number(text: str, comparator: str) -> None:
    (part,) = scan_numbers(text)
    assert part.number.comparator == comparator


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_where_numbers_stand_is_the_same_without_reading_them(text: str) -> None:
    assert list(number_spans(text)) == [(part.start, part.end) for part in scan_numbers(text)]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_a_long_text_is_spelled_as_its_pieces_are(text: str) -> None:
    """Whatever way is taken for longer texts."""
    many = 1 + 1000 // len(text)
    assert plain(text * many) == plain(text) * many
