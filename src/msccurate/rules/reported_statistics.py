"""STA01, STA06, STA07: test statistics and p values as they are reported, in cells and in the text of the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from msccurate.findings import Label, Place, Severity
from msccurate.forensics import statcheck
from msccurate.forensics.reported_p import beyond, is_zero, said, side, stated
from msccurate.notation import scan_numbers
from msccurate.rules.bounds_of_p import odd_bounds
from msccurate.rules.once import once
from msccurate.rules.registry import Draft, found, rule
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.forensics.reported_tests import ReportedTest
    from msccurate.printed import Printed
    from msccurate.sources import Source
    from msccurate.tables import Document

_WRAP = re.compile(r"(?<!\n)\n(?!\n)")
_P = re.compile(r"(?<![A-Za-z])[pP](?:[ -]?values?)?\s?(?:[=<>≤≥]|<=|>=)\s?[\d.·]")


@once
def reported_in_text(document: Document) -> tuple[tuple[Source, ReportedTest], ...]:
    """The tests that the sources report, each text of one once; places are those of the source."""
    found: dict[str, tuple[Source, ReportedTest]] = {}
    for source, text in _running_texts(document):
        for test in statcheck(text, decimal=document.spec.decimal) if _P.search(text) else ():
            found.setdefault(re.sub(r"\W+", "", text[test.start : test.end]), (source, test))
    return tuple(found.values())


@once
def _running_texts(document: Document) -> tuple[tuple[Source, str], ...]:
    """The text of each source with its lines run together, place for place."""
    return tuple((source, _WRAP.sub(" ", own_text(source))) for source in document.sources.values())


def own_text(source: Source) -> str:
    """The text without what comes behind it: references, acknowledgements."""
    back = [one.span.start for one in source.passages if one.section in ("references", "back")]
    start = min(back, default=len(source.text))
    later = [one for one in source.passages if one.span.start > start and one.section in ("methods", "results")]
    return source.text if later else source.text[:start]


def _label(source: Source, span: Span) -> Label:
    shown = " ".join(span.of(source.text).split())
    return Label(f"sources.{source.id}", "", shown, source=Place(source.path, span))


@rule("STA01", "test-statistic-p", Severity.ERROR)
def test_statistic_p(document: Document) -> Iterator[Draft]:
    """A p value in the text is that of the test statistic before it.

    Why it matters: a statistic, its degrees of freedom and its p value are one fact told thrice. In about half of all
    papers with such results at least one does not fit (Nuijten et al., Behavior Research Methods 2016;48:1205-1226).

    Maths: p from t, F, χ², z, r or Q and df, over every value that prints so, two-sided unless the text says one-sided.
    Notes: it would fit a one-sided test, a p value cut off or off by one in its last digit, a stated correction for
    several tests, degrees of freedom corrected as by Greenhouse and Geisser (1959), an exact test. An error where
    significance at 0.05 surely changes. Silent where no df is printed and some df fits.

    What to do: nothing in the spec; the document contradicts itself. Adjudicate, and do not rely on the p value.

    ## Example

    ```text
    Saturation rose more in the treated group (t(28) = 2.20, p = .09).
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}  # STA01
    data: {}
    ```

    ## Corrected

    ```text
    Saturation rose more in the treated group (t(28) = 2.20, p = .036).
    ```

    ```yaml
    data: {}
    ```
    """
    for source, test in reported_in_text(document):
        if test.possible is not False or test.recomputed is None or test.test in ("ratio", "difference"):
            continue
        severity = Severity.NOTE if test.fits else Severity.ERROR if test.flips else Severity.WARNING
        yield found(
            _label(source, Span(test.start, test.end)),
            test.sentence,
            help="the text contradicts itself; look for the same result elsewhere in the document, then adjudicate",
            severity=severity,
            differs=False,
        )


@rule("STA06", "p-out-of-range", Severity.ERROR)
def p_out_of_range(document: Document) -> Iterator[Draft]:
    """A p value lies between 0 and 1, and a bound of it is one that people use.

    Why it matters: a p value above 1 or below 0 is a slip of the decimal point, or the test statistic; `< 0.021` among
    bounds of `< 0.001` is a slip of a digit.

    Maths: no value that prints so lies from 0 to 1. `0.000` is a note: p is never 0, and `< 0.001` is meant. Bounds
    are a warning where they are not 1, 2, 2.5 or 5 times a power of ten, nor 0.05 or 0.01 shared among tests, and the
    document's others are; and where all others of a comparison, three at least, are another bound, and another place
    gives this bound for the same numbers, or smaller p values are printed exactly. Else another bound than all others
    is a note (the counts are proposals).

    What to do: compare with the document.

    ## Example

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: p
        rows:
          age: 3.46  # STA06
    ```

    ## Corrected

    ```yaml
    groups: {msc: {n: 98, arm: experimental}, control: {n: 97, arm: control}}
    comparisons:
      p: {compare: msc vs control, form: p}
    data:
      t1:
        label: Table 1
        columns: p
        rows:
          age: 0.346
    ```
    """
    for quantity in document.having("p"):
        p = quantity.p
        assert p is not None
        if beyond(p):
            yield found(p, f"{p} is no p value: it lies between 0 and 1", help="compare with the document")
        elif is_zero(p) and not p.comparator:
            words = f"{p} is no exact p value: a p value is never 0, and less than {_least(p)} is meant"
            yield found(p, words, help="nothing to correct if the document prints it so", severity=Severity.NOTE)
    yield from odd_bounds(document)
    for source, test in reported_in_text(document):
        if test.possible is False and test.recomputed is None and "no p value" in test.sentence:
            yield found(
                _label(source, Span(test.start, test.end)),
                test.sentence,
                help="compare with the document",
                differs=False,
            )


def _least(p: Printed) -> str:
    return f"{float(p.ends[1]):.{p.decimals + 1}f}" if p.decimals > 0 else "0.001"


#: A claim of significance and the p value in parentheses behind it. Words of thresholds and of near misses in it.
_CLAIM = re.compile(
    r"\b(?P<word>(?:in)?significan(?:t|tly|ce)\b)(?P<between>[^.;:()\n]{0,90})"
    r"[(\[]\s*(?P<p>[pP](?:[ -]?values?)?\s?(?P<sign>[=<>≤≥]|<=|>=)\s?(?P<value>(?:0|1)?[.·]\d+|0|1))\s*[)\]]"
)
#: Another level of significance than 0.05.
_OTHER_LEVEL = re.compile(r"[pP]\s?[<≤]\s?0?\.(?:1|10|01|001)\b[^.]{0,40}significan")
_CLAUSE = re.compile(r"[^.;:()\n]{0,90}\Z")
_NEGATED = re.compile(
    r"\b(?:no|not|non|nor|without|neither|never|lack\w*|absence|fail\w*|n't|in)\b|n't\b|n’t\b|\bnon-?$", re.IGNORECASE
)
_VAGUE = re.compile(
    r"border|margin|trend|tend|near|almost|approach|short of|close to|level|threshold|consider|defin|set at|regard|"
    r"clinical|except|although|but|while|whereas|however|if\b|when|interaction|more|only|and\b",
    re.IGNORECASE,
)


@rule("STA07", "significance-claim", Severity.WARNING)
def significance_claim(document: Document) -> Iterator[Draft]:
    """What the text calls significant has a p value below 0.05, and what it calls not significant has none.

    Why it matters: readers carry home the word, not the number. Where both disagree one of them is wrong.

    Maths: `significant …(p = …)` in one clause with one p value that is surely above 0.05, or `no significant …
    (p = …)` with one that is surely at most 0.05. Silent for near misses (`borderline`, `a trend`), for thresholds,
    where the text speaks of corrections for several tests or states another level than 0.05, and in clauses that say
    two things.

    What to do: look for the same result in a table; adjudicate.

    ## Example

    ```text
    Oxygenation improved significantly after the infusion (P = 0.35).
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}  # STA07
    data: {}
    ```

    ## Corrected

    ```text
    Oxygenation improved significantly after the infusion (P = 0.035).
    ```

    ```yaml
    data: {}
    ```
    """
    for source, text in _running_texts(document):
        claims = list(_CLAIM.finditer(text)) if "significan" in text else []
        if not claims or _OTHER_LEVEL.search(text) or "corrected" in stated(text):
            continue
        for match in claims:
            scanned = scan_numbers(match["value"].replace("·", "."))
            before = _CLAUSE.search(text, max(match.start() - 90, 0), match.start())
            clause = (before[0] if before else "") + match["between"]
            if len(scanned) != 1 or _VAGUE.search(clause):
                continue
            comparator = {"=": "", "≤": "<=", "≥": ">="}.get(match["sign"], match["sign"])
            p = replace(scanned[0].number, comparator=comparator)
            negated = match["word"].startswith("in") or bool(_NEGATED.search(clause))
            which = side(said(p), 0.05)
            if which == ("significant" if negated else "not"):
                what = "not significant" if negated else "significant"
                yield found(
                    _label(source, Span(match.start("word"), match.end())),
                    f"called {what}, with p {match['sign']} {match['value']}",
                    help="compare with the tables of the document, then adjudicate",
                    differs=False,
                )
