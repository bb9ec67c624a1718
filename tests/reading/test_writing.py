"""Text -> YAML -> the same text, in the plainest style that our own reader takes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msccurate.reading import Mapping, Scalar, parse
from msccurate.reading.writing import scalar

LONG = " ".join(["a reason of several words, with 25 (80.6%) in it"] * 5)


def back(text: str, indent: int = 2) -> str:
    result = parse(f"one:\n{' ' * indent}reason: {scalar(text, indent)}\n{' ' * indent}by: a\n")
    assert result.problems == ()
    assert isinstance(result.node, Mapping)
    inner = result.node.get("one")
    assert isinstance(inner, Mapping)
    found = inner.get("reason")
    assert isinstance(found, Scalar)
    return found.text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")), st.integers(1, 8))
@example("25 # (80.6%)", 2)
@example("> 5", 2)
@example('it\'s: "quoted"', 2)
@example("two  blanks, and a\nline end\n" + LONG, 2)
@example(LONG + "  " + LONG, 2)
@example("\u2028 \x85 \t \ufeff", 2)
@example("", 2)
@example(" ", 2)
@example("- a", 2)
@example("...", 2)
def test_every_text_is_read_back(text: str, indent: int) -> None:
    assert back(text, indent) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("compared with the PDF", "compared with the PDF"),
        ("4 (20.0%)", "4 (20.0%)"),
        ("n: 4", "'n: 4'"),
        ("it's # 4", "'it''s # 4'"),
        ("two\nlines", '"two\\nlines"'),
    ],
)
def test_the_plainest_style_is_taken(text: str, written: str) -> None:
    assert scalar(text) == written


def test_a_long_text_is_folded() -> None:
    lines = scalar(LONG).split("\n")
    assert lines[0] == ">-"
    assert all(line.startswith("    ") and len(line) <= 112 for line in lines[1:])


@pytest.mark.parametrize("text", ["\x00", "a\x07b", "\x7f", "\ud800"])
def test_control_characters_cannot_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="has no place in a YAML file"):
        scalar(text)
