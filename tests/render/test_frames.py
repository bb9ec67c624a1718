"""Rendered output: whole frames that a reviewer can read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace

from msccurate.render import FORMATS, Options, render
from msccurate.render.environment import cell, code, fence, text
from msccurate.render.markdown import MOST_CHARACTERS, pages
from msccurate.review import Adjudication
from msccurate.text import display_width
from tests.render.fixed import excerpt, finding, report


def test_a_frame_shows_both_documents() -> None:
    assert render(report(finding()), "full", Options()) == (
        """\
error[PCT01]: 86.0% is not 25 of 31: that is 80.6% (percent-mismatch)
    --> specs/a.yaml:137:17
    |
 21 |   all: {n: 31}
    |            -- of this many
    ...
137 |   sex male: 25 (86.0%)
    |                 ^^^^^ 25/31 = 80.6%
    ::: seeds/a.txt:94:15
 94 | Sex, male 25 (80.6%)
    |               ----- the document says this
     = verdict: extraction error, the spec differs from the document
     = help: write 25 (80.6%)
     = PCT01-9f3a12c47be0

1 document, 1 source, 44 measurements: 1 error
"""
    )


def test_what_is_not_extracted_is_said_to_be_missing_in_the_spec() -> None:
    frame = render(report(replace(finding(), code="SRC07", name="unextracted-number")), "full", Options())
    assert "= verdict: extraction error, the spec lacks what the document says here\n" in frame


def test_marks_stay_in_place_behind_wide_characters_and_tabs() -> None:
    frame = render(report(finding(line="漢字\tx (86.0%)")), "full", Options())
    marked, mark = next(
        (line, below)
        for line, below in zip(frame.splitlines(), frame.splitlines()[1:], strict=False)
        if "86.0%)" in line
    )
    assert marked == "137 | 漢字→x (86.0%)"
    assert mark == "    |         ^^^^^ 25/31 = 80.6%"


def test_long_lines_are_cut_around_the_mark_in_a_narrow_terminal() -> None:
    frame = render(report(finding(line="x" * 300 + " 86.0% " + "y" * 300)), "full", Options(width=60))
    cut = next(line for line in frame.splitlines() if "86.0%" in line and line.startswith("137"))
    assert len(cut) <= 60
    assert "…" in cut


def test_marks_far_apart_in_a_long_line_each_have_their_piece_of_it() -> None:
    line = "x" * 20 + " 31 " + "y" * 400 + " 86.0% " + "z" * 50
    one = finding(line=line)
    beside = replace(one.related[0], spec=excerpt("specs/a.yaml", 137, line.index("31") + 1, "31", line))
    shown = render(report(replace(one, related=(beside,))), "full", Options()).splitlines()
    pieces = [(above, below) for above, below in pairwise(shown) if above.startswith("137 |")]
    assert [(below.strip("| ")) for _, below in pieces] == ["-- of this many", "^^^^^ 25/31 = 80.6%"]
    for above, below in pieces:
        text, mark = above[6:], below[6:]
        at = len(mark) - len(mark.lstrip())
        assert text[at:].startswith(("31 ", "86.0%"))


@pytest.mark.parametrize("width", [30, 40, 60, 100])
def test_frames_fit_the_terminal(width: int) -> None:
    one = replace(
        finding(message="short", line="漢" * 80 + " 86.0% " + "漢" * 80), help="compare with the document " * 9
    )
    lines = render(report(one), "full", Options(width=width)).splitlines()
    assert all(display_width(line) <= width for line in lines if line.startswith(("137", " 94")))
    first = next(number for number, line in enumerate(lines) if "= help: compare" in line)
    help = lines[first : lines.index("     = PCT01-9f3a12c47be0")]
    assert len(help) > 2
    assert all(display_width(line) <= width for line in help)
    assert all(line.startswith("       ") for line in help[1:])


def test_control_characters_are_not_printed() -> None:
    frame = render(report(finding(line="\x1b[31m 86.0%")), "full", Options())
    assert "\x1b" not in frame


def test_adjudicated_findings_are_a_line_each_or_whole() -> None:
    settled = Adjudication("one", "", "", "", "accepted", "as printed", "b", "2026-11-24", "", "a")
    one = report(replace(finding(), adjudication=settled))
    short = render(one, "full", Options())
    assert "(accepted by b)" in short
    assert "-->" not in short
    assert "adjudicated: accepted by b, 2026-11-24: as printed" in render(one, "full", Options(adjudicated=True))
    assert "no open findings, 1 adjudicated" in short


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_renders_an_empty_report(format: str) -> None:
    assert render(report(), format, Options(statistics=True)).endswith("\n")


def test_markdown_escapes_everything() -> None:
    page = render(report(finding("<script>alert(1)</script> | *bold* `code` `")), "markdown", Options())
    assert "<script>" not in page.replace("\\<script\\>", "")
    assert "\\| \\*bold\\* `code` \\`" in page


def test_markdown_filters() -> None:
    assert cell("a|b\nc") == "a\\|b c"
    assert text("[x](y)") == "\\[x\\](y)"
    assert code("a`b") == "``a`b``"
    assert fence("```\nx") == "````text\n```\nx\n````"


def test_a_long_report_is_split_into_pages_that_fit_a_comment() -> None:
    many = [replace(finding("x" * 500), document=f"d{number % 3}", fingerprint=str(number)) for number in range(300)]
    split = pages(report(*many), None)
    assert set(split) == {"discrepancies.md", *(f"discrepancies/d{number}.md" for number in range(3))}
    assert len(split["discrepancies.md"]) < MOST_CHARACTERS
    assert "](discrepancies/d0.md)" in split["discrepancies.md"]


def test_nothing_wraps_in_a_pipe() -> None:
    wide = render(report(finding(message="m" * 400)), "full", Options(width=0))
    assert any(len(line) > 400 for line in wide.splitlines())
