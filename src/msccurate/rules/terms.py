"""TXT02 to TXT04: terms, populations and products of the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.sources import Source, find_all, find_quote
from msccurate.text import Span, folds_to

if TYPE_CHECKING:
    from msccurate.codebook import Codebook
    from msccurate.tables import Document

#: An abbreviation is rare beside its twin below this share, and the twin stands at least so often (proposals).
RARE, OFTEN = 0.2, 8
_ABBREVIATION = re.compile(r"[A-Z](?<![\w-].)[A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+(?![\w-])")
_SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?=\S))+[.!?]?")
_CITED = re.compile(r"\[\d+(?:\s*[,–-]\s*\d+)*\]|et al\b|(?:[.,;)]|[a-z]{4})<sup>\d")


def _own_end(source: Source) -> int:
    """Where the document's own words end and its references begin."""
    return min((one.span.start for one in source.passages if one.section == "references"), default=len(source.text))


def _there(source: Source, span: Span, words: str) -> Label:
    text = " ".join(span.of(source.text).split())
    return Label(f"sources.{source.id}", words, text, source=Place(source.path, span))


@rule("TXT02", "inconsistent-term", Severity.WARNING)
def inconsistent_term(document: Document) -> Iterator[Draft]:
    """An abbreviation is spelt in one way.

    Why it matters: `USB-MSCs` among twenty `UCB-MSCs` is a misprint, or another product; a search for one does not find
    the other.

    Maths: terms that the codebook knows to be confused, and pairs of abbreviations of several parts that differ by one
    letter in a part of at least three: the common one stands at least 8 times and is explained in parentheses, the rare
    one at most a fifth as often and is never explained, and its part stands nowhere by itself (proposals). Names that
    the codebook knows are left out.

    What to do: read both sentences. If they mean the same, adjudicate; if not, it is another product.

    ## Example

    ```text
    Umbilical cord blood cells (UCB-MSCs) were given. UCB-MSCs are safe. UCB-MSCs help. USB-MSCs were extracted.
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}  # TXT02
    data: {}
    ```

    ## Corrected

    ```text
    Umbilical cord blood cells (UCB-MSCs) were given. UCB-MSCs are safe. UCB-MSCs help. UCB-MSCs were extracted.
    ```

    ```yaml
    data: {}
    ```
    """
    for source in document.sources.values():
        told: set[frozenset[str]] = set()
        for rare, common in (*_confused(document.codebook, source), *_twins(document.codebook, source)):
            names = rare[0].of(source.text), common[0].of(source.text)
            if frozenset(names) in told:
                continue
            told.add(frozenset(names))
            yield found(
                _there(source, rare[0], "the rare one"),
                f"`{names[0]}` stands {_times(len(rare))}, `{names[1]}` {_times(len(common))}",
                beside=[(_there(source, common[0], "the common one"), "")],
                help="if both mean the same, adjudicate; if not, the document speaks of two products",
                differs=False,
            )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _confused(codebook: Codebook, source: Source) -> Iterator[tuple[list[Span], list[Span]]]:
    """Terms of the codebook of which one is likely a misprint of the other."""
    for terms in codebook.terms:
        if terms.kind != "confused":
            continue
        places = [_places(source, spellings) for spellings in terms.terms.values()]
        for first, second in combinations([one for one in places if one], 2):
            rare, common = sorted((first, second), key=len)
            if 3 * len(rare) <= len(common):
                yield rare, common


def _places(source: Source, spellings: tuple[str, ...]) -> list[Span]:
    """Where any of the spellings stands before the references; a longer one holds a shorter one."""
    region = Span(0, _own_end(source))
    every = {place.span for one in spellings for place in find_all(source, one, region)}
    return sorted(span for span in every if not any(span != other and span.within(other) for other in every))


