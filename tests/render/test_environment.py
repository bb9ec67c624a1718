"""Sentences that quote, inside Markdown and HTML: quotations are code, and nothing in either is markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msccurate.render.environment import html_prose, prose


@pytest.mark.parametrize(
    ("said", "markdown", "html"),
    [
        ("`4 (15%)` is not 4 of 20", "`4 (15%)` is not 4 of 20", "<code>4 (15%)</code> is not 4 of 20"),
        ("read `a_b` as a_b", r"read `a_b` as a\_b", "read <code>a_b</code> as a_b"),
        ("`<script>` & <b>", r"`<script>` & \<b\>", "<code>&lt;script&gt;</code> &amp; &lt;b&gt;"),
        ("a lone ` stays", r"a lone \` stays", "a lone ` stays"),
        ("`1 | 2` would end a cell", r"\`1 \| 2\` would end a cell", "<code>1 | 2</code> would end a cell"),
    ],
)
def test_what_stands_in_backticks_is_code(said: str, markdown: str, html: str) -> None:
    assert prose(said) == markdown
    assert html_prose(said) == html


@given(st.text(alphabet="`<>&|\\* a\n"))
def test_nothing_that_is_quoted_becomes_markup(said: str) -> None:
    assert re.sub(r"</?code>", "", html_prose(said)).count("<") == 0
    line = prose(said)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)\|", re.sub(r"\\\\", "", line)), "a bar that would end the cell of a table"
