"""BIB06 to BIB09: years, registrations and placeholders of the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.notation import parse_iso
from msccurate.rules.intervals_of_time import dates_of, days_of
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import Source, find_quote
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.tables import Document

_YEAR = r"(?P<year>(?:19|20)\d\d)"
#: Where a source says when it was published: Medline, CORD-19, `Published online: 1 July 2020`, `2020; 14(10)`.
_STATED = (
    (re.compile(rf"(?:^|(?<=\s))DP\s*-\s*{_YEAR}\b"), ("DP",)),
    (re.compile(rf"(?<=\s)date:\s+{_YEAR}\b"), ("date:",)),
    (
        re.compile(
            rf"\b(?:Published|First published|Publication date)(?:\s+online)?:?\s+(?:on\s+)?"
            rf"(?:\d{{1,2}}\s+)?[A-Z][a-z]+\.?\s+(?:\d{{1,2}},\s*)?{_YEAR}\b"
        ),
        ("ublished", "ublication"),
    ),
)
_VOLUME = re.compile(rf"{_YEAR}(?:\s+[A-Z][a-z]{{2}}(?:\s+\d{{1,2}})?)?\s*;\s*\d+(?:\s*\(\d+\))?\s*:")
_COPYRIGHT = re.compile(rf"(?:©|\(c\)|Copyright)\D{{0,40}}?{_YEAR}", re.IGNORECASE)
#: The year that a title gives to its data: `in 2022`, `2015-2022`.
_TITLED = re.compile(r"(?:\b(?:19|20)\d\d\s*(?:[-–—]|to|and)\s*|\b(?:in|of|during)\s+)(?P<year>(?:19|20)\d\d)\b")
_AHEAD = re.compile(
    r"project|forecast|predict|burden|agenda|vision|goal|target|plan|protocol|estimat|future|scenario|model|strateg",
    re.IGNORECASE,
)


def _scalar(document: Document, name: str) -> str:
    scalar = document.spec.publication.get(name)
    return scalar.text.strip() if scalar is not None else ""


def _label(document: Document, name: str, words: str = "") -> Label:
    return Label(f"publication.{name}", words, _scalar(document, name))


def _printed(document: Document, name: str, text: str) -> Label:
    """A label on a field of the publication, with the place at which a source prints it."""
    for source in document.sources.values():
        place = find_quote(source, text)
        if place is not None:
            return Label(f"publication.{name}", "", _scalar(document, name), source=Place(source.path, place.span))
    return _label(document, name)


@rule("BIB06", "year-conflict", Severity.WARNING)
def year_conflict(document: Document) -> Iterator[Draft]:
    """The year of publication is the one that the document states.

    Why it matters: author and year are how readers name a study, and a wrong year hides that two reports are one.

    Maths: years that the source gives as its own (`DP - 2020`, `date: 2020-07-11`, `Published online: 1 July 2020`, the
    journal's line `2020; 14(10):`) against `published`; a year of copyright is accepted too. A title whose data end
    (`2015-2022`) after the year of publication is reported, but for plans and forecasts.

    What to do: compare with the document; write the date of the version that was extracted.

    ## Example

    ```text
    PMID- 1 DP - 2020 Jul 31 TI - Stem cells. SO - Medicine. 2020 Jul 31;99(31):e21429.
    ```

    ```yaml
    publication: {title: Stem cells, journal: Medicine, published: 2021-07-31}  # BIB06
    data: {}
    ```

    ## Corrected

    ```text
    PMID- 1 DP - 2020 Jul 31 TI - Stem cells. SO - Medicine. 2020 Jul 31;99(31):e21429.
    ```

    ```yaml
    publication: {title: Stem cells, journal: Medicine, published: 2020-07-31}
    data: {}
    ```
    """
    published = parse_iso(_scalar(document, "published"))
    if published is None:
        return
    year = published.first.year
    stated = [one for source in document.sources.values() for one in _stated(source, _scalar(document, "journal"))]
    if stated and year not in {one for _, one, _ in stated} and year not in _copyrighted(document):
        source, other, span = stated[0]
        there = Label(f"sources.{source.id}", "", span.of(source.text), source=Place(source.path, span))
        yield found(
            _label(document, "published"),
            f"published in {year}, and the document says {other}",
            beside=[(there, "the document's own year")],
            help="compare the date with the document",
        )
    title = _scalar(document, "title")
    late = [int(match["year"]) for match in _TITLED.finditer(title) if int(match["year"]) > year]
    if late and not _AHEAD.search(title):
        yield found(
            _label(document, "title"),
            f"the title speaks of {max(late)}, and the document was published in {year}",
            beside=[(_label(document, "published"), "published")],
            help="compare title and date with the document",
        )


def _copyrighted(document: Document) -> set[int]:
    """The years of notices of copyright."""
    notices = (match for one in document.sources.values() for match in _COPYRIGHT.finditer(_front(one)))
    return {int(match["year"]) for match in notices}


def _front(source: Source) -> str:
    """The text without the references, whose years are those of others."""
    ends = [one.span.start for one in source.passages if one.section == "references"]
    return source.text[: min(ends)] if ends else source.text


def _stated(source: Source, journal: str) -> Iterator[tuple[Source, int, Span]]:
    text = _front(source)
    for form, words in _STATED:
        for match in form.finditer(text) if any(word in text for word in words) else ():
            yield source, int(match["year"]), Span(*match.span("year"))
    name = re.sub(r"\W+", " ", journal).strip().casefold()
    for match in _VOLUME.finditer(text) if name else ():
        before = re.sub(r"\W+", " ", text[max(match.start() - len(journal) - 12, 0) : match.start()])
        if before.strip().casefold().endswith(name):
            yield source, int(match["year"]), Span(*match.span("year"))


#: Registries and the form of their numbers: those of the WHO's ICTRP, and PROSPERO for reviews.
_REGISTRIES = (
    r"NCT\d{8}", r"ISRCTN\d{8}", r"(?:EUCTR|EudraCT)?[ -]?\d{4}-\d{6}-\d{2}(?:-[A-Z]{2})?",
    r"(?:EUCT|CTIS)?[ -]?20\d\d-5\d{5}-\d{2}-\d{2}", r"ChiCTR.*", r"ACTRN\d{14}p?", r"CTRI/\d{4}/\d{2,3}/\d{6}",
    r"DRKS\d{8}", r"IRCT\w+", r"(?:JPRN-)?(?:UMIN|C0)\d+", r"(?:JPRN-)?jRCT\w+", r"(?:JPRN-)?JapicCTI-?\d+",
    r"(?:JPRN-)?JMA-IIA\d+", r"KCT\d{7}", r"(?:NTR|NL|NL-OMON|OMON)-?\d+", r"PACTR\d+", r"RBR-?\w+", r"RPCEC\d{8}",
    r"SLCTR/\d{4}/\d+", r"TCTR\d+", r"PER-\d{3}-\d{2}", r"LBCTR\d+", r"ITMCTR\d+", r"CRD\d{11}", r"HKUCTR-\d+",
    r"PHRR\d+-\d+", r"U1111-\d{4}-\d{4}", r"SNCTP\d+", r"CRiS\W*KCT\d+", r"NMRR-?[\w-]+",
)  # fmt: skip
_KNOWN = re.compile("|".join(f"(?:{form})" for form in _REGISTRIES), re.IGNORECASE)


@rule("BIB07", "registration-unrecognised", Severity.WARNING)
def registration_unrecognised(document: Document) -> Iterator[Draft]:
    """The registration is one of a known registry.

    Why it matters: the registration is how outcomes that were planned and not reported are found. A number of a grant
    or an ethics board leads nowhere.

    Maths: the forms of the numbers of the registries of the WHO's ICTRP, and PROSPERO's. Numbers that only lack a digit
    are BIB02.

    What to do: look for the registration; if the document has only this, adjudicate.

    ## Example

    ```yaml
    publication: {title: A, registration: TS20190604404UE}  # BIB07
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: A, registration: NCT04269525}
    data: {}
    ```
    """
    text = _scalar(document, "registration")
    for one in re.split(r"[,;]\s*|\s+and\s+", text):
        bare = re.sub(r"^\w[\w. ]*:\s*", "", one.strip())
        begun = re.match(r"(?:NCT|ISRCTN|CHICTR)", bare, re.IGNORECASE)
        if bare and not begun and not _KNOWN.fullmatch(bare):
            yield found(
                _printed(document, "registration", bare),
                f"`{bare}` has the form of no registry's number",
                help="look for the number of a trial registry; if the document has only this, adjudicate",
            )


@rule("BIB08", "published-before-study-end", Severity.WARNING)
def published_before_study_end(document: Document) -> Iterator[Draft]:
    """A document is published after its study ended.

    Why it matters: one of both dates is wrong, or what was extracted is an interim report, whose patients come again in
    the final one.

    Maths: the last day on which the document can have been published against the first on which the study (the
    codebook's role `study_end`) can have ended; protocols are left out.

    What to do: compare both dates with the document; if it is an interim report, adjudicate.

    ## Example

    ```yaml
    publication: {title: A, published: 2020-07-11}
    data:
      t1: {label: Table 1, rows: {study_end: 2020-12-31}}  # BIB08
    ```

    ## Corrected

    ```yaml
    publication: {title: A, published: 2020-07-11}
    data:
      t1: {label: Table 1, rows: {study_end: 2020-04-04}}
    ```
    """
    published = parse_iso(_scalar(document, "published"))
    if published is None or "protocol" in _scalar(document, "design").casefold():
        return
    told: set[str] = set()
    for quantity in dates_of(document, "study_end"):
        end = days_of(quantity)
        if end is not None and end[0] > published.last and quantity.date not in told:
            told.add(quantity.date)
            yield found(
                Label(quantity.route, "", quantity.date),
                f"the study ended on {quantity.date}, after the document was published on {published.text}",
                beside=[(_label(document, "published"), "published")],
                help="compare both dates with the document",
            )


_PLACEHOLDER = re.compile(
    r"(?:nan|none|null|n/?a|tbd|tba|to ?do|fixme|unknown|untitled|not available|xxx+|\?+|-+|\.+|title|abstract|"
    r"lorem ipsum.*)",
    re.IGNORECASE,
)
#: A field of a record (CORD-19, Medline) that holds nothing. Behind the head of a CORD-19 text stands its abstract.
_EMPTY_FIELD = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<field>title|journal|authors|abstract|doi|AB|TI)(?::|\s*-)\s+(?P<words>nan|NaN|None|null)"
    r"(?=\s+\w+(?::|\s*-\s)|\s*\n|\s*\Z)|cord_uid:\s\S+\s+(?P<abstract>nan)(?=\s))"
)
_FIELDS = {"AB": "abstract", "TI": "title", None: "abstract"}


@rule("BIB09", "placeholder-text", Severity.WARNING)
def placeholder_text(document: Document) -> Iterator[Draft]:
    """Title, authors and abstract are texts, and no placeholders.

    Why it matters: `nan` is what a program wrote where it had nothing: the abstract was lost, and a search of abstracts
    does not find this document.

    Maths: fields of the publication that are `nan`, `none`, `TODO` and the like; `lorem ipsum` anywhere; fields of a
    source's record (its title, journal, authors or abstract) that are `nan`, `None` or `null`.

    What to do: write what the document has; for a source, get a better rendering, or adjudicate.

    ## Example

    ```yaml
    publication: {title: Stem cells, journal: TODO}  # BIB09
    data: {}
    ```

    ## Corrected

    ```yaml
    publication: {title: Stem cells, journal: Medicine}
    data: {}
    ```
    """
    for name, scalar in document.spec.publication.items():
        if _PLACEHOLDER.fullmatch(scalar.text.strip()):
            yield found(
                _label(document, name),
                f"the {name} is `{scalar.text.strip()}`, a placeholder",
                help=f"write the {name} as the document has it, or leave it out",
            )
    for author in document.spec.authors:
        if _PLACEHOLDER.fullmatch(author.text.strip()):
            yield found(
                Label("publication.authors", "", author.text),
                f"an author is called `{author.text.strip()}`, a placeholder",
                help="write the authors as the document has them",
            )
    for source in document.sources.values():
        for match in _EMPTY_FIELD.finditer(source.text):
            field = _FIELDS.get(match["field"], match["field"])
            span = Span(*match.span("words" if match["words"] else "abstract"))
            yield _lost(source, span, f"the {field} of this file is `{span.of(source.text)}`: its text was lost")
        latin = re.search(r"lorem ipsum", source.text, re.IGNORECASE) if "loremipsum" in source.folded.text else None
        if latin:
            yield _lost(source, Span(*latin.span()), "this file holds `lorem ipsum`, the text of a template")


def _lost(source: Source, span: Span, message: str) -> Draft:
    return found(
        Label(f"sources.{source.id}", "a placeholder", span.of(source.text), source=Place(source.path, span)),
        message,
        help="use a rendering that has the text; if there is none, adjudicate",
        differs=False,
    )