def _twins(codebook: Codebook, source: Source) -> Iterator[tuple[list[Span], list[Span]]]:
    own = source.text[: _own_end(source)]
    places: dict[str, list[Span]] = {}
    for match in _ABBREVIATION.finditer(own):
        places.setdefault(match.group().rstrip("s"), []).append(Span(*match.span()))
    for first, second in combinations(sorted(places), 2):
        rare, common = sorted((first, second), key=lambda name: len(places[name]))
        part = _other_part(rare, common)
        if not part or len(places[common]) < OFTEN or len(places[rare]) > RARE * len(places[common]):
            continue
        elsewhere = re.findall(r"[A-Za-z]+", own).count(part)
        within = sum(part in re.findall(r"[A-Za-z]+", own[span.start : span.end]) for span in places[rare])
        explained = re.search(rf"\(\s*{re.escape(rare)}", own) is not None
        defined = re.search(rf"\(\s*{re.escape(common)}s?\b", own) is not None
        if defined and not explained and elsewhere == within and folds_to(rare) not in _names(codebook):
            yield places[rare], places[common]


def _names(codebook: Codebook) -> set[str]:
    """All spellings of variables and terms, folded."""
    variables = (one for each in codebook.variables.values() for one in (each.label, *each.spellings))
    terms = (one for each in codebook.terms for spellings in each.terms.values() for one in spellings)
    return {folds_to(one) for one in (*variables, *terms)}


def _other_part(rare: str, common: str) -> str:
    """The part of the rare one that differs from its twin's in one letter; empty where they are no twins."""
    first, second = rare.split("-"), common.split("-")
    if len(first) != len(second):
        return ""
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) != 1:
        return ""
    a, b = differing[0]
    one_letter = len(a) == len(b) >= 3 and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return a if one_letter else ""


_SEVERITIES = {"mild": "mild", "moderate": "moderate", "severe": "severe", "critical": "critically ill"}
_WORD = r"(?P<word>mild|moderate|severe|critical)(?:ly)?"
_TITLED = re.compile(rf"\b{_WORD}\b", re.IGNORECASE)
_PATIENTS = (
    re.compile(rf"\b(?:patients?|cases?|adults|children)\s+with\s+(?:\w+\s+)?{_WORD}\b", re.IGNORECASE),
    re.compile(
        rf"\b{_WORD}(?:\s+ill)?\s+(?:[\w-]+\s+){{0,2}}(?:patients?|cases?|pneumonia|COVID-19|disease)\b", re.IGNORECASE
    ),
)
_SYNDROME = re.compile(
    r"severe acute respiratory syndrome|severe adverse|critical care|critical(?:ly)? important", re.I
)
_CONCLUDING = re.compile(
    r"\s*\W*(?:conclusions?\b|in conclusion|in summary|to conclude|according to our|taken together|"
    r"our (?:current )?(?:findings?|results?|data|study|experience) (?:suggest|show|indicat|demonstrat))",
    re.IGNORECASE,
)


@rule("TXT03", "population-shift", Severity.NOTE)
def population_shift(document: Document) -> Iterator[Draft]:
    """The conclusion is about the patients of the title.

    Why it matters: critically ill and severely ill patients are different groups in every guideline; what was seen in
    one is no evidence for the other.

    Maths: the one grade of severity that the title names (mild, moderate, severe, critically ill) against the grades
    of patients in concluding sentences; a note if none of these is the title's.

    What to do: extract for the population that was treated.

    ## Example

    ```text
    According to our findings, the therapy is safe for patients with severe COVID-19.
    ```

    ```yaml
    publication: {title: Therapy of critically ill patients with COVID-19}  # TXT03
    data: {}
    ```

    ## Corrected

    ```text
    According to our findings, the therapy is safe for critically ill patients with COVID-19.
    ```

    ```yaml
    publication: {title: Therapy of critically ill patients with COVID-19}
    data: {}
    ```
    """
    scalar = document.spec.publication.get("title")
    title = scalar.text.strip() if scalar is not None else ""
    named = {match["word"].casefold() for match in _TITLED.finditer(_SYNDROME.sub("", title))}
    if len(named) != 1:
        return
    said = [one for source in document.sources.values() for one in _concluded(source)]
    if said and not any(grade in named for grade, _, _ in said):
        grade, source, span = said[0]
        place = next((at for one in document.sources.values() if (at := find_quote(one, title.rstrip(".")))), None)
        yield found(
            Label("publication.title", "", title),
            f"the title is about {_SEVERITIES[named.pop()]} patients, the conclusion about {_SEVERITIES[grade]} ones",
            beside=[(_there(source, span, "the conclusion"), "")],
            help="extract for the patients who were treated",
            differs=False if place is not None else None,
        )


