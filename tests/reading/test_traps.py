"""Places where YAML loses or splits a number without a word, and look-alikes that are fine."""

from __future__ import annotations

import pytest

from msccurate.reading import Mapping, Scalar, parse
from msccurate.text import Span

#: Text -> what the problem covers, words, help.
TRAPS = {
    "x: >5\ny: 1\n": (
        ">5", "`>5` begins a text of several lines for YAML, and its number is lost",
        "quote the whole row: '>5'",
    ),
    "rows:\n  x: |5\n": (
        "|5", "`|5` begins a text of several lines for YAML, and its number is lost",
        "quote the whole row: '|5'",
    ),
    "x: >-5\ny: 1\n": (
        ">-5", "`>-5` begins a text of several lines for YAML, and its number is lost",
        "quote the whole row: '>-5'",
    ),
    "x: > # 5 days\n  text\n": (
        "> # 5 days", "`> # 5 days` begins a text of several lines for YAML, and its number is lost",
        "quote the whole row: '> # 5 days'",
    ),
    "x: 25 # (80.6%)\n": (
        "# (80.6%)", "`# (80.6%)` is a comment for YAML, and is lost",
        "quote the whole row: '25 # (80.6%)'; a comment that begins with a number goes on a line of its own",
    ),
    "x: 25 #1\r\n": (
        "#1", "`#1` is a comment for YAML, and is lost",
        "quote the whole row: '25 #1'; a comment that begins with a number goes on a line of its own",
    ),
    "x: #1\n": (
        "#1", "`#1` is a comment for YAML, and is lost",
        "quote the whole row: '#1'; a comment that begins with a number goes on a line of its own",
    ),
    "x: it's #1\n": (
        "#1", "`#1` is a comment for YAML, and is lost",
        "quote the whole row: 'it''s #1'; a comment that begins with a number goes on a line of its own",
    ),
    "all: {n: 1,234, label: x}\n": (
        "1,234", "YAML splits `1,234` at its comma, and what follows is lost", "put quotes around it: '1,234'",
    ),
    "all: {n: 1, 234}\n": (
        "234", "YAML splits a number at its comma here, and `234` is lost as a key without a value",
        "quote it: '1, 234'",
    ),
    "all: {n: 12,5}\n": (
        "12,5", "YAML splits `12,5` at its comma, and what follows is lost", "put quotes around it: '12,5'",
    ),
    "all: {label: Total, all patients}\n": (
        "all patients", "`all patients` is a key without a value for YAML",
        "if it belongs to the text before the comma, quote that: 'Total, all patients'",
    ),
    "all: {n:31}\n": (
        "n:31", "`n:31` has no blank behind its colon, so it is a key without a value for YAML",
        "write `n: 31`",
    ),
    "x: [1,234, 5]\n": (
        "1,234", "YAML splits `1,234` at its comma into two items",
        "quote it if it is one number: '1,234'; if not, put a blank between the two",
    ),
    "x: 1\u2028y: 2\n": (
        "\u2028", "an unseen line break (U+2028) begins a new line for YAML here",
        "delete it, or begin a new line here",
    ),
    "# note\x85y: 2\n": (
        "\x85", "an unseen line break (U+0085) begins a new line for YAML here",
        "delete it, or begin a new line here",
    ),
    "x: 1\ry: 2\rz: 3\r": (
        "\r", "an unseen line break (U+000D) begins a new line for YAML here",
        "delete it, or begin a new line here",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_is_reported_at_its_place(text: str) -> None:
    (problem,) = parse(text).problems
    assert (problem.span.of(text), problem.words, problem.help) == TRAPS[text]
    assert problem.kind == "SPC12"
    assert isinstance(parse(text).node, Mapping)


@pytest.mark.parametrize("after", ["5", "(80.6%)", "[80.6]", "<5", ">5", "± 2", "%"])
@pytest.mark.parametrize("blanks", ["", " ", "  \t"])
def test_what_makes_a_comment_a_trap(after: str, blanks: str) -> None:
    assert [problem.kind for problem in parse(f"x: 25 #{blanks}{after}\n").problems] == ["SPC12"]


@pytest.mark.parametrize(
    "text",
    [
        "x: 25 # as printed\n",
        "x: 25        # how the paper says it\n",
        "# 25 patients\nx: 25\n# (80.6%)\n",
        "rows:  # 43 rows\n  x: 1\n",
        "x: '25' # 1\n",
        "x: '25 # (80.6%)'\n",
        "x: 25#1\n",
        "x: 25 # see # 1\n",
        "x: |\n  25 # (80.6%)\n",
        "x: >-\n  25 # (80.6%)\n",
        "x: >-\n  text\n",
        "x: > # see\n  text\n",
        "x: |2\n    indented by two more\n",
        "x: '>5'\n",
        "x: {n: '1,234', label: x}\n",
        "x: {n: 31, label: , quote: ''}\n",
        "x: [Guo Z, Chen Y, 1, 2, 2019, 2020]\n",
        "x: [1,2,3]\n",
        "x: 1,234\n",
        "x: 'a\u2028b'\n",
        "x: a\u2028 b\n",
        "x: a\u2028\ny: b\n",
        "x: 1\r\ny: 2\r\n",
    ],
)
def test_what_looks_like_a_trap_and_is_fine(text: str) -> None:
    assert parse(text).problems == ()


def test_a_number_that_was_cut_is_read_as_it_was_meant() -> None:
    result = parse("{n: 1,234, label: x, wbc: 2,345,678 ± 1,2}\n")
    assert [problem.span.of(result.text) for problem in result.problems] == ["1,234", "2,345,678 ± 1,2"]
    assert isinstance(result.node, Mapping)
    values = {entry.key.text: entry.value for entry in result.node.entries}
    assert {key: value.span.of(result.text) for key, value in values.items()} == {
        "n": "1,234", "label": "x", "wbc": "2,345,678 ± 1,2"
    }  # fmt: skip
    assert result.node.get("n") == Scalar("1,234", Span(4, 9))


def test_traps_come_in_the_order_of_the_file() -> None:
    text = "a: {n: 1,234}\nb: >5\nc: 1 #2\nd: >5\nc: 3\n"
    assert [problem.kind for problem in parse(text).problems] == ["SPC12", "SPC12", "SPC12", "SPC12", "SPC04"]
