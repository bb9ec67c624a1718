"""Tables for a publication: read back from HTML, LaTeX and Word, cell by cell."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from msccurate.package import Export, write_folder, writer
from msccurate.package.articles import html
from msccurate.package.docx import document
from msccurate.package.evidence import Cell, Page, PrintedTable, letter, pages
from msccurate.package.latex import latex, written
from tests.package.made import files
from tests.package.trial import trial

HARD = [
    "a & b",
    "50% of_all",
    "#1 {x} \\ $5",
    "<script>alert(1)</script>",
    "10^9 ~ x",
    "3.5 ± 0.1 × 10⁹/L",
    "≥ 5–6 °C, µg",
    "[12, 14]",
    "--",
    'say "yes"',
    "n’est pas",
]


def hard() -> Page:
    """A page in which every sign that a format takes for its own stands in title, cell and footnote."""
    table = PrintedTable("Title " + HARD[0], HARD[2], ("", *HARD[:2]))
    for text in HARD:
        table.rows.append((Cell(text), table.cell(text, (f"note {text}",)), Cell("")))
    return Page("hard", HARD[0], HARD[1], (table,))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    settled = (
        "deaths: {rule: PCT01, route: table1.death.cells#percent, verdict: source-error, reason: asked, by: b,"
        " date: 2026-11-24, value: 6/40 (15.0%)}\n"
    )
    return trial(tmp_path_factory.mktemp("trial"), settled, death="4/40 (15.0%)")


class Reader(HTMLParser):
    """The rows of all tables, with the footnote marks behind their text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def lines(table: PrintedTable) -> list[list[str]]:
    return [list(table.head), *([cell.text + ",".join(cell.marks) for cell in row] for row in table.rows)]


def test_html_holds_every_cell(export: Export) -> None:
    for page in (hard(), *pages(export)):
        reader = Reader()
        reader.feed(html(page))
        assert reader.tables == [lines(table) for table in page.tables]
        assert "script" not in reader.tags


def test_word_holds_every_cell(export: Export) -> None:
    docx = pytest.importorskip("docx")
    for page in (hard(), *pages(export)):
        made = docx.Document(io.BytesIO(document(page)))
        found = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
        assert found == [lines(table) for table in page.tables]
        words = [paragraph.text for paragraph in made.paragraphs]
        assert words[0] == page.title
        for table in page.tables:
            assert {f"{mark} {said}" for said, mark in table.footnotes.items()} <= set(words)


def test_word_tables_have_the_lines_of_a_printed_table_and_a_head_on_every_sheet() -> None:
    docx = pytest.importorskip("docx")
    (made,) = docx.Document(io.BytesIO(document(hard()))).tables
    layout = [one.tag.partition("}")[2] for one in made._tbl.tblPr]
    assert layout.index("tblW") < layout.index("tblBorders") < layout.index("tblLook"), "the order that Word demands"
    heads = ["tblHeader" in row._tr.xml for row in made.rows]
    assert heads == [True, *[False] * (len(heads) - 1)]
    assert all("cantSplit" in row._tr.xml for row in made.rows)


