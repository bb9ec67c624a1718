"""DUP: passages of a document that repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msccurate.findings import Label, Place, Severity
from msccurate.rules.registry import Draft, found, rule
from msccurate.text import Span

if TYPE_CHECKING:
    from msccurate.sources import Source
    from msccurate.tables import Document

#: So many words in a row are not written twice by chance (proposal).
LEAST_WORDS = 25
#: Where sentences are expected to stand once: an abstract repeats its document.
_BODY = ("introduction", "methods", "results", "case", "discussion")
_SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?=\S))+[.!?]?")
_WORD = re.compile(r"[^\W_]+")


@rule("DUP04", "repeated-text", Severity.WARNING)
def repeated_text(document: Document) -> Iterator[Draft]:
    """A document does not say the same long sentence twice.

    Why it matters: a sentence of results that was copied for another time or group, and not changed, gives that group
    the numbers of the first; a rendering that holds a passage twice makes everything in it count twice.

    Maths: a sentence of at least 25 words (proposal) stands twice, word for word and number for number, in
    introduction, methods, results, case or discussion. Abstracts, captions, notes and references may
    repeat. Once for two passages.

    What to do: read both places; if the document prints this, adjudicate, and extract the numbers once.

    ## Example

    ```text
    # Results

    On day 7 the C-reactive protein was 12.1 mg/L in the treated group and 30.4 mg/L in the control group, and no
    patient of either group needed oxygen by mask any more.

    # Discussion

    We found a difference. On day 7 the C-reactive protein was 12.1 mg/L in the treated group and 30.4 mg/L in the
    control group, and no patient of either group needed oxygen by mask any more.
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}  # DUP04
    data: {}
    ```

    ## Corrected

    ```text
    # Results

    On day 7 the C-reactive protein was 12.1 mg/L in the treated group and 30.4 mg/L in the control group, and no
    patient of either group needed oxygen by mask any more.

    # Discussion

    We found a difference. On day 14 the C-reactive protein was 4.0 mg/L in the treated group and 9.7 mg/L in the
    control group, and no patient of either group needed oxygen by mask any more.
    ```

    ```yaml
    sources:
      article: {path: seeds/document.txt, sha256: 0}
    data: {}
    ```
    """
    for source in document.sources.values():
        first: dict[tuple[str, ...], tuple[int, Span]] = {}
        told: set[tuple[int, int]] = set()
        for index, words, span in _sentences(source):
            before = first.setdefault(words, (index, span))
            if before[1] == span or (before[0], index) in told:
                continue
            told.add((before[0], index))
            line = source.lines.position(before[1].start).line
            yield found(
                _there(source, span, "again here"),
                f"{len(words)} words in a row stand here and in line {line}: `{_shown(source, span)}`",
                beside=[(_there(source, before[1], "here first"), "here first")],
                help="read both places: were the numbers of one of them copied?",
                differs=False,
            )


def _sentences(source: Source) -> Iterator[tuple[int, tuple[str, ...], Span]]:
    """The long sentences of the body: their passage, their words, their place."""
    for index, passage in enumerate(source.passages):
        if passage.section not in _BODY:
            continue
        for match in _SENTENCE.finditer(source.text, passage.span.start, passage.span.end):
            words = tuple(_WORD.findall(match[0].casefold()))
            if len(words) >= LEAST_WORDS:
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield index, words, Span(start, match.end())


def _there(source: Source, span: Span, words: str) -> Label:
    return Label(f"sources.{source.id}", words, _shown(source, span), source=Place(source.path, span))


def _shown(source: Source, span: Span) -> str:
    text = " ".join(span.of(source.text).split())
    return text if len(text) <= 80 else f"{text[:79]}…"
