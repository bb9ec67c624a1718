"""SPC: the spec itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.bare_numbers import bare_numbers
from msccurate.rules.names import NAMES
from msccurate.rules.registry import Draft, found, reported, rule
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.tables import Corpus, Document, Extract


@rule("SPC01", "unreadable-yaml", Severity.ERROR)
def unreadable_yaml(document: Document) -> Iterator[Draft]:
    """A spec is valid YAML of the simple kind: maps, lists and texts.

    Why it matters: nothing in an unreadable file is checked. Aliases, anchors, merge keys, tags and several documents
    in one file are not read on purpose: each of them can make a file say something else than it seems to say.

    What to do: mend the place that is shown; only the first error of an unreadable file is known. Quote a text that
    begins with one of ``> | [ * & ! % @` `` or with ``- ``.

    ## Example

    ```yaml
    data:
      t1: {quote: a, rows: {age (years): [70}}  # SPC01
    ```

    ## Corrected

    ```yaml
    data:
      t1: {quote: The age was 70 years, rows: {age (years): 70}}
    ```
    """
    yield from reported(document, "SPC01")


@rule("SPC02", "unknown-key", Severity.ERROR)
def unknown_key(document: Document) -> Iterator[Draft]:
    """Every key is one of the format's.

    Why it matters: a mistyped key would silently be ignored, and with it all that stands under it.

    What to do: correct the key; the nearest known one is named. Free text goes under `note`.

    ## Example

    ```yaml
    groups: {all: {n: 31, lable: Total}}  # SPC02
    data: {}
    ```

    ## Corrected

    ```yaml
    groups: {all: {n: 31, label: Total}}
    data: {}
    ```
    """
    yield from reported(document, "SPC02")


@rule("SPC03", "missing-key", Severity.ERROR)
def missing_key(document: Document) -> Iterator[Draft]:
    """What the format asks for is there, and of the right kind.

    Why it matters: a block without label or quote cannot be found in the document; a source without sha256 could be
    exchanged unnoticed.

    What to do: add the key, or give it the value that is asked for.

    ## Example

    ```yaml
    data:
      t1: {rows: {age (years): 70}}  # SPC03
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {age (years): 70}}
    ```
    """
    yield from reported(document, "SPC03")


@rule("SPC04", "duplicate-key", Severity.ERROR)
def duplicate_key(document: Document) -> Iterator[Draft]:
    """A key stands only once in a map.

    Why it matters: YAML readers keep one of the two and drop the other without a word.

    What to do: keep one, or rename one; both lines are named.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          age (years): 70
          age (years): 71  # SPC04
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          age (years): 70
          bmi (kg/m2): 24
    ```
    """
    yield from reported(document, "SPC04")


@rule("SPC05", "wrong-cell-count", Severity.ERROR)
def wrong_cell_count(document: Document) -> Iterator[Draft]:
    """A row has as many cells as its block has columns.

    Why it matters: with a cell missing, all that follow would slip by a column.

    What to do: write `.` for a blank cell and `--` where the document prints a dash.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        columns: 2020-02-01 | 2020-02-02
        rows:
          age (years): 70  # SPC05
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        columns: 2020-02-01 | 2020-02-02
        rows:
          age (years): 70 | .
    ```
    """
    yield from reported(document, "SPC05")


@rule("SPC06", "unreadable-cell", Severity.ERROR)
def unreadable_cell(document: Document) -> Iterator[Draft]:
    """Every cell can be read as what its heads say it is.

    Why it matters: a number that is not understood is not checked.

    What to do: write the cell as the document prints it; if its shape is right, the head is not: a count needs a
    yes/no variable or a level, a spread needs a `form`.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {age (years): seventy}}  # SPC06
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {age (years): 70}}
    ```
    """
    yield from reported(document, "SPC06")


@rule("SPC07", "unknown-word", Severity.ERROR)
def unknown_word(document: Document) -> Iterator[Draft]:
    """Every word of a head or expression names one thing: a variable, level, group, timepoint, date, comparison or
    statistic.

    Why it matters: a cell whose variable is not known cannot be compared with anything.

    What to do: correct the word (the nearest known one is named), declare the group or timepoint in the spec, or add
    the variable to the codebook. Where one id names two things, rename one.

    ## Example

    ```yaml
    data:
      t1: {label: Table 1, rows: {aeg (years): 70}}  # SPC07
    ```

    ## Corrected

    ```yaml
    data:
      t1: {label: Table 1, rows: {age (years): 70}}
    ```
    """
    yield from reported(document, "SPC07")


@rule("SPC08", "unreadable-expression", Severity.ERROR)
def unreadable_expression(document: Document) -> Iterator[Draft]:
    """Every claim is an expression that can be evaluated.

    Why it matters: a claim that is not understood is not checked.

    What to do: known are + - * / ^, = != < <= > >=, and, or, parentheses, numbers, dates, words, and the functions
    sum, share, count, first, last, max, min.

    ## Example

    ```yaml
    data: {t1: {label: Table 1, rows: {age (years): 70}}}
    claims:
      old: age => 60  # SPC08
    ```

    ## Corrected

    ```yaml
    data: {t1: {label: Table 1, rows: {age (years): 70}}}
    claims:
      old: age >= 60
    ```
    """
    yield from reported(document, "SPC08")


@rule(
    "SPC09",
    "duplicate-document",
    Severity.ERROR,
    scope="corpus",
    distils=(NAMES,),
)
def duplicate_document(corpus: Extract) -> Iterator[Draft]:
    """A document is curated in one spec (and once per further extractor).

    Why it matters: two specs of one document would count its patients twice.

    What to do: two files of one paper are two `sources` of one spec. A second extractor's spec is named
    `<document>.<extractor>.yaml`.

    ## Example

    ```yaml spec another
    publication: {title: One, doi: 10.1186/s13054-020-03142-8}
    data: {}
    ```

    ```yaml
    publication:
      title: Two
      doi: 10.1186/S13054-020-03142-8  # SPC09
    data: {}
    ```

    ## Corrected

    ```yaml spec another
    publication: {title: One, doi: 10.1186/s13054-020-03142-8}
    data: {}
    ```

    ```yaml
    publication: {title: Two, doi: 10.3855/jidc.13081}
    data: {}
    ```
    """
    same = list(corpus.shared("names", "kind", "key"))
    told: set[tuple[str, str]] = set()
    for kind in ("doi", "title"):
        for rows in (rows for rows in same if rows[0]["kind"] == kind):
            first, *others = sorted(rows, key=lambda row: (row["document"], row["extractor"]))
            for row in others:
                names = (row["document"], first["document"])
                if names[0] == names[1] or names in told:
                    continue
                told.add(names)
                yield found(
                    Label(f"publication.{kind}", f"{names[1]} has the same {kind}", row["text"]),
                    f"`{names[0]}` and `{names[1]}` are specs of one document",
                    help="put both files into the `sources` of one spec",
                    document=names[0],
                    extractor=row["extractor"],
                )


@rule("SPC10", "ambiguous-form", Severity.ERROR)
def ambiguous_form(document: Document) -> Iterator[Draft]:
    """It is said what a spread means, and only one declared form fits each cell.

    Why it matters: `10 (2)` may be a mean with its SD, its SE, or a median with an IQR width; guessing is the most
    frequent error of meta-analyses (SD taken for SE). And a bare `0.59` beside `5.1 (4.0–7.0)` in a row is neither: it
    is often the p value that stands next to it; nor is a mean at home in a row of medians (warnings).

    What to do: write the `form` that holds on the row or the block.

    ## Example

    ```yaml
    form: mean (SD) | mean (SE)
    data:
      t1: {label: Table 1, rows: {age (years): 70 (11)}}  # SPC10
    ```

    ## Corrected

    ```yaml
    form: mean (SD) | median [IQR]
    data:
      t1: {label: Table 1, rows: {age (years): 70 (11)}}
    ```
    """
    yield from reported(document, "SPC10")
    yield from bare_numbers(document)


@rule("SPC11", "schema-violation", Severity.ERROR, scope="tables")
def schema_violation(corpus: Corpus) -> Iterator[Draft]:
    """Every row of the tables fits the project's Table Schemas.

    Why it matters: the data package is only as good as its schema says. pandera and frictionless check the same files
    in `curation/schemas/`.

    What to do: correct the value; or, if the schema is wrong, the schema.

    ## Example

    ```yaml
    publication:
      title: =SUM(A1)  # SPC11
    data: {}
    ```

    ## Corrected

    ```yaml
    publication:
      title: Sums of squares
    data:
      t1: {label: Table 1, rows: {age (years): 70}}
    ```
    """
    from msccurate.tables.validate import violations

    told = {
        (document.name, document.extractor, problem.span)
        for document in corpus.documents
        for problem in document.problems
    }
    routes = {(document.name, document.extractor): document.routes for document in corpus.documents}
    for one in violations(corpus):
        place_in_spec = routes.get((one.document, one.extractor), {}).get(one.route)
        if (one.document, one.extractor, place_in_spec) in told:
            continue  # the same place is reported by the rule that could not read it
        elsewhere = None if one.document else Place(one.path, Span(0, 0))
        words = f"{one.table}.{one.column}" if one.column else one.table
        place = Label(one.route or "msccurate", words, one.value, spec=elsewhere)
        help = "correct the spec, or the schema in curation/schemas/"
        yield found(place, one.words, help=help, document=one.document, extractor=one.extractor)


@rule("SPC12", "yaml-trap", Severity.ERROR)
def yaml_trap(document: Document) -> Iterator[Draft]:
    """No number is swallowed by YAML.

    Why it matters: `x: >5` is a text of several lines for YAML, `25 # (80.6%)` ends at the `#`, and `{n: 1,234}` is
    split at its comma: the number is gone, and no YAML reader says so.

    What to do: put quotes around the text.

    ## Example

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          d_dimer (μg/ml): >5  # SPC12
    ```

    ## Corrected

    ```yaml
    data:
      t1:
        label: Table 1
        rows:
          d_dimer (μg/ml): '>5'
    ```
    """
    yield from reported(document, "SPC12")
