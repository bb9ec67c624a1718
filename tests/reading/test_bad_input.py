"""Each kind of bad input: what is said of it, and at which line and column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from msccurate.reading import DEEPEST, Mapping, Scalar, parse, parser
from msccurate.text import Lines


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both loaders say the same: installations without libyaml must not differ."""
    if request.param == "pure Python":
        monkeypatch.setattr(parser, "_LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    yield


def said(text: str) -> list[tuple[str, str, str]]:
    """Rule, line:column and words of every problem."""
    result = parse(text)
    lines = Lines(result.text)
    places = [lines.position(problem.span.start) for problem in result.problems]
    return [
        (problem.kind, f"{place.line}:{place.column}", problem.words)
        for problem, place in zip(result.problems, places, strict=True)
    ]


UNCLOSED = "the {} that opens with `{}` in line 1 is not closed"
UNSEEN = "an unseen line break ({}) begins a new line for YAML here"
GOES_ON = "the text goes on behind its closing quote"
NO_ESCAPE = "a backslash between double quotes begins an escape, and this is none"
DIRECTIVE = "`{}` is a directive of YAML, and those are not read"
BEGINS = "a text cannot begin with {}, which has a meaning of its own in YAML"
TAB = "this line is indented with a tab"
SECOND_COLON = "a second colon with a blank behind it stands in this line"
MISFIT = "the indentation of this line fits no line above it"
EMPTY_KEY = "a key is empty"

#: What is wrong -> text, where, words. None of these files can be read, so each has one problem.
INVALID = {
    "tab before a key": ("a:\n\tb: 1\n", "2:1", TAB),
    "tab after a text": ("a: 1\n\tb: 2\n", "2:1", TAB),
    "tab in a folded text": ("a: >-\n\tb\n", "2:1", TAB),
    "second colon": ("x:\n  title: A: b\n", "2:11", SECOND_COLON),
    "second colon behind a quote": ("a: '5': 3\n", "1:7", SECOND_COLON),
    "begins with >": ("p: > 20\n", "1:4", BEGINS.format("`>`")),
    "begins with >0": ("p: >0.05\n", "1:4", BEGINS.format("`>`")),
    "begins with > and two digits": ("p: >20 | 3\n", "1:4", BEGINS.format("`>`")),
    "begins with |": ("p: | 20\n", "1:4", BEGINS.format("`|`")),
    "begins with a closed [": ("r: [1.2] | 3\n", "1:4", BEGINS.format("`[`")),
    "begins with * and a blank": ("r: * 3\n", "1:4", BEGINS.format("`*`")),
    "begins with **": ("r: **\n", "1:4", BEGINS.format("`*`")),
    "begins with &": ("r: & 5\n", "1:4", BEGINS.format("`&`")),
    "begins with !!": ("r: !! 5\n", "1:4", BEGINS.format("`!`")),
    "begins with an unknown tag": ("r: !e!x 5\n", "1:4", BEGINS.format("`!`")),
    "begins with %": ("r: % 5\n", "1:4", BEGINS.format("`%`")),
    "begins with @": ("r: @a\n", "1:4", BEGINS.format("`@`")),
    "begins with a backtick": ("r: `a\n", "1:4", BEGINS.format("a backtick")),
    "begins with a dash": ("r: - 5\n", "1:4", BEGINS.format("`- `")),
    "begins with ?": ("r: ? x\n", "1:4", BEGINS.format("`? `")),
    "begins with a comma": ("r: ,b\n", "1:4", BEGINS.format("`,`")),
    "unit % in braces": ("r: {unit: %, b: 1}\n", "1:11", BEGINS.format("`%`")),
    "single quote left open": (
        "a: 1\nr: 'abc\nb: 1\n", "2:4", "the quote (') that opens in line 2 is never closed",
    ),
    "double quote left open": (
        'r: "abc\nb: 1\n', "1:4", 'the quote (") that opens in line 1 is never closed',
    ),
    "quote closed by the next quote": (
        'q: "open\n  b: 1\nc: "x"\n', "3:4", "the quote that opens in line 1 is closed only here, in line 3",
    ),
    "apostrophe in single quotes": ("r: 'it's'\n", "1:8", GOES_ON),
    "text behind a quoted one": ("r: 'abc' def\n", "1:10", GOES_ON),
    "text behind a quoted one in braces": ('a: {b: "x" y}\n', "1:12", GOES_ON),
    "unknown escape": ('r: "a\\qb"\n', "1:6", NO_ESCAPE),
    "escape without its digits": ('r: "a\\xzz"\n', "1:6", NO_ESCAPE),
    "list left open": ("r: [1, 2\nb: 3\n", "1:4", UNCLOSED.format("list", "[")),
    "list left open at the end": ("r: [0.5–6.4\n", "1:4", UNCLOSED.format("list", "[")),
    "key that opens a map": ("a: 1\n{b: 2\nc: 3\n", "2:1", "the map that opens with `{` in line 2 is not closed"),
    "alias before a text": ("j: *Critical Care\n", "1:4", BEGINS.format("`*`")),
    "first key indented": ("  a: 1\nb: 2\n", "2:1", MISFIT),
    "list left open behind a comma": ("r: [a,\n", "1:4", UNCLOSED.format("list", "[")),
    "nothing between commas": ("r: [a,, b]\n", "1:7", "nothing stands before this comma"),
    "map left open": ("r: {a: 1\nb: 2\n", "1:4", UNCLOSED.format("map", "{")),
    "closed twice": ("r: {a: 1}}\n", "1:10", "`}` closes nothing here"),
    "braces in braces": ("r: {q: a {b} c}\n", "1:10", "a text in a map between `{` and `}` cannot hold `{`"),
    "brackets in braces": (
        "r: {q: a [b] c}\n", "1:10", "a text in a map between `{` and `}` cannot hold `[`",
    ),
    "second colon in braces": (
        "a: {b: c: d}\n", "1:9", "a text in a map between `{` and `}` cannot hold `:`",
    ),
    "indented under a text": (
        "a: 1\n  b: 2\n", "2:3", "for YAML the text of line 1 goes on in this line, where no colon can stand",
    ),
    "indented less": ("a:\n    b: 1\n  c: 2\n", "3:3", MISFIT),
    "indented less by one": ("a:\n  b: 1\n c: 2\n", "3:2", MISFIT),
    "text cut by a comment": (
        "a: x # see\n  y\n", "2:3",
        "line 1 ends at its ` #`, which begins a comment, so its text cannot go on here",
    ),
    "no colon": ("a: 1\nb\nc: 2\n", "2:1", "this line has no colon, so it is no `key: value`"),
    "no blank behind the colon": (
        "a: 1\nb:2\nc: 3\n", "2:1", "there is no blank behind the colon of this line",
    ),
    "item among keys": ("a: 1\n- b\n", "2:1", "a list item stands among keys"),
    "key among items": ("a:\n  - b\n  c: 1\n", "3:3", "this line is no item of the list above it"),
    "key without a name": ("a: 1\n: 5\n", "2:1", EMPTY_KEY),
    "key without a name in braces": ("a: {: 5}\n", "1:5", EMPTY_KEY),
    "key too long": ("a: 1\n" + "x" * 1100 + ": 5\n", "2:1", "this key is longer than 1,024 characters"),
    "unknown version": ("%YAML 9.9\n---\na: 1\n", "1:1", DIRECTIVE.format("%YAML 9.9")),
    "key that begins with %": ("% 5: 3\n", "1:1", DIRECTIVE.format("% 5: 3")),
    "document after an end": ("a: 1\n...\nb: 2\n", "3:1", "a second document begins here"),
    "hidden line break": ("t: A\u2028 b: c\n", "1:5", UNSEEN.format("U+2028")),
    "hidden line break in a text": (
        "t: A\x85B\n", "1:5", UNSEEN.format("U+0085"),
    ),
    "NUL": ("a: 1\nb: \0\n", "2:4", "a control character (U+0000) stands here"),
    "escape sequence of a terminal": ("a: \x1b[31m\n", "1:4", "a control character (U+001B) stands here"),
    "half a character": ("a: \ud800\n", "1:4", "a control character (U+D800) stands here"),
}  # fmt: skip


@pytest.mark.parametrize("what", INVALID)
def test_the_first_error_of_an_unreadable_file_is_worded_at_its_place(what: str) -> None:
    text, place, words = INVALID[what]
    assert said(text) == [("SPC01", place, words)]
    assert parse(text).node is None
    assert parse(text).problems[0].help


#: What is wrong -> text, then where and words of each problem. These files can be read on.
REFUSED = {
    "alias": ("a: *x\n", [("1:4", "`*x` is an alias for YAML, and those are not read")]),
    "anchor": ("a: &x 1\n", [("1:4", "`&x` is an anchor for YAML, and those are not read")]),
    "tag": ("a: !x 1\n", [("1:4", "`!x` is a tag for YAML, and those are not read")]),
    "tag of YAML": ("a: !!str 1\n", [("1:4", "`!!str` is a tag for YAML, and those are not read")]),
    "lone !": ("a: ! 1\n", [("1:4", "`!` is a tag for YAML, and those are not read")]),
    "anchor and tag": (
        "a: &x !y 1\n",
        [
            ("1:4", "`&x` is an anchor for YAML, and those are not read"),
            ("1:7", "`!y` is a tag for YAML, and those are not read"),
        ],
    ),
    "merge key": ("<<: {a: 1}\n", [("1:1", "`<<` merges maps for YAML, and that is not read")]),
    "directive": ("%YAML 1.1\n---\na: 1\n", [("1:1", DIRECTIVE.format("%YAML 1.1"))]),
    "second document": ("a: 1\n---\nb: 2\n", [("2:1", "a second document begins here")]),
    "list as a key": ("? [a]\n: 1\n", [("1:3", "a list or a map cannot be a key")]),
    "row label in brackets": ("[a]: 1\n", [("1:1", "a list or a map cannot be a key")]),
    "empty quoted key": ("a: 1\n'': 5\n", [("2:1", EMPTY_KEY)]),
    "control character by escape": ('a: "x\\0"\n', [("1:6", "`\\0` is the control character U+0000")]),
    "all at once": (
        "a: *x\nb: &y 1\n",
        [
            ("1:4", "`*x` is an alias for YAML, and those are not read"),
            ("2:4", "`&y` is an anchor for YAML, and those are not read"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_yaml_allows_and_we_refuse_is_reported_all_at_once(what: str) -> None:
    text, expected = REFUSED[what]
    assert said(text) == [("SPC01", place, words) for place, words in expected]
    assert isinstance(parse(text).node, Mapping)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("# nothing yet\n", "the file holds no data, only comments"),
        ("---\n", "the file holds no data, only comments"),
    ],
)
def test_a_file_without_data_is_a_problem(text: str, words: str) -> None:
    assert said(text) == [("SPC01", "1:1", words)]
    assert parse(text).node is None


def test_every_duplicate_key_names_both_lines_and_the_first_is_kept() -> None:
    text = "rows:\n  age: 1\n  sex: 2\n  'age': 3\n  age: 4\nsex: 5\n"
    assert said(text) == [
        ("SPC04", "4:3", "`age` stands twice in one map, in lines 2 and 4"),
        ("SPC04", "5:3", "`age` stands twice in one map, in lines 2 and 5"),
    ]
    node = parse(text).node
    assert isinstance(node, Mapping)
    rows = node.get("rows")
    assert isinstance(rows, Mapping)
    age = rows.get("age")
    assert isinstance(age, Scalar)
    assert age.text == "1"
    assert list(rows.keys()) == ["age", "sex"]
    assert said("a: {b: 1, b: 2}\n") == [("SPC04", "1:11", "`b` stands twice in one map, in line 1")]


TOO_DEEP = f"this is nested more than {DEEPEST} levels deep"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 400_000,
        "{" * 400_000,
        "{a: " * 100_000,
        "- " * 100_000 + "x",
        "? " * 100_000,
        "\n".join(" " * level + "a:" for level in range(1500)),
    ],
    ids=["brackets", "braces", "maps in braces", "dashes", "question marks", "blocks"],
)
def test_deep_nesting_is_refused_before_it_costs_anything(text: str) -> None:
    assert [words for _, _, words in said(text)] == [TOO_DEEP]
    assert parse(text).node is None


def test_ten_thousand_blocks_in_each_other_do_not_crash() -> None:
    text = "\n".join(" " * level + "a:" for level in range(10_000))
    assert [words for _, _, words in said(text)] == [TOO_DEEP]


def test_nesting_up_to_the_cap_is_read() -> None:
    assert parse("[" * DEEPEST + "]" * DEEPEST).problems == ()
    assert parse("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).problems != ()


def test_a_message_does_not_repeat_a_long_text() -> None:
    problem = parse("title: " + "long " * 1000 + ": b\n").problems[0]
    assert len(problem.words) < 300
    assert len(problem.help) < 300