def test_a_page_that_is_too_long_for_word_is_left_out_and_named(
    export: Export, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("docx")
    rows = {page.name: sum(len(table.rows) for table in page.tables) for page in pages(export)}
    longest, shortest = max(rows, key=rows.__getitem__), min(rows, key=rows.__getitem__)
    monkeypatch.setattr("msccurate.package.docx.MOST_ROWS", rows[shortest])
    written = write_folder(tmp_path / "docx", writer(export, "docx"))
    (words,) = written.said
    assert words.startswith(f"{longest} has {rows[longest]} rows, and Word works with {rows[shortest]} at most")
    assert written.names == [f"{shortest}.docx"]


def test_word_documents_say_no_time_and_are_the_same_bytes() -> None:
    docx = pytest.importorskip("docx")
    assert document(hard()) == document(hard())
    about = docx.Document(io.BytesIO(document(hard()))).core_properties
    assert (about.created.year, about.modified.year, about.author) == (2000, 2000, "")


@pytest.mark.parametrize("text", HARD)
def test_latex_prints_a_text_letter_for_letter(text: str) -> None:
    reader = pytest.importorskip("pylatexenc.latex2text")
    found = reader.LatexNodes2Text(strict_latex_spaces=True, math_mode="text").latex_to_text(written(text))
    said_otherwise = str.maketrans({"µ": "μ", "⋅": "·", "ˆ": "^", "⁹": "9"})
    assert found.translate(said_otherwise) == text.translate(said_otherwise)


def test_latex_is_balanced_and_every_row_has_all_its_cells(export: Export) -> None:
    for page in (hard(), *pages(export)):
        text = latex(page)
        assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == len(page.tables)
        bodies = [part.partition(r"\end{longtable}")[0] for part in text.split(r"\endfoot")[1:]]
        for table, body in zip(page.tables, bodies, strict=True):
            rows = [line for line in body.strip().splitlines() if line]
            assert len(rows) == len(table.rows)
            for row in rows:
                assert row.endswith(r" \\")
                assert row.replace(r"\&", "").count("&") == len(table.head) - 1
        assert text.replace(r"\{", "").replace(r"\}", "").count("{") == text.replace(r"\{", "").replace(
            r"\}", ""
        ).count("}")


def test_latex_is_read_strictly(export: Export) -> None:
    """Every brace, environment and formula is closed, and no sign stands there that LaTeX would take for a command."""
    walker = pytest.importorskip("pylatexenc.latexwalker")
    for page in (hard(), *pages(export)):
        text = latex(page)
        nodes, _, length = walker.LatexWalker(text, tolerant_parsing=False).get_latex_nodes()
        assert length == len(text)
        kinds = {type(node).__name__ for node in _inside(nodes)}
        assert not kinds & {"LatexMathNode", "LatexCommentNode"}, "a bare $ or %"


def _inside(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        yield from _inside([one for one in getattr(node, "nodelist", None) or [] if one is not None])


def test_latex_compiles(export: Export, tmp_path: Path) -> None:
    command = next((name for name in ("pdflatex", "xelatex", "lualatex", "tectonic") if shutil.which(name)), None)
    if command is None:
        pytest.skip("no TeX is installed")
    for page in (hard(), *pages(export)):
        (tmp_path / f"{page.name}.tex").write_text(latex(page), encoding="utf-8")
        options = [] if command == "tectonic" else ["-interaction=nonstopmode", "-halt-on-error"]
        done = subprocess.run([command, *options, f"{page.name}.tex"], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]


def table(export: Export, page: str, title: str) -> PrintedTable:
    (found,) = [one for made in pages(export) if made.name == page for one in made.tables if one.title == title]
    return found


def test_a_curated_value_has_a_footnote_that_says_what_is_printed(export: Export) -> None:
    deaths = table(export, "doe2021", "Table 1")
    row = next(row for row in deaths.rows if row[0].text == "Death")
    assert [cell.text for cell in row] == ["Death", "6/40 (15.0%)", "7/38 (18.4%)"]
    words = {mark: said for said, mark in deaths.footnotes.items()}
    assert words[row[1].marks[0]] == "printed as 4/40 (15.0%); PCT01, source-error (b, 2026-11-24): asked"


def test_a_converted_value_has_a_footnote_with_the_value_in_the_unit_of_the_codebook(export: Export) -> None:
    cells = table(export, "evidence", "Lymphocyte count (10⁹/L)")
    words = {mark: said for said, mark in cells.footnotes.items()}
    assert [(row[1].text, row[3].text, words[row[3].marks[0]]) for row in cells.rows] == [
        ("cells", "1200 ± 300", "converted: 1.2 ± 0.3 10⁹/L"),
        ("placebo", "1100 ± 280", "converted: 1.1 ± 0.28 10⁹/L"),
    ]


def test_a_variable_has_a_row_per_study_and_arm_and_no_empty_column(export: Export) -> None:
    deaths = table(export, "evidence", "Death")
    assert deaths.head == ("Study", "Group", "n", "Value")
    assert [cell.text for cell in deaths.rows[0]] == ["Doe J, 2021", "cells", "40", "6/40 (15.0%)"]


def test_formats_have_a_file_per_document_and_one_of_all_variables(export: Export) -> None:
    assert set(files(export, "tables")) == {"doe2021.html", "doe2021.tex", "evidence.html", "evidence.tex"}
    assert set(files(export, "docx")) == {"doe2021.docx", "evidence.docx"}


def test_letters_of_footnotes() -> None:
    assert [letter(index) for index in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]
