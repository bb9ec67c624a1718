"""SRC: the spec against the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from msccurate.findings import Label, Severity
from msccurate.rules.heads import heads_not_printed
from msccurate.rules.registry import Draft, found, reported, rule
from msccurate.sources import CellAnchor

if TYPE_CHECKING:
    from msccurate.tables import Document


#: So many cells of a row or column that slipped the same way are one cause.
LEAST_SLIPPED = 3


@rule("SRC01", "source-missing", Severity.ERROR)
def source_missing(document: Document) -> Iterator[Draft]:
    """Every source is a readable text file inside the project.

    Why it matters: without the document's text nothing can be verified.

    What to do: copy the document into `seeds/`. Addresses, absolute paths and links out of the project are refused.

    ## Example

    ```yaml
    sources:
      article:
        path: seeds/nothing.txt  # SRC01
        sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    data: {}
    ```

    ## Corrected

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
    data: {}
    ```
    """
    yield from reported(document, "SRC01")


@rule("SRC02", "source-changed", Severity.ERROR)
def source_changed(document: Document) -> Iterator[Draft]:
    """A source is, byte for byte, the file that the spec was written for.

    Why it matters: a changed file may hold other numbers.

    What to do: look at what changed; if the spec still holds, write the new sha256.

    ## Example

    ```text
    Another text.
    ```

    ```yaml
    sources:
      article:
        path: seeds/document.txt
        sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  # SRC02
    data: {}
    ```

    ## Corrected

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
    data: {}
    ```
    """
    yield from reported(document, "SRC02")


@rule("SRC03", "quote-not-found", Severity.ERROR)
def quote_not_found(document: Document) -> Iterator[Draft]:
    """Every quote and every table label stands in its source.

    Why it matters: a quote is the proof that a number was read and not remembered.

    Maths: both sides are folded (blanks, dashes, case, markup) and searched exactly; likeness may suggest a passage,
    never accept it.

    What to do: copy the words from the document; the nearest passage and the differing words are shown.

    ## Example

    ```text
    The median age was 70 years.
    ```

    ```yaml
    data:
      age: {quote: The mean age was 70 years, rows: {age (years): 70}}  # SRC03
    ```

    ## Corrected

    ```text
    The median age was 70 years.
    ```

    ```yaml
    data:
      age: {quote: The median age was 70 years, rows: {age (years): 70}}
    ```
    """
    for draft in reported(document, "SRC03"):
        yield replace(draft, differs=True)


def _cells(
    document: Document, quoted: bool, wanted: Callable[[CellAnchor], bool]
) -> Iterator[tuple[Label, str, CellAnchor]]:
    """Cells (and group sizes) whose anchor is wanted, in quotes or in tables; a cell that nobody can read (SPC06) only
    where the document shows what it should be."""
    anchors = [anchor for anchor in document.anchors.values() if wanted(anchor)]
    if not anchors:
        return
    unread = {problem.place for problem in document.problems if problem.kind == "SPC06"}
    in_tables = {block.id for block in document.spec.blocks if block.quote is None}
    texts = {one.route: one.text for one in document.measurements}
    for anchor in anchors:
        route = anchor.route
        if (anchor.status == "absent" and route in unread) or (route.partition(".")[0] in in_tables) == quoted:
            continue
        text = texts[route] if route in texts else document.routes[route].of(document.spec.text)
        yield Label(route, "", text), text, anchor


def _differs(document: Document, quoted: bool) -> Iterator[Draft]:
    where = "the quote" if quoted else "that row of the table"
    for label, text, anchor in _cells(document, quoted, lambda one: one.status in ("differs", "absent")):
        if anchor.status == "absent":
            message = f"`{text}` does not stand in {where}: {anchor.words}"
            yield found(label, message, help="copy the cell from the document, or correct the row's name", differs=True)
        else:
            message = f"`{text}` is not what the document prints: `{anchor.text or 'nothing'}`"
            help = f"write {anchor.text}" if anchor.text else "write `.` for a blank cell"
            yield found(label, message, help=help, expected=anchor.text, differs=True)


@rule("SRC04", "number-not-in-quote", Severity.ERROR)
def number_not_in_quote(document: Document) -> Iterator[Draft]:
    """The numbers of a quoted block stand in its quote, in order.

    Why it matters: this is where a mistyped digit is caught.

    Maths: the numbers of the cells are laid along the numbers of the quote in order; a cell may use again the numbers
    of the cell before it.

    What to do: write what the document prints, which is shown.

    ## Example

    ```text
    25 patients (80.6%) were male.
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      sexes: {quote: 25 patients (80.6%) were male, rows: {sex male: 25 (86.0%)}}  # SRC04
    ```

    ## Corrected

    ```text
    25 patients (80.6%) were male.
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      sexes: {quote: 25 patients (80.6%) were male, rows: {sex male: 25 (80.6%)}}
    ```
    """
    yield from _differs(document, quoted=True)


@rule("SRC05", "cell-not-in-source", Severity.ERROR)
def cell_not_in_source(document: Document) -> Iterator[Draft]:
    """Every cell of a table stands in the source, on the row of its label and in its column.

    Why it matters: this is where a mistyped digit is caught.

    Maths: a row is its label at word boundaries, then its cells in order, adjacent; in tab-separated tables the
    printed heads of the columns are matched too.

    What to do: write what the document prints, which is shown. If the row is not found, give it the `label` that the
    document prints.

    ## Example

    ```text
    Table 1 Characteristics
    Sex, male 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 26 (80.6%)}}  # SRC05
    ```

    ## Corrected

    ```text
    Table 1 Characteristics
    Sex, male 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1: {label: Table 1, rows: {sex male: 25 (80.6%)}}
    ```
    """
    yield from _differs(document, quoted=False)


@rule("SRC06", "wrong-place", Severity.ERROR)
def wrong_place(document: Document) -> Iterator[Draft]:
    """A cell does not hold the value of its neighbour.

    Why it matters: a slip by one row or column gives a number that the document does print, so that it looks right.

    What to do: write what stands in this row and column, which is shown. Three or more cells that slipped alike are
    one finding. The date at the head of a column is to be one that the table prints, if it prints most others.

    ## Example

    ```text
    Table 1 Characteristics
    Fever 24 (77.4%)
    Cough 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          fever: 25 (80.6%)  # SRC06
          cough: 25 (80.6%)
    ```

    ## Corrected

    ```text
    Table 1 Characteristics
    Fever 24 (77.4%)
    Cough 25 (80.6%)
    ```

    ```yaml
    groups: {all: {n: 31}}
    data:
      t1:
        label: Table 1
        rows:
          fever: 24 (77.4%)
          cough: 25 (80.6%)
    ```
    """
    slips: dict[tuple[str, str], list[tuple[Label, str, CellAnchor]]] = {}
    for quoted in (True, False):
        for label, text, anchor in _cells(document, quoted, lambda one: one.status == "misplaced"):
            block, row, *column = label.route.split(".")
            line = row if "row" in anchor.words else ".".join(column)
            slips.setdefault((f"{block}.{line}", anchor.words), []).append((label, text, anchor))
    for slipped in slips.values():
        if len(slipped) >= LEAST_SLIPPED:
            yield _slipped(slipped)
        else:
            yield from (_misplaced(*one) for one in slipped)
    yield from heads_not_printed(document)


def _misplaced(label: Label, text: str, anchor: CellAnchor) -> Draft:
    there = anchor.text or "nothing"
    return found(
        label,
        f"`{text}` does not stand here: {anchor.words}; here the document prints `{there}`",
        help=f"write {anchor.text}" if anchor.text else "write `.`",
        expected=anchor.text,
        differs=True,
    )


def _slipped(cells: list[tuple[Label, str, CellAnchor]]) -> Draft:
    """A whole row or column that slipped is one finding."""
    label, text, anchor = cells[0]
    there, line = anchor.text or "nothing", "row" if "row" in anchor.words else "column"
    return found(
        label,
        f"{len(cells)} cells of this {line} do not stand here; the first, `{text}`: {anchor.words}; here the document "
        f"prints `{there}`",
        beside=[(other, f"here the document prints {one.text or 'nothing'}") for other, _, one in cells[1:]],
        help="the row or column has slipped: compare its head and its order with the document",
        expected=anchor.text,
        differs=True,
    )


@rule("SRC10", "flattened-match", Severity.ERROR)
def flattened_match(document: Document) -> Iterator[Draft]:
    """The spec prints an exponent as its source file does.

    Why it matters: `106` and `10^6` are different numbers. If the file lost a superscript, the spec must show that, so
    that the reader of the spec sees what the reader of the file sees.

    What to do: write the number exactly as the source file has it; UNT05 then reports the flattened exponent.

    ## Example

    ```text
    The dose was 1 × 106 cells per kilogram.
    ```

    ```yaml
    data:
      dose: {quote: The dose was 1 × 106 cells, rows: {dose_per_kg (cells per kilogram): 1 × 10^6}}  # SRC10
    ```

    ## Corrected

    ```text
    The dose was 1 × 106 cells per kilogram.
    ```

    ```yaml
    data:
      dose: {quote: The dose was 1 × 106 cells, rows: {dose_per_kg (cells per kilogram): 1 × 106}}
    ```
    """
    for quoted in (True, False):
        for label, text, anchor in _cells(document, quoted, _is_flattened):
            yield found(
                label,
                f"`{text}` stands as `{anchor.text}` in the source file",
                help=f"write {anchor.text}",
                expected=anchor.text,
                differs=True,
            )
    for quote in document.quotes:
        if quote.found is not None and quote.found.tier == "flattened":
            source = document.sources[quote.source]
            there = quote.found.span.of(source.text)
            inner = quote.route + ".quote"
            route = inner if inner in document.routes else quote.route
            yield found(
                Label(route, "", quote.text[:80]),
                f"this quote stands otherwise raised in the source file: `{there[:120]}`",
                help="write exponents as the file has them",
                differs=True,
            )


def _is_flattened(anchor: CellAnchor) -> bool:
    return anchor.status == "found" and anchor.tier == "flattened"
