"""BIB: the reference of the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import find_quote, suggest

if TYPE_CHECKING:
    from msccurate.tables import Document

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _text(document: Document, name: str) -> str:
    scalar = document.spec.publication.get(name)
    return scalar.text.strip() if scalar is not None else ""


def _label(document: Document, name: str, words: str = "") -> Label:
    return Label(f"publication.{name}", words, _text(document, name))


@rule("BIB01", "doi-malformed", Severity.ERROR)
def doi_malformed(document: Document) -> Iterator[Draft]:
    """A DOI begins with 10., a registrant's number and a slash.

    Why it matters: a wrong DOI leads to another document, or nowhere.

    What to do: write the bare DOI, without https://doi.org/.

    ## Example

    ```yaml
    publication: {title: A, doi: https://doi.org/10.1186/s13054-020-03142-8}  # BIB01
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, doi: 10.1186/s13054-020-03142-8}
    data: {}
    ```
    """
    doi = _text(document, "doi")
    if doi and not _DOI.fullmatch(doi):
        inner = _DOI.search(doi)
        help = f"write {inner.group()}" if inner else "a DOI looks like 10.1186/s13054-020-03142-8"
        yield found(_label(document, "doi"), f"`{doi}` is no DOI", help=help, expected=inner.group() if inner else None)


@rule("BIB02", "id-malformed", Severity.ERROR)
def id_malformed(document: Document) -> Iterator[Draft]:
    """PubMed numbers and registrations have the form of their registry.

    Why it matters: a digit too few finds another record.

    Maths: PMID 1 to 8 digits; PMCID `PMC` and digits; NCT and 8 digits; ChiCTR and 10 digits (older ones: ChiCTR-ABC-
    and 8); ISRCTN and 8 digits. Registrations of other registries are not judged.

    What to do: compare with the registry.

    ## Example

    ```yaml
    publication: {title: A, registration: NCT0426962}  # BIB02
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, registration: NCT04269525}
    data: {}
    ```
    """
    forms = (
        ("pmid", "", r"[1-9]\d{0,7}", "a PMID has 1 to 8 digits"),
        ("pmcid", "", r"PMC\d{1,8}", "a PMCID is PMC and digits"),
        ("registration", "NCT", r"NCT\d{8}", "it is NCT and 8 digits"),
        ("registration", "CHICTR", r"ChiCTR(?:\d{10}|-[A-Z]{2,4}-\d{8})", "it is ChiCTR and 10 digits"),
        ("registration", "ISRCTN", r"ISRCTN\d{8}", "it is ISRCTN and 8 digits"),
    )
    for name, start, form, help in forms:
        text = _text(document, name)
        if text and text.upper().startswith(start) and not re.fullmatch(form, text):
            yield found(_label(document, name), f"`{text}` is malformed", help=help)


@rule("BIB03", "publication-incomplete", Severity.WARNING)
def publication_incomplete(document: Document) -> Iterator[Draft]:
    """A document can be identified: it has a DOI, a journal and a date.

    Why it matters: readers of the data must be able to find the document, and two reports of one study must be told
    apart from two studies.

    What to do: add what the document states; if it states none, adjudicate.

    ## Example

    ```yaml
    publication: {title: A}  # BIB03
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, doi: 10.1186/s13054-020-03142-8, journal: Crit Care, published: 2020}
    data: {}
    ```
    """
    missing = [name for name in ("doi", "journal", "published") if not _text(document, name)]
    if missing and document.spec.publication:
        listed = " and ".join(", ".join(missing).rsplit(", ", 1))
        yield found(
            Label("publication", "", " ".join(missing)),
            f"the publication has no {listed}",
            help="add what the document states; if it states none, adjudicate",
        )


@rule("BIB04", "title-not-in-source", Severity.WARNING)
def title_not_in_source(document: Document) -> Iterator[Draft]:
    """The title stands in one of the sources.

    Why it matters: the wrong file under the right name is a mistake that no number shows.

    What to do: compare the title with the document's; the nearest words are shown.

    ## Example

    ```text
    Stem cells in severe COVID-19 pneumonia
    ```

    ```yaml
    publication: {title: Stem cells in mild COVID-19 pneumonia}  # BIB04
    data: {}
    ```

    ## Corrected

    ```text
    Stem cells in severe COVID-19 pneumonia
    ```

    ```yaml
    publication: {title: Stem cells in severe COVID-19 pneumonia}
    data: {}
    ```
    """
    title = _text(document, "title")
    if (
        not title
        or not document.sources
        or any(find_quote(one, title.rstrip(".")) for one in document.sources.values())
    ):
        return
    near = next((hint for one in document.sources.values() if (hint := suggest(one, title))), None)
    help = "compare it with the document"
    if near is not None and near.differing:
        ours, theirs = near.differing[0]
        help = f"the nearest words have `{theirs or 'nothing'}` where the spec has `{ours or 'nothing'}`"
    yield found(_label(document, "title"), "the title stands in none of the sources", help=help)


@rule("BIB05", "authors-suspect", Severity.WARNING)
def authors_suspect(document: Document) -> Iterator[Draft]:
    """Authors have a given name and a surname of their own.

    Why it matters: `Yao Yao, Li Li, Jiang Jiang` is a database that printed every surname twice; searching for these
    authors finds nobody.

    Maths: given name equals surname. A note for one; a warning if at least half of the authors (and two) do.

    What to do: look the authors up; if the source prints them so, adjudicate.

    ## Example

    ```yaml
    publication: {title: A, authors: [Yao Yao, Li Li]}  # BIB05
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, authors: [Yao Y, Li L]}
    data: {}
    ```
    """
    authors = [author.text for author in document.spec.authors]
    doubled = [name for name in authors if _doubled(name)]
    if doubled:
        shown = ", ".join(doubled[:3])
        many = len(doubled) >= 2 and 2 * len(doubled) >= len(authors)
        place = next((one for name in doubled if (one := _printed(document, name))), None)
        yield found(
            Label("publication.authors", "", ", ".join(doubled), source=place),
            f"{len(doubled)} of {len(authors)} authors have the same given name and surname: {shown}"
            + (", ..." if len(doubled) > 3 else ""),
            help="look the authors up; if the source prints them so, adjudicate",
            severity=None if many else Severity.NOTE,
        )


def _printed(document: Document, author: str) -> Place | None:
    """Where a source has an author's name: as it is, or with the surname first."""
    for source in document.sources.values():
        for written in (author, ", ".join(author.split())):
            quote = find_quote(source, written)
            if quote is not None:
                return Place(source.path, quote.span)
    return None


def _doubled(name: str) -> bool:
    words = [word.casefold() for word in _NAME.findall(name)]
    return len(words) == 2 and words[0] == words[1] and len(words[0]) > 1
