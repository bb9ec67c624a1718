"""Check digits of LOINC codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.codebook import loinc_check_digit
from tests.codebook.projects import shipped


@pytest.mark.parametrize("code", ["1988-5", "2708-6", "6690-2", "33762-6", "98979-8", "59408-5", "718-7", "731-0"])
def test_published_codes(code: str) -> None:
    number, _, digit = code.partition("-")
    assert loinc_check_digit(number) == int(digit)


def test_every_code_of_the_codebook() -> None:
    codes = [one.loinc for one in shipped().codebook.variables.values() if one.loinc]
    assert len(codes) > 60
    assert [code for code in codes if loinc_check_digit(code[:-2]) != int(code[-1])] == []


@given(st.integers(1, 999_999), st.data())
def test_one_wrong_digit_is_always_seen(number: int, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert loinc_check_digit(text[:place] + other + text[place + 1 :]) != loinc_check_digit(text)