def _concluded(source: Source) -> Iterator[tuple[str, Source, Span]]:
    """Grades of severity of the patients in concluding sentences."""
    for passage in source.passages:
        if passage.section not in ("abstract", "other", "discussion", "case", "results"):
            continue
        for match in _SENTENCE.finditer(source.text, passage.span.start, passage.span.end):
            if not _CONCLUDING.match(match.group()):
                continue
            bare = _SYNDROME.sub(lambda one: "_" * len(one.group()), match.group())
            for form in _PATIENTS:
                for one in form.finditer(bare):
                    yield one["word"].casefold(), source, Span(*one.span()).shifted(match.start())


#: Where a document speaks of its own product and not of others'.
_OWN_WORK = ("methods", "case", "results")


@rule("TXT04", "product-conflict", Severity.WARNING)
def product_conflict(document: Document) -> Iterator[Draft]:
    """A product is called by one of the terms that exclude each other.

    Why it matters: cells from cord blood and cells from Wharton's jelly are two products; pooled as one they answer no
    question.

    Maths: the one term of an exclusive set of the codebook's `terms` that title (or abstract) uses, against the other
    terms of the set in the document's own methods, case or results, in sentences without a citation that do not name
    the first one too.

    What to do: adjudicate with the product that was given, or ask the authors.

    ## Example

    ```text
    ### Methods

    Briefly, the Wharton's jelly was separated from the umbilical cord.
    ```

    ```yaml
    publication: {title: Umbilical cord blood-derived cells in COVID-19}  # TXT04
    data: {}
    ```

    ## Corrected

    ```text
    ### Methods

    Briefly, cells were separated from umbilical cord blood.
    ```

    ```yaml
    publication: {title: Umbilical cord blood-derived cells in COVID-19}
    data: {}
    ```
    """
    scalar = document.spec.publication.get("title")
    title = scalar.text if scalar is not None else ""
    for terms in document.codebook.terms:
        if terms.kind != "exclusive":
            continue
        for source in document.sources.values():
            own = _named(terms.terms, title) or _named(terms.terms, _abstract(source))
            if len(own) != 1:
                continue
            term = own.pop()
            for other, spellings in terms.terms.items():
                place = _own_mention(source, spellings, terms.terms[term]) if other != term else None
                if place is not None:
                    there = " ".join(place.of(source.text).split())
                    yield found(
                        Label("publication.title", f"the product is from {term}", title),
                        f"title or abstract speak of {term}, the text of `{there}`",
                        beside=[(_there(source, place, f"this is {other}"), "")],
                        help=f"find out which it was: {terms.note}" if terms.note else "find out which it was",
                        differs=False,
                    )


def _named(terms: Mapping[str, tuple[str, ...]], text: str) -> set[str]:
    """The terms of which a spelling stands in a text."""
    piece = Source("", "", text, "")
    whole = Span(0, len(text))
    return {term for term, all in terms.items() if any(next(find_all(piece, one, whole), None) for one in all)}


def _abstract(source: Source) -> str:
    return "\n".join(one.span.of(source.text) for one in source.passages if one.section == "abstract")


def _own_mention(source: Source, spellings: tuple[str, ...], own: tuple[str, ...]) -> Span | None:
    """The first place where the document says this of its own product."""
    for passage in source.passages:
        if passage.section not in _OWN_WORK:
            continue
        for match in _SENTENCE.finditer(source.text, passage.span.start, passage.span.end):
            sentence = Span(*match.span())
            if _CITED.search(match.group()) or any(next(find_all(source, one, sentence), None) for one in own):
                continue
            for spelling in spellings:
                place = next(find_all(source, spelling, sentence), None)
                if place is not None:
                    return place.span
    return None
