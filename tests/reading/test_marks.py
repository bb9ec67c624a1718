"""Spans: every character of a text is found where it stands in the file, in every style."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msccurate.reading import Mapping, Node, Scalar, Sequence, parse, parser
from msccurate.text import Span

#: What papers print, what YAML minds, and what is wider than a byte.
ALPHABET = "ab19 .,|()[]{}%±–<>#:'\"\\-*&!?\té😀\u2009\u00a0"
PRINTED = st.text(ALPHABET + "\n", max_size=40)
CHARACTERS = st.text(ALPHABET + "\x85\u2028", max_size=40)
LINES = st.lists(st.text(alphabet="ab1 |(%)😀é'\"\\#:\t", max_size=12), min_size=1, max_size=6)


def scalar(text: str, key: str = "x") -> Scalar:
    node = parse(text).node
    assert isinstance(node, Mapping)
    value = node.get(key)
    assert isinstance(value, Scalar)
    return value


def check(text: str, value: Scalar) -> None:
    """Each character stands at its span, longer only for an escape, a doubled quote or a folded break."""
    spans = [value.at(index, index + 1) for index in range(len(value.text))]
    for char, span in zip(value.text, spans, strict=True):
        written = span.of(text)
        assert written, "every character stands somewhere"
        escaped = value.style == '"' and written.startswith("\\")
        doubled = value.style == "'" and written == "''"
        folded = char in " \n" and not written.strip() and any(one in written for one in "\r\n\x85")
        assert written == char or escaped or doubled or folded, (char, written)
    for left, right in pairwise(spans):
        assert left.end <= right.start
    assert all(value.span.start <= span.start for span in spans)
    if spans:
        assert value.at(0, len(value.text)) == Span(spans[0].start, spans[-1].end)


class TestAt:
    def test_a_part_of_a_cell_inside_a_row(self) -> None:
        text = "rows:\n  sex male: 25 (86.0%) | x\n"
        rows = parse(text).node.get("rows")  # type: ignore[union-attr]
        assert isinstance(rows, Mapping)
        row = rows.get("sex male")
        assert isinstance(row, Scalar)
        at = row.text.index("86.0%")
        assert row.at(at, at + 5) == Span(22, 27)
        assert row.at(at, at + 5).of(text) == "86.0%"

    @pytest.mark.parametrize(
        ("text", "part", "written"),
        [
            ("x: '> 5 (86.0%) | it''s'\n", "86.0%", "86.0%"),
            ("x: 'it''s 86.0%'\n", "86.0%", "86.0%"),
            ("x: 'it''s 86.0%'\n", "'", "''"),
            ('x: "\\u00b1 86.0%"\n', "±", "\\u00b1"),
            ('x: "\\u00b1 86.0%"\n', "86.0%", "86.0%"),
            ('x: "a\\\n   b 86.0%"\n', "b 86.0%", "b 86.0%"),
            ("x: a\n  b 86.0%\n", "86.0%", "86.0%"),
            ("x: a\n  b 86.0%\n", "a b", "a\n  b"),
            ("x: a\r\n  b 86.0%\r\n", "86.0%", "86.0%"),
            ("x: a\n\n  b\n", "\n", "\n"),
            ("x: >-\n  a\n  b 86.0%\n", "86.0%", "86.0%"),
            ("x: >-\n  a\n  b 86.0%\n", "a b", "a\n  b"),
            ("x: >-\r\n  a\r\n  b 86.0%\r\n", "86.0%", "86.0%"),
            ("x: >\n  a\n\n    c\n  b 86.0%\n", "86.0%", "86.0%"),
            ("x: |\n  a\n  b 86.0%\n", "a\nb", "a\n  b"),
            ("x: |2\n    a 86.0%\n", "  a 86.0%", "  a 86.0%"),
            ("x: |+\n  a\n\ny: 1\n", "a\n\n", "a\n\n"),
            ("x: |", "", ""),
            ("x: >-\n  a  ", "a  ", "a  "),
            ("\ufeffx: '😀''86.0%'\n", "86.0%", "86.0%"),
        ],
    )
    def test_every_style(self, text: str, part: str, written: str) -> None:
        value = scalar(text)
        start = value.text.index(part)
        assert value.at(start, start + len(part)).of(parse(text).text) == written

    def test_offsets_outside_the_text_are_moved_to_its_ends(self) -> None:
        assert scalar("x: abc\n").at(-5, 99) == Span(3, 6)
        assert scalar("x: 'a''c'\n").at(9, 99) == Span(8, 8)
        assert scalar("x: ''\n").at(0, 5) == Span(4, 4)
        assert scalar("x:\n").at(0, 1) == Span(2, 2)

    def test_a_text_that_is_not_in_its_source_has_the_span_of_the_whole(self) -> None:
        assert Scalar("another", Span(3, 6), "", "x: abc").at(1, 2) == Span(3, 6)
        assert scalar("x: &a abc\n").at(1, 2) == Span(3, 9)

    def test_the_source_is_no_part_of_what_a_scalar_is(self) -> None:
        assert Scalar("a", Span(0, 1), "", "a") == Scalar("a", Span(0, 1), "", "ab")
        assert "source" not in repr(Scalar("a", Span(0, 1), "", "a"))

    @given(CHARACTERS)
    def test_quoted(self, text: str) -> None:
        single = "x: '" + text.replace("'", "''") + "'\ny: 1\n"
        check(single, scalar(single))
        double = 'x: "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"\ny: 1\n'
        check(double, scalar(double))

    @given(PRINTED, st.sampled_from(["", "'", '"', "|", ">"]), st.integers(5, 40), st.booleans())
    def test_as_another_program_writes_it(self, text: str, style: str, width: int, unicode: bool) -> None:
        data = {"rows": {"before": "1", "x": text, "after": "2"}}
        written = yaml.dump(data, default_style=style or None, width=width, allow_unicode=unicode)
        node = parse(written).node
        assert isinstance(node, Mapping)
        rows = node.get("rows")
        assert isinstance(rows, Mapping)
        value = rows.get("x")
        assert isinstance(value, Scalar)
        # Not `text`: PyYAML folds some texts that begin with a blank so that they come back changed.
        assert value.text == yaml.load(written, yaml.BaseLoader)["rows"]["x"]
        check(written, value)

    @given(LINES, st.sampled_from(["|", ">", "|-", ">-", "|+", ">+"]), st.sampled_from(["\n", "\r\n", "\x85"]))
    def test_block(self, lines: list[str], header: str, end: str) -> None:
        lines = ["first", *lines]
        text = f"x: {header}{end}" + "".join(f"   {line}{end}" for line in lines) + f"y: 1{end}"
        check(text, scalar(text))

    @given(LINES, st.sampled_from(["", "'", '"']), st.sampled_from(["\n", "\r\n", "\x85", "\u2028"]))
    def test_several_lines(self, lines: list[str], quote: str, end: str) -> None:
        words = [line.translate(dict.fromkeys(map(ord, "'\"\\#:|\t"), "a")) for line in lines]
        text = f"x: {quote}first{end}" + "".join(f"   {line}{end}" for line in words) + f"   last{quote}{end}y: 1{end}"
        check(text, scalar(text))

    @given(st.text(alphabet='ab \\\n"nx41u', max_size=30))
    def test_escapes(self, inside: str) -> None:
        text = f'x: "{inside}"\n'
        result = parse(text)
        if isinstance(result.node, Mapping) and not result.problems:
            check(text, scalar(text))


MIXED = (
    "\ufeff# comment 😀\r\n"
    "title: é 😀 a\u2028 b\r\n"
    "'quoted': {n: 31, \"label\": 'Total'}\r\n"
    "list:\r\n"
    "- a\r\n"
    "- [b, c]\r\n"
    "\r\n"
    "# between\r\n"
    "fold: >-\r\n"
    "  one\r\n"
    "  two\r\n"
    "\r\n"
    "# behind\r\n"
    "nel: x\x85  y\r\n"
    "end: 😀\r\n"
)


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_spans_stay_right_behind_odd_characters(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    result = parse(MIXED)
    assert result.problems == ()
    assert result.text == MIXED[1:]
    assert isinstance(result.node, Mapping)
    found = [(entry.key.span.of(result.text), entry.value.span.of(result.text)) for entry in result.node.entries]
    assert found == [
        ("title", "é 😀 a\u2028 b"),
        ("'quoted'", "{n: 31, \"label\": 'Total'}"),
        ("list", "- a\r\n- [b, c]"),
        ("fold", ">-\r\n  one\r\n  two"),
        ("nel", "x\x85  y"),
        ("end", "😀"),
    ]
    assert result.node.span.of(result.text) == result.text[result.text.index("title") :].removesuffix("\r\n")


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the pure-Python loader refuses these tabs")
def test_spans_stay_right_behind_tabs() -> None:
    text = "a:\t1\t# end\nb: 2\t3\n"
    assert scalar(text, "a").span.of(text) == "1"
    assert scalar(text, "b").at(2, 3).of(text) == "3"


def plain(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
    return None


TREES = st.recursive(
    st.text(alphabet="ab1 .|%'#:😀", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text("abc", min_size=1), TREES, min_size=1, max_size=4),
    st.sampled_from([None, True, False]),
)
def test_both_loaders_read_what_was_written(data: dict[str, object], flow: bool | None) -> None:
    written = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    results = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parser, "_LOADER", loader)
            results.append(parse(written))
    assert results[0] == results[1]
    assert results[0].problems == ()
    assert plain(results[0].node) == data


@given(st.text(alphabet="ab1 :-#>|[]{},'\"%&*!\n\t\r\\?@`\x85\u2028\ufeff😀<.", max_size=40))
def test_no_text_raises(text: str) -> None:
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parser, "_LOADER", loader)
            result = parse(text)
        assert result.node is not None or result.problems
        for problem in result.problems:
            assert problem.words
            assert "is not valid YAML" not in problem.words
            assert 0 <= problem.span.start <= problem.span.end <= len(result.text)


def test_everything_is_text() -> None:
    text = "a: 10.0\nb: NO\nc: 0123\nd: 2020-02-28\ne: ~\nf: null\ng:\nh: 1:30\non: 1_000\n"
    assert plain(parse(text).node) == {
        "a": "10.0", "b": "NO", "c": "0123", "d": "2020-02-28", "e": "~", "f": "null", "g": "", "h": "1:30",
        "on": "1_000",
    }  # fmt: skip
